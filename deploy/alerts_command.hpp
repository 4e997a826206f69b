// `alerts parse`: what the parser makes of texts, without a journal or a service.
#pragma once

#include <string>

namespace fillwright {

struct AlertsParseOptions {
  std::string file;  // JSON lines with `text`; "-": standard input
  bool is_free_text = false;
  std::string now;  // RFC 3339: today is its exchange date; empty: the clock's
};

// Prints one line for each line read. Returns the process's exit code; a text that is refused is an
// answer, not a failure.
int parse_alerts(const AlertsParseOptions& options);

}  // namespace fillwright
