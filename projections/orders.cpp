#include "projections/orders.hpp"

#include <utility>

namespace fillwright {

void Orders::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) return callers_.add(*started);
  if (const auto* plan = std::get_if<OrderPlanned>(&event)) {
    if (meta.stream >= by_stream_.size()) by_stream_.resize(meta.stream + 1, 0);
    if (by_stream_[meta.stream] != 0) return;
    auto order = begin_order(meta, *plan, callers_);
    rows.push_back(std::move(order.row));
    progress_.push_back(std::move(order.progress));
    by_stream_[meta.stream] = static_cast<std::uint32_t>(rows.size());
    return;
  }
  if (meta.stream >= by_stream_.size() || by_stream_[meta.stream] == 0) return;
  const auto at = by_stream_[meta.stream] - 1;
  fold_order(meta, event, rows[at], progress_[at]);
}

const OrderRow* Orders::find(const std::string& order_id) const {
  for (; indexed_ < rows.size(); ++indexed_)
    by_id_[rows[indexed_].order_id] = static_cast<std::uint32_t>(indexed_);
  const auto found = by_id_.find(order_id);
  return found == by_id_.end() ? nullptr : &rows[found->second];
}

}  // namespace fillwright
