// Who stands before the broker and turns messages away: too many of them, or he knows us no more.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "actors/ports/broker.hpp"
#include "actors/ports/clock.hpp"
#include "deploy/simulation/random.hpp"

namespace fillwright::simulation {

// Of a chance of his own, so that the rest of a seed's story does not change with him. Threads: the
// loop's only.
class Doorman {
 public:
  // What happened, to the message of which order.
  using Tell = std::function<void(const std::string& kind, const std::string& what,
                                  const std::string& order)>;
  Doorman(std::uint64_t seed, const Clock& clock, Tell tell);

  // From now on everybody passes.
  void heal();
  // His answer in the broker's place; nothing: the message passes.
  std::optional<BrokerAnswer> answer(const BrokerRequest& request);
  // Some brokers say "too many" to what they have taken all the same: then the answer becomes that.
  void distort(BrokerAnswer& answer);
  // While he knows us no more he shows no books either.
  bool knows_us() const { return clock_.now() >= unknown_until_; }
  // Whether what he answers with "too many" was never looked at, as the broker declares.
  bool throttles_unprocessed() const { return throttles_unprocessed_; }
  // He has said that no retry mends it: a person must have the books asked for.
  bool was_hard() const { return was_hard_; }

 private:
  void begin_wait();
  BrokerAnswer too_many(const BrokerRequest& request) const;

  const Clock& clock_;
  Tell tell_;
  Random random_;
  std::uint64_t throttled_ = 0;     // percent of messages
  std::uint64_t unauthorised_ = 0;  // percent of messages: from there on he knows us no more
  bool throttles_unprocessed_ = false;
  bool is_hard_ = false;
  bool was_hard_ = false;
  Timestamp busy_until_;
  Timestamp unknown_until_;
};

}  // namespace fillwright::simulation
