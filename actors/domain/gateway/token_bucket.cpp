#include "actors/domain/gateway/token_bucket.hpp"

#include <algorithm>

namespace fillwright {

Timestamp TokenBucket::next(Timestamp now) const {
  if (limit_.requests == 0 || spent_.size() < limit_.requests) return now;
  return std::max(now, spent_.front() + limit_.per);
}

void TokenBucket::take(Timestamp now) {
  if (limit_.requests == 0) return;
  spent_.push_back(now);
  if (spent_.size() > limit_.requests) spent_.pop_front();
}

TokenBuckets::TokenBuckets(const std::vector<RateLimit>& limits)
    : buckets_(limits.begin(), limits.end()) {}

Timestamp TokenBuckets::next(Timestamp now) const {
  auto latest = now;
  for (const auto& bucket : buckets_) latest = std::max(latest, bucket.next(now));
  return latest;
}

void TokenBuckets::take(Timestamp now) {
  for (auto& bucket : buckets_) bucket.take(now);
}

}  // namespace fillwright
