#include "projections/mentions.hpp"

#include "events/any_event.hpp"
#include "events/one_of.hpp"

namespace fillwright {
namespace {

bool is_of_kind(std::string_view stream, std::string_view kind) {
  return !stream_id(stream, kind).empty();
}

bool tells_a_refusal(const AnyEvent& event) {
  if (const auto* call = std::get_if<CallApplied>(&event))
    return call->refusal != RefusalReason::none;
  if (const auto* failed = std::get_if<StepFailed>(&event))
    return failed->reason != RefusalReason::none;
  return std::holds_alternative<AlertRefused>(event) ||
         std::holds_alternative<RiskRefused>(event) ||
         std::holds_alternative<OrderRefused>(event) ||
         std::holds_alternative<WorkflowFailed>(event) ||
         std::holds_alternative<InputRefused>(event);
}

}  // namespace

std::vector<std::string> mentions_of(const EventMeta& meta, const AnyEvent& event) {
  std::vector<std::string> keys;
  if (is_input(event)) return keys;  // what follows from it is told instead
  bool is_named = false;
  const auto say = [&](std::string key) {
    is_named = true;
    if (key != meta.stream_name) keys.push_back(std::move(key));
  };
  std::visit(
      [&](const auto& what) {
        if constexpr (requires { what.order_id; })
          if (!what.order_id.empty()) say(order_key(what.order_id));
        if constexpr (requires { what.workflow_id; })
          if (!what.workflow_id.empty()) say(workflow_key(what.workflow_id));
      },
      event);
  if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
    keys.emplace_back(planned_orders_key);
    if (plan->workflow_id.empty()) say(workflow_key(""));  // orders of their own belong together
  }
  if (is_one_of<OrderFilled, FillCorrected>(event)) keys.emplace_back(fills_key);
  if (tells_a_refusal(event)) keys.emplace_back(refusals_key);
  if (const auto* defined = std::get_if<InstrumentDefined>(&event))
    keys.push_back(defined_key(defined->instrument));
  const bool is_of_trade =
      is_of_kind(meta.stream_name, "order") || is_of_kind(meta.stream_name, "workflow");
  if (!is_named && !is_of_trade && meta.correlation != meta.seq)
    keys.push_back(caused_key(meta.correlation));
  return keys;
}

}  // namespace fillwright
