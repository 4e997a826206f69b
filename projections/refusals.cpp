#include "projections/refusals.hpp"

namespace fillwright {
namespace {

// "max_per_trade: 500, asked 1270".
std::string limit_text(const RiskRefused& event) {
  if (event.limit.empty()) return {};
  auto text = event.limit + ": " + event.value;
  if (!event.asked.empty()) text += ", asked " + event.asked;
  return text;
}

}  // namespace

RefusalRow& Refusals::add(const EventMeta& meta, const std::string& message) {
  RefusalRow row;
  row.seq = meta.seq;
  row.at = meta.event_time;
  row.message = message;
  if (const auto found = messages_.find(message); found != messages_.end()) {
    row.source = found->second.source;
    row.channel = found->second.channel;
    row.author = found->second.author;
    row.text = found->second.text;
  }
  return rows.emplace_back(std::move(row));
}

struct RefusalFold {
  Refusals& all;
  const EventMeta& meta;

  void on(const MessageReceived& event) {
    all.messages_[std::string(meta.stream_name)] = {event.source, event.channel, event.author,
                                                    event.text};
  }
  void on(const MessageEdited& event) {
    const auto found = all.messages_.find(std::string(meta.stream_name));
    if (found != all.messages_.end()) found->second.text = event.text;
  }
  void on(const WorkflowStarted& event) { all.message_of_[event.workflow_id] = event.message; }
  void on(const OrderRequested& event) {
    all.workflow_of_[event.order_id] = std::string(stream_id(meta.stream_name, "workflow"));
  }
  void on(const OrderPlanned& event) { all.workflow_of_[event.order_id] = event.workflow_id; }

  void on(const AlertRefused& event) {
    auto& row = all.add(meta, std::string(meta.stream_name));
    row.reason = event.reason;
    row.where = "message";
    row.detail = event.detail;
  }
  void on(const CallApplied& event) {
    if (event.refusal == RefusalReason::none) return;
    auto& row = all.add(meta, event.message);
    row.reason = event.refusal;
    row.where = "call";
    row.detail = event.why;
    row.workflow_id = stream_id(meta.stream_name, "workflow");
  }
  void on(const RiskRefused& event) {
    auto& row = of_order(event.order_id, event.reason);
    if (row.detail.empty()) row.detail = limit_text(event);
  }
  void on(const OrderRefused& event) {
    auto& row = of_order(std::string(stream_id(meta.stream_name, "order")), event.reason);
    if (row.detail.empty()) row.detail = event.detail;
  }
  void on(const StepFailed& event) {
    // Without a reason it was not refused: a limit that the market never reached, for example.
    if (event.reason != RefusalReason::none) of_workflow(event.reason, event.detail);
  }
  void on(const WorkflowFailed& event) { of_workflow(event.reason, event.detail); }
  void on(const InputRefused& event) {
    auto& row = all.add(meta, {});
    row.reason = RefusalReason::malformed_text;
    row.where = "input";
    row.source = event.source;
    row.detail = "line " + std::to_string(event.line) + ": " + event.what;
  }
  template <class Other>
  void on(const Other&) {}

 private:
  std::string message_of(const std::string& workflow) const {
    const auto found = all.message_of_.find(workflow);
    return found == all.message_of_.end() ? std::string() : found->second;
  }
  RefusalRow& of_order(const std::string& order_id, RefusalReason reason) {
    if (auto& known = all.row_of_order_[order_id]) return all.rows[known - 1];
    const auto workflow = all.workflow_of_[order_id];
    auto& row = all.add(meta, message_of(workflow));
    row.reason = reason;
    row.where = "order";
    row.order_id = order_id;
    row.workflow_id = workflow;
    all.row_of_order_[order_id] = all.row_of_workflow_[workflow] = all.rows.size();
    return row;
  }
  // A workflow that fails because its order was refused, or its step, says the same again.
  void of_workflow(RefusalReason reason, const std::string& detail) {
    const std::string workflow(stream_id(meta.stream_name, "workflow"));
    auto& known = all.row_of_workflow_[workflow];
    if (known != 0 && all.rows[known - 1].reason == reason) {
      if (all.rows[known - 1].detail.empty()) all.rows[known - 1].detail = detail;
      return;
    }
    auto& row = all.add(meta, message_of(workflow));
    row.reason = reason;
    row.where = "workflow";
    row.detail = detail;
    row.workflow_id = workflow;
    known = all.rows.size();
  }
};

void Refusals::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  RefusalFold fold{*this, meta};
  std::visit([&](const auto& what) { fold.on(what); }, event);
}

}  // namespace fillwright
