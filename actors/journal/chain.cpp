// The checks of one block after another.
#include "actors/journal/chain.hpp"

namespace fillwright {
namespace {

tl::unexpected<JournalFault> fault(Seq seq, std::string what) {
  return tl::unexpected(JournalFault{seq, std::move(what)});
}

bool adds_names(Names& names, const NewNames<std::string_view>& added,
                std::vector<StreamHead>* heads) {
  if (added.names.empty()) return true;
  if (added.first != names.count() + 1) return false;
  for (const auto name : added.names) {
    if (name.empty() || names.add_new(name) == 0) return false;
    if (heads) heads->emplace_back();
  }
  return true;
}

}  // namespace

tl::expected<BlockView, JournalFault> Chain::fold(const BlockBytes& stored) {
  if (stored.first != seq_ + 1)
    return fault(seq_ + 1, "events are missing: the next block is stored under seq " +
                               std::to_string(stored.first));
  auto block = decode_block(stored.bytes);
  if (!block) return fault(seq_ + 1, block.error().what);
  if (const auto checked = check_header(block->header); !checked)
    return tl::unexpected(checked.error());
  if (const auto folded = fold_names(*block); !folded) return tl::unexpected(folded.error());
  if (const auto folded = fold_events(*block); !folded) return tl::unexpected(folded.error());

  seq_ = block->header.last();
  hash_ = stored.hash;
  log_id_ = block->header.log_id;
  epoch_ = block->header.epoch;
  record_time_ = block->header.record_time;
  ++blocks_;
  return block;
}

tl::expected<BlockView, JournalFault> Chain::apply(const BlockBytes& stored) {
  // Events before the hash: their CRCs say which of them is bad.
  auto block = fold(stored);
  if (!block) return block;
  if (auto wrong = check_hash(sha256_, stored)) return tl::unexpected(std::move(*wrong));
  return block;
}

std::optional<JournalFault> check_hash(Sha256& sha256, const BlockBytes& stored) {
  const auto hash = sha256.digest(stored.bytes);
  if (view(hash) == stored.hash) return std::nullopt;
  return JournalFault{stored.first, "block's SHA-256 is " + to_hex(view(hash)) + ", stored is " +
                                        to_hex(stored.hash)};
}

tl::expected<void, JournalFault> Chain::check_header(const BlockHeader& header) const {
  const Seq next = seq_ + 1;
  if (header.first != next)
    return fault(next, "block says that it begins at seq " + std::to_string(header.first));
  if (header.previous != hash_)
    return fault(next, "link is broken: block names " + to_hex(header.previous) +
                           " as its predecessor, which is " + to_hex(hash_));
  if (blocks_ > 0 && header.log_id != log_id_) return fault(next, "block of another journal");
  if (header.epoch < epoch_) return fault(next, "writer's epoch falls");
  if (blocks_ > 0 && header.record_time <= record_time_)
    return fault(next, "record time does not rise");
  return {};
}

tl::expected<void, JournalFault> Chain::fold_names(const BlockView& block) {
  if (!adds_names(catalog_.streams, block.prologue.streams, &catalog_.heads))
    return fault(seq_ + 1, "new stream names do not continue the dictionary");
  if (!adds_names(catalog_.principals, block.prologue.principals, nullptr))
    return fault(seq_ + 1, "new principal names do not continue the dictionary");
  return {};
}

tl::expected<void, JournalFault> Chain::fold_events(const BlockView& block) {
  const char* wrong = nullptr;
  Seq at = 0;
  const auto read = for_each_event(block, [&](const Recorded& event) {
    at = event.seq;
    if (event.stream > catalog_.heads.size()) {
      wrong = "event of an unknown stream";
    } else if (event.principal > catalog_.principals.count()) {
      wrong = "event of an unknown principal";
    } else if (auto& head = catalog_.heads[event.stream - 1]; event.version != head.version + 1) {
      wrong = "event's version does not follow its stream's";
    } else if (event.previous_of_stream != head.last) {
      wrong = "event's back-pointer is wrong";
    } else {
      head = {event.version, event.seq};
    }
    return wrong == nullptr;
  });
  if (!read) return read;
  if (wrong) return fault(at, wrong);
  return {};
}

}  // namespace fillwright
