// A walk seen as a buy: a sell's prices are negated, so that one set of rules serves both sides and
// "more" always means "toward the far side, worse for us". Used by walk.cpp alone.
#pragma once

#include <optional>

#include "actors/domain/pricing/walk.hpp"

namespace fillwright::pricing {

// Sums and products of any two stored prices fit.
__extension__ typedef __int128 Wide;

// Which caps count.
enum class CapSet {
  all,
  fixed,          // those that later quotes cannot move
  of_conversion,  // all but the plain far side, which a conversion takes
};

class Frame {
 public:
  // REQUIRES: usable ticks, a checked policy. Keeps references: for one decision only.
  Frame(const WalkTerms& terms, const WalkState& state, const Quote& quote);

  Wide near() const { return near_; }
  Wide far() const { return far_; }
  Wide mid() const { return near_ + (far_ - near_) / 2; }
  Wide framed(Price price) const { return sign_ * static_cast<Wide>(price.units); }
  // Back to a price as brokers know it. Nothing when it does not fit.
  std::optional<Price> real(Wide value) const;

  // Of `base`; percentages of its magnitude, truncated to a nano toward zero.
  Wide distance(const PriceOffset& offset, Wide base) const;
  // The largest of `offsets`, none is zero.
  Wide largest(const std::vector<PriceOffset>& offsets, Wide base) const;

  // The policy's start with this quote, before rounding and caps. Nothing when its price is
  // missing.
  std::optional<Wide> start() const;
  std::optional<Wide> cap(CapSet set) const;
  // The cap on the grid, at or before it, and on the right side of zero.
  std::optional<Wide> cap_on_grid(CapSet set) const;
  // The least price on the right side of zero, if there is one (a credit may be as large as it
  // likes). Nothing, too, when the sign is not clear.
  std::optional<Wide> least() const;
  bool is_sign_clear() const { return zero_side_ != 0; }

  std::optional<Wide> round(Wide value, Rounding rounding) const;
  // The far side on the grid, rounded away from us so that it is marketable.
  std::optional<Wide> marketable() const;
  std::optional<Wide> step(Wide value, std::int64_t ticks) const;
  Wide tick(Wide value) const;

 private:
  const WalkTerms& terms_;
  const WalkState& state_;
  Wide sign_;
  Wide near_;
  Wide far_;
  int zero_side_;  // +1: prices stay above zero in this frame, -1: below, 0: not clear
};

// What keeps the quote from being used, if anything.
std::optional<HoldReason> quote_trouble(const WalkTerms& terms, const WalkState& state,
                                        const Seen& seen);

}  // namespace fillwright::pricing
