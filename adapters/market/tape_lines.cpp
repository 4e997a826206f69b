#include "adapters/market/tape_lines.hpp"

#include <utility>

#include "adapters/market/symbol_text.hpp"

namespace fillwright {
namespace {

bool is_header(std::string_view text) { return text.starts_with("ts_ns,"); }

}  // namespace

std::optional<TapeLines::Line> TapeLines::next(const Tell& tell) {
  TapeProblem problem;
  while (const auto line = reader_.next()) {
    bytes_ += line->text.size() + 1;
    const bool is_header_line = std::exchange(is_first_, false) && is_header(line->text);
    if (is_header_line || (line->text.empty() && line->is_ended)) continue;
    problem.line = line->number;
    ++lines_;
    if (!line->is_ended || line->is_too_long) {
      if (tell)
        tell({TapeFault::half_a_line, line->number, shown(line->text), "a whole line with an end"});
      continue;
    }
    TapeLine read;
    if (!read_tape_line(line->text, read, problem)) {
      if (tell) tell(problem);
      continue;
    }
    const auto place = place_of(read.symbol);
    if (!place) {
      if (tell)
        tell({TapeFault::bad_symbol, line->number, shown(read.symbol),
              "a stock, an option's OCC symbol or a future"});
      continue;
    }
    return Line{line->number, *place, read.quote, line->text};
  }
  return std::nullopt;
}

std::optional<std::uint32_t> TapeLines::place_of(std::string_view text) {
  if (!text.empty() && text == last_text_) return last_place_;
  auto found = by_text_.find(std::string(text));
  if (found == by_text_.end()) {
    auto symbol = read_symbol(text);
    if (!symbol) return std::nullopt;
    const auto [known, is_new] =
        by_symbol_.emplace(symbol->symbol, static_cast<std::uint32_t>(symbols_.size()));
    if (is_new) symbols_.push_back(std::move(symbol->symbol));
    found = by_text_.emplace(text, known->second).first;
  }
  last_text_ = text;
  return last_place_ = found->second;
}

}  // namespace fillwright
