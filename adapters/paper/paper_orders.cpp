#include "adapters/paper/paper_orders.hpp"

#include <algorithm>
#include <utility>

#include "adapters/paper/broker_ids.hpp"

namespace fillwright {

PaperOrder& PaperOrders::add() {
  states_.push_back(BrokerOrderState::working);
  auto& order = kept_.try_emplace(kept_.end(), states_.size())->second;
  order.number = states_.size();
  return order;
}

const PaperOrder* PaperOrders::find_working(std::uint64_t number) const {
  if (number == 0 || number > states_.size()) return nullptr;
  return states_[number - 1] == BrokerOrderState::working ? &kept_.at(number) : nullptr;
}

PaperOrder* PaperOrders::find_working(std::uint64_t number) {
  return const_cast<PaperOrder*>(std::as_const(*this).find_working(number));
}

void PaperOrders::end(PaperOrder& order, BrokerOrderState state) {
  order.state = states_[order.number - 1] = state;
  ended_.push_back(order.number);
}

void PaperOrders::put_away() {
  for (const auto number : ended_) {
    const auto found = kept_.find(number);
    if (found == kept_.end()) continue;  // with its family
    const auto& entry = found->second.parent == 0 ? found->second : at(found->second.parent);
    const bool is_any_working =
        entry.is_working() || std::any_of(entry.children.begin(), entry.children.end(),
                                          [&](auto child) { return at(child).is_working(); });
    if (is_any_working) continue;
    auto family = entry.children;
    family.insert(family.begin(), entry.number);
    for (const auto one : family) {
      over_.add(shown_of(at(one)));
      kept_.erase(one);
    }
  }
  ended_.clear();
}

std::vector<std::uint64_t> PaperOrders::working() const {
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, order] : kept_)
    if (order.is_working()) numbers.push_back(number);
  return numbers;
}

BrokerOrder PaperOrders::shown_of(const PaperOrder& order) {
  BrokerOrder shown;
  shown.client_order_id = order.client_order_ids.back();
  shown.client_order_ids = order.client_order_ids;
  shown.broker_order_id = broker_order_id(order.number);
  shown.order_id = order.order_id;
  shown.instrument = {order.instrument};
  shown.side = order.side;
  shown.type = order.type;
  shown.limit = order.limit;
  shown.quantity = order.quantity;
  shown.filled = order.filled;
  shown.time_in_force = order.time_in_force;
  shown.state = order.state;
  shown.reason = order.reason;
  shown.at = order.at;
  shown.replaces = order.replaces;
  return shown;
}

}  // namespace fillwright
