#include "actors/domain/pricing/policy_pool.hpp"

#include <algorithm>

namespace fillwright {

std::shared_ptr<const PricePolicy> PolicyPool::shared(const PricePolicy& policy) {
  for (const auto& known : policies_)
    if (auto found = known.lock(); found && *found == policy) return found;
  std::erase_if(policies_, [](const auto& known) { return known.expired(); });
  const auto added = std::make_shared<const PricePolicy>(policy);
  policies_.push_back(added);
  return added;
}

std::size_t PolicyPool::size() const {
  return static_cast<std::size_t>(std::count_if(
      policies_.begin(), policies_.end(), [](const auto& known) { return !known.expired(); }));
}

}  // namespace fillwright
