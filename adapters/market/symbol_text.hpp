// Canonical symbols read from the text of a tape or another feed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/instrument_events.hpp"

namespace fillwright {

struct SymbolText {
  AssetClass asset_class = AssetClass::none;  // stock, option or future
  std::string symbol;                         // canonical: an option's root padded to six
  std::string root;                           // "BRK.B", "SPXW", "ES"
};

// Reads "SPY" (one to six capitals, with an optional class: "BRK.B"), an option's OCC symbol with
// its root padded or not ("SPY   251205C00680000", "SPY251205C00680000"), or a future ("ESZ25": one
// to three letters or digits, a month's letter, two digits). Nothing when it has none of these
// shapes or its date does not exist.
std::optional<SymbolText> read_symbol(std::string_view text);

// The symbols of a spread's legs ("+1 <leg> -1 <leg>"), in order. Empty when it has not that shape.
std::vector<std::string> leg_symbols(std::string_view spread);

}  // namespace fillwright
