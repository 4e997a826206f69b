// Cuts a growing stream of bytes into lines: half a line waits for its newline.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace fillwright {

class LineCutter {
 public:
  static constexpr std::size_t longest = 1 << 20;  // bytes, without the newline

  struct Line {
    std::string_view text;  // without "\n" or "\r\n"; valid during the call
    std::uint64_t number = 0;
    bool is_too_long = false;  // over `longest`: `text` is only its beginning
  };

  // Calls `take` for each line that `bytes` completes, in order; one that is too long is told once,
  // as soon as it is known, and passed over up to its newline.
  void add(std::string_view bytes, const std::function<void(const Line&)>& take);
  // Takes what waits for a newline as a line; nothing when nothing waits.
  void finish(const std::function<void(const Line&)>& take);
  // The next byte is the first of a new file.
  void restart() { *this = {}; }
  bool is_within_line() const { return is_passing_over_ || !waiting_.empty(); }
  std::uint64_t lines() const { return number_; }

 private:
  void tell(const std::function<void(const Line&)>& take);

  std::string waiting_;
  std::uint64_t number_ = 0;  // of lines told
  bool is_passing_over_ = false;
};

}  // namespace fillwright
