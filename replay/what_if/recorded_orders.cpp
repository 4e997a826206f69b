#include "replay/what_if/recorded_orders.hpp"

#include <unordered_map>

#include "events/all_events.hpp"
#include "projections/instrument_table.hpp"
#include "replay/ask/fold.hpp"
#include "replay/ask/order_story.hpp"

namespace fillwright {
namespace {

void apply(RecordedOrder& order, const PriceStepped& event) {
  if (order.walk.empty()) order.is_after_quote = event.quote.time >= order.plan.at;
  order.walk.push_back(event);
}
void apply(RecordedOrder& order, const OrderFilled& event) { order.fills.push_back(event); }
void apply(RecordedOrder& order, const CancelRequested& event) {
  if (event.by != "broker") order.later.emplace_back(event);
}
void apply(RecordedOrder& order, const ChangeRequested& event) { order.later.emplace_back(event); }

void end(RecordedOrder& order, const char* outcome, Timestamp at) {
  order.outcome = outcome;
  order.ended_at = at;
}
void apply(RecordedOrder& order, const OrderRefused& event) { end(order, "refused", event.at); }
void apply(RecordedOrder& order, const OrderCancelled& event) { end(order, "cancelled", event.at); }
void apply(RecordedOrder& order, const OrderExpired& event) { end(order, "expired", event.at); }
void apply(RecordedOrder& order, const OrderRejected& event) { end(order, "rejected", event.at); }
void apply(RecordedOrder& order, const OrderCompleted& event) { end(order, "filled", event.at); }

template <class Event>
void apply(RecordedOrder&, const Event&) {}

}  // namespace

std::string why_no_walk(const RecordedOrder& order) {
  if (order.plan.limit) return "it is a fixed limit and has no walk";
  if (!order.plan.parent.empty() || !order.plan.children.empty())
    return "it is part of a bracket, which has no walk";
  if (order.walk.empty()) return "it never came to a first price";
  return "";
}

tl::expected<RecordedOrders, std::string> read_recorded_orders(const JournalReader& journal,
                                                               const std::string& order_id,
                                                               Timestamp since) {
  RecordedOrders found;
  InstrumentTable table;
  std::unordered_map<std::uint32_t, std::size_t> by_stream;  // looked up only
  const auto read = visit_until(journal, 1, {}, [&](const EventMeta& meta, const AnyEvent& event) {
    table.apply(meta, event);
    if (const auto* tape = std::get_if<TapeNamed>(&event)) found.tapes.push_back(*tape);
    if (const auto* changed = std::get_if<ConfigurationChanged>(&event))
      found.configurations[changed->version] = changed->values;
    if (const auto* planned = std::get_if<OrderPlanned>(&event)) {
      const bool is_meant = order_id.empty() ? planned->at >= since : planned->order_id == order_id;
      if (!is_meant) return;
      by_stream[meta.stream] = found.orders.size();
      found.orders.emplace_back().plan = *planned;
      return;
    }
    const auto order = by_stream.find(meta.stream);
    if (order == by_stream.end()) return;
    std::visit([&](const auto& what) { apply(found.orders[order->second], what); }, event);
  });
  if (!read) return tl::unexpected(read.error());
  if (found.orders.empty() && !order_id.empty()) {
    const auto story = gather_story(journal, order_id, {});
    return tl::unexpected(story ? "order " + order_id + " was never planned" : story.error());
  }
  found.instruments = std::move(table.instruments);
  return found;
}

}  // namespace fillwright
