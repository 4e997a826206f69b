#include "deploy/backtest.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <iterator>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/workflow/definitions.hpp"
#include "actors/journal/checksums.hpp"
#include "adapters/paper/settings_of.hpp"
#include "adapters/tape/open_tape.hpp"
#include "deploy/file_hash.hpp"
#include "replay/ask/plain_text.hpp"

namespace fillwright {
namespace {

namespace fs = std::filesystem;

constexpr auto settling = seconds(5);  // for answers and fills that have left the broker

// The policy of all entries, whoever calls: what is compared must not depend on the caller.
tl::expected<void, std::string> choose_policy(LoadedConfiguration& loaded,
                                              const std::string& name) {
  if (name.empty()) return {};
  auto& settings = loaded.configuration.settings;
  const auto names = policy_names(settings);
  if (std::find(names.begin(), names.end(), name) == names.end())
    return tl::unexpected("there is no policy \"" + name + "\"; there are " + joined(names));
  settings.price.entry_policy = name;
  for (auto* overrides : {&settings.callers, &settings.channels})
    for (auto& own : *overrides) own.entry_policy.reset();
  resolve_values(loaded);
  return {};
}

tl::expected<void, std::string> check_definition(const BacktestRequest& request) {
  const auto names = definition_names();
  const auto& name = request.definition;
  if (std::find(names.begin(), names.end(), name) == names.end())
    return tl::unexpected("there is no workflow \"" + name + "\"; there are " + joined(names));
  if (is_started_by_calls(name)) return {};
  if (!request.policy.empty())
    return tl::unexpected("the workflow " + name + " has a walk of its own: it takes no --policy");
  if (!request.alerts.empty())
    return tl::unexpected("the workflow " + name + " follows no calls: it takes no --alerts");
  return {};
}

tl::expected<std::string, std::string> read_alerts(BacktestInputs& inputs) {
  const fs::path path = inputs.request.alerts;
  if (path.empty()) return std::string();
  auto hash = sha256_of_file(path);
  if (!hash) return hash;
  auto recorded = read_recorded_alerts(path, "file:" + path.filename().string());
  if (!recorded) return tl::unexpected(recorded.error());
  // Lines that are no record have no time of their own: they are refused at the beginning.
  for (auto& line : recorded->refused) inputs.alerts.push_back({{}, std::move(line)});
  std::move(recorded->inputs.begin(), recorded->inputs.end(), std::back_inserter(inputs.alerts));
  return hash;
}

tl::expected<void, std::string> read_tape(BacktestInputs& inputs) {
  const fs::path path = inputs.request.tape;
  if (const auto checked = check_is_tape(path); !checked) return checked;
  // A pipe can be read once, and it is read twice and hashed.
  std::error_code ignored;
  if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored))
    return tl::unexpected(path.string() + " is no file");
  auto hashing = std::async(std::launch::async, [&] { return sha256_of_file(path); });
  auto feed = open_quotes(path, [&](const std::string& problem) {
    if (inputs.doubtful++ == 0) inputs.first_doubt = safe_text(problem);
  });
  const auto hash = hashing.get();
  if (!hash) return tl::unexpected(hash.error());
  if (!feed) return tl::unexpected(safe_text(feed.error()));
  inputs.tape_hash = *hash;
  if (!(*feed)->next_time()) return tl::unexpected("the tape " + path.string() + " has no quotes");
  (*feed)->read_ahead();
  inputs.feed = std::move(*feed);
  inputs.notice = inputs.feed->notice();
  return {};
}

Timestamp start_of(const BacktestInputs& inputs) {
  auto start = *inputs.feed->next_time();
  for (const auto& alert : inputs.alerts)
    if (alert.at.ns != 0) start = std::min(start, alert.at);
  return start;
}

// Leaves no order working when the configuration says so.
void take_orders_back(PaperSession& session) {
  for (const auto& order : session.engine().open_orders())
    session.engine().tell({ActorKind::order, order}, CancelOrder{"service", "the service stops"},
                          "service");
  session.engine().run_until_idle();
}

void settle(PaperSession& session) {
  const auto until = session.now() + settling;
  while (session.next_time() && *session.next_time() <= until) session.step();
}

}  // namespace

