// What is done to a journal behind its writer's back, a little at a time: its events become leaves
// of the Merkle tree, small blocks are kept together in larger segments, and its head is signed.
// Nothing of it changes a block's bytes or hash.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/merkle.hpp"
#include "actors/journal/signed_head.hpp"
#include "actors/ports/block_store.hpp"
#include "actors/ports/journal.hpp"

namespace fillwright {

struct SealerLimits {
  Seq step_events = 2048;  // of one step; a block is never cut
  // Blocks are kept together until they have this much. A reader of one event loads its row: it is
  // as long as the longest block.
  std::size_t segment_bytes = 64 << 10;
};

// Threads: one at a time, beside the journal's own.
class Sealer {
 public:
  // Goes on where the store says that an earlier one has been. Both outlive it.
  static tl::expected<std::unique_ptr<Sealer>, JournalFault> open(const Journal& journal,
                                                                  BlockStore& store,
                                                                  SealerLimits limits = {});

  // Takes in some durable events. False when there are none left. A fault: what is stored is
  // damaged, or cannot be written; it may be tried again.
  tl::expected<bool, JournalFault> step();

  // The last event that is a leaf.
  Seq sealed() const { return tree_.size(); }
  // The head of what is sealed. REQUIRES: a step was made, and there was an event.
  SignedHead signed_head(Timestamp now, const Signer& signer);

 private:
  Sealer(const Journal& journal, BlockStore& store, SealerLimits limits,
         const std::vector<Digest>& roots, Seq repacked);
  tl::expected<void, JournalFault> take(const BlockBytes& stored);
  tl::expected<void, JournalFault> grow(const BlockView& block);
  tl::expected<void, JournalFault> gather(const BlockHeader& header, std::size_t bytes);

  const Journal& journal_;
  BlockStore& store_;
  SealerLimits limits_;
  MerkleTree tree_;
  std::uint64_t kept_ = 0;  // roots that are in the store
  Seq next_ = 1;            // lies in the block to be taken next
  std::string block_hash_;  // of the last block that was taken
  Sha256 sha256_;
  std::vector<std::string> streams_, principals_;  // by number, those that were needed
  std::string leaf_;
  Seq repacked_ = 0;  // what follows is not in a segment yet
  std::size_t gathered_bytes_ = 0;
};

}  // namespace fillwright
