// What callers hold, and which of it a later call means.
#include <algorithm>

#include "actors/domain/alert/desk_turn.hpp"
#include "actors/domain/alert/resolve_expiry.hpp"

namespace fillwright::alert_desk {
namespace {

bool is_matching(const Turn& turn, const CallersPosition& position, const Reading& reading,
                 const std::string& symbol) {
  const auto* instrument = turn.context.instruments->find(position.instrument);
  if (!instrument) return false;
  if (!symbol.empty() && instrument->underlying != symbol && instrument->root != symbol)
    return false;
  if (reading.right != Right::none && instrument->right != reading.right) return false;
  if (reading.strike && instrument->strike != *reading.strike) return false;
  if (reading.kind == AssetClass::future && instrument->asset_class != AssetClass::future)
    return false;
  if (reading.kind == AssetClass::stock && instrument->asset_class != AssetClass::stock)
    return false;
  if (reading.expiry.empty() || instrument->expiry.days == 0) return true;
  const auto expiry =
      resolve_expiry(reading.expiry, reading.symbol, exchange_date(turn.calendar, turn.now()));
  if (!expiry) return false;
  const bool is_vague =
      reading.expiry.find_first_of("0123456789") == std::string::npos;  // "weekly", "March"
  return is_vague || *expiry == instrument->expiry;
}

const std::vector<CallersPosition>& positions_of(const Turn& turn) {
  static const std::vector<CallersPosition> none;
  const auto found = turn.desk.positions.find(turn.caller());
  return found == turn.desk.positions.end() ? none : found->second;
}

// The positions that an exit, add or cancel means: never another caller's; of several the newest.
std::vector<CallersPosition> meant_by(const Turn& turn, const Reading& reading) {
  const auto& all = positions_of(turn);
  std::vector<CallersPosition> meant;
  if (reading.scope == "all" || reading.scope == "long") {
    for (const auto& position : all) {
      const auto* instrument = turn.context.instruments->find(position.instrument);
      const bool is_excluded =
          instrument && std::find(reading.exclude.begin(), reading.exclude.end(),
                                  instrument->underlying) != reading.exclude.end();
      if (!is_excluded && is_matching(turn, position, reading, reading.symbol))
        meant.push_back(position);
    }
    return meant;
  }
  auto symbols = reading.symbols;
  if (symbols.empty()) symbols.push_back(reading.symbol);
  for (const auto& symbol : symbols) {
    const auto newest =
        std::find_if(all.rbegin(), all.rend(), [&](const CallersPosition& position) {
          return is_matching(turn, position, reading, symbol);
        });
    if (newest != all.rend()) meant.push_back(*newest);
  }
  return meant;
}

}  // namespace

void manage(Turn& turn, const Reading& reading, bool is_free_text) {
  const auto meant = meant_by(turn, reading);
  if (meant.empty())
    return refuse(
        turn, RefusalReason::nothing_held,
        "this caller has nothing open here that it could mean; selling would open a short",
        reading);
  for (const auto& position : meant) {
    const auto& instrument = *turn.context.instruments->find(position.instrument);
    const auto call = accepted(turn, reading, position.workflow_id, instrument);
    if (is_duplicate(turn, call)) {
      refuse(turn, RefusalReason::duplicate_call, "this caller made the same call before", reading);
      continue;
    }
    if (!is_open(turn.calendar, instrument.session, turn.now())) {
      refuse(turn, RefusalReason::market_closed,
             instrument.symbol + " does not trade at " + to_text(turn.now()), reading);
      continue;
    }
    accept(turn, call, reading.needs_context ? "held_position" : "", is_free_text);
    turn.decision.tell({ActorKind::workflow, position.workflow_id},
                       ApplyCall{turn.message, reading});
  }
}

void handle(Turn& turn, const NoteHolding& command) {
  const auto found = turn.desk.positions.find(command.caller);
  bool is_news = true;
  if (found != turn.desk.positions.end())
    for (const auto& position : found->second)
      if (position.workflow_id == command.workflow_id)
        is_news = command.is_over || position.held != command.held;
  if (!is_news) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit("caller/" + command.caller,
            CallerHoldingChanged{command.caller, command.workflow_id, command.instrument,
                                 command.held, command.is_over, turn.now()});
}

}  // namespace fillwright::alert_desk
