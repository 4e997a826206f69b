#include "deploy/simulation/story.hpp"

#include <algorithm>
#include <array>

#include "adapters/paper/settings_of.hpp"

namespace fillwright::simulation {

Timestamp opening() {
  static const auto time = *parse_time("2026-11-20T10:00:00-05:00");
  return time;
}

namespace {

// How the broker replaces and asks, and what is answered. Of a chance of its own, so that the rest
// of a seed's story does not change with it.
void choose_broker(std::uint64_t seed, Settings& settings) {
  Random random(seed, "the broker's ways");
  if (random.has_luck(30)) settings.paper.replace = ReplaceSupport::linked;
  if (!random.has_luck(30)) return;
  settings.paper.question_percent = Percent::whole(random.between(5, 60));
  settings.questions.expires = seconds(random.between(5, 90));
  if (random.has_luck(60)) settings.questions.answers = {{"confirm", random.has_luck(80)}};
}

// Whether entries go out with their exits. Of a chance of its own, too.
void choose_brackets(std::uint64_t seed, Settings& settings) {
  Random random(seed, "brackets");
  if (!random.has_luck(20)) return;
  settings.exits.brackets = true;
  settings.exits.plan.targets = {{Percent::whole(random.between(2, 30)), {}, Percent::whole(100)}};
  settings.exits.plan.stop_loss = Percent::whole(random.between(2, 20));
}

}  // namespace

Settings make_settings(std::uint64_t seed, Random& random) {
  Settings settings;
  settings.alerts.users = {{"ann", every_class}};
  settings.alerts.channels = {{"calls", every_class}};
  settings.alerts.channel_rule.reads_free_text = true;
  constexpr std::array<const char*, 2> entries{"discovery", "fast"};
  settings.price.entry_policy = entries[random.below(entries.size())];
  settings.size.sizer = Sizer::fixed_contracts;
  settings.size.contracts = Quantity::whole(random.between(1, 9));
  if (random.has_luck(50)) settings.exits.plan.stop_loss = Percent::whole(random.between(3, 30));
  settings.paper.latency = milliseconds(random.between(5, 150));
  settings.paper.latency_jitter = milliseconds(random.between(0, 40));
  if (random.has_luck(25)) settings.paper.reject_percent = Percent::whole(10);
  settings.paper.seed = random.next();
  choose_broker(seed, settings);
  choose_brackets(seed, settings);
  return settings;
}

PaperSettings make_paper(const Settings& ours, Random& random) {
  auto settings = paper_settings_of(ours.paper);
  settings.can_market_options = ours.exits.brackets;  // a stop is one once it is set off
  if (random.has_luck(30)) settings.replace = ReplaceSupport::none;
  return settings;
}

std::vector<Call> make_calls(Random& random) {
  constexpr std::array<const char*, 3> symbols{"AMD", "F", "NVDA"};
  std::vector<Call> calls;
  const auto count = random.between(1, 2);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string symbol = symbols[random.below(symbols.size())];
    auto at = opening() + seconds(random.between(1, 20));
    calls.push_back({at, "BTO " + symbol + " 100c 12/18"});
    for (auto more = random.between(0, 3); more > 0; --more) {
      at = at + seconds(random.between(2, 40));
      const std::array<std::string, 5> texts{"trim " + symbol + " half", "all out " + symbol,
                                             "STC " + symbol + " 100c 12/18",
                                             "cancel " + symbol + " trade", "adding to " + symbol};
      calls.push_back({at, texts[random.below(texts.size())]});
    }
  }
  std::sort(calls.begin(), calls.end(),
            [](const Call& left, const Call& right) { return left.at < right.at; });
  return calls;
}

std::vector<OperatorAsked> make_operations(Random& random) {
  std::vector<OperatorAsked> operations;
  if (!random.has_luck(35)) return operations;
  constexpr std::array actions{
      OperatorAction::cancel_all, OperatorAction::flatten_all, OperatorAction::pause,
      OperatorAction::resume,     OperatorAction::kill_on,     OperatorAction::kill_off,
      OperatorAction::reconcile,  OperatorAction::cancel,      OperatorAction::flatten};
  auto at = opening();
  for (auto more = random.between(1, 3); more > 0; --more) {
    at = at + seconds(random.between(2, 50));
    OperatorAsked asked;
    asked.request_id = "o" + std::to_string(operations.size() + 1);
    asked.action = actions[random.below(actions.size())];
    if (asked.action == OperatorAction::cancel) asked.target = "w1-1";
    if (asked.action == OperatorAction::flatten) asked.target = "w1";
    asked.by = "operator";
    asked.why = "the story";
    asked.at = at;
    operations.push_back(asked);
  }
  return operations;
}

}  // namespace fillwright::simulation
