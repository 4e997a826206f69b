// Values as text, appended to what is there: for whoever writes many of them. events/values.hpp has
// the same as single strings.
#pragma once

#include <string>
#include <string_view>

#include "events/values.hpp"

namespace fillwright {

// The exact decimal text of units × 10^-digits, without trailing zeros: "0.75", "-2.6", "100".
void append_decimal(std::string& out, std::int64_t units, int digits);
// RFC 3339 in UTC with nanoseconds: "2026-11-20T14:30:00.000000000Z".
void append_time(std::string& out, Timestamp time);
// "2026-11-20".
void append_date(std::string& out, Date date);
// Lower-case hexadecimal digits, two a byte.
void append_hex(std::string& out, std::string_view bytes);

}  // namespace fillwright
