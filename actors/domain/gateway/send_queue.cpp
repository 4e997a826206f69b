#include "actors/domain/gateway/send_queue.hpp"

#include <utility>

namespace fillwright {
namespace {

std::size_t class_of(const BrokerRequest& request) {
  if (request.kind == AttemptKind::cancel) return 0;
  return request.effect == Effect::close ? 1 : 2;
}

}  // namespace

void SendQueue::push(BrokerRequest request) {
  const auto place = class_of(request);
  ++counts_[request.order_id];
  classes_[place].push_back(std::move(request));
}

std::size_t SendQueue::size() const {
  std::size_t count = 0;
  for (const auto& waiting : classes_) count += waiting.size();
  return count;
}

void SendQueue::uncount(const std::string& order_id) {
  const auto found = counts_.find(order_id);
  if (--found->second == 0) counts_.erase(found);
}

bool SendQueue::is_empty() const { return size() == 0; }

BrokerRequest SendQueue::pop() {
  for (auto& waiting : classes_) {
    if (waiting.empty()) continue;
    auto first = std::move(waiting.front());
    waiting.pop_front();
    uncount(first.order_id);
    return first;
  }
  return {};
}

std::vector<BrokerRequest> SendQueue::take_if(
    const std::function<bool(const BrokerRequest&)>& is_it) {
  std::vector<BrokerRequest> taken;
  for (auto& waiting : classes_) {
    for (const auto& request : waiting)
      if (is_it(request)) taken.push_back(request);
    std::erase_if(waiting, is_it);
  }
  for (const auto& request : taken) uncount(request.order_id);
  return taken;
}

std::vector<BrokerRequest> SendQueue::take_all() {
  return take_if([](const BrokerRequest&) { return true; });
}

}  // namespace fillwright
