// Alerts typed or piped in, a line at a time: standard input.
#pragma once

#include <string>
#include <vector>

#include "adapters/alerts/alert_input.hpp"
#include "adapters/alerts/line_cutter.hpp"

namespace fillwright {

// Threads: one. Never waits for input and leaves the descriptor's flags alone, for a terminal
// shares them with the shell.
class AlertStream {
 public:
  // `descriptor` stays the caller's.
  explicit AlertStream(int descriptor, std::string source = "stdin");

  // What came since the last call, at most 64 KiB of it. A line that begins with { is a record, any
  // other the text of an alert by the local operator.
  std::vector<AlertInput> poll(Timestamp now);
  // The other end was closed; nothing will come any more.
  bool is_over() const { return is_over_; }

 private:
  void take(const LineCutter::Line& line, Timestamp now, std::vector<AlertInput>& inputs) const;

  int descriptor_;
  std::string source_;
  LineCutter lines_;
  bool is_over_ = false;
};

}  // namespace fillwright
