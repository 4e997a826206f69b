// Proves from the stored bytes that a journal is complete and unaltered, or names the first bad
// event. Works on a copy, offline, as well as beside a running writer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/journal/signed_head.hpp"
#include "actors/ports/block_store.hpp"

namespace fillwright {

struct Verified {
  std::uint64_t events = 0;
  std::uint64_t blocks = 0;
  std::uint64_t streams = 0;
  std::uint64_t keys = 0;
  std::uint64_t bytes = 0;  // of blocks, without their hashes
  std::uint64_t heads = 0;  // signed ones that lie on the chain
  JournalHead head;         // its hash stands for everything before it
};

struct VerifyOptions {
  // Signed heads that were kept apart from the journal, their signatures checked already. When
  // there are any the whole Merkle tree is built, too, and the store's roots of it are compared.
  std::vector<SignedHead> heads;
  // Called now and then with the seq that was reached.
  std::function<void(Seq)> progress;
};

// Checks every block's hash, link, log id, epoch, record time and names; every event's CRC, seq,
// version, stream, principal and back-pointer; that each idempotency key of a block is in the
// store's index as it was given, and no other is; that the journal reaches what its store's witness
// knows to have been synced; that its timers can be read; that every head lies on the chain, and
// none beyond its end. The fault's seq is the first bad one. Hashes on a second thread.
tl::expected<Verified, JournalFault> verify(BlockStore& store, VerifyOptions options = {});

}  // namespace fillwright
