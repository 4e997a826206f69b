// Proves from the stored bytes that a journal is complete and unaltered, or names the first bad
// event. Works on a copy, offline, as well as beside a running writer.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "actors/ports/block_store.hpp"

namespace fillwright {

struct Verified {
  std::uint64_t events = 0;
  std::uint64_t blocks = 0;
  std::uint64_t streams = 0;
  std::uint64_t keys = 0;
  std::uint64_t bytes = 0;  // of blocks, without their hashes
  JournalHead head;         // its hash stands for everything before it
};

// Checks every block's hash, link, log id, epoch, record time and names; every event's CRC, seq,
// version, stream, principal and back-pointer; that each idempotency key of a block is in the
// store's index as it was given, and no other is; that the journal reaches what its store's witness
// knows to have been synced. The fault's seq is the first bad one.
tl::expected<Verified, JournalFault> verify(BlockStore& store);

}  // namespace fillwright
