// A table of text: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace fillwright {

class Table {
 public:
  // A name that ends in '>' is aligned to the right.
  explicit Table(const std::vector<std::string>& columns);
  // REQUIRES: as many cells as columns.
  void add(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }
  // Header and rows, each line ended; no spaces at line ends.
  std::string text() const;

 private:
  std::vector<std::string> header_;
  std::vector<bool> is_right_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace fillwright
