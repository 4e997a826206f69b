// The chain's own checks, and the index of keys against the blocks.
#include "replay/verify.hpp"

#include "actors/journal/chain.hpp"
#include "actors/journal/recovered.hpp"

namespace fillwright {
namespace {

tl::unexpected<JournalFault> fault(Seq seq, std::string what) {
  return tl::unexpected(JournalFault{seq, std::move(what)});
}

// The index may be ahead of us when a writer goes on meanwhile, never behind.
tl::expected<void, JournalFault> check_key(const BlockStore& store, const BlockKey& key) {
  const auto found = store.find_key(key.key);
  if (!found) return fault(key.record.first, found.error().what);
  const auto name = "idempotency key " + std::string(key.key);
  if (!*found) return fault(key.record.first, name + " is missing from the index");
  if (**found != key.record) return fault(key.record.first, name + " differs in the index");
  return {};
}

// As many keys up to `last` are in the index as in the blocks, each of which was found there: so
// there is none that no block gave.
tl::expected<void, JournalFault> count_keys(const BlockStore& store, Seq last,
                                            std::uint64_t known) {
  std::uint64_t indexed = 0;
  const auto read = store.read_keys([&](std::string_view, const KeyRecord& record) {
    if (record.first <= last) ++indexed;
    return true;
  });
  if (!read) return read;
  if (indexed != known)
    return fault(0, "the index holds " + std::to_string(indexed) +
                        " idempotency keys, the blocks " + std::to_string(known));
  return {};
}

}  // namespace

tl::expected<Verified, JournalFault> verify(BlockStore& store) {
  const auto identity = store.identity();
  if (!identity) return tl::unexpected(identity.error());
  const auto witness = store.witness();
  if (!witness) return tl::unexpected(witness.error());
  // After the witness was asked, so that a running writer cannot have passed what is read.
  if (const auto fresh = store.refresh(); !fresh) return tl::unexpected(fresh.error());
  Verified verified;
  Catalog catalog;
  Chain chain(catalog);
  tl::expected<void, JournalFault> result;
  const auto scanned = store.read_blocks(1, [&](const BlockBytes& stored) {
    const auto block = chain.apply(stored);
    if (!block) {
      result = tl::unexpected(block.error());
      return false;
    }
    if (!*identity || block->header.log_id != (*identity)->log_id) {
      result = fault(block->header.first, "block of another journal");
      return false;
    }
    verified.bytes += stored.bytes.size();
    for (const auto& key : block->prologue.keys) {
      ++verified.keys;
      if (result = check_key(store, key); !result) return false;
    }
    return true;
  });
  if (!result) return tl::unexpected(result.error());
  if (!scanned) return fault(chain.seq() + 1, scanned.error().what);
  if (const auto reached = check_witness(*witness, chain.seq()); !reached)
    return tl::unexpected(reached.error());
  if (const auto counted = count_keys(store, chain.seq(), verified.keys); !counted)
    return tl::unexpected(counted.error());

  verified.events = chain.seq();
  verified.blocks = chain.blocks();
  verified.streams = catalog.streams.count();
  verified.head = {chain.seq(), chain.hash(), chain.epoch(), chain.log_id()};
  return verified;
}

}  // namespace fillwright
