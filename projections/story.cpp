#include "projections/story.hpp"

#include <algorithm>

#include "events/any_event.hpp"

namespace fillwright {

void StoryScope::add_order(const std::string& order_id) {
  orders.insert(order_id);
  streams.insert("order/" + order_id);
}

void StoryScope::add_workflow(const WorkflowLink& workflow) {
  workflows.insert(workflow.workflow_id);
  streams.insert("workflow/" + workflow.workflow_id);
  for (const auto& message : workflow.messages) add_message(message);
  for (const auto& order : workflow.orders) add_order(order);
}

StoryEvent keep(const EventMeta& meta, const AnyEvent& event) {
  return {meta.seq,
          std::string(meta.stream_name),
          meta.version,
          meta.event_time,
          meta.record_time,
          meta.correlation,
          meta.causation,
          std::string(meta.principal),
          event};
}

bool Story::is_part(const EventMeta& meta, const AnyEvent& event) const {
  if (scope.streams.contains(meta.stream_name)) return true;
  if (is_input(event)) return false;  // what follows is
  // Told by its names, when it names an order or a workflow: one message may start several.
  enum { unnamed, ours, of_others } named = unnamed;
  const auto look = [&](const auto& ids, const std::string& id) {
    if (!id.empty()) named = named == ours || ids.contains(id) ? ours : of_others;
  };
  std::visit(
      [&](const auto& what) {
        if constexpr (requires { what.order_id; }) look(scope.orders, what.order_id);
        if constexpr (requires { what.workflow_id; }) look(scope.workflows, what.workflow_id);
      },
      event);
  if (named != unnamed) return named == ours;
  const bool is_other_stream = !stream_id(meta.stream_name, "order").empty() ||
                               !stream_id(meta.stream_name, "workflow").empty();
  return !is_other_stream && roots_.contains(meta.correlation);
}

void Story::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta) || !is_part(meta, event)) return;
  // Only a message starts something of its own: what a run or a timer started is not one story.
  if (std::holds_alternative<MessageReceived>(event)) roots_.insert(meta.seq);
  events.push_back(keep(meta, event));
}

const StoryEvent* Story::find(std::uint64_t seq) const {
  const auto found = std::lower_bound(
      events.begin(), events.end(), seq,
      [](const StoryEvent& event, std::uint64_t wanted) { return event.seq < wanted; });
  return found == events.end() || found->seq != seq ? nullptr : &*found;
}

}  // namespace fillwright
