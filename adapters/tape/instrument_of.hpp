// From what a tape says of an instrument to its definition: whoever trades everything on a tape has
// no alert that names the contracts.
#pragma once

#include <optional>

#include "adapters/tape/tape_format.hpp"

namespace fillwright {

// A stock, an option, a future or an option on a future, without a number yet. What the tape says
// of multiplier and ticks fills in what is not known here: products that are known here have our
// ticks. A future's expiry is that of make_future, of an unknown product the third Friday of its
// month. Nothing when the symbol cannot be read, or a product is unknown and the tape is silent.
std::optional<InstrumentDefined> instrument_of(const tape::Terms& terms);

}  // namespace fillwright
