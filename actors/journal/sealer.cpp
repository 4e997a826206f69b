#include "actors/journal/sealer.hpp"

#include <algorithm>

#include "actors/journal/leaf.hpp"

namespace fillwright {
namespace {

// The name of that number, asked for once.
template <class Ask>
std::string_view name_of(std::vector<std::string>& known, std::uint32_t number, const Ask& ask) {
  if (number == 0) return {};
  if (number >= known.size()) known.resize(number + 1);
  if (known[number].empty()) known[number] = ask(number);
  return known[number];
}

}  // namespace

tl::expected<std::unique_ptr<Sealer>, JournalFault> Sealer::open(const Journal& journal,
                                                                 BlockStore& store,
                                                                 SealerLimits limits) {
  const auto stored = store.roots();
  if (!stored) return tl::unexpected(stored.error());
  const auto repacked = store.repacked();
  if (!repacked) return tl::unexpected(repacked.error());
  std::vector<Digest> roots;
  for (const auto& root : *stored) roots.push_back(to_digest(root));
  if (roots.size() * leaves_of_kept_root > journal.durable() || *repacked > journal.durable())
    return tl::unexpected(JournalFault{
        journal.durable() + 1, "more was sealed than the journal has: durable events are missing"});
  return std::unique_ptr<Sealer>(new Sealer(journal, store, limits, roots, *repacked));
}

// The block that was taken last is taken once more: its hash is needed.
Sealer::Sealer(const Journal& journal, BlockStore& store, SealerLimits limits,
               const std::vector<Digest>& roots, Seq repacked)
    : journal_(journal),
      store_(store),
      limits_(limits),
      tree_(roots),
      kept_(roots.size()),
      next_(std::max<Seq>(1, std::min(tree_.size(), repacked))),
      repacked_(repacked) {}

tl::expected<bool, JournalFault> Sealer::step() {
  const auto durable = journal_.durable();
  if (next_ > durable) return false;
  const auto end = next_ + limits_.step_events;
  tl::expected<void, JournalFault> result;
  const auto read = store_.read_blocks(next_, [&](const BlockBytes& stored) {
    if (stored.first > durable || stored.first >= end) return false;
    result = take(stored);
    return result.has_value();
  });
  if (!result) return tl::unexpected(result.error());
  if (!read) return tl::unexpected(JournalFault{next_, read.error().what});
  return next_ <= durable;
}

tl::expected<void, JournalFault> Sealer::take(const BlockBytes& stored) {
  if (auto wrong = check_hash(sha256_, stored)) return tl::unexpected(std::move(*wrong));
  const auto block = decode_block(stored.bytes);
  if (!block) return tl::unexpected(JournalFault{stored.first, block.error().what});
  if (block->header.first > next_)
    return tl::unexpected(JournalFault{next_, "no stored block holds this event"});
  if (auto grown = grow(*block); !grown) return grown;
  if (auto gathered = gather(block->header, stored.bytes.size()); !gathered) return gathered;
  block_hash_ = stored.hash;
  next_ = block->header.last() + 1;
  return {};
}

tl::expected<void, JournalFault> Sealer::grow(const BlockView& block) {
  const auto read = for_each_event(block, [&](const Recorded& event) {
    if (event.seq <= tree_.size()) return true;
    encode_leaf(
        leaf_of(event,
                name_of(streams_, event.stream, [&](auto n) { return journal_.stream_name(n); }),
                name_of(principals_, event.principal,
                        [&](auto n) { return journal_.principal_name(n); })),
        leaf_);
    tree_.add(leaf_hash(sha256_, leaf_));
    return true;
  });
  if (!read) return read;
  for (; kept_ < tree_.kept_roots().size(); ++kept_)
    if (auto put = store_.put_root(kept_, view(tree_.kept_roots()[kept_])); !put) return put;
  return {};
}

tl::expected<void, JournalFault> Sealer::gather(const BlockHeader& header, std::size_t bytes) {
  if (header.first <= repacked_) return {};
  gathered_bytes_ += bytes;
  if (gathered_bytes_ < limits_.segment_bytes) return {};
  if (auto put = store_.repack(repacked_ + 1, header.last()); !put) return put;
  repacked_ = header.last();
  gathered_bytes_ = 0;
  return {};
}

SignedHead Sealer::signed_head(Timestamp now, const Signer& signer) {
  SignedHead head;
  head.log_id = journal_.head().log_id;
  head.seq = tree_.size();
  head.block_hash = block_hash_;
  head.root = view(tree_.root());
  head.time = now;
  sign(head, signer);
  return head;
}

}  // namespace fillwright
