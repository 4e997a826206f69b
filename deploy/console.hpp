// What a run shows: the story of what happens as it happens, a status line on a terminal, and every
// event as a line of the log.
#pragma once

#include <cstdint>
#include <string>

#include "actors/runtime.hpp"
#include "adapters/log/log.hpp"

namespace fillwright {

struct ConsoleSettings {
  bool is_quiet = false;
  bool has_status_line = false;  // on standard error
  bool is_story = false;         // on standard output
};

// Threads: the loop's.
class Console {
 public:
  Console(const ConsoleSettings& settings, Log& log) : settings_(settings), log_(log) {}

  // The names of instruments, once they are known.
  void show_with(const Instruments& instruments) { instruments_ = &instruments; }
  void on_event(const EventNotice& notice);
  void on_note(const std::string& note);
  // The status line, at most four times a second.
  void on_time(Timestamp now);
  // Ends the status line.
  void finish();

 private:
  void print(const std::string& line);

  ConsoleSettings settings_;
  Log& log_;
  const Instruments* instruments_ = nullptr;
  std::uint64_t events_ = 0, alerts_ = 0, refused_ = 0, orders_ = 0, fills_ = 0;
  std::int64_t last_status_ns_ = 0;
  bool has_status_ = false;
};

}  // namespace fillwright
