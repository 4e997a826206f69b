// What is said of orders; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

// What a step of the walk did, in a trader's words.
inline std::string rule_text(PriceRule rule) {
  switch (rule) {
    case PriceRule::start:
      return "the first price";
    case PriceRule::tick_step:
      return "a tick further";
    case PriceRule::part_step:
      return "a part of the way further";
    case PriceRule::step_to_cap:
      return "as far as the cap";
    case PriceRule::converted_limit:
      return "within a tick of the far side, which it takes";
    case PriceRule::converted_market:
      return "within a tick of the far side, taken at the market";
    default:
      return words_of(rule);
  }
}
inline std::string end_text(EndAction end) {
  if (end == EndAction::leave_day) return "left working for the day";
  return end == EndAction::cancel ? "cancelled" : words_of(end);
}

struct OrderSentences : virtual Names {
  std::string tell(const OrderPlanned& e) const {
    auto text = "planned (" + words_of(e.purpose) + "): " + words_of(e.side) + ' ' +
                to_text(e.quantity) + ' ' + name(e.instrument) + " on account " +
                safe_text(e.account);
    text += e.limit ? " at " + price_text(*e.limit) : " by policy " + safe_text(e.policy.name);
    if (e.alert_price) text += ", called at " + price_text(*e.alert_price);
    if (e.hard_cap) text += ", never past " + price_text(*e.hard_cap);
    return text + (e.is_dry_run ? ", a dry run" : "");
  }
  std::string tell(const OrderRefused& e) const {
    return "refused, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const RiskPassed& e) const {
    return "risk passed: " + money_text(e.reserved) + " held back, worst price " +
           price_text(e.worst_price);
  }
  std::string tell(const PriceStepped& e) const {
    auto text = "rung " + number(e.rung) + ": ";
    if (e.from) text += price_text(*e.from) + " → ";
    text += e.is_market ? "market" : price_text(e.to);
    return text + ", " + rule_text(e.rule) + " (" + quote_text(e.quote) + ", " +
           span_text(e.quote_age) + " old)";
  }
  std::string tell(const StepHeld& e) const {
    return "waits, " + words_of(e.reason) +
           (e.quote ? " (" + quote_text(*e.quote) + ", " + span_text(e.quote_age) + " old)" : "") +
           "; looks again at " + clock_text(e.look_again);
  }
  std::string tell(const WalkEnded& e) const {
    return "the walk ended, " + words_of(e.why) + ": " + end_text(e.end);
  }
  std::string tell(const AttemptStarted& e) const {
    auto text = words_of(e.kind) + ' ' + safe_text(e.client_order_id);
    if (!e.replaces.empty()) text += " for " + safe_text(e.replaces);
    if (e.kind == AttemptKind::cancel) return text;
    return text + ": " + to_text(e.quantity) +
           (e.type == OrderType::market ? " at the market"
            : e.type == OrderType::stop ? " by a stop at " + price_text(e.limit)
                                        : " at " + price_text(e.limit));
  }
  std::string tell(const AttemptAccepted& e) const {
    return "message " + number(e.attempt) + " accepted as " + safe_text(e.broker_order_id) +
           " (by " + safe_text(e.evidence) + ")";
  }
  std::string tell(const ChildAccepted& e) const {
    return "the broker has it, as " + safe_text(e.client_order_id) + " with its entry (by " +
           safe_text(e.evidence) + ")";
  }
  std::string tell(const AttemptRejected& e) const {
    return "message " + number(e.attempt) + " rejected: " + safe_text(e.code) + ' ' +
           safe_text(e.text);
  }
  std::string tell(const AttemptUnknown& e) const {
    return "message " + number(e.attempt) + " has no definite answer, " + words(safe_text(e.why));
  }
  std::string tell(const AttemptNeverArrived& e) const {
    return "message " + number(e.attempt) + " never arrived (by " + safe_text(e.evidence) + ")";
  }
  std::string tell(const AttemptQuestioned& e) const {
    return "the broker asks about message " + number(e.attempt) + " (question " +
           safe_text(e.question_id) + ", until " + clock_text(e.expires_at) +
           "): " + safe_text(e.text);
  }
  std::string tell(const QuestionAnswered& e) const {
    return "question " + safe_text(e.question_id) + " answered with " + (e.is_yes ? "yes" : "no") +
           " by " + safe_text(e.by);
  }
  std::string tell(const QuestionExpired& e) const {
    return "nobody answered question " + safe_text(e.question_id) + ": message " +
           number(e.attempt) + " counts as rejected";
  }
  std::string tell(const FillExceeded& e) const {
    return "execution " + safe_text(e.execution_id) +
           " is more than was asked for: " + to_text(e.filled) + " filled, " + to_text(e.asked) +
           " asked";
  }
  std::string tell(const FillMismatched& e) const {
    return "execution " + safe_text(e.execution_id) +
           " is not what the order trades: " + (e.side == Side::buy ? "bought " : "sold ") +
           to_text(e.quantity) + ' ' + name(e.instrument) + " at " + price_text(e.price) +
           because(e.why);
  }
  std::string tell(const OrderFilled& e) const {
    return (e.side == Side::buy ? "bought " : "sold ") + to_text(e.quantity) + ' ' +
           name(e.instrument) + " at " + price_text(e.price) + ", fees " + money_text(e.fees) +
           " (execution " + safe_text(e.execution_id) +
           (e.quote ? "; " + quote_text(*e.quote) : "") + ")";
  }
  std::string tell(const FillCorrected& e) const {
    const auto figures = [](const FillFigures& f) {
      return to_text(f.quantity) + " at " + price_text(f.price) + ", fees " + money_text(f.fees);
    };
    return "execution " + safe_text(e.execution_id) +
           (e.now.quantity.is_zero() ? " was busted: nothing"
                                     : " is corrected: " + figures(e.now)) +
           " instead of " + figures(e.before) + " (by " + safe_text(e.evidence) + ")" +
           (e.excess.is_zero() ? "" : "; " + to_text(e.excess) + " more than was asked for");
  }
  std::string tell(const OrderReopened& e) const {
    return "open again: " + to_text(e.filled) + " of " + to_text(e.quantity) +
           " filled, the rest of " + safe_text(e.client_order_id) + " still works at the broker";
  }
  std::string tell(const ApprovalReduced& e) const {
    return "risk passes " + to_text(e.reserved) + " of it now" + because(e.why);
  }
  std::string tell(const LivePriceDiffers& e) const {
    return safe_text(e.client_order_id) + " works at " + price_text(e.limit) +
           ", although the broker accepted " + price_text(e.before);
  }
  std::string tell(const CancelRequested& e) const {
    return safe_text(e.by) + " wants it cancelled" + because(e.why);
  }
  std::string tell(const ChangeRequested& e) const {
    return "to be changed to " + to_text(e.quantity) +
           (e.limit ? " at " + price_text(*e.limit) : "") + because(e.why);
  }
  std::string tell(const OrderCancelled& e) const {
    return "cancelled with " + to_text(e.filled) + " filled and " + to_text(e.remaining) + " left" +
           because(e.why);
  }
  std::string tell(const OrderExpired& e) const {
    return "expired with " + to_text(e.filled) + " filled and " + to_text(e.remaining) + " left";
  }
  std::string tell(const OrderRejected& e) const {
    return "rejected by the broker: " + safe_text(e.code) + ' ' + safe_text(e.text);
  }
  std::string tell(const OrderCompleted& e) const {
    return "complete: " + to_text(e.filled) + " at " + price_text(e.average) + ", fees " +
           money_text(e.fees);
  }
  std::string tell(const LiveOrderGone& e) const {
    return safe_text(e.client_order_id) + " is no longer live; the order goes on";
  }
};

}  // namespace fillwright::sentences
