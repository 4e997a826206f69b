// The recorded trading hour in data/demo, traded through the whole live path: what it was made to
// tell is what comes out of it.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "adapters/alerts/recorded_alerts.hpp"
#include "adapters/rocksdb/rocks_block_store.hpp"
#include "adapters/tape/open_tape.hpp"
#include "deploy/demo_place.hpp"
#include "deploy/paper_session.hpp"
#include "deploy/recorded_rules.hpp"
#include "events/any_event.hpp"
#include "replay/decisions/report.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fillwright;
namespace fs = std::filesystem;

namespace {

const fs::path demo_data = fillwright::test::source_folder() + "/data/demo";

// One order as its events tell it: "1.83" for a rung, "12 at 1.83" for a fill.
struct OrderTold {
  std::vector<std::string> rungs;
  std::vector<PriceRule> rules;
  std::vector<std::string> fills;
  std::optional<WalkEnded> walk_ended;
  std::optional<OrderCancelled> cancelled;
};

struct Hour {
  std::map<std::string, OrderTold> orders;
  std::map<std::string, OrderRequested> requests;
  std::set<RefusalReason> refusals;
  std::map<std::string, Money> realised;  // by workflow
  std::vector<std::string> events;        // each with its time, stream and bytes
  std::vector<ExitTriggered> exits;
  std::vector<StopMoved> stops;
  std::optional<Price> last_target;  // of what w5 holds
  std::string decided_again;         // what decision replay says
};

std::string priced(Price price) { return to_text(price); }

void note(Hour& hour, const std::string& id, const AnyEvent& event) {
  if (const auto* step = std::get_if<PriceStepped>(&event)) {
    hour.orders[id].rungs.push_back(priced(step->to));
    hour.orders[id].rules.push_back(step->rule);
  } else if (const auto* fill = std::get_if<OrderFilled>(&event)) {
    hour.orders[id].fills.push_back(to_text(fill->quantity) + " at " + priced(fill->price));
  } else if (const auto* ended = std::get_if<WalkEnded>(&event)) {
    hour.orders[id].walk_ended = *ended;
  } else if (const auto* cancelled = std::get_if<OrderCancelled>(&event)) {
    hour.orders[id].cancelled = *cancelled;
  } else if (const auto* requested = std::get_if<OrderRequested>(&event)) {
    hour.requests[requested->order_id] = *requested;
  } else if (const auto* refused = std::get_if<AlertRefused>(&event)) {
    hour.refusals.insert(refused->reason);
  } else if (const auto* failed = std::get_if<WorkflowFailed>(&event)) {
    hour.refusals.insert(failed->reason);
  } else if (const auto* booked = std::get_if<FillBooked>(&event)) {
    hour.realised[booked->workflow_id] += booked->realised;
  } else if (const auto* exit = std::get_if<ExitTriggered>(&event)) {
    hour.exits.push_back(*exit);
  } else if (const auto* moved = std::get_if<StopMoved>(&event)) {
    hour.stops.push_back(*moved);
  }
}

Hour read_hour(const JournalReader& journal) {
  Hour hour;
  const auto fault = journal.read(1, [&](const Recorded& recorded) {
    const auto stream = journal.stream_name(recorded.stream);
    const auto event = decode_event(recorded.type, recorded.payload);
    REQUIRE(event);
    hour.events.push_back(to_text(recorded.event_time) + ' ' + stream + ' ' +
                          std::to_string(recorded.type) + ' ' + std::string(recorded.payload));
    note(hour, stream.substr(stream.find('/') + 1), *event);
    return true;
  });
  REQUIRE(fault);
  return hour;
}

Hour trade(const fs::path& data) {
  const TemporaryFolder folder;
  ConfigurationRequest request;
  request.file = (data / "fillwright.toml").string();
  const auto loaded = load_configuration(request);
  REQUIRE(loaded.mistakes.empty());
  auto recorded = read_recorded_alerts(data / "alerts.jsonl", "file:alerts.jsonl");
  REQUIRE(recorded);
  REQUIRE(recorded->refused.empty());
  auto journal = open_rocks_journal((folder / "journal").string());
  REQUIRE(journal);
  const auto start = first_quote_time(data / "quotes.csv");
  REQUIRE(start);
  VirtualClock clock(*start);
  PaperSessionOptions options;
  options.settings = loaded.configuration.settings;
  options.configuration = loaded.values;
  options.journal = journal->get();
  options.virtual_clock = &clock;
  options.broker_folder = folder / "broker";
  options.tape = data / "quotes.csv";
  options.recorded = std::move(recorded->inputs);
  options.run.clock = "virtual";
  options.run.configuration = loaded.values;
  options.on_problem = [](const std::string& problem) { FAIL(problem); };
  {
    auto session = PaperSession::open(std::move(options));
    REQUIRE(session);
    while ((*session)->has_input() && (*session)->step()) {
    }
    (*session)->stop("end_of_input");
  }
  auto hour = read_hour(**journal);
  DecisionReplayOptions again;
  again.rules_of = recorded_rules;
  const auto replayed = replay_decisions(**journal, again);
  REQUIRE(replayed);
  hour.decided_again = replay_text(**journal, *replayed);
  return hour;
}

const Hour& the_hour() {
  static const auto hour = trade(demo_data);
  return hour;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the demo's hour is decided again, by the configuration that it recorded", "[demo]") {
  INFO(the_hour().decided_again);
  CHECK(the_hour().decided_again.ends_with("EQUAL\n"));
}

TEST_CASE("the demo's orders fill as its quotes were made for", "[demo]") {
  auto orders = the_hour().orders;

  // SPY: at the mid, one price.
  CHECK(orders["w1-1"].rungs == Texts{"1.83"});
  CHECK(orders["w1-1"].fills == Texts{"12 at 1.83"});
  // QQQ: from the called price toward the ask, a tick each 20 s, until the ask comes to it.
  CHECK(orders["w3-1"].rungs == Texts{"2.1", "2.11", "2.12"});
  CHECK(orders["w3-1"].fills == Texts{"9 at 2.12"});
  // IWM: within a tick of the ask after one step, so the ask is taken.
  CHECK(orders["w4-1"].rungs == Texts{"0.98", "1"});
  CHECK(orders["w4-1"].rules.back() == PriceRule::converted_limit);
  CHECK(orders["w4-1"].fills == Texts{"19 at 1"});
  // NVDA: the get-ready's contract at the later line's price, in two parts.
  CHECK(orders["w5-1"].rungs == Texts{"3.9", "3.95"});
  CHECK(orders["w5-1"].fills == Texts{"2 at 3.95", "2 at 3.95"});
  CHECK(orders["w5-3"].fills == Texts{"5 at 3.5"});
  // The future.
  CHECK(orders["w2-1"].fills == Texts{"2 at 6720.5"});
}

TEST_CASE("one entry of the demo is left working, one is called off, one gives up", "[demo]") {
  auto orders = the_hour().orders;

  CHECK(orders["w8-1"].rungs == Texts{"3.1", "3.15", "3.2", "3.25"});
  REQUIRE(orders["w8-1"].walk_ended);
  CHECK(orders["w8-1"].walk_ended->end == EndAction::leave_day);
  CHECK_FALSE(orders["w8-1"].cancelled);
  CHECK(orders["w8-1"].fills.empty());

  REQUIRE(orders["w7-1"].cancelled);
  CHECK(orders["w7-1"].cancelled->why == "the caller called it off");

  // Whatever the policy, never more than 5 % above the called 1.40.
  CHECK(orders["w9-1"].rungs == Texts{"1.41", "1.44", "1.47"});
  REQUIRE(orders["w9-1"].walk_ended);
  CHECK(orders["w9-1"].walk_ended->end == EndAction::cancel);
  CHECK(orders["w9-1"].cancelled);
  CHECK(orders["w9-1"].fills.empty());
}

TEST_CASE("the demo takes half off at +100 %, stops out, trails and breaks even", "[demo]") {
  auto hour = the_hour();
  auto& orders = hour.orders;

  CHECK(hour.requests["w1-2"].purpose == Purpose::target);
  CHECK(hour.requests["w1-2"].is_good_till_cancelled);
  CHECK(orders["w1-2"].fills == Texts{"6 at 3.66"});
  CHECK(orders["w1-3"].fills == Texts{"6 at 4.1"});

  // 30 % below 2.12, and the second of the ladder's prices.
  CHECK(orders["w3-3"].rungs == Texts{"1.48", "1.41"});
  CHECK(orders["w3-3"].fills == Texts{"9 at 1.43"});
  CHECK(orders["w6-3"].fills == Texts{"7 at 2.66"});
  CHECK(orders["w2-3"].fills == Texts{"1 at 6720.5"});

  std::vector<std::string> rules;
  for (const auto& exit : hour.exits) rules.push_back(exit.rule + " " + priced(exit.level));
  CHECK(rules == Texts{"stop_loss 1.484", "trailing_stop 2.64", "break_even 6720.5"});
  REQUIRE(hour.stops.size() == 4);
  CHECK(priced(hour.stops.back().to) == "2.64");  // 20 % below 3.30
}

TEST_CASE("callers trim, add and close in the demo, and the money adds up", "[demo]") {
  auto hour = the_hour();

  CHECK(hour.orders["w4-3"].fills == Texts{"6 at 1.25"});  // a third of 19, rounded down
  CHECK(hour.orders["w4-4"].fills == Texts{"6 at 1.4"});   // half of 13, rounded down
  CHECK(hour.orders["w5-4"].fills == Texts{"9 at 4.55"});
  CHECK(to_text(hour.realised["w1"]) == "2460");  // 6 × 1.83 and 6 × 2.27, times 100
  CHECK(to_text(hour.realised["w2"]) == "52.5");  // 10.50 × 5, and nothing
  CHECK(to_text(hour.realised["w3"]) == "-621");  // 9 × -0.69 × 100
  CHECK(to_text(hour.realised["w4"]) == "390");   // 6 × 0.25 and 6 × 0.40, times 100
  CHECK(to_text(hour.realised["w5"]) == "765");   // 9 × (4.55 - 3.70) × 100
  CHECK(to_text(hour.realised["w6"]) == "182");   // 7 × 0.26 × 100
}

TEST_CASE("refusals of every kind are in the demo", "[demo]") {
  using enum RefusalReason;
  const std::set<RefusalReason> wanted = {unknown_source,
                                          duplicate_message,
                                          user_not_authorised,
                                          channel_not_authorised,
                                          own_message,
                                          reply,
                                          stale,
                                          malformed_text,
                                          edit_ignored,
                                          talk,
                                          ambiguous,
                                          incomplete,
                                          impossible_date,
                                          absurd_price,
                                          absurd_quantity,
                                          selling_strategy,
                                          get_ready,
                                          duplicate_call,
                                          unknown_instrument,
                                          market_closed,
                                          nothing_held,
                                          no_context,
                                          no_quote,
                                          kind_not_permitted,
                                          expired,
                                          risk_limit};
  CHECK(the_hour().refusals == wanted);
}

TEST_CASE("the demo is the same events each time", "[demo]") {
  const auto again = trade(demo_data);
  CHECK(again.events.size() == the_hour().events.size());
  CHECK(again.events == the_hour().events);
}

TEST_CASE("other quotes make other fills", "[demo]") {
  const TemporaryFolder copy;
  for (const auto* name : {"alerts.jsonl", "fillwright.toml"})
    fs::copy_file(demo_data / name, copy / name);
  std::ifstream in(demo_data / "quotes.csv");
  std::ofstream out(copy / "quotes.csv");
  // The call on SPY costs 0.10 more all morning.
  for (std::string line; std::getline(in, line);) {
    std::stringstream fields(line);
    std::string time, symbol, bid, ask, rest;
    std::getline(fields, time, ',');
    std::getline(fields, symbol, ',');
    std::getline(fields, bid, ',');
    std::getline(fields, ask, ',');
    std::getline(fields, rest);
    if (!symbol.starts_with("SPY ")) {
      out << line << '\n';
      continue;
    }
    const auto dearer = [](const std::string& price) {
      return to_text(*parse<Price>(price) + Price{Price::one / 10});
    };
    out << time << ',' << symbol << ',' << dearer(bid) << ',' << dearer(ask) << ',' << rest << '\n';
  }
  out.close();

  auto hour = trade(copy.path());
  auto before = the_hour();
  CHECK(hour.orders["w1-1"].fills != before.orders["w1-1"].fills);
  CHECK(hour.orders["w4-1"].fills == before.orders["w4-1"].fills);
}

TEST_CASE("a demo replaces a demo's journal and nothing else", "[demo]") {
  const TemporaryFolder folder;
  const auto write_run = [&](const fs::path& at, const std::string& clock) {
    auto journal = open_rocks_journal(at.string());
    REQUIRE(journal);
    RunStarted run;
    run.clock = clock;
    NewEvent event;
    event.type = RunStarted::type_id;
    event.payload = encode_event(run);
    Append append;
    append.streams = {{"control/run", 0, {event}}};
    REQUIRE((*journal)->append(append));
    REQUIRE((*journal)->commit({}));
  };

  write_run(folder / "demo", "virtual from 2026-11-20T14:30:00Z");
  CHECK(remove_demo_journal(folder / "demo"));
  CHECK_FALSE(fs::exists(folder / "demo"));

  write_run(folder / "real", "wall");
  const auto refused = remove_demo_journal(folder / "real");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("--journal") != std::string::npos);
  CHECK(fs::exists(folder / "real" / "FILLWRIGHT"));

  fs::create_directory(folder / "photos");
  std::ofstream(folder / "photos" / "cat.jpg") << "meow";
  CHECK_FALSE(remove_demo_journal(folder / "photos"));
  CHECK(fs::exists(folder / "photos" / "cat.jpg"));
}
