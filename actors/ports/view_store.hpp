// Rows that are derived from a journal, by key. They own no facts: all of them may be deleted at
// any moment and are made again. See adapters/rocksdb/rocks_view_store.hpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace fillwright {

struct ViewRow {
  std::string key;
  std::string value;
};
// Return false to stop.
using ViewVisitor = std::function<bool(std::string_view key, std::string_view value)>;

// Errors say what is wrong with the store; then it is good for nothing but to be made again.
// Threads: one writer; reads from any thread.
class ViewStore {
 public:
  virtual ~ViewStore() = default;
  // Rows whose keys begin with `prefix`, in the order of their bytes, from the key `from` on.
  virtual tl::expected<void, std::string> scan(std::string_view prefix, std::string_view from,
                                               const ViewVisitor& visit) const = 0;
  // The last row whose key begins with `prefix` and is not behind `until`.
  virtual tl::expected<std::optional<ViewRow>, std::string> last(std::string_view prefix,
                                                                 std::string_view until) const = 0;
  // All or nothing; a row that is there is replaced. Not synced.
  virtual tl::expected<void, std::string> put(const std::vector<ViewRow>& rows) = 0;
  // What was put survives any crash from here on.
  virtual tl::expected<void, std::string> keep() = 0;
};

}  // namespace fillwright
