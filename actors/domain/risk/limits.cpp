// The limits of an account, one by one.
#include <algorithm>

#include "actors/domain/risk/exposure.hpp"
#include "actors/domain/risk/risk_turn.hpp"
#include "events/mutation.hpp"

namespace fillwright::account_risk {
namespace {

Money stake_in(const RiskState& risk, const Instruments& instruments, InstrumentId instrument,
               const std::string& underlying) {
  Money sum;
  for (const auto& [id, holding] : risk.holdings) {
    const auto* defined = instruments.find(id);
    const bool is_same =
        instrument.number != 0 ? id == instrument : defined && defined->underlying == underlying;
    if (!is_same) continue;
    const auto value =
        notional(holding.average, holding.quantity, holding.multiplier).value_or(Money{});
    const auto size = value.units < 0 ? -value : value;
    sum += holding.is_paid ? size : percent_of(size, future_margin);  // as it was reserved
  }
  for (const auto& [id, reservation] : risk.reservations) {
    const bool is_same = instrument.number != 0 ? reservation.event.instrument == instrument
                                                : reservation.event.underlying == underlying;
    if (is_same) sum += reservation.money;
  }
  return sum;
}

Money daily_loss_limit(const Turn& turn) {
  return percent_of(turn.risk.equity_at_open, turn.limits.daily_loss_percent);
}

std::size_t open_positions(const RiskState& risk, InstrumentId except) {
  std::vector<InstrumentId> ordered;  // and not held yet
  for (const auto& [id, reservation] : risk.reservations) {
    const auto instrument = reservation.event.instrument;
    const bool is_new = is_entry(reservation.event.purpose) && instrument != except &&
                        !risk.holdings.contains(instrument);
    if (is_new) ordered.push_back(instrument);
  }
  std::sort(ordered.begin(), ordered.end());
  const auto last = std::unique(ordered.begin(), ordered.end());
  return risk.holdings.size() - risk.holdings.count(except) +
         static_cast<std::size_t>(last - ordered.begin());
}

}  // namespace

Money exposure(const RiskState& risk) {
  auto sum = risk.reserved + risk.margin;
  for (const auto& [id, holding] : risk.holdings) {
    if (!holding.is_paid || holding.quantity.units <= 0) continue;
    sum += notional(holding.average, holding.quantity, holding.multiplier).value_or(Money{});
  }
  return sum;
}

std::vector<Limit> limits_on_entry(const Turn& turn, const InstrumentDefined& instrument) {
  const auto& limits = turn.limits;
  std::optional<Money> known_equity;  // looks at all that is held: only where it is needed
  const auto equity = [&] {
    if (!known_equity) known_equity = turn.risk.equity();
    return *known_equity;
  };
  const auto& instruments = *turn.context.instruments;
  std::vector<Limit> all;
  // What is used is added up only where there is a limit: it looks at everything that is open.
  const auto money = [&](const char* name, Money limit, const auto& used) {
    if (!limit.is_zero()) all.push_back({name, limit - used()});
  };
  const auto percent = [&](const char* name, Percent limit, const auto& used) {
    if (!limit.is_zero()) all.push_back({name, percent_of(equity(), limit) - used()});
  };
  const auto nothing = [] { return Money{}; };
  const auto in_position = [&] {
    return stake_in(turn.risk, instruments, instrument.instrument, "");
  };
  const auto in_symbol = [&] {
    return stake_in(turn.risk, instruments, {}, instrument.underlying);
  };
  const auto in_all = [&] { return exposure(turn.risk); };
  money("max_per_trade", limits.max_per_trade, nothing);
  percent("max_per_trade_percent", limits.max_per_trade_percent, nothing);
  percent("max_position_percent", limits.max_position_percent, in_position);
  money("max_per_symbol", limits.max_per_symbol, in_symbol);
  percent("max_per_symbol_percent", limits.max_per_symbol_percent, in_symbol);
  money("max_exposure", limits.max_exposure, in_all);
  percent("max_exposure_percent", limits.max_exposure_percent, in_all);
  return all;
}

std::optional<Refusal> refusal_of_all(const Turn& turn) {
  if (turn.risk.is_killed)
    return Refusal{RefusalReason::kill_switch, "kill_switch", "on", "an order"};
  return std::nullopt;
}

std::optional<Refusal> refusal_of_entries(const Turn& turn) {
  const auto& risk = turn.risk;
  const bool is_of_today = risk.paused_on.days == 0 || risk.paused_on == turn.day();
  if (risk.is_paused && is_of_today)
    return Refusal{RefusalReason::paused, "entries_paused", risk.paused_why, "an entry"};
  const auto most = daily_loss_limit(turn);
  const auto lost = risk.day == turn.day() ? -risk.realised_today : Money{};
  if (!turn.limits.daily_loss_percent.is_zero() && lost >= most && lost.units > 0)
    return Refusal{RefusalReason::risk_limit, "daily_loss_percent", to_text(most),
                   to_text(lost) + " lost today"};
  const auto recent = std::count_if(risk.entries.begin(), risk.entries.end(),
                                    [&](Timestamp at) { return turn.now() - at < seconds(60); });
  if (recent >= turn.limits.max_orders_per_minute)
    return Refusal{RefusalReason::risk_limit, "max_orders_per_minute",
                   std::to_string(turn.limits.max_orders_per_minute), std::to_string(recent + 1)};
  return std::nullopt;
}

std::optional<Refusal> refusal_of_price(const Turn& turn, const ReserveExposure& asked,
                                        const InstrumentDefined& instrument) {
  if (instrument.asset_class != AssetClass::spread && asked.worst_price.units <= 0)
    return Refusal{RefusalReason::absurd_price, "price", "above zero", to_text(asked.worst_price)};
  const auto& quote = turn.context.quote;
  if (!quote || quote->ask_size.units <= 0 || quote->bid_size.units <= 0) return std::nullopt;
  const auto far = asked.side == Side::buy ? quote->ask : quote->bid;
  const auto past = (asked.worst_price - far) * sign(asked.side);
  const auto magnitude = far.units < 0 ? -far : far;
  const auto allowed =
      std::max(percent_of(magnitude, turn.limits.sane_price_percent), turn.limits.sane_price_money);
  if (past <= allowed) return std::nullopt;
  return Refusal{RefusalReason::absurd_price, "sane_price_percent",
                 "at most " + to_text(allowed) + " past " + to_text(far),
                 to_text(asked.worst_price)};
}

std::optional<Refusal> refusal_of_entry(const Turn& turn, const ReserveExposure& asked,
                                        const InstrumentDefined& instrument, Money stake,
                                        std::vector<std::string>& checks) {
  if (const auto refused = refusal_of_entries(turn)) return refused;
  for (const auto& [id, reservation] : turn.risk.reservations) {
    if (!turn.limits.blocks_pending) break;
    if (id == asked.order_id) continue;
    if (!is_entry(reservation.event.purpose) || reservation.event.instrument != asked.instrument)
      continue;
    if (reservation.event.workflow_id == asked.workflow_id || reservation.open.units <= 0) continue;
    return Refusal{RefusalReason::risk_limit, "blocks_pending", "order " + id + " is pending on it",
                   asked.order_id};
  }
  if (turn.limits.max_open_positions != no_limit) {
    const auto positions = open_positions(turn.risk, asked.instrument) +
                           (is_mutated(Mutation::position_limit_one_more) ? 0 : 1);
    checks.push_back("max_open_positions " + std::to_string(turn.limits.max_open_positions) +
                     ", asked " + std::to_string(positions));
    if (positions > turn.limits.max_open_positions)
      return Refusal{RefusalReason::risk_limit, "max_open_positions",
                     std::to_string(turn.limits.max_open_positions), std::to_string(positions)};
  }
  for (const auto& limit : limits_on_entry(turn, instrument)) {
    checks.push_back(limit.name + " " + to_text(limit.left) + ", asked " + to_text(stake));
    if (stake > limit.left)
      return Refusal{RefusalReason::risk_limit, limit.name, to_text(limit.left) + " left",
                     to_text(stake)};
  }
  checks.push_back("buying_power " + to_text(turn.risk.buying_power()) + ", asked " +
                   to_text(stake));
  if (stake > turn.risk.buying_power())
    return Refusal{RefusalReason::insufficient_buying_power, "buying_power",
                   to_text(turn.risk.buying_power()), to_text(stake)};
  return std::nullopt;
}

Quantity claimed_beside(const RiskState& risk, const std::string& workflow_id,
                        const std::string& order_id, const std::string& bracket) {
  const auto exits = risk.exits.find(workflow_id);
  if (exits == risk.exits.end()) return {};
  Quantity claimed;
  Quantity claimed_by_bracket;  // whichever of its exits fills takes from the others
  for (const auto& id : exits->second) {
    if (id == order_id) continue;
    const auto& reservation = risk.reservations.at(id);
    const auto open = std::max(reservation.open, Quantity{});
    if (reservation.event.bracket.empty())
      claimed += open;
    else if (reservation.event.bracket != bracket)
      claimed_by_bracket = std::max(claimed_by_bracket, open);
  }
  return claimed + claimed_by_bracket;
}

Quantity held_by(const RiskState& risk, const std::string& workflow_id) {
  const auto found = risk.workflows.find(workflow_id);
  return found == risk.workflows.end() ? Quantity{} : found->second.held;
}

std::optional<Refusal> refusal_of_exit(const Turn& turn, const ReserveExposure& asked,
                                       std::vector<std::string>& checks) {
  const auto free = held_by(turn.risk, asked.workflow_id) -
                    claimed_beside(turn.risk, asked.workflow_id, asked.order_id, asked.bracket);
  const auto known = turn.risk.reservations.find(asked.order_id);
  const auto filled = known == turn.risk.reservations.end()
                          ? Quantity{}
                          : known->second.event.quantity - known->second.open;
  checks.push_back("held beside other exits " + to_text(free) + ", asked " +
                   to_text(asked.quantity - filled));
  if (asked.quantity - filled <= free) return std::nullopt;
  return Refusal{RefusalReason::nothing_held, "held", to_text(free), to_text(asked.quantity)};
}

}  // namespace fillwright::account_risk
