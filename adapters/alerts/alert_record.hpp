// One line of an alert file becomes a command; docs/alert_files.md has the shape of a record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/alerts/alert_input.hpp"

namespace fillwright {

// Where a line came from, and when.
struct AlertLine {
  std::string_view text;  // any bytes, without the newline
  std::string_view source;
  std::uint64_t number = 0;  // 1, 2, 3 …
  Timestamp read_at;
};

// Reads a JSON record. Bytes that are not UTF-8 become U+FFFD, while `text_bytes` keeps the length
// as it was; the alert desk refuses such a text. Without a `message_id` the id is derived from
// source and line, so that the same line of the same file is the same message whenever it is read.
// What is no record becomes InputRefused, which says what was expected. Never throws.
AlertInput read_alert_record(const AlertLine& line);

// A line typed by the local operator: a record when it begins with {, where `sent_at`, `channel`
// and `author` may be missing, else the text itself. The id of such a line is new each time.
AlertInput read_typed_alert(const AlertLine& line);

}  // namespace fillwright
