// What a broker can do: its adapter says it, deciders see it as data, and each run records it.
#pragma once

#include <cstdint>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

// At most so many messages in any span of that length.
struct RateLimit {
  std::uint32_t requests = 0;
  Duration per;
  bool operator==(const RateLimit&) const = default;
};
FILLWRIGHT_STRUCT(RateLimit, requests, per)

// none: cancel, and send again once that is confirmed. atomic: the order changes, with all that it
// has filled. linked: a new order for what the old has left, which ends as the new is accepted; the
// quantity stays, and a fill of the old on the way rejects the new.
enum class ReplaceSupport : std::uint8_t { none = 0, atomic = 1, linked = 2 };
FILLWRIGHT_ENUM(ReplaceSupport, none, atomic, linked)

// What a broker can do; deciders see it as data.
struct BrokerCapabilities {
  ReplaceSupport replace = ReplaceSupport::atomic;
  bool can_trade_spreads = true;
  bool can_market_options = false;
  bool deduplicates_client_ids = true;
  Duration answer_within = seconds(5);    // after that an answer counts as unknown
  Duration settles_within = seconds(15);  // the longest that a message can be under way
  bool can_bracket = false;  // takes an entry and its exits as one message, see BrokerRequest
  bool throttles_unprocessed = false;  // what it answers with "too many" it has not looked at
  std::vector<RateLimit> rate_limits;  // of messages about orders; all of them hold
  bool operator==(const BrokerCapabilities&) const = default;
};
FILLWRIGHT_STRUCT(BrokerCapabilities, replace, can_trade_spreads, can_market_options,
                  deduplicates_client_ids, answer_within, settles_within, can_bracket,
                  throttles_unprocessed, rate_limits)

}  // namespace fillwright
