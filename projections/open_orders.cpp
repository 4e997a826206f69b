#include "projections/open_orders.hpp"

namespace fillwright {

const OrderRow* OpenOrders::apply(const EventMeta& meta, const AnyEvent& event) {
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    callers_.add(*started);
    return nullptr;
  }
  const auto found = orders_.find(meta.stream);
  if (const auto* plan = std::get_if<OrderPlanned>(&event); plan && found == orders_.end())
    return &orders_.emplace(meta.stream, begin_order(meta, *plan, callers_)).first->second.row;
  if (found == orders_.end()) return nullptr;
  auto& order = found->second;
  if (!std::holds_alternative<OrderPlanned>(event))
    fold_order(meta, event, order.row, order.progress);
  return &order.row;
}

void OpenOrders::release(std::uint32_t stream) {
  orders_.erase(stream);
  if (stream >= is_released_.size()) is_released_.resize(stream + std::size_t{1});
  is_released_[stream] = true;
}

void OpenOrders::take_back(std::uint32_t stream) {
  if (is_released(stream)) is_released_[stream] = false;
}

}  // namespace fillwright
