// How many messages a broker takes in a span of time: a token for each, which comes back when that
// span has passed since it was spent. So no span ever has more than was declared, wherever it
// starts.
#pragma once

#include <deque>
#include <vector>

#include "actors/ports/broker.hpp"

namespace fillwright {

// Threads: one.
class TokenBucket {
 public:
  // A limit of zero requests is none.
  explicit TokenBucket(RateLimit limit) : limit_(limit) {}

  // The earliest time, `now` or later, at which there is a token.
  Timestamp next(Timestamp now) const;
  // Spends one. REQUIRES: next(now) <= now.
  void take(Timestamp now);

 private:
  RateLimit limit_;
  std::deque<Timestamp> spent_;  // the last `requests` of them
};

// Several limits at once: all of them must have a token.
class TokenBuckets {
 public:
  explicit TokenBuckets(const std::vector<RateLimit>& limits);
  Timestamp next(Timestamp now) const;
  void take(Timestamp now);

 private:
  std::vector<TokenBucket> buckets_;
};

}  // namespace fillwright
