// How many to buy: the sizer's answer, and every limit's; the smallest counts.
#pragma once

#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/commands.hpp"
#include "actors/domain/instrument/instruments.hpp"
#include "actors/domain/settings.hpp"

namespace fillwright {

struct SizeRequest {
  const InstrumentDefined* instrument = nullptr;
  Side side = Side::buy;
  Price price;                // that one unit is reckoned at: the call's, else the mid
  Price worst_price;          // that one unit may come to: what limits are held against
  std::optional<Price> stop;  // in force from the entry on; none: all of it may be lost
  Reading reading;            // label, size words, called quantity, "2% size"
  Price spread_width;
};

struct SizeRefusal {
  RefusalReason reason = RefusalReason::insufficient_buying_power;
  std::string detail;
};

// Quantity = floor(money / stake of one unit at `price`), at least 1 if that still fits every
// limit; never more than any limit allows at `worst_price`. Whole units only.
tl::expected<SizeChosen, SizeRefusal> size_entry(const SizeRequest& request,
                                                 const SizeSettings& size,
                                                 const TakeBudget& budget);

// The strikes' distance of a spread by its legs; zero for anything else.
Price spread_width(const InstrumentDefined& instrument, const Instruments& instruments);

}  // namespace fillwright
