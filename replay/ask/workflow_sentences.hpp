// What is said of workflows; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

struct WorkflowSentences : virtual Names {
  std::string tell(const WorkflowStarted& e) const {
    return "workflow " + safe_text(e.workflow_id) + " (" + safe_text(e.definition) + " v" +
           number(e.definition_version) + ") started for " + safe_text(e.caller) + " on account " +
           safe_text(e.account) + ": " + words_of(e.side) + ' ' + name(e.instrument) +
           (e.is_dry_run ? ", a dry run" : "");
  }
  std::string tell(const StepStarted& e) const {
    return "step " + words(safe_text(e.step)) + " started" + because(e.input);
  }
  std::string tell(const StepCompleted& e) const {
    return "step " + words(safe_text(e.step)) + " completed" + because(e.output);
  }
  std::string tell(const StepFailed& e) const {
    return "step " + words(safe_text(e.step)) + " failed, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const SizeChosen& e) const {
    auto text = "size " + to_text(e.quantity) + " by " + words(safe_text(e.sizer));
    if (!e.percent.is_zero())
      text += ": " + to_text(e.percent) + " % of buying power " + money_text(e.buying_power) +
              " is " + money_text(e.budget);
    text += (e.percent.is_zero() ? ": one costs " : ", one costs ") + price_text(e.price) + " × " +
            to_text(e.multiplier);
    if (words(e.limited_by) != words(e.sizer))
      text += ", limited by " + words(safe_text(e.limited_by));
    return text;
  }
  std::string tell(const ExitPlanSet& e) const {
    std::string text = "exits by " + words(safe_text(e.source)) + ":";
    for (const auto& target : e.plan.targets) {
      text += " sell " + to_text(target.share) + " % at ";
      text += target.price.is_zero() ? "+" + to_text(target.gain) + " %" : price_text(target.price);
      text += ',';
    }
    if (!e.plan.stop_loss.is_zero()) text += " stop at -" + to_text(e.plan.stop_loss) + " %,";
    if (!e.plan.stop_price.is_zero()) text += " stop at " + price_text(e.plan.stop_price) + ",";
    if (!e.plan.trailing_stop.is_zero())
      text += " stop trails by " + to_text(e.plan.trailing_stop) + " %,";
    if (e.plan.break_even_after_target) text += " break-even after a target,";
    if (e.plan.exit_after.ns) text += " out after " + span_text(e.plan.exit_after) + ",";
    if (e.plan.exit_on.days) text += " out on " + to_text(e.plan.exit_on) + ",";
    if (text.back() == ':') return text + " none";
    text.pop_back();
    return text;
  }
  std::string tell(const OrderRequested& e) const {
    return "wants order " + safe_text(e.order_id) + " (" + words_of(e.purpose) +
           "): " + words_of(e.side) + ' ' + to_text(e.quantity) + ' ' + name(e.instrument) +
           (e.limit ? " at " + price_text(*e.limit) : " by policy " + safe_text(e.policy)) +
           (e.is_good_till_cancelled ? ", good till cancelled" : "");
  }
  std::string tell(const OrderChangeRequested& e) const {
    auto text = (e.is_cancel ? "wants order " + safe_text(e.order_id) + " cancelled"
                             : "wants order " + safe_text(e.order_id) + " changed to " +
                                   to_text(e.quantity));
    if (e.limit) text += " at " + price_text(*e.limit);
    return text + because(e.why);
  }
  std::string tell(const OrderProgressed& e) const {
    auto text = "order " + safe_text(e.order_id) + " has filled " + to_text(e.filled);
    if (!e.filled.is_zero()) text += " at " + price_text(e.average) + " on average";
    if (e.is_over) text += " and is over: " + words(safe_text(e.outcome));
    if (e.refusal != RefusalReason::none) text += ", " + words_of(e.refusal);
    if (!e.change_refused.empty())
      text += ", stays at " + to_text(e.wanted) + because(e.change_refused);
    return text + because(e.detail);
  }
  std::string tell(const PositionOversold& e) const {
    return "oversold by " + to_text(e.quantity) + because(e.why) +
           "; it is open the other way until somebody closes it";
  }
  std::string tell(const PositionRestored& e) const {
    std::string orders;
    for (const auto& id : e.orders) orders += (orders.empty() ? "" : ", ") + safe_text(id);
    return "not oversold after all: a fill was corrected (orders " + orders + ")";
  }
  std::string tell(const CallApplied& e) const {
    auto text = "call to " + words_of(e.reading.action) + " with " + to_text(e.held) + " held";
    if (e.refusal != RefusalReason::none)
      return text + " refused, " + reason_text(e.refusal, e.why);
    const bool is_exit =
        e.reading.action != CallAction::add && e.reading.action != CallAction::cancel;
    if (is_exit) text += " comes to " + to_text(e.quantity);
    return text + because(e.why);
  }
  std::string tell(const ExitTriggered& e) const {
    return words(safe_text(e.rule)) + " at " + price_text(e.level) + " triggered (entry " +
           price_text(e.entry) + ", " + quote_text(e.quote) + "): " + to_text(e.quantity) +
           " to sell";
  }
  std::string tell(const StopMoved& e) const {
    return words(safe_text(e.rule)) +
           (e.from.is_zero() ? " set at " : " moved from " + price_text(e.from) + " to ") +
           price_text(e.to) + " (best " + price_text(e.best) + ")";
  }
  std::string tell(const TradeCloseAsked& e) const {
    return safe_text(e.by) + " wants it flat, by policy " + safe_text(e.policy) + because(e.why);
  }
  std::string tell(const WorkflowCompleted& e) const {
    return "workflow completed: " + words(safe_text(e.outcome));
  }
  std::string tell(const WorkflowFailed& e) const {
    return "workflow failed, " + reason_text(e.reason, e.detail);
  }
};

}  // namespace fillwright::sentences
