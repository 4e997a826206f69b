// The lines of a CSV tape that are quotes, one after the other, by instruments' places in a list
// that grows as symbols come up.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/market/line_reader.hpp"
#include "adapters/market/tape_line.hpp"

namespace fillwright {

// Threads: one.
class TapeLines {
 public:
  using Tell = std::function<void(const TapeProblem&)>;
  struct Line {
    std::uint64_t number = 0;  // the file's first is 1
    std::uint32_t place = 0;   // in symbols()
    Quote quote;               // as written: see clean_sides
    std::string_view text;     // valid until the next call
  };

  // False when it cannot be opened; `errno` says why.
  bool open(const std::filesystem::path& path) { return reader_.open(path); }
  // Passes over the header and empty lines; tells of lines that cannot be read, and leaves them
  // out. Nothing at the end, or when the file cannot be read on: see `failure`.
  std::optional<Line> next(const Tell& tell);

  const std::vector<std::string>& symbols() const { return symbols_; }  // canonical, by place
  std::uint64_t lines() const { return lines_; }  // so far, the header not counted
  std::uint64_t bytes() const { return bytes_; }  // of the lines so far
  const std::string& failure() const { return reader_.failure(); }

 private:
  std::optional<std::uint32_t> place_of(std::string_view text);

  LineReader reader_;
  bool is_first_ = true;
  std::uint64_t lines_ = 0;
  std::uint64_t bytes_ = 0;
  std::vector<std::string> symbols_;
  std::unordered_map<std::string, std::uint32_t> by_symbol_;  // canonical; looked up only
  std::unordered_map<std::string, std::uint32_t> by_text_;    // as written; looked up only
  std::string last_text_;                                     // tapes repeat themselves
  std::uint32_t last_place_ = 0;
};

}  // namespace fillwright
