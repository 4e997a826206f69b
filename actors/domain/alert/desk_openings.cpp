// Calls that open: the instrument that is meant, completed by a get-ready or a rule of the channel.
#include "actors/domain/alert/desk_turn.hpp"
#include "actors/domain/alert/resolve_call.hpp"

namespace fillwright::alert_desk {
namespace {

// A spread is bought at its net price; what it sells stands in its legs.
Side side_of_opening(const Reading& reading) {
  return reading.kind == AssetClass::spread ? Side::buy : reading.side.value_or(Side::buy);
}

Permission permission_for(AssetClass kind) {
  switch (kind) {
    case AssetClass::stock:
      return Permission::stocks;
    case AssetClass::future:
      return Permission::futures;
    case AssetClass::spread:
      return Permission::spreads;
    case AssetClass::option:
    case AssetClass::none:
      break;
  }
  return Permission::options;
}

// A number for the instrument: its own when it is known, else the next, with its definition
// emitted.
InstrumentDefined define(Turn& turn, InstrumentDefined instrument) {
  if (const auto* known = turn.context.instruments->find(instrument.symbol)) return *known;
  for (const auto& [stream, event] : turn.decision.events)
    if (const auto* defined = std::get_if<InstrumentDefined>(&event))
      if (defined->symbol == instrument.symbol) return *defined;
  instrument.instrument = {turn.context.instruments->next_id().number + turn.new_instruments++};
  instrument.valid_from = exchange_date(turn.calendar, turn.now());
  turn.emit("instrument/" + instrument.symbol, instrument);
  return instrument;
}

// The call as the caller's get-ready completes it, or nothing.
std::optional<Reading> completed_by_get_ready(const Turn& turn, const Reading& line) {
  const auto found = turn.desk.get_readies.find(turn.caller());
  if (found == turn.desk.get_readies.end() || found->second.until < turn.now()) return std::nullopt;
  auto reading = found->second.reading;
  if (!line.symbol.empty() && line.symbol != reading.symbol) return std::nullopt;
  reading.action = CallAction::open;
  reading.needs_context = false;
  if (line.price) reading.price = line.price;
  if (line.quantity) reading.quantity = line.quantity;
  if (line.strike) reading.strike = line.strike;
  if (line.right != Right::none) reading.right = line.right;
  if (!line.expiry.empty()) reading.expiry = line.expiry;
  if (!line.size.empty()) reading.size = line.size;
  if (!line.label.empty()) reading.label = line.label;
  if (line.stop) reading.stop = line.stop;
  if (!line.targets.empty()) reading.targets = line.targets;
  return reading;
}

std::optional<Refused> refusal_of_opening(const Turn& turn, const Reading& reading,
                                          const InstrumentDefined& instrument, Side side) {
  const auto needed = permission_for(instrument.asset_class);
  const auto user = permissions_of(turn, "users", turn.caller());
  const auto channel = permissions_of(turn, "channels", turn.received.channel);
  if (!user || !user->has(needed) || !channel || !channel->has(needed))
    return Refused{RefusalReason::kind_not_permitted,
                   "the user or the channel may not call this class of instrument"};
  const auto rule = channel_rule_for(turn.settings, turn.received.channel);
  if (side == Side::sell && !rule.may_open_short)
    return Refused{RefusalReason::kind_not_permitted,
                   "opening short is not allowed here; see may_open_short"};
  if (!turn.context.exists(instrument))
    return Refused{RefusalReason::unknown_instrument,
                   "there is no " + instrument.symbol + " in the market data"};
  if (!is_open(turn.calendar, instrument.session, turn.now()))
    return Refused{RefusalReason::market_closed,
                   "the session " + instrument.session + ", in which it trades, is closed now"};
  if (reading.limit_low && reading.limit_high && *reading.limit_low > *reading.limit_high)
    return Refused{RefusalReason::ambiguous, "the range of prices is upside down"};
  return std::nullopt;
}

}  // namespace

void open(Turn& turn, Reading reading, bool is_free_text) {
  std::string completed_by;
  const bool is_bare = reading.needs_context || reading.symbol.empty();
  if (is_bare) {
    const auto completed = completed_by_get_ready(turn, reading);
    if (!completed)
      return refuse(
          turn, RefusalReason::no_context,
          "it names no contract, and no get-ready of this caller within the last 4 h completes it",
          reading);
    reading = *completed;
    completed_by = "get_ready";
  }
  const auto rule = channel_rule_for(turn.settings, turn.received.channel);
  auto call = resolve_call(reading, rule, turn.settings.alerts, turn.calendar, turn.now());
  if (!call) return refuse(turn, call.error().reason, call.error().detail, reading);
  if (!call->completed_by.empty()) completed_by = call->completed_by;
  if (const auto refused =
          refusal_of_opening(turn, reading, call->instrument, side_of_opening(reading)))
    return refuse(turn, refused->first, refused->second, reading);

  auto probe = accepted(turn, call->reading, "", call->instrument);
  if (const auto* known = turn.context.instruments->find(call->instrument.symbol)) {
    probe.instrument = known->instrument;
    if (is_duplicate(turn, probe))
      return refuse(turn, RefusalReason::duplicate_call, "this caller made the same call before",
                    reading);
  }
  for (auto& leg : call->legs) leg = define(turn, leg);
  for (std::size_t i = 0; i < call->legs.size(); ++i)
    call->instrument.legs[i].instrument = call->legs[i].instrument;
  const auto instrument = define(turn, call->instrument);
  const auto workflow_id = "w" + std::to_string(turn.desk.workflows + ++turn.new_workflows);
  const auto opened = accepted(turn, call->reading, workflow_id, instrument);
  accept(turn, opened, completed_by, is_free_text);

  turn.decision.tell({ActorKind::workflow, workflow_id},
                     StartWorkflow{start_of_call(opened, turn.received.channel, turn.settings)});
}

void handle(Turn& turn, const RunDefinition& command) {
  const auto instrument = define(turn, command.instrument);
  WorkflowStarted start;
  start.workflow_id = "i" + std::to_string(instrument.instrument.number);
  start.definition = command.definition;
  start.account = turn.settings.account;
  start.caller = command.definition;
  start.instrument = instrument.instrument;
  start.configuration_version = turn.settings.version;
  start.at = turn.now();
  start.is_dry_run = turn.settings.mode == Mode::dry_run;
  turn.decision.is_query = turn.decision.events.empty();
  const Address workflow{ActorKind::workflow, start.workflow_id};
  turn.decision.tell(workflow, StartWorkflow{std::move(start)});
}

}  // namespace fillwright::alert_desk

namespace fillwright {

WorkflowStarted start_of_call(const CallAccepted& call, const std::string& channel,
                              const Settings& settings) {
  WorkflowStarted start;
  start.workflow_id = call.workflow_id;
  start.definition = "entry_and_exit";
  start.account = settings.account;
  start.caller = call.caller;
  start.channel = channel;
  start.message = call.message;
  start.instrument = call.instrument;
  start.side = alert_desk::side_of_opening(call.reading);
  start.reading = call.reading;
  start.configuration_version = settings.version;
  start.at = call.at;
  start.is_dry_run = settings.mode == Mode::dry_run;
  return start;
}

}  // namespace fillwright
