// The program's own log: JSON lines to a rotating file, plain text on a terminal. Every text is
// masked (adapters/config/mask). spdlog stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace fillwright {

enum class LogLevel : std::uint8_t { debug = 0, info = 1, warning = 2, error = 3 };

struct LogSettings {
  std::string file;  // empty: none
  LogLevel level = LogLevel::info;
  bool is_on_terminal = true;                  // standard error
  std::uint64_t max_bytes = 20 * 1024 * 1024;  // then the file is renamed and a new one begun
  std::uint32_t max_files = 5;                 // old ones kept; the file is owner-only
};

// What the line is about; empty or zero: not given.
struct LogIds {
  std::string_view correlation;
  std::string_view stream;
  std::uint64_t seq = 0;
};
struct LogField {
  std::string_view name;
  std::string_view value;
};

// Threads: any.
class Log {
 public:
  // The error is a sentence for people: the file cannot be written.
  static tl::expected<std::unique_ptr<Log>, std::string> open(const LogSettings& settings);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // {"time":"2026-11-21T14:30:00.123456789Z","level":"info","message":…,"correlation":…,
  // "stream":…,"seq":…, fields…}. Time is the wall clock's, in UTC. Never throws: a full disk loses
  // lines, not the process.
  void write(LogLevel level, std::string_view message, const LogIds& ids = {},
             const std::vector<LogField>& fields = {}) noexcept;
  // Everything written so far is handed to the operating system. Warnings and errors are at once.
  void flush() noexcept;

 private:
  struct Sinks;
  explicit Log(std::unique_ptr<Sinks> sinks);
  std::unique_ptr<Sinks> sinks_;
};

}  // namespace fillwright
