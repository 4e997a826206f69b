#include "deploy/terminal.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "adapters/config/mask.hpp"

namespace fillwright {
namespace {

constexpr std::size_t large_write = 1 << 16;
constexpr int bar_width = 40;

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }

// False with errno when it cannot be written.
bool write_all(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd ready{STDOUT_FILENO, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

void Output::add(std::string_view text) {
  if (!is_open()) return;
  waiting_ += text;
  if (waiting_.size() >= large_write) flush();
}

void Output::flush() {
  if (is_open() && !write_all(waiting_)) {
    state_ = errno == EPIPE ? State::reader_gone : State::failed;
    if (state_ == State::failed)
      print_error(std::string("standard output: ") + std::strerror(errno));
  }
  waiting_.clear();
}

int Output::end(int code) {
  flush();
  return state_ == State::failed ? exit_failed : code;
}

void print_error(std::string_view text) {
  const auto line = "fillwright: " + mask_secrets(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int fail(std::string_view text) {
  print_error(text);
  return exit_failed;
}

bool is_error_a_terminal() { return ::isatty(STDERR_FILENO) != 0; }

void ProgressBar::show(std::uint64_t done, std::uint64_t all) {
  if (!is_shown_ || all == 0 || std::chrono::steady_clock::now() - begin_ < std::chrono::seconds(1))
    return;
  const auto part = static_cast<double>(std::min(done, all)) / static_cast<double>(all);
  const auto percent = static_cast<int>(part * 100);
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  const auto full = static_cast<std::size_t>(part * bar_width);
  const auto bar = std::string(full, '#') + std::string(bar_width - full, '.');
  std::fprintf(stderr, "\r[%s] %3d %%", bar.c_str(), percent);
}

void ProgressBar::clear() {
  if (shown_percent_ < 0) return;
  std::fputs("\r\x1b[K", stderr);
  shown_percent_ = -1;
}

void catch_stop_signals() {
  struct sigaction action = {};
  action.sa_handler = ask_to_stop;  // no SA_RESTART: a wait is to end
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool is_stop_asked() { return stop_asked != 0; }

}  // namespace fillwright
