// The paper broker's own log on disk: `messages.jsonl`, one JSON object a line, only appended to.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "adapters/paper/book_lines.hpp"

namespace fillwright {

// One line without its end: {"line":"message","at":…,…}.
std::string to_json(const BookLine& line);
// The error says what is wrong with it.
tl::expected<BookLine, std::string> parse_book_line(std::string_view json);

struct LogContent {
  std::vector<BookLine> lines;
  std::uint64_t sound_bytes = 0;  // up to the end of the last whole line
  std::string torn;               // what follows it: a write that a crash cut short
};
// A missing file has no lines. An error names the file and the line.
tl::expected<LogContent, std::string> read_log(const std::filesystem::path& file);

// For tests, and to judge us by: every message that the broker in this folder received, in order.
tl::expected<std::vector<BookMessage>, std::string> read_messages(
    const std::filesystem::path& folder);

// Appends. A failed write or sync ends the process: nothing may be said that is not kept. Threads:
// one.
class MessageLog {
 public:
  // Holds a lock on the file, so that a second broker on the same folder is refused.
  static tl::expected<MessageLog, std::string> open(const std::filesystem::path& file);
  MessageLog(MessageLog&& other) noexcept;
  MessageLog& operator=(MessageLog&& other) noexcept;
  ~MessageLog();

  void cut_to(std::uint64_t bytes);
  // Survives the end of the process once it returns; a power cut only after `sync`.
  void write(const BookLine& line);
  void sync();

 private:
  MessageLog() = default;

  std::filesystem::path path_;
  int file_ = -1;
  bool is_synced_ = true;
  std::string text_;
};

}  // namespace fillwright
