// The names of the shared enums, and the fields of the shared structs, for codec and JSON.
#pragma once

#include "events/describe.hpp"
#include "events/values.hpp"

namespace fillwright {

FILLWRIGHT_ENUM(Side, buy, sell)
FILLWRIGHT_ENUM(Effect, open, close)
FILLWRIGHT_ENUM(Right, none, call, put)
FILLWRIGHT_ENUM(AssetClass, none, stock, option, future, spread)
FILLWRIGHT_STRUCT(Quote, time, bid, ask, bid_size, ask_size)

}  // namespace fillwright
