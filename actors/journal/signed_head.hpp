// A signed head: somebody's word, kept apart from the journal, that it once ended at this event and
// with these hashes (docs/event_format.md). What it signs is all that came before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/chain.hpp"
#include "actors/journal/merkle.hpp"
#include "actors/ports/signer.hpp"

namespace fillwright {

struct SignedHead {
  std::uint64_t log_id = 0;
  Seq seq = 0;             // the last event, with which a block ends
  std::string block_hash;  // of that block, 32 bytes
  std::string root;        // of the Merkle tree of all events up to it, 32 bytes
  Timestamp time;          // when it was signed
  std::string key_id;      // 8 bytes
  std::string signature;   // Ed25519, 64 bytes
  bool operator==(const SignedHead&) const = default;
};

// The bytes that are signed.
std::string message_of(const SignedHead& head);
// Fills in key id and signature.
void sign(SignedHead& head, const Signer& signer);

// What of `head` that key cannot vouch for, as a sentence; empty: nothing.
std::string signature_problem(const SignedHead& head, const SignatureCheck& key);

// Compares heads that are known from elsewhere with a chain while it is folded.
class KnownHeads {
 public:
  explicit KnownHeads(std::vector<SignedHead> heads);
  // REQUIRES: before the first `check`. Of a chain that begins behind a snapshot: the heads before
  // its beginning must be of the same journal, one exactly there must fit; else they are let be.
  tl::expected<void, JournalFault> begin(const Chain& chain);
  // Whether a head ends with the block that was folded last, or should have ended before.
  // `tree` of the events folded so far: null leaves roots alone.
  tl::expected<void, JournalFault> check(const Chain& chain, MerkleTree* tree = nullptr);
  // After the last block: a head beyond it tells of events that are gone.
  tl::expected<void, JournalFault> finish(const Chain& chain) const;

 private:
  std::vector<SignedHead> heads_;  // by seq
  std::size_t next_ = 0;
};

}  // namespace fillwright
