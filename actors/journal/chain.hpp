// Folds blocks, in order, into a catalog and the chain's end, and checks everything that bytes
// alone can prove on the way: opening, following and verifying a journal all go through here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "actors/journal/block.hpp"
#include "actors/journal/catalog.hpp"
#include "actors/journal/checksums.hpp"

namespace fillwright {

inline std::string hash_of_nothing() { return std::string(32, '\0'); }

// Where a chain ends.
struct ChainEnd {
  Seq seq = 0;
  std::string hash = hash_of_nothing();
  std::uint64_t log_id = 0;
  std::uint64_t epoch = 0;
  Timestamp record_time;
  std::uint64_t blocks = 0;
};

// Whether the stored hash is that of the block's bytes; the fault names the block's first seq.
std::optional<JournalFault> check_hash(Sha256& sha256, const BlockBytes& stored);

class Chain {
 public:
  explicit Chain(Catalog& catalog) : catalog_(catalog) {}
  // Begins behind a block that was folded before; the catalog is the one of then.
  Chain(Catalog& catalog, ChainEnd end)
      : catalog_(catalog),
        seq_(end.seq),
        hash_(std::move(end.hash)),
        log_id_(end.log_id),
        epoch_(end.epoch),
        record_time_(end.record_time),
        blocks_(end.blocks) {}

  // Checks, of a block: its hash, its link, log id, dense seqs, rising record time, epoch, names
  // that continue the dictionaries; of each event: CRC, known stream and principal, dense version,
  // back-pointer. After a fault the catalog is half folded: do not go on.
  tl::expected<BlockView, JournalFault> apply(const BlockBytes& block);
  // The same, but believes the stored hash: for whoever computes it elsewhere meanwhile.
  tl::expected<BlockView, JournalFault> fold(const BlockBytes& block);

  // The end of what was folded.
  ChainEnd end() const { return {seq_, hash_, log_id_, epoch_, record_time_, blocks_}; }
  Seq seq() const { return seq_; }
  const std::string& hash() const { return hash_; }
  std::uint64_t log_id() const { return log_id_; }
  std::uint64_t epoch() const { return epoch_; }
  Timestamp record_time() const { return record_time_; }
  std::uint64_t blocks() const { return blocks_; }

 private:
  tl::expected<void, JournalFault> check_header(const BlockHeader& header) const;
  tl::expected<void, JournalFault> fold_names(const BlockView& block);
  tl::expected<void, JournalFault> fold_events(const BlockView& block);

  Catalog& catalog_;
  Sha256 sha256_;
  Seq seq_ = 0;
  std::string hash_ = hash_of_nothing();
  std::uint64_t log_id_ = 0;
  std::uint64_t epoch_ = 0;
  Timestamp record_time_;
  std::uint64_t blocks_ = 0;
};

}  // namespace fillwright
