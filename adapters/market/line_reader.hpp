// The lines of a file, read piece by piece, so that its size does not matter.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fillwright {

// Threads: one.
class LineReader {
 public:
  LineReader() = default;
  LineReader(LineReader&& other) noexcept;
  LineReader& operator=(LineReader&& other) noexcept;
  ~LineReader();

  // False when it cannot be opened; `errno` says why.
  bool open(const std::filesystem::path& path);

  struct Line {
    std::string_view text;     // without "\n" or "\r\n"; valid until the next call
    std::uint64_t number = 0;  // 1, 2, 3 …
    bool is_ended = true;      // false: the file ends within it
    bool is_too_long = false;  // over 1 MiB: `text` is only its beginning
  };
  // Nothing at the end of the file, or when it cannot be read on: see `failure()`.
  std::optional<Line> next();
  // Empty unless reading failed.
  const std::string& failure() const { return failure_; }

 private:
  bool fill();
  Line pass_over_long_line();

  int file_ = -1;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is unread in the buffer
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
  std::string failure_;
  std::string beginning_;  // of a line that is too long
};

}  // namespace fillwright
