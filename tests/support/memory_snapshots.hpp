// Snapshots in memory, which a test may look at, keep and spoil.
#pragma once

#include <map>

#include "actors/ports/snapshots.hpp"

namespace fillwright::test {

struct MemorySnapshots final : SnapshotStore {
  std::map<std::string, std::string, std::less<>> kept;

  std::optional<std::string> load(std::string_view name) const override {
    const auto found = kept.find(name);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
  }
  tl::expected<void, std::string> save(std::string_view name, std::string_view bytes) override {
    kept.insert_or_assign(std::string(name), std::string(bytes));
    return {};
  }
};

}  // namespace fillwright::test
