// The broker's word about an order: answers, fills, ends, and its books.
#include <algorithm>

#include "actors/domain/order/turn.hpp"
#include "events/mutation.hpp"

namespace fillwright::order {
namespace {

bool is_answer_to(const OrderState& order, const std::string& client_order_id) {
  return order.in_flight && order.in_flight->attempt.client_order_id == client_order_id;
}

// Neither the order that was to be replaced nor the one in its place: somebody else took it back.
void note_neither_lives(Turn& turn, const std::string& why) {
  if (!turn.order.is_cancelling) turn.emit(CancelRequested{"broker", why, turn.context.now});
}

// We have said no to its question, because it is not wanted any more.
bool is_declined(const OrderState& order) {
  const auto& questions = order.in_flight->questions;
  return order.is_cancelling && !questions.empty() && questions.back().answer == false;
}

}  // namespace

void reject(Turn& turn, const std::string& code, const std::string& text,
            const std::string& evidence) {
  const auto attempt = turn.order.in_flight->attempt;
  const bool was_declined = is_declined(turn.order);
  const auto wanted = turn.order.wanted;
  const auto desired = turn.order.desired;
  turn.emit(AttemptRejected{attempt.attempt, code,
                            is_mutated(Mutation::reject_text_dropped) ? "" : text, evidence,
                            turn.context.now});
  // It stays as it was, which its workflow must know; a walk's next price is the order's own
  // affair.
  const bool is_refused_change =
      wanted != turn.order.wanted || (turn.order.plan->limit && desired != turn.order.desired);
  if (attempt.kind == AttemptKind::replace && is_refused_change)
    tell_workflow(turn, code + ": " + text);
  if (attempt.kind == AttemptKind::submit) {
    complete_if_filled(turn);  // a late fill may have left nothing to send
    if (was_declined) return advance(turn);
    if (turn.order.status != OrderStatus::over)
      end(turn, OrderRejected{code, text, turn.context.now}, "rejected");
    return;
  }
  if (attempt.kind ==
      AttemptKind::cancel) {  // filled meanwhile, or the broker is busy: ask again later
    const auto wait = seconds(std::int64_t{1} << std::min(turn.order.cancel_rejects, 6u));
    turn.decision.timers.push_back({step_timer, turn.context.now + wait, 0});
    return;
  }
  if (attempt.is_linked && !turn.order.live) note_neither_lives(turn, code + ": " + text);
  advance(turn);
}

namespace {

std::size_t fill_count(const OrderState& order) {
  return order.fills ? order.fills->executions.size() : 0;
}

std::uint32_t correction_count(const OrderState& order) {
  return order.fills ? order.fills->corrections : 0;
}

bool is_known(const OrderState& order, const std::string& execution_id) {
  if (!order.fills) return false;
  if (is_mutated(Mutation::fill_known_by_order)) return !order.fills->executions.empty();
  if (is_mutated(Mutation::fill_booked_twice)) return false;
  return find_execution(order, execution_id) != nullptr;
}

// Why it is no fill of this order's; empty when it is.
std::string mismatch_of(const Turn& turn, const BrokerFill& fill) {
  const auto& plan = *turn.order.plan;
  if (!turn.context.instruments->find(fill.instrument)) return "its instrument is not defined";
  const auto* own = turn.context.instruments->find(plan.instrument);
  if (!own || own->legs.empty()) {
    if (fill.instrument != plan.instrument) return "its instrument is not the order's";
    return fill.side == plan.side ? "" : "its side is not the order's";
  }
  const auto leg = std::find_if(own->legs.begin(), own->legs.end(), [&](const InstrumentLeg& one) {
    return one.instrument == fill.instrument;
  });
  if (leg == own->legs.end()) return "its instrument is no leg of the order's";
  const auto side = plan.side == Side::buy ? leg->side : opposite(leg->side);
  return fill.side == side ? "" : "its side is not the leg's";
}

void note_mismatch(Turn& turn, const BrokerFill& fill, const std::string& why) {
  turn.emit(FillMismatched{fill.execution_id, fill.instrument, fill.side, fill.quantity, fill.price,
                           why, turn.context.now});
  raise_alarm(turn, "foreign_fill", fill.execution_id + ": " + why);
}

// What happened, happened: it is booked whatever we asked for.
void book(Turn& turn, const BrokerFill& fill) {
  if (is_known(turn.order, fill.execution_id)) return;
  const auto mismatch = mismatch_of(turn, fill);
  if (!mismatch.empty()) {
    note_mismatch(turn, fill, mismatch);
    if (!turn.context.instruments->find(fill.instrument)) return;
  } else if (is_contingent(turn.order)) {
    accept_child(turn, fill.client_order_id, "", "fill");
  } else if (is_answer_to(turn.order, fill.client_order_id) &&
             turn.order.in_flight->attempt.kind != AttemptKind::cancel) {
    // A fill of a message that we have no answer to is the answer.
    turn.emit(AttemptAccepted{turn.order.in_flight->attempt.attempt, "", "fill", turn.context.now});
  }
  OrderFilled filled{
      fill.execution_id,   fill.client_order_id, fill.instrument, fill.side,          fill.quantity,
      fill.order_quantity, fill.price,           fill.fees,       turn.context.quote, fill.at};
  if (!mismatch.empty()) filled.order_quantity = {};
  const bool may_exceed = filled.order_quantity.units > 0;
  turn.decision.tell(turn.risk(),
                     RecordFill{filled, turn.order.plan->order_id, turn.order.plan->workflow_id,
                                turn.order.plan->purpose});
  turn.emit(std::move(filled));
  if (may_exceed) note_excess(turn, fill.execution_id);
}

std::string describe_end(const BrokerOrder& theirs) {
  const auto* what = theirs.state == BrokerOrderState::expired    ? "expired"
                     : theirs.state == BrokerOrderState::rejected ? "rejected"
                                                                  : "cancelled";
  return std::string(what) + " at the broker: " + theirs.reason;
}

// The end came before fills that it counts: nothing is sent or told until they are here.
void note_early_end(Turn& turn, const BrokerOrder& theirs, const std::string& why) {
  auto& order = turn.order;
  const bool is_between_prices =
      order.in_flight && order.in_flight->attempt.kind == AttemptKind::cancel;
  const bool was_cancelled_between = order.live && order.live->cancel_accepted_at.ns != 0;
  const bool goes_on = theirs.state == BrokerOrderState::cancelled && !order.is_cancelling &&
                       (is_between_prices || was_cancelled_between);
  if (order.in_flight) {
    const auto attempt = order.in_flight->attempt;
    const bool is_of_new = attempt.is_linked && is_answer_to(order, theirs.client_order_id);
    if (attempt.kind == AttemptKind::replace && order.live && !is_of_new)
      turn.emit(AttemptRejected{attempt.attempt, "ended", why, "end", turn.context.now});
    else
      turn.emit(AttemptAccepted{attempt.attempt, "", "end", turn.context.now});
  }
  if (!goes_on && !order.is_cancelling) turn.emit(CancelRequested{"broker", why, turn.context.now});
  turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
  advance(turn);
}

void note_end(Turn& turn, const BrokerOrder& theirs) {
  auto& order = turn.order;
  if (order.status == OrderStatus::over) return;
  const auto& ids = theirs.client_order_ids;
  const bool is_live =
      order.live && (order.live->client_order_id == theirs.client_order_id ||
                     std::find(ids.begin(), ids.end(), order.live->client_order_id) != ids.end());
  const bool is_ours_in_flight =
      order.in_flight &&
      (is_answer_to(order, theirs.client_order_id) ||
       std::find(ids.begin(), ids.end(), order.in_flight->attempt.client_order_id) != ids.end());
  if (!is_live && !is_ours_in_flight) return;  // of an order that we know to be gone
  const auto why = order.is_cancelling ? order.why : describe_end(theirs);
  const bool is_linked_replace = theirs.state == BrokerOrderState::cancelled && is_live &&
                                 !is_ours_in_flight && order.in_flight &&
                                 order.in_flight->attempt.is_linked;
  if (is_linked_replace) {  // the new order's answer tells how it goes on
    turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
    return;
  }
  const auto filled_before = is_live ? order.live->filled_before : order.in_flight->filled_before;
  const bool has_ended = theirs.state == BrokerOrderState::cancelled ||
                         theirs.state == BrokerOrderState::expired ||
                         theirs.state == BrokerOrderState::rejected;
  const bool is_owed_fills = filled_before + theirs.filled > order.filled || !has_whole_fills(turn);
  if (has_ended && is_owed_fills) return note_early_end(turn, theirs, why);
  const auto rest = rest_of(order);
  switch (theirs.state) {
    case BrokerOrderState::cancelled: {
      const bool is_between_prices = !order.is_cancelling && order.in_flight &&
                                     order.in_flight->attempt.kind == AttemptKind::cancel;
      if (is_between_prices) {
        turn.emit(AttemptAccepted{order.in_flight->attempt.attempt, "", "end", turn.context.now});
        turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
        return advance(turn);
      }
      const bool was_accepted_before = !order.is_cancelling && order.live && !order.in_flight &&
                                       order.live->cancel_accepted_at.ns != 0;
      if (was_accepted_before) {  // the cancel between two prices was answered already
        turn.emit(LiveOrderGone{theirs.client_order_id, theirs.filled, turn.context.now});
        return advance(turn);
      }
      return end(turn, OrderCancelled{order.filled, rest, why, turn.context.now}, "cancelled");
    }
    case BrokerOrderState::expired:
      return end(turn, OrderExpired{order.filled, rest, turn.context.now}, "expired");
    case BrokerOrderState::rejected:
      return end(turn, OrderRejected{"rejected", theirs.reason, turn.context.now}, "rejected");
    case BrokerOrderState::filled:
      // Its fills say so, unless one was taken back: nothing more of it comes.
      if (is_live && !order.in_flight && !is_owed_fills && live_rest(order).units > 0)
        note_early_end(turn, theirs, "filled at the broker with less than it was for");
      return;
    case BrokerOrderState::working:
      return;
  }
}

// The broker's books are the evidence that an unknown message waited for. One that is not unknown
// yet may be younger than the books, or not even have left: they prove nothing about it.
void settle_in_flight(Turn& turn, const NoteBooks& books) {
  if (!turn.order.in_flight) return;
  const auto attempt = turn.order.in_flight->attempt;
  const auto now = turn.context.now;
  const auto* theirs = books.order ? &*books.order : nullptr;
  const bool is_there =
      theirs && std::find(theirs->client_order_ids.begin(), theirs->client_order_ids.end(),
                          attempt.client_order_id) != theirs->client_order_ids.end();
  // What waited for our yes became an order only after that.
  const auto& questions = turn.order.in_flight->questions;
  const auto since =
      questions.empty() ? attempt.at : std::max(attempt.at, questions.back().answered_at);
  // The machine's clock may have been set back since an earlier run; its messages are older anyhow.
  const bool is_of_earlier_run = attempt.epoch < turn.context.epoch && questions.empty();
  const bool is_conclusive = books.is_conclusive && turn.order.in_flight->is_unknown &&
                             (is_of_earlier_run || since < books.at);
  if (attempt.kind == AttemptKind::cancel) {
    const bool is_of_live =
        theirs && std::find(theirs->client_order_ids.begin(), theirs->client_order_ids.end(),
                            attempt.replaces) != theirs->client_order_ids.end();
    if (is_of_live && theirs->state == BrokerOrderState::filled) {
      // Nothing is left that it could cancel, and no end will be told besides the fills.
      turn.emit(AttemptNeverArrived{attempt.attempt, "books: filled", now});
      return;
    }
    if (theirs && theirs->state != BrokerOrderState::working) return;  // note_end tells the rest
    if (is_conclusive) turn.emit(AttemptNeverArrived{attempt.attempt, "books: still working", now});
    return;
  }
  if (is_there) {
    turn.emit(AttemptAccepted{attempt.attempt, theirs->broker_order_id, "books", now});
  } else if (is_conclusive) {
    turn.emit(AttemptNeverArrived{attempt.attempt, "books: not among all orders", now});
    if (attempt.is_linked && !turn.order.live)
      note_neither_lives(turn, "the order to be replaced is gone");
  }
}

void give_up(Turn& turn, const std::string& evidence) {
  const auto attempt = turn.order.in_flight->attempt;
  turn.emit(AttemptNeverArrived{attempt.attempt, evidence, turn.context.now});
  if (attempt.is_linked && !turn.order.live) note_neither_lives(turn, evidence);
  advance(turn);
}

}  // namespace

void handle(Turn& turn, const NoteAnswer& command) {
  const auto& answer = command.answer;
  if (!is_answer_to(turn.order, answer.client_order_id)) return;  // late or doubled
  const auto number = turn.order.in_flight->attempt.attempt;
  const bool is_asked = open_question(turn.order) != nullptr;
  if (is_asked && answer.kind == AnswerKind::unknown) {  // the question was the answer
    turn.decision.is_query = true;
    return;
  }
  if (is_asked && answer.kind != AnswerKind::question)
    turn.decision.timers.push_back({question_timer, std::nullopt, 0});
  switch (answer.kind) {
    case AnswerKind::accepted:
      turn.emit(AttemptAccepted{number, answer.broker_order_id, "answer", turn.context.now});
      if (turn.order.live && turn.order.live->cancel_accepted_at == turn.context.now)
        turn.decision.timers.push_back(
            {step_timer, turn.context.now + turn.context.broker.settles_within, 0});
      if (is_mutated(Mutation::cancel_not_awaited) && answer.request == AttemptKind::cancel)
        return end(turn, OrderCancelled{turn.order.filled, {}, "", turn.context.now}, "cancelled");
      return advance(turn);
    case AnswerKind::rejected:
      return reject(turn, answer.code, answer.text, "answer");
    case AnswerKind::unknown:
      if (is_mutated(Mutation::unknown_is_rejected)) return reject(turn, "time_out", "", "answer");
      if (is_mutated(Mutation::unknown_is_sent_again)) {
        turn.emit(AttemptNeverArrived{number, answer.text, turn.context.now});
        return advance(turn);
      }
      if (!turn.order.in_flight->is_unknown)
        turn.emit(AttemptUnknown{number, answer.text, turn.context.now});
      return;
    case AnswerKind::question:
      return take_question(turn, answer);
    case AnswerKind::throttled:
    case AnswerKind::unauthorised:
    case AnswerKind::duplicate:
      return;  // the gateway's affair: an order hears accepted, rejected, unknown or not sent
    case AnswerKind::not_sent:
      // Of a reply, too: without it nothing comes of the message.
      return give_up(turn, answer.text);
  }
}

void handle(Turn& turn, const NoteFill& command) {
  if (turn.order.status == OrderStatus::none) return;
  if (is_known(turn.order, command.fill.execution_id)) {
    // What is told again with every look at the books is no news.
    turn.decision.is_query = turn.order.fills && !turn.order.fills->mismatched.empty();
    return;
  }
  if (is_mutated(Mutation::fill_before_answer_dropped) &&
      is_answer_to(turn.order, command.fill.client_order_id))
    return;
  if (is_mutated(Mutation::late_fill_dropped) && turn.order.status == OrderStatus::over) return;
  turn.decision.idempotency_key =
      "fill/" + turn.order.plan->account + "/" + command.fill.execution_id;
  if (is_mutated(Mutation::fill_booked_twice)) turn.decision.idempotency_key.clear();
  book(turn, command.fill);
  const bool was_over = turn.order.status == OrderStatus::over;
  complete_if_filled(turn);
  if (was_over || turn.order.status != OrderStatus::over) tell_workflow(turn);
  advance(turn);
}

void handle(Turn& turn, const NoteEnded& command) {
  if (turn.order.status == OrderStatus::none) return;
  accept_child(turn, command.order.client_order_id, command.order.broker_order_id, "end");
  note_end(turn, command.order);
}

void handle(Turn& turn, const NoteBooks& books) {
  if (turn.order.status == OrderStatus::none) return;
  const auto fills_before = fill_count(turn.order);
  const auto corrections_before = correction_count(turn.order);
  const bool was_over = turn.order.status == OrderStatus::over;
  if (is_mutated(Mutation::missing_is_cancelled) && !books.order && turn.order.live)
    return end(turn, OrderCancelled{turn.order.filled, {}, "missing", turn.context.now}, "missing");
  const auto first_event = turn.decision.events.size();
  const bool was_unknown = turn.order.in_flight && turn.order.in_flight->is_unknown;
  if (books.order)
    accept_child(turn, books.order->client_order_id, books.order->broker_order_id, "books");
  // The fills first: one of the message in flight proves that it arrived, however far the list of
  // orders is behind.
  for (const auto& fill : books.fills) book(turn, fill);
  for (const auto& fill : books.corrected) correct(turn, fill);
  reopen(turn, books);
  compare_price(turn, books);
  settle_in_flight(turn, books);
  complete_if_filled(turn);
  if (books.order && turn.order.status != OrderStatus::over) note_end(turn, *books.order);
  tell_adopted(turn, first_event, was_unknown);
  const bool has_new_fills =
      fill_count(turn.order) != fills_before || correction_count(turn.order) != corrections_before;
  if (has_new_fills && (was_over || turn.order.status != OrderStatus::over)) tell_workflow(turn);
  // A cancel that was rejected has its time: books that come at once, because of the reject, would
  // have us ask as fast as the broker answers.
  turn.is_due = turn.order.is_cancelling && turn.order.cancel_rejects == 0;
  advance(turn);
  turn.decision.is_query = turn.decision.events.empty();
}

}  // namespace fillwright::order
