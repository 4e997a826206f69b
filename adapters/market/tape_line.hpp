// One line of a tape: `ts_ns,symbol,bid,ask,bid_size,ask_size`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values.hpp"

namespace fillwright {

// What can be wrong with a line of a tape.
enum class TapeFault : std::uint8_t {
  half_a_line = 0,   // too few or too many fields, or the file ends within the line
  bad_number = 1,    // a time, price or size that is none; a negative one
  bad_symbol = 2,    // no stock, option or future
  out_of_order = 3,  // earlier than the line before
  crossed = 4,       // bid above ask: delivered as it is, the reader decides
  zero = 5,          // no price or no size on a side: delivered with that side missing
};
inline constexpr std::size_t tape_fault_kinds = 6;
// "out_of_order".
std::string_view name_of(TapeFault fault);
// Whether the line is left out (crossed and one-sided quotes are facts of the market).
constexpr bool is_left_out(TapeFault fault) { return fault < TapeFault::crossed; }

struct TapeProblem {
  TapeFault fault{};
  std::uint64_t line = 0;  // the file's first is 1; 0: it is about no line
  std::string found;       // the text that is wrong
  std::string expected;
};
// "line 7: out_of_order: found "…", expected …".
std::string to_text(const TapeProblem& problem);

// As much of a wrong text as is worth showing.
std::string shown(std::string_view text);

struct TapeLine {
  std::string_view symbol;  // as written
  Quote quote;
};

// Splits and reads one line, without its end. On a mistake returns false and says what it was
// (`problem.line` is the caller's).
bool read_tape_line(std::string_view text, TapeLine& line, TapeProblem& problem);

// Takes away a side without price or size: it is missing. Returns what is odd about the quote that
// is left: `zero`, `crossed`, or nothing.
std::optional<TapeFault> clean_sides(Quote& quote);

}  // namespace fillwright
