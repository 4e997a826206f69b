// All texts of callers through the running service: whatever is ordered is what the parser read, at
// no worse a price, and everything else was refused with its reason.
#include <fstream>
#include <nlohmann/json.hpp>

#include "actors/domain/alert/parse_alert.hpp"
#include "tests/integration/live_session.hpp"
#include "tests/support/places.hpp"

using namespace fillwright;

namespace {

bool is_one_of(const Reading& reading, const std::vector<Reading>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Reading& other) {
    return other.kind == reading.kind && other.symbol == reading.symbol &&
           other.strike == reading.strike && other.right == reading.right &&
           other.price == reading.price && other.side == reading.side &&
           (other.action == CallAction::open || other.action == CallAction::close_and_reopen);
  });
}

}  // namespace

TEST_CASE("the texts of callers lead to the orders that they name, or to a refusal", "[alerts]") {
  const std::string path = fillwright::test::source_folder() +
                           GENERATE(as<std::string>{}, "/../shared/alerts/alerts.jsonl",
                                    "/tests/data/alerts/own_alerts.jsonl");
  std::ifstream file(path);
  if (!file) {
    WARN("skipped: " << path << " is not there");
    return;
  }
  World world;
  world.is_always_open = true;
  std::vector<std::string> texts;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) texts.push_back(nlohmann::json::parse(line).at("text"));
  REQUIRE(texts.size() > 100);
  for (std::size_t i = 0; i < texts.size(); ++i)
    world.settings.alerts.users.push_back({"caller" + std::to_string(i), every_class});
  world.start();
  world.run_for(seconds(1));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    world.say(std::to_string(i), texts[i], "caller" + std::to_string(i));
    world.run_for(seconds(1));
  }
  world.run_for(seconds(300));

  ParseRules rules;
  rules.is_free_text = true;
  rules.today = *parse_date("2026-11-20");
  std::map<std::string, WorkflowStarted> workflows;
  std::map<std::string, OrderPlanned> entries;
  std::map<std::uint32_t, InstrumentDefined> instruments;
  std::map<std::string, int> answers;  // by message
  for (const auto& each : world.told()) {
    const auto& stream = each.stream;
    const auto& event = each.event;
    if (std::holds_alternative<MessageReceived>(event)) answers[stream];
    if (std::holds_alternative<AlertRead>(event) || std::holds_alternative<AlertRefused>(event))
      ++answers[stream];
    if (const auto* defined = std::get_if<InstrumentDefined>(&event))
      instruments[defined->instrument.number] = *defined;
    if (const auto* start = std::get_if<WorkflowStarted>(&event)) {
      const auto text = texts[std::stoul(start->caller.substr(6))];
      INFO(text);
      const auto readings = parse_alert(text, rules);
      REQUIRE(readings);
      CHECK(is_one_of(start->reading, *readings));
      workflows[start->workflow_id] = *start;
    }
    if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
      if (plan->purpose != Purpose::entry) continue;
      const auto& start = workflows.at(plan->workflow_id);
      INFO(texts[std::stoul(start.caller.substr(6))]);
      CHECK(plan->side == start.side);
      CHECK(plan->instrument == start.instrument);
      const auto& instrument = instruments.at(plan->instrument.number);
      if (start.reading.strike) CHECK(instrument.strike == *start.reading.strike);
      if (start.reading.kind == AssetClass::option) CHECK(instrument.right == start.reading.right);
      entries[stream] = *plan;
    }
    const auto* step = std::get_if<PriceStepped>(&event);
    if (!step || step->is_market || !entries.contains(stream)) continue;
    const auto& plan = entries.at(stream);
    if (!plan.alert_price || plan.side != Side::buy || plan.policy.name != "discovery") continue;
    INFO(stream);
    CHECK(step->to.units * 100 <= plan.alert_price->units * 105);
  }
  CHECK(answers.size() == texts.size());
  for (const auto& [message, count] : answers) {
    INFO(message);
    CHECK(count >= 1);
  }
  CHECK(!entries.empty());
  CHECK(world.all<ActorCrashed>().empty());
  CHECK(world.is_sound());
}
