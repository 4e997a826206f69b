// Ids in the order in which they came, that copies of an order share: a walk adds one at each
// price, and every decision works on a copy.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fillwright {

// Copied in constant time. Threads: one, like the actor that owns it.
class IdChain {
 public:
  IdChain() = default;
  IdChain(const IdChain&) = default;
  IdChain(IdChain&&) noexcept = default;
  IdChain& operator=(IdChain other) noexcept {
    std::swap(last_, other.last_);
    return *this;
  }
  ~IdChain() { clear(); }

  bool is_empty() const { return last_ == nullptr; }
  void push_back(std::string id) {
    last_ = std::make_shared<Link>(Link{std::move(id), std::move(last_)});
  }
  // Link by link: a walk may have had more prices than a stack has room for.
  void clear() {
    while (last_ && last_.use_count() == 1) last_ = std::exchange(last_->before, nullptr);
    last_.reset();
  }
  // The oldest first.
  std::vector<std::string> all() const {
    std::vector<std::string> ids;
    for (const auto* link = last_.get(); link; link = link->before.get()) ids.push_back(link->id);
    return {ids.rbegin(), ids.rend()};
  }

 private:
  struct Link {
    std::string id;
    std::shared_ptr<Link> before;
  };

  std::shared_ptr<Link> last_;
};

}  // namespace fillwright
