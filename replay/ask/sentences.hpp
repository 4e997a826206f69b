// Events in plain words, one sentence each: for `audit`, `explain`, and whoever reads along.
#pragma once

#include <string>

#include "events/all_events.hpp"
#include "events/instruments.hpp"

namespace fillwright {

// One line, safe for a terminal, without the time and the stream, which stand beside it. An event
// without a sentence of its own is told by its name and fields.
std::string sentence(const AnyEvent& event, const Instruments& instruments);

// "bid 1.20, ask 1.34, mid 1.27"; "no quote" when it has no time and no prices.
std::string quote_text(const Quote& quote);
// "open: buy 2 SPY 680 call \"12/05\" at 1.30"; what was read, and nothing else.
std::string reading_text(const Reading& reading);

}  // namespace fillwright
