// States as records: what a compacted topic's reader gets is what the command line says.
#include "adapters/cloud_events/state_record.hpp"

#include <catch2/catch.hpp>

#include "projections/instrument_table.hpp"
#include "replay/ask/ask.hpp"
#include "tests/adapters/cloud_events/written.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;
using nlohmann::json;

namespace {

Teller two_trades() {
  Teller t;
  t.define();
  t.start("w1", "alice");
  t.plan("w1-1", "w1", Side::buy, 3);
  t.step("w1-1", 1, "1.20", t.quote("1.10", "1.30"));
  t.fill("w1-1", Side::buy, 3, "1.20", "0.65");
  t.feed.wait(seconds(60));
  t.plan("w1-2", "w1", Side::sell, 1, Purpose::entry);
  t.fill("w1-2", Side::sell, 1, "2.40", "0.65");
  t.start("w2", "bob");
  auto dry = t.planned("w2-1", "w2", Side::buy, 1);
  dry.is_dry_run = true;
  dry.account = "second";
  t.feed.add("order/w2-1", dry);
  t.fill("w2-1", Side::buy, 1, "3", "1", 2);
  return t;
}

struct Folded {
  Teller told = two_trades();
  Orders orders = told.feed.fold<Orders>();
  Pnl pnl = told.feed.fold<Pnl>();
  InstrumentTable table = told.feed.fold<InstrumentTable>();
  StateMoment moment{told.feed.last_seq(), told.feed.now()};

  json ask(Answer (*question)(const JournalReader&, const AskOptions&)) const {
    AskOptions options;
    options.is_json = true;
    return json::parse(question(*journal_of(told.feed), options).value());
  }
};

}  // namespace

TEST_CASE("an order's state is its row of `orders --json`", "[cloud_events]") {
  const Folded folded;
  const auto rows = folded.ask(ask_orders);
  REQUIRE(rows.size() == folded.orders.rows.size());
  StateRecordWriter writer({"//desk", false, "", "", false}, log_id);
  OutRecord out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    writer.write_order_state(folded.orders.rows[i], folded.table.instruments, folded.moment, out);
    CHECK(json::parse(out.value) == rows[i]);
    CHECK(out.key == "77/" + rows[i]["order_id"].get<std::string>());
    CHECK(header_of(out, "ce_dryrun") == (rows[i]["is_dry_run"] ? "true" : "false"));
  }
  CHECK(header_of(out, "content-type") == "application/json");
  CHECK(header_of(out, "ce_type") == "com.fillwright.order_state.v1");
  CHECK(header_of(out, "ce_dataschema") == "urn:fillwright:order_state");
  CHECK(header_of(out, "ce_source") == "//desk");
  CHECK(header_of(out, "ce_id") == "77-order_state-w2-1-" + std::to_string(folded.moment.seq));
}

TEST_CASE("a position's state is its row of `positions --json`", "[cloud_events]") {
  const Folded folded;
  auto rows = folded.ask(ask_positions);
  StateRecordWriter writer({}, log_id);
  OutRecord out;
  std::vector<std::string> keys;
  for (const auto& position : marked_positions(folded.pnl)) {
    writer.write_position_state(position, folded.table.instruments, folded.moment, out);
    keys.push_back(out.key);
    CHECK(std::find(rows.begin(), rows.end(), json::parse(out.value)) != rows.end());
  }
  CHECK(keys == std::vector<std::string>{"77/paper/w1/1", "77/second/w2/2/dry"});
}

TEST_CASE("an account's profit and loss is its part of `pnl --json`", "[cloud_events]") {
  const Folded folded;
  const auto all = folded.ask(ask_pnl);
  StateRecordWriter writer({}, log_id);
  OutRecord out;
  writer.write_pnl_state(folded.pnl, "paper", folded.table.instruments, folded.moment, out);
  const auto paper = json::parse(out.value);
  CHECK(out.key == "77/paper");
  CHECK(paper["total"] == all["total"]);  // the other account has a dry run only
  CHECK(paper["rows"] == json::array({all["rows"][0]}));
  CHECK(paper["open"] == json::array({all["open"][0]}));
  CHECK(paper["dry_run_total"]["realised"] == "0");
  writer.write_pnl_state(folded.pnl, "second", folded.table.instruments, folded.moment, out);
  const auto second = json::parse(out.value);
  CHECK(second["dry_run_total"] == all["dry_run_total"]);
  CHECK(second["total"]["fees"] == "0");
  CHECK(second["seq"] == folded.moment.seq);
}

TEST_CASE("a day's profit and loss is its row of `pnl --json`", "[cloud_events]") {
  const Folded folded;
  const auto rows = folded.ask(ask_pnl)["rows"];
  StateRecordWriter writer({}, log_id);
  OutRecord out;
  std::vector<std::string> keys;
  for (const auto& row : folded.pnl.rows()) {
    writer.write_pnl_day_state(row, folded.table.instruments, folded.moment, out);
    CHECK(json::parse(out.value) == rows[keys.size()]);
    keys.push_back(out.key);
  }
  CHECK(keys ==
        std::vector<std::string>{"77/2026-11-20/paper/alice/1", "77/2026-11-20/second/bob/2/dry"});
}

TEST_CASE("with a key a state names no caller", "[cloud_events]") {
  const Folded folded;
  StateRecordWriter writer({"", false, "k", "", false}, log_id);
  OutRecord out;
  writer.write_order_state(folded.orders.rows[0], folded.table.instruments, folded.moment, out);
  CHECK(json::parse(out.value)["caller"] == hashed_author("k", "alice"));
  writer.write_pnl_state(folded.pnl, "paper", folded.table.instruments, folded.moment, out);
  CHECK(out.value.find("alice") == std::string::npos);
  writer.write_pnl_day_state(folded.pnl.rows()[0], folded.table.instruments, folded.moment, out);
  CHECK((out.key + out.value).find("alice") == std::string::npos);
}
