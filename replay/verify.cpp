// The chain's own checks, the index of keys against the blocks, heads and roots against both.
#include "replay/verify.hpp"

#include <algorithm>
#include <optional>

#include "actors/journal/chain.hpp"
#include "actors/journal/leaf.hpp"
#include "actors/journal/recovered.hpp"
#include "replay/block_scan.hpp"

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

// The Merkle tree of the events, beside the chain.
class EventTree {
 public:
  explicit EventTree(const Catalog& catalog) : catalog_(catalog) {}

  // REQUIRES: the chain has folded the block.
  void add(const BlockView& block) {
    (void)for_each_event(block, [&](const Recorded& event) {
      encode_leaf(leaf_of(event, catalog_.streams.name(event.stream),
                          catalog_.principals.name(event.principal)),
                  leaf_);
      tree_.add(leaf_hash(sha256_, leaf_));
      return true;
    });
  }
  // The sealer may be ahead of us, or behind.
  tl::expected<void, JournalFault> compare(const std::vector<std::string>& stored) const {
    const auto& ours = tree_.kept_roots();
    for (std::size_t i = 0; i < std::min(ours.size(), stored.size()); ++i)
      if (view(ours[i]) != stored[i])
        return fault(i * leaves_of_kept_root + 1, "the stored root of the Merkle tree over these " +
                                                      std::to_string(leaves_of_kept_root) +
                                                      " events is wrong");
    return {};
  }
  MerkleTree& tree() { return tree_; }

 private:
  const Catalog& catalog_;
  MerkleTree tree_;
  Sha256 sha256_;
  std::string leaf_;
};

class Verification {
 public:
  Verification(BlockStore& store, VerifyOptions options)
      : store_(store),
        options_(std::move(options)),
        heads_(options_.heads),
        chain_(catalog_),
        tree_(catalog_) {}

  tl::expected<Verified, JournalFault> run();

 private:
  bool has_heads() const { return !options_.heads.empty(); }
  tl::expected<void, JournalFault> take(const BlockBytes& stored);

  BlockStore& store_;
  VerifyOptions options_;
  KnownHeads heads_;
  std::optional<StoreIdentity> identity_;
  Verified verified_;
  Catalog catalog_;
  Chain chain_;
  EventTree tree_;
};

tl::expected<void, JournalFault> Verification::take(const BlockBytes& stored) {
  const auto block = chain_.fold(stored);
  if (!block) return tl::unexpected(block.error());
  if (!identity_ || block->header.log_id != identity_->log_id)
    return fault(block->header.first, "block of another journal");
  verified_.bytes += stored.bytes.size();
  for (const auto& key : block->prologue.keys) {
    ++verified_.keys;
    if (auto checked = check_key(store_, key); !checked) return checked;
  }
  if (options_.progress && chain_.blocks() % 256 == 0) options_.progress(chain_.seq());
  if (!has_heads()) return {};
  tree_.add(*block);
  return heads_.check(chain_, &tree_.tree());
}

tl::expected<Verified, JournalFault> Verification::run() {
  const auto identity = store_.identity();
  if (!identity) return tl::unexpected(identity.error());
  identity_ = *identity;
  const auto witness = store_.witness();
  if (!witness) return tl::unexpected(witness.error());
  // After the witness was asked, so that a running writer cannot have passed what is read.
  if (const auto fresh = store_.refresh(); !fresh) return tl::unexpected(fresh.error());
  const auto roots = store_.roots();
  if (!roots) return tl::unexpected(roots.error());

  tl::expected<void, JournalFault> result;
  auto [wrong_hash, scanned] = BlockScan(store_).run([&](const BlockBytes& stored) {
    result = take(stored);
    return result.has_value();
  });
  // What a wrong hash makes doubtful comes after it; in one block the event that is named is
  // better.
  if (wrong_hash && (result || wrong_hash->seq <= chain_.seq()))
    return tl::unexpected(std::move(*wrong_hash));
  if (!result) return tl::unexpected(result.error());
  if (!scanned) return fault(chain_.seq() + 1, scanned.error().what);
  if (const auto reached = check_witness(*witness, chain_.seq()); !reached)
    return tl::unexpected(reached.error());
  if (const auto reached = heads_.finish(chain_); !reached) return tl::unexpected(reached.error());
  if (const auto counted = count_keys(store_, chain_.seq(), verified_.keys); !counted)
    return tl::unexpected(counted.error());
  // No block tells which timers are in force; they must be readable all the same.
  if (const auto timers = store_.timers(); !timers) return tl::unexpected(timers.error());
  if (has_heads())
    if (const auto same = tree_.compare(*roots); !same) return tl::unexpected(same.error());

  verified_.events = chain_.seq();
  verified_.blocks = chain_.blocks();
  verified_.streams = catalog_.streams.count();
  verified_.heads = options_.heads.size();
  verified_.head = {chain_.seq(), chain_.hash(), chain_.epoch(), chain_.log_id()};
  return verified_;
}

}  // namespace

tl::expected<Verified, JournalFault> verify(BlockStore& store, VerifyOptions options) {
  return Verification(store, std::move(options)).run();
}

}  // namespace fillwright
