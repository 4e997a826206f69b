#include "replay/ask/table.hpp"

#include <algorithm>
#include <cassert>

#include "replay/ask/plain_text.hpp"

namespace fillwright {

Table::Table(const std::vector<std::string>& columns) {
  for (auto name : columns) {
    is_right_.push_back(name.ends_with('>'));
    if (is_right_.back()) name.pop_back();
    header_.push_back(std::move(name));
  }
}

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() == header_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    widths.push_back(width_of(header_[i]));
    for (const auto& row : rows_) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string out;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - width_of(cells[i]), ' ');
      if (i > 0) line += "  ";
      line += is_right_[i] ? padding + cells[i] : cells[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_line(header_);
  for (const auto& row : rows_) add_line(row);
  return out;
}

}  // namespace fillwright