std::vector<std::string> policy_names(const Settings& settings) {
  std::vector<std::string> names;
  for (const auto* policies : {&settings.policies, &built_in_policies()})
    for (const auto& policy : *policies) names.push_back(policy.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::string> definition_names() {
  std::vector<std::string> names;
  for (const auto& [name, factory] : workflow_definitions()) names.push_back(name);
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

tl::expected<BacktestInputs, std::string> read_backtest(const BacktestRequest& request) {
  BacktestInputs inputs;
  inputs.request = request;
  if (request.definition.empty()) inputs.request.definition = "entry_and_exit";
  if (const auto checked = check_definition(inputs.request); !checked)
    return tl::unexpected(checked.error());
  inputs.loaded = load_configuration({request.config, process_environment(), false});
  if (!inputs.loaded.mistakes.empty())
    return tl::unexpected(to_text(inputs.loaded.mistakes.front()) +
                          " (`fillwright config check` names every mistake)");
  if (const auto chosen = choose_policy(inputs.loaded, request.policy); !chosen)
    return tl::unexpected(chosen.error());
  const auto alerts_hash = read_alerts(inputs);
  if (!alerts_hash) return tl::unexpected(alerts_hash.error());
  if (const auto tape = read_tape(inputs); !tape) return tl::unexpected(tape.error());
  const auto& settings = inputs.loaded.configuration.settings;
  inputs.hash = Sha256()("fillwright backtest\n" + settings.hash + '\n' + inputs.tape_hash + '\n' +
                         *alerts_hash + '\n' + inputs.request.definition + '\n');
  return inputs;
}

std::uint64_t log_id_of(const BacktestInputs& inputs) {
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < sizeof id; ++i)
    id = id << 8 | static_cast<unsigned char>(inputs.hash[i]);
  return id;
}

tl::expected<BacktestEnd, std::string> run_backtest(
    BacktestInputs inputs, Journal& journal,
    const std::function<bool(Timestamp now, Timestamp from, Timestamp to)>& progress,
    const std::function<void(const std::string&)>& on_note) {
  BacktestEnd end;
  end.from = start_of(inputs);
  const auto last = inputs.feed->last_time().value_or(end.from);
  VirtualClock clock(end.from);
  Instruments instruments;
  const auto& configuration = inputs.loaded.configuration;
  PaperBroker broker(clock, instruments, paper_settings_of(configuration.settings.paper));
  PaperSessionOptions options;
  options.settings = configuration.settings;
  options.configuration = inputs.loaded.values;
  options.journal = &journal;
  options.broker = &broker;
  options.instruments = &instruments;
  options.virtual_clock = &clock;
  options.tape = fs::path(inputs.request.tape).filename();
  options.tape_hash = inputs.tape_hash;
  const auto& tape = *inputs.feed;  // the session keeps it
  options.feed = std::move(inputs.feed);
  options.recorded = std::move(inputs.alerts);
  options.is_always_open = configuration.process.is_always_open;
  if (!is_started_by_calls(inputs.request.definition))
    options.definition = inputs.request.definition;
  options.run.run_id = "1";
  options.run.program_version = FILLWRIGHT_VERSION;
  options.run.clock = "virtual from " + to_text(end.from);
  options.run.configuration = inputs.loaded.values;
  options.runtime.events_a_commit = backtest_events_a_commit;
  options.runtime.on_note = on_note;
  options.on_problem = on_note;
  auto opened = PaperSession::open(std::move(options));
  if (!opened) return tl::unexpected(opened.error());
  auto& session = **opened;
  while (session.has_input() && end.is_whole) {
    session.step();
    end.is_whole = progress(session.now(), end.from, last);
  }
  settle(session);
  if (configuration.settings.cancels_orders_on_stop) {
    take_orders_back(session);
    settle(session);
  }
  end.to = session.now();
  session.stop(end.is_whole ? "end_of_input" : "interrupted");
  const std::string changed =
      "the tape changed, or could not be read, while it was traded: the journal holds what came of "
      "its beginning";
  if (end.is_whole && !tape.has_all()) return tl::unexpected(changed);
  return end;
}

}  // namespace fillwright
