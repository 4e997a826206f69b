// Equal price policies, kept once: thousands of orders walk by the same few.
#pragma once

#include <memory>
#include <vector>

#include "events/price_policy.hpp"

namespace fillwright {

// What it gives back equals what it was given, so that nothing decided depends on it. Holds no
// policy that nobody else holds. Threads: one.
class PolicyPool {
 public:
  // Never null.
  std::shared_ptr<const PricePolicy> shared(const PricePolicy& policy);
  // How many different policies somebody holds.
  std::size_t size() const;

 private:
  std::vector<std::weak_ptr<const PricePolicy>> policies_;
};

}  // namespace fillwright
