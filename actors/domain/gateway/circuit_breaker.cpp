#include "actors/domain/gateway/circuit_breaker.hpp"

namespace fillwright {

bool CircuitBreaker::note_error(Timestamp now) {
  if (settings_.errors == 0) return false;
  while (!errors_.empty() && now - errors_.front() >= settings_.window) errors_.pop_front();
  errors_.push_back(now);
  if (errors_.size() < settings_.errors) return false;
  errors_.clear();
  return true;
}

}  // namespace fillwright
