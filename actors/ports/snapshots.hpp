// Where snapshots of derived state are kept, beside the journal. They own no facts: any of them may
// be deleted at any moment, and changes nothing but time. See adapters/snapshots.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace fillwright {

// Threads: any.
class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;
  // Nothing when there is none, or none that can be read.
  virtual std::optional<std::string> load(std::string_view name) const = 0;
  // Replaces the one of this name as a whole, or not at all. The error says why it could not.
  virtual tl::expected<void, std::string> save(std::string_view name, std::string_view bytes) = 0;
};

}  // namespace fillwright
