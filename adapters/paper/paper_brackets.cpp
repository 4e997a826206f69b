// Exits that came with their entry; see paper_book.hpp.
#include <algorithm>

#include "adapters/paper/paper_book.hpp"

namespace fillwright {

void PaperBook::add_child(PaperOrder& parent, const BrokerRequest& request, Timestamp now) {
  auto& child = add_order(parent.instrument, request.order_id, request.side, Effect::close);
  child.parent = parent.number;
  parent.children.push_back(child.number);
  child.priority = ++priority_;
  child.client_order_ids.push_back(request.client_order_id);
  child.type = request.type;
  child.limit = request.limit;
  child.quantity = request.quantity;
  child.time_in_force = request.time_in_force;
  child.arrived = child.at = now;
  enter(child);
  note_seen(
      request.client_order_id,
      {AnswerKind::accepted, AttemptKind::submit, static_cast<std::uint32_t>(child.number), {}});
}

Quantity PaperBook::left_for_children(const PaperOrder& parent) const {
  auto left = parent.filled;
  for (const auto number : parent.children) left -= orders_.at(number).filled;
  return std::max(left, Quantity{});
}

Quantity PaperBook::fillable(const PaperOrder& order) const {
  if (order.parent == 0) return order.remaining();
  return std::min(order.remaining(), left_for_children(orders_.at(order.parent)));
}

Quantity PaperBook::closing_by_brackets(std::uint32_t instrument, Side side) const {
  Quantity closing;
  for (const auto number : brackets_) {
    const auto& parent = orders_.at(number);
    if (parent.instrument != instrument || parent.side == side) continue;
    Quantity asked;
    for (const auto child : parent.children)
      if (orders_.at(child).is_working()) asked += orders_.at(child).remaining();
    closing += std::min(asked, left_for_children(parent));
  }
  return closing;
}

void PaperBook::settle_brackets() {
  std::erase_if(brackets_, [this](std::uint64_t number) {
    const auto& parent = orders_.at(number);
    const bool is_done = !parent.is_working() && left_for_children(parent).is_zero();
    const std::string why = parent.filled.is_zero() ? "its entry ended unfilled"
                                                    : "another exit of its bracket has filled";
    bool is_any_working = false;
    for (const auto child : parent.children) {
      auto& exit = orders_.at(child);
      if (is_done && exit.is_working()) end(exit, BrokerOrderState::cancelled, why, parent.at);
      is_any_working |= exit.is_working();
    }
    return !is_any_working;
  });
}

}  // namespace fillwright
