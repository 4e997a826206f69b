#include "deploy/alerts_command.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "adapters/alerts/line_cutter.hpp"
#include "adapters/alerts/parse_command.hpp"
#include "adapters/calendar/time_zones.hpp"
#include "adapters/rocksdb/journal_folder.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {
namespace {

Timestamp clock_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

}  // namespace

int parse_alerts(const AlertsParseOptions& options) {
  const auto now = options.now.empty() ? std::optional(clock_now()) : parse_time(options.now);
  if (!now) {
    print_error("--now: \"" + options.now +
                "\" is no time with its zone; expected one like 2026-11-20T14:30:00Z");
    return exit_usage;
  }
  const auto calendar = load_market_calendar();
  if (!calendar) return fail(calendar.error());
  ParseRules rules;
  rules.is_free_text = options.is_free_text;
  rules.today = exchange_date(*calendar, *now);

  const bool is_standard_input = options.file == "-";
  const File file(is_standard_input ? ::dup(STDIN_FILENO)
                                    : ::open(options.file.c_str(), O_RDONLY | O_CLOEXEC));
  const auto name = is_standard_input ? "standard input" : options.file;
  if (!file.is_open()) return fail(name + ": " + std::strerror(errno));
  Output out;
  LineCutter lines;
  const auto answer = [&](const LineCutter::Line& line) {
    out.add(parse_line(line.text, rules) + "\n");
  };
  std::array<char, 1 << 16> bytes;
  while (out.is_open()) {
    const auto size = ::read(file.get(), bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return fail(name + ": " + std::strerror(errno));
    if (size == 0) break;
    lines.add({bytes.data(), static_cast<std::size_t>(size)}, answer);
    out.flush();  // whoever asks line by line is answered line by line
  }
  lines.finish(answer);
  return out.end(exit_ok);
}

}  // namespace fillwright
