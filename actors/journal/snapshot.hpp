// What stands around every snapshot, so that it is never trusted blindly: which journal it is of,
// after which block, in which format, and its checksum (docs/event_format.md).
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "actors/ports/journal.hpp"

namespace fillwright {

// The moment that a snapshot is of: behind the block that ends with `seq`.
struct SnapshotPlace {
  std::uint64_t log_id = 0;
  Seq seq = 0;
  std::string hash;  // of that block, 32 bytes
};

struct OpenedSnapshot {
  SnapshotPlace place;
  std::string_view content;  // into the bytes that were opened
};

// `kind` names what it holds and in which form ("catalog 1"): another form has another name.
std::string seal_snapshot(std::string_view kind, const SnapshotPlace& place,
                          std::string_view content);
// Checks magic, kind, size and CRC-32C. The error says what is wrong with it.
tl::expected<OpenedSnapshot, std::string> open_snapshot(std::string_view kind,
                                                        std::string_view bytes);
// The same, and that the journal has that very block at that place.
tl::expected<OpenedSnapshot, std::string> open_snapshot_of(const JournalReader& journal,
                                                           std::string_view kind,
                                                           std::string_view bytes);

}  // namespace fillwright
