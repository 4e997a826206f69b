// Views' rows in memory, which a test may look at and spoil.
#pragma once

#include <map>

#include "actors/ports/view_store.hpp"

namespace fillwright::test {

struct MemoryViews final : ViewStore {
  std::map<std::string, std::string, std::less<>> rows;
  std::size_t puts = 0;

  tl::expected<void, std::string> scan(std::string_view prefix, std::string_view from,
                                       const ViewVisitor& visit) const override {
    for (auto row = rows.lower_bound(from); row != rows.end() && row->first.starts_with(prefix);
         ++row)
      if (!visit(row->first, row->second)) break;
    return {};
  }
  tl::expected<std::optional<ViewRow>, std::string> last(std::string_view prefix,
                                                         std::string_view until) const override {
    auto row = rows.upper_bound(until);
    if (row == rows.begin() || !(--row)->first.starts_with(prefix)) return std::optional<ViewRow>();
    return std::optional(ViewRow{row->first, row->second});
  }
  tl::expected<void, std::string> put(const std::vector<ViewRow>& added) override {
    ++puts;
    for (const auto& row : added) rows.insert_or_assign(row.key, row.value);
    return {};
  }
  tl::expected<void, std::string> keep() override { return {}; }
};

}  // namespace fillwright::test
