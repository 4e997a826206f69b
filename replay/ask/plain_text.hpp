// Values as people read them in tables and sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/enum_names.hpp"
#include "events/instruments.hpp"

namespace fillwright {

// Exact, with two decimals at least: "1.30", "0.125".
std::string price_text(Price price);
std::string money_text(Money money);
// With its sign: "+12.50", "-3.00", "0.00".
std::string signed_text(Money money);
// "2026-11-20 14:30:00.123Z", cut to milliseconds; "-" when not given.
std::string time_text(Timestamp time);
// "14:30:00.123Z".
std::string clock_text(Timestamp time);
// "90 s", "1.5 s", "12.345 ms", "800 ns".
std::string span_text(Duration span);

// "partly filled" of partly_filled; the number of a value without a name.
std::string words(std::string_view name);
template <DescribedEnum E>
std::string words_of(E value) {
  const auto name = enum_name(value);
  return name.empty() ? std::to_string(static_cast<unsigned>(value)) : words(name);
}

// Text from outside on one line: control characters and what turns the writing direction are
// escaped, bad UTF-8 is replaced.
std::string safe_text(std::string_view text);
// At most this many characters; the last is "…" when some are left out.
std::string cut_text(const std::string& text, std::size_t characters);
// As it appears on a terminal, counted in code points.
std::size_t width_of(std::string_view text);

// "SPY 680 call 2026-12-04", "ESZ26", "+1 … -1 …"; "instrument 7" when it is not defined.
std::string instrument_name(const Instruments& instruments, InstrumentId id);

}  // namespace fillwright
