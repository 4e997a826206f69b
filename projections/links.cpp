#include "projections/links.hpp"

#include <algorithm>

namespace fillwright {
namespace {

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (!item.empty() && std::find(list.begin(), list.end(), item) == list.end())
    list.push_back(item);
}

}  // namespace

WorkflowLink& Links::workflow(const std::string& workflow_id) {
  const auto [found, is_new] = workflow_rows_.try_emplace(workflow_id, workflows.size());
  if (is_new) workflows.push_back({workflow_id, {}, {}, {}, {}, {}});
  return workflows[found->second];
}

OrderLink& Links::order(const std::string& order_id, const std::string& workflow_id) {
  const auto [found, is_new] = order_rows_.try_emplace(order_id, orders.size());
  if (is_new) {
    orders.push_back({order_id, workflow_id, {}, {}});
    if (!workflow_id.empty()) workflow(workflow_id).orders.push_back(order_id);
  }
  return orders[found->second];
}

void Links::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  if (const auto* message = std::get_if<MessageReceived>(&event)) {
    messages.push_back({std::string(meta.stream_name), message->message_id, message->author});
  } else if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    auto& row = workflow(started->workflow_id);
    row.account = started->account;
    row.caller = started->caller;
    row.instrument = started->instrument;
    add_once(row.messages, started->message);
  } else if (const auto* call = std::get_if<CallApplied>(&event)) {
    const auto id = stream_id(meta.stream_name, "workflow");
    if (!id.empty()) add_once(workflow(std::string(id)).messages, call->message);
  } else if (const auto* request = std::get_if<OrderRequested>(&event)) {
    order(request->order_id, std::string(stream_id(meta.stream_name, "workflow")));
  } else if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
    auto& row = order(plan->order_id, plan->workflow_id);
    row.account = plan->account;
    row.instrument = plan->instrument;
  }
}

const WorkflowLink* Links::find_workflow(const std::string& workflow_id) const {
  const auto found = workflow_rows_.find(workflow_id);
  return found == workflow_rows_.end() ? nullptr : &workflows[found->second];
}

const OrderLink* Links::find_order(const std::string& order_id) const {
  const auto found = order_rows_.find(order_id);
  return found == order_rows_.end() ? nullptr : &orders[found->second];
}

}  // namespace fillwright
