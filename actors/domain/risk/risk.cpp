#include "actors/domain/risk/risk.hpp"

#include <algorithm>
#include <cstdlib>

#include "actors/domain/risk/exposure.hpp"
#include "actors/domain/risk/risk_turn.hpp"
#include "actors/domain/settings_lookup.hpp"
#include "actors/domain/workflow/size_entry.hpp"

namespace fillwright {
namespace account_risk {
namespace {

// Nothing when it is below zero or overflows.
std::optional<Money> times(Money each, Quantity quantity) {
  __extension__ typedef __int128 Wide;
  const auto all = static_cast<Wide>(each.units) * quantity.units / Quantity::one;
  if (all < 0 || all > INT64_MAX) return std::nullopt;
  return Money{static_cast<std::int64_t>(all)};
}

void answer(Turn& turn, const std::string& order_id, TakeRiskAnswer reply) {
  reply.account = turn.risk.account;
  reply.order_id = order_id;
  turn.decision.tell({ActorKind::order, order_id}, std::move(reply));
}

std::string text_of(const Refusal& refusal) {
  return refusal.limit + ": " + refusal.value + "; asked: " + refusal.asked;
}

// Whether the entry takes exposure from below the warning to it or past it.
void warn_of_exposure(Turn& turn, const std::string& order_id, Money stake) {
  const auto percent = turn.limits.warn_exposure_percent;
  if (percent.is_zero()) return;
  const auto limit = percent_of(turn.risk.equity(), percent);
  const auto before = exposure(turn.risk);
  if (before < limit && before + stake >= limit)
    turn.emit(ExposureWarned{order_id, percent, limit, before + stake, turn.now()});
}

void handle(Turn& turn, const ReserveExposure& asked) {
  const auto known = turn.risk.reservations.find(asked.order_id);
  const bool is_known = known != turn.risk.reservations.end();
  // To none, too, when less is held than was thought: the answer must not be the old size then.
  const bool is_resized = is_known && !is_entry(asked.purpose) && asked.quantity.units >= 0 &&
                          asked.quantity != known->second.event.quantity;
  if (is_known && !is_resized) {  // asked again around a restart: the same answer
    const auto& event = known->second.event;
    std::vector<std::string> checks;
    // Unless less is held since. An order that works hears nothing new: its workflow reduces it.
    const auto refused = is_entry(asked.purpose) || !event.bracket.empty()
                             ? std::nullopt
                             : refusal_of_exit(turn, asked, checks);
    if (refused)
      answer(turn, asked.order_id, {refused->reason, text_of(*refused), {}, {}, "", "", {}});
    else
      answer(turn, asked.order_id,
             {RefusalReason::none, "", event.money, event.worst_price, "", "", event.quantity});
    turn.decision.is_query = true;
    return;
  }
  const auto* instrument = turn.context.instruments->find(asked.instrument);
  std::vector<std::string> checks;
  Money stake;
  const bool is_less = is_resized && asked.quantity < known->second.event.quantity;
  // The broker took it with its entry: it works, whether it should or not.
  const bool is_told = !asked.bracket.empty() && !is_known;
  std::optional<Refusal> refused = is_less || is_told ? std::nullopt : refusal_of_all(turn);
  if (!refused && !instrument)
    refused = Refusal{RefusalReason::unknown_instrument, "instrument", "a defined one",
                      std::to_string(asked.instrument.number)};
  if (!refused && !is_less && asked.quantity.units <= 0)
    refused =
        Refusal{RefusalReason::absurd_quantity, "quantity", "above zero", to_text(asked.quantity)};
  if (!refused && !is_less && !is_told) refused = refusal_of_price(turn, asked, *instrument);
  if (!refused && is_entry(asked.purpose)) {
    const auto width = spread_width(*instrument, *turn.context.instruments);
    const auto each = money_at_stake(*instrument, asked.side, asked.worst_price, width);
    const auto all = each ? times(*each, asked.quantity) : std::nullopt;
    if (!all)
      refused = Refusal{RefusalReason::absurd_price, "price", "one whose cost can be reckoned",
                        to_text(asked.worst_price)};
    stake = all.value_or(Money{});
    if (!refused) refused = refusal_of_entry(turn, asked, *instrument, stake, checks);
  } else if (!refused && !is_less && !is_told) {
    refused = refusal_of_exit(turn, asked, checks);
  }
  if (refused) {
    turn.emit(RiskRefused{asked.order_id, refused->reason, refused->limit, refused->value,
                          refused->asked, asked.instrument, asked.side, asked.quantity,
                          turn.now()});
    return answer(turn, asked.order_id, {refused->reason, text_of(*refused), {}, {}, "", "", {}});
  }
  ExposureReserved reserved;
  reserved.order_id = asked.order_id;
  reserved.workflow_id = asked.workflow_id;
  reserved.purpose = asked.purpose;
  reserved.instrument = asked.instrument;
  reserved.underlying = instrument->underlying;
  reserved.side = asked.side;
  reserved.quantity = asked.quantity;
  reserved.worst_price = asked.worst_price;
  reserved.money = stake;
  reserved.buying_power = turn.risk.buying_power();
  reserved.quote = turn.context.quote.value_or(Quote{});
  reserved.checks = std::move(checks);
  reserved.at = turn.now();
  reserved.trading_day = turn.day();
  reserved.bracket = asked.bracket;
  turn.emit(reserved);
  if (is_entry(asked.purpose)) warn_of_exposure(turn, asked.order_id, stake);
  answer(turn, asked.order_id,
         {RefusalReason::none, "", stake, asked.worst_price, "", "", asked.quantity});
}

// The workflow's exits may sell more than it holds by `risk`, as it will be: those that are not at
// the broker must ask again, for what works there takes a while to become smaller.
void reduce_approvals(Decision& decision, const RiskState& risk, const std::string& workflow_id) {
  const auto held = held_by(risk, workflow_id);
  const auto excess = claimed_beside(risk, workflow_id, {}, {}) - std::max(held, Quantity{});
  if (excess.units <= 0) return;
  const auto why = to_text(held) + " held, exits were to sell " + to_text(excess) + " more";
  for (const auto& id : risk.exits.at(workflow_id)) {
    const auto& reservation = risk.reservations.at(id);
    if (!reservation.event.bracket.empty() || reservation.open.units <= 0) continue;
    decision.tell({ActorKind::order, id}, ReduceApproval{std::min(excess, reservation.open), why});
  }
}

Money part_of(Money whole, Quantity part, Quantity of) {
  if (of.units <= 0) return {};
  if (part >= of) return whole;
  __extension__ typedef __int128 Wide;
  return {static_cast<std::int64_t>(static_cast<Wide>(whole.units) * part.units / of.units)};
}

Money realised_by(const RiskState& risk, const FillBooked& fill) {
  const auto found = risk.holdings.find(fill.instrument);
  auto holding = found == risk.holdings.end() ? Holding{} : found->second;
  return take(holding, {fill.instrument,
                        fill.side,
                        fill.multiplier,
                        fill.is_margined,
                        {fill.quantity, fill.order_quantity, fill.price, fill.fees}});
}

// What of a fill closes what its workflow holds, on either side of zero; the rest opens.
Quantity closed_by(const FillBooked& fill, Quantity held) {
  const bool is_closing = is_entry(fill.purpose) ? held.units < 0 : held.units > 0;
  if (!is_closing) return {};
  return std::min(fill.order_quantity, held.units < 0 ? -held : held);
}

// What is held back beside what was paid. Of an order in force it is what was reserved for it; of a
// fill that nothing was reserved for (after its order's end, or more than was held) its own stake.
Money margin_change(const Turn& turn, const FillBooked& fill, const InstrumentDefined& instrument,
                    Money paid) {
  const auto& risk = turn.risk;
  const auto found = risk.reservations.find(fill.order_id);
  const auto stake = risk.workflows.find(fill.workflow_id);
  const auto before = stake == risk.workflows.end() ? WorkflowStake{} : stake->second;
  const auto closed = closed_by(fill, before.held);
  const auto opened = fill.order_quantity - closed;
  const auto held = before.held.units < 0 ? -before.held : before.held;
  const auto freed = -part_of(before.margin, closed, held);
  const auto premium = fill.is_margined ? Money{} : paid;
  const bool is_reserved = is_entry(fill.purpose) && found != risk.reservations.end();
  if (is_reserved && closed.is_zero()) {
    const bool is_plain = fill.side == Side::buy && !fill.is_margined &&
                          found->second.event.instrument == fill.instrument;
    // Of what is no plain purchase, what was reserved and is not paid stays held back.
    return is_plain ? Money{} : fill.released - premium;
  }
  if (opened.units <= 0 || (fill.side == Side::buy && !fill.is_margined)) return freed;
  const auto each = money_at_stake(instrument, fill.side, fill.price, {});
  const auto paid_for_it = part_of(premium, opened, fill.order_quantity);
  const auto staked = each ? times(*each, opened) : std::nullopt;
  return freed + staked.value_or(Money{}) - paid_for_it;
}

void pause_after_losses(Turn& turn, std::uint32_t losses) {
  if (turn.risk.is_paused || turn.limits.losses_in_a_row == 0) return;
  if (losses < turn.limits.losses_in_a_row) return;
  turn.emit(EntriesPaused{true, "losses_in_a_row",
                          std::to_string(losses) + " losses in a row; exits stay allowed",
                          turn.now(), turn.day()});
}

void handle(Turn& turn, const RecordFill& command) {
  const auto& fill = command.fill;
  if (turn.risk.executions.find(fill.execution_id) != 0) {
    turn.decision.is_query = true;
    return;
  }
  const auto* instrument = turn.context.instruments->find(fill.instrument);
  if (!instrument) assert_unreachable("a fill of an instrument that is not defined");
  const auto found = turn.risk.reservations.find(command.order_id);
  FillBooked booked;
  booked.order_id = command.order_id;
  booked.workflow_id = command.workflow_id;
  booked.purpose = command.purpose;
  booked.execution_id = fill.execution_id;
  booked.instrument = fill.instrument;
  booked.side = fill.side;
  booked.quantity = fill.quantity;
  booked.order_quantity = fill.order_quantity;
  booked.price = fill.price;
  booked.multiplier = instrument->multiplier;
  booked.fees = fill.fees;
  booked.is_margined = instrument->asset_class == AssetClass::future;
  booked.realised = realised_by(turn.risk, booked);
  const auto value = notional(fill.price, fill.quantity, instrument->multiplier).value_or(Money{});
  const auto paid = booked.is_margined ? -booked.realised : value * sign(fill.side);
  booked.cash_change = -paid - fill.fees;
  if (found != turn.risk.reservations.end()) {
    const auto& reservation = found->second;
    booked.released = part_of(reservation.money, fill.order_quantity, reservation.open);
  }
  booked.margin_change = margin_change(turn, booked, *instrument, paid);
  booked.at = turn.now();
  booked.trading_day = turn.day();
  const bool is_beyond = !is_entry(booked.purpose) && (found == turn.risk.reservations.end() ||
                                                       found->second.open < fill.order_quantity);
  if (is_beyond) {  // rare, too
    auto booked_risk = turn.risk;
    evolve(booked_risk, booked);
    reduce_approvals(turn.decision, booked_risk, booked.workflow_id);
  }
  turn.emit(booked);
}

struct Refolded {
  Holding holding;
  Money realised;
};

// All fills of the instrument as if this one had always had these figures.
Refolded refold(const RiskState& risk, std::size_t changed, const FillFigures& figures) {
  Refolded all;
  for (std::size_t i = 0; i < risk.fills.size(); ++i) {
    auto fill = risk.fills[i];
    if (fill.instrument != risk.fills[changed].instrument) continue;
    if (i == changed) fill.figures = figures;
    all.realised += take(all.holding, fill);
  }
  return all;
}

// Of the reservation: what more was filled, or is open again.
Money released_by(const RiskState& risk, const std::string& order_id, Quantity change) {
  const auto found = risk.reservations.find(order_id);
  if (found == risk.reservations.end()) return {};
  const auto& reservation = found->second;
  if (change.units >= 0) return part_of(reservation.money, change, reservation.open);
  return -part_of(reservation.event.money, -change, reservation.event.quantity);
}

// As a fill of the difference would: what a smaller figure takes back is as good as closed.
Money margin_change(const Turn& turn, const BookingCorrected& corrected, const AccountFill& fill,
                    const InstrumentDefined& instrument) {
  const auto change = corrected.now.order_quantity - corrected.before.order_quantity;
  if (change.is_zero()) return {};
  const bool is_more = change.units > 0;
  FillBooked difference;
  difference.workflow_id = corrected.workflow_id;
  difference.purpose = is_more                       ? corrected.purpose
                       : is_entry(corrected.purpose) ? Purpose::close
                                                     : Purpose::entry;
  if (is_more) difference.order_id = corrected.order_id;
  difference.instrument = corrected.instrument;
  difference.side = is_more ? corrected.side : opposite(corrected.side);
  difference.order_quantity = is_more ? change : -change;
  difference.price = corrected.now.price;
  difference.is_margined = fill.is_margined;
  if (is_more) difference.released = corrected.released;
  const auto value =
      notional(corrected.now.price, difference.order_quantity, fill.multiplier).value_or(Money{});
  return margin_change(turn, difference, instrument, value * sign(difference.side));
}

void handle(Turn& turn, const RecordCorrection& command) {
  const auto& told = command.correction;
  const auto known = turn.risk.executions.find(told.execution_id);
  const auto* instrument = turn.context.instruments->find(told.instrument);
  if (known == 0 || !instrument) return;
  const auto place = known - 1;
  const auto& fill = turn.risk.fills[place];
  if (fill.figures == told.now) {  // told again after a restart
    turn.decision.is_query = true;
    return;
  }
  const auto before = refold(turn.risk, place, fill.figures);
  const auto after = refold(turn.risk, place, told.now);
  BookingCorrected corrected;
  corrected.order_id = command.order_id;
  corrected.workflow_id = command.workflow_id;
  corrected.execution_id = told.execution_id;
  corrected.purpose = command.purpose;
  corrected.instrument = told.instrument;
  corrected.side = fill.side;
  corrected.now = told.now;
  corrected.before = fill.figures;
  corrected.realised = after.realised - before.realised;
  const auto value_of = [&](const FillFigures& figures) {
    return notional(figures.price, figures.quantity, fill.multiplier).value_or(Money{});
  };
  const auto paid = fill.is_margined
                        ? -corrected.realised
                        : (value_of(told.now) - value_of(fill.figures)) * sign(fill.side);
  corrected.cash_change = -paid - (told.now.fees - fill.figures.fees);
  corrected.released = released_by(turn.risk, command.order_id,
                                   told.now.order_quantity - fill.figures.order_quantity);
  corrected.margin_change = margin_change(turn, corrected, fill, *instrument);
  corrected.held = after.holding.quantity;
  corrected.average = after.holding.average;
  corrected.at = turn.now();
  corrected.trading_day = turn.day();
  auto corrected_risk = turn.risk;  // corrections are rare
  evolve(corrected_risk, corrected);
  reduce_approvals(turn.decision, corrected_risk, corrected.workflow_id);
  turn.emit(corrected);
}

void handle(Turn& turn, const ReleaseExposure& command) {
  const auto found = turn.risk.reservations.find(command.order_id);
  if (found == turn.risk.reservations.end()) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(ExposureReleased{command.order_id, found->second.money, command.why, turn.now()});
  pause_after_losses(turn, losses_after_release(turn.risk, found->second.event.workflow_id));
}

void handle(Turn& turn, const AskBudget& command) {
  TakeBudget budget;
  budget.buying_power = turn.risk.buying_power();
  budget.equity = turn.risk.equity();
  auto refused = refusal_of_all(turn);
  if (!refused) refused = refusal_of_entries(turn);
  if (refused) {
    budget.refusal = refused->reason;
    budget.detail = text_of(*refused);
  }
  if (!turn.limits.risk_per_trade_percent.is_zero())
    budget.risk_per_trade = percent_of(budget.equity, turn.limits.risk_per_trade_percent);
  if (const auto* instrument = turn.context.instruments->find(command.instrument))
    for (const auto& limit : limits_on_entry(turn, *instrument))
      budget.remaining.push_back({limit.name, limit.left});
  turn.decision.tell({ActorKind::workflow, command.workflow_id}, std::move(budget));
  turn.decision.is_query = true;
}

void handle(Turn& turn, const OpenAccount& command) {
  if (!turn.risk.account.empty()) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit(AccountOpened{command.account, command.broker, "USD", command.cash, turn.now()});
}

// Told again after a restart, it says so again.
void answer_operator(Turn& turn, const std::string& request_id, const std::string& outcome) {
  if (request_id.empty()) return;
  turn.decision.is_query = turn.decision.events.empty();
  turn.decision.tell(operator_address,
                     NoteOperation{request_id, OperationState::done, outcome, ""});
}

void handle(Turn& turn, const SetKillSwitch& command) {
  if (turn.risk.is_killed != command.is_on)
    turn.emit(KillSwitchChanged{command.is_on, command.by, command.why, turn.now()});
  answer_operator(turn, command.request_id, command.is_on ? "kill switch on" : "kill switch off");
}

void handle(Turn& turn, const PauseEntries& command) {
  // A rule's pause ends with its day, so that a person's on top of it is news.
  const bool is_by_person = turn.risk.is_paused && turn.risk.paused_on.days == 0;
  const bool is_known = command.is_paused ? is_by_person : !turn.risk.is_paused;
  if (!is_known)
    turn.emit(EntriesPaused{command.is_paused, command.by, command.why, turn.now(), {}});
  answer_operator(turn, command.request_id,
                  command.is_paused ? "entries paused" : "entries resumed");
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("risk got a command of another kind of actor");
}

void take(Turn& turn, const AnyCommand& command) {
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
}

}  // namespace

}  // namespace account_risk

Decision Risk::decide(const AnyCommand& command, const Context& context) const {
  const auto limits = with_profile(settings_.risk);
  account_risk::Turn turn{state_, context, settings_, limits, calendar_, {}};
  account_risk::take(turn, command);
  return std::move(turn.decision);
}

Decision Risk::resume(const Context&) const {
  Decision decision;
  // Each order is answered again: one that waits goes on, one that is over or never came to be
  // releases (R3).
  for (const auto& [id, reservation] : state_.reservations)
    decision.tell({ActorKind::order, id},
                  TakeRiskAnswer{RefusalReason::none, "", reservation.event.money,
                                 reservation.event.worst_price, state_.account, id,
                                 reservation.event.quantity});
  // What was told of less that is held since may be lost.
  for (const auto& [workflow_id, exits] : state_.exits)
    account_risk::reduce_approvals(decision, state_, workflow_id);
  return decision;
}

}  // namespace fillwright
