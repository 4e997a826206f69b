// Who is to be woken when the durable watermark has moved.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Threads: any. Destroying a handle waits for its call that is under way, unless it is destroyed
// inside that call; handles may outlive the followers.
class Followers {
 public:
  std::shared_ptr<void> add(std::function<void(Seq)> wake) {
    auto follower = std::make_shared<Follower>();
    follower->wake = std::move(wake);
    std::lock_guard lock(mutex_);
    followers_.push_back(follower);
    return std::make_shared<Handle>(std::move(follower));
  }

  void wake(Seq durable) {
    std::vector<std::shared_ptr<Follower>> now;
    {
      std::lock_guard lock(mutex_);
      std::erase_if(followers_, [](const auto& follower) { return follower.expired(); });
      for (const auto& follower : followers_)
        if (auto alive = follower.lock()) now.push_back(std::move(alive));
    }
    for (const auto& follower : now) {
      std::lock_guard lock(follower->mutex);
      if (follower->wake && !follower->is_ended) follower->wake(durable);
    }
  }

 private:
  struct Follower {
    std::recursive_mutex mutex;  // a wake may end its own subscription
    std::function<void(Seq)> wake;
    bool is_ended = false;
  };
  struct Handle {
    explicit Handle(std::shared_ptr<Follower> ended) : follower(std::move(ended)) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
      std::lock_guard lock(follower->mutex);
      follower->is_ended = true;
    }
    std::shared_ptr<Follower> follower;
  };

  std::mutex mutex_;
  std::vector<std::weak_ptr<Follower>> followers_;
};

}  // namespace fillwright
