// The journal over a block store: staging, blocks, chain, recovery. The only implementation of the
// port in one process; stores differ.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/signed_head.hpp"
#include "actors/ports/block_store.hpp"
#include "actors/ports/journal.hpp"
#include "actors/ports/snapshots.hpp"

namespace fillwright {

// The process's exit code after a write whose outcome is unknown: restart finds out what is stored.
constexpr int exit_code_indeterminate = 74;

struct JournalLimits {
  std::size_t event_bytes = 1 << 20;
  std::size_t append_bytes = 16 << 20;
  std::size_t name_bytes = 1 << 10;  // a stream's, principal's or key's
  // Staged since the last commit began; an append beyond is refused as busy.
  std::size_t staged_events = 1 << 16;
  std::size_t staged_bytes = 64 << 20;
  // A block is closed when it holds this much: a reader of one event loads its block.
  std::size_t block_bytes = 64 << 10;
};

struct JournalOptions {
  std::optional<std::uint64_t> log_id;  // of a new journal; nothing: random
  std::uint64_t run_id = 0;             // of this run of the process, in every block
  JournalLimits limits;
  std::shared_ptr<SnapshotStore> snapshots;  // of what is known by heart; null: none
  // Signed heads that are kept apart from the journal: a journal on which one of them does not lie
  // has lost or changed events and is not opened. Those before the snapshot are left to `verify`.
  std::vector<SignedHead> heads;
  // Called once when a write fails; nothing: one line to stderr and exit_code_indeterminate at
  // once. If it returns (tests), the journal refuses everything from then on.
  std::function<void(std::string_view what)> on_failed_write;
};

// Opens for writing: folds and checks all stored blocks, or those behind the snapshot of what was
// known by heart (docs/event_format.md), then takes a new epoch with a synced
// write. A fault names what is wrong; then nothing was written.
tl::expected<std::unique_ptr<Journal>, JournalFault> open_journal(std::unique_ptr<BlockStore> store,
                                                                  JournalOptions options);

// Opens for reading only; `refresh` takes in what its writer has written since.
tl::expected<std::unique_ptr<JournalReader>, JournalFault> open_journal_reader(
    std::unique_ptr<BlockStore> store, std::shared_ptr<SnapshotStore> snapshots = nullptr);

// So many events behind the snapshot have been read, and it is made anew.
constexpr Seq snapshot_every = 100'000;

}  // namespace fillwright
