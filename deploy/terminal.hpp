// What the commands say: answers on standard output, what went wrong on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace fillwright {

// How every verb ends; scripts depend on it.
enum ExitCode : int {
  exit_ok = 0,
  exit_failed = 1,         // not found, damaged, mistaken, or it could not be done
  exit_usage = 2,          // the command line itself
  exit_waiting = 3,        // a request of the operator is not over; it stays valid
  exit_different = 4,      // `replay`: what is decided now is not what is recorded
  exit_fenced = 5,         // `relay`: another relay has taken over the journal
  exit_journal_write = 74  // `run`: a write of the journal failed, so the process had to stop
};

// Standard output, gathered into large writes. A reader that goes away (`| head`) is no failure:
// nothing more is written, and the command may end. Threads: one.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { flush(); }

  void add(std::string_view text);
  void flush();
  // Whether more is worth writing.
  bool is_open() const { return state_ == State::open; }
  // Flushes. `code`, or exit_failed when the output could not be written.
  int end(int code);

 private:
  enum class State { open, reader_gone, failed };
  std::string waiting_;
  State state_ = State::open;
};

// "fillwright: …" on standard error. Secrets in it are masked.
void print_error(std::string_view text);
// Says it and returns exit_failed.
int fail(std::string_view text);

bool is_error_a_terminal();

// A bar on standard error while a long read goes on: only on a terminal, only from the second
// second on, gone when it is destroyed. Threads: one.
class ProgressBar {
 public:
  ProgressBar() = default;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { clear(); }

  void show(std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  const bool is_shown_ = is_error_a_terminal();
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  int shown_percent_ = -1;
};

// From now on SIGINT and SIGTERM are asked for with is_stop_asked instead of ending the process.
void catch_stop_signals();
bool is_stop_asked();

}  // namespace fillwright
