// Short words for the tests of prices, and a broker-free run of one walk.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/pricing/built_in_policies.hpp"
#include "actors/domain/pricing/products.hpp"
#include "actors/domain/pricing/walk.hpp"

namespace fillwright {

inline std::ostream& operator<<(std::ostream& out, Price price) { return out << to_text(price); }

inline Price price(std::string_view text) { return parse<Price>(text).value(); }
inline Timestamp at_second(std::int64_t second) { return Timestamp{} + seconds(1'000 + second); }

inline Quote quote_of(Price bid, Price ask, Timestamp time) {
  return {time, bid, ask, Quantity::whole(10), Quantity::whole(10)};
}
inline Quote quote_of(std::string_view bid, std::string_view ask, std::int64_t second) {
  return quote_of(price(bid), price(ask), at_second(second));
}

inline const PricePolicy& policy(std::string_view name) {
  const auto* found = find_policy(built_in_policies(), name);
  REQUIRE(found != nullptr);
  return *found;
}

inline WalkTerms terms_of(const PricePolicy& wanted, Side side = Side::buy,
                          const TickTable& ticks = option_ticks("SPY"),
                          AssetClass asset_class = AssetClass::option) {
  WalkTerms terms;
  terms.side = side;
  terms.asset_class = asset_class;
  terms.ticks = &ticks;
  terms.policy = &wanted;
  return terms;
}

// What a walk did, in order: "0 0.75" (sent at second 0), "20 convert 1", "60 finish cancel".
struct Walked {
  std::vector<std::string> story;
  std::vector<Price> prices;
  WalkState state;
};

// Asks every second from 0 to `last`, with the quote that the market then shows.
inline Walked walk(const WalkTerms& terms,
                   const std::function<std::optional<Quote>(std::int64_t)>& market,
                   std::int64_t last = 100) {
  Walked walked;
  walked.state.started_at = at_second(0);
  for (std::int64_t second = 0; second <= last; ++second) {
    const Seen seen{market(second), at_second(second)};
    const auto decision = next_price(terms, walked.state, seen);
    const auto when = std::to_string(second) + " ";
    if (const auto* sent = std::get_if<SendPrice>(&decision)) {
      walked.story.push_back(when + to_text(sent->price));
      walked.prices.push_back(sent->price);
      walked.state = after(walked.state, *sent, seen);
    } else if (const auto* taken = std::get_if<Convert>(&decision)) {
      walked.story.push_back(when + (taken->is_market ? "market " : "convert ") +
                             to_text(taken->limit));
      walked.prices.push_back(taken->limit);
      walked.state = after(walked.state, *taken, seen);
    } else if (const auto* finished = std::get_if<Finish>(&decision)) {
      walked.story.push_back(
          when + (finished->end == EndAction::cancel ? "finish cancel" : "finish leave_day"));
      break;
    }
  }
  return walked;
}

// A market that stands still and is fresh every second.
inline Walked walk_still(const WalkTerms& terms, std::string_view bid, std::string_view ask,
                         std::int64_t last = 100) {
  return walk(
      terms, [&](std::int64_t second) { return quote_of(bid, ask, second); }, last);
}

inline HoldReason hold_reason(const WalkDecision& decision) {
  const auto* held = std::get_if<Hold>(&decision);
  REQUIRE(held != nullptr);
  return held->reason;
}
inline FinishReason finish_reason(const WalkDecision& decision) {
  const auto* finished = std::get_if<Finish>(&decision);
  REQUIRE(finished != nullptr);
  return finished->why;
}

using Story = std::vector<std::string>;

}  // namespace fillwright
