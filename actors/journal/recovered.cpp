// Recovery: one scan.
#include "actors/journal/recovered.hpp"

#include <algorithm>
#include <tuple>

namespace fillwright {

tl::expected<void, JournalFault> fold_stored(const BlockStore& store, Seq witness, Chain& chain,
                                             KnownHeads heads) {
  const auto identity = store.identity();
  if (!identity) return tl::unexpected(identity.error());

  auto result = heads.begin(chain);
  if (!result) return result;
  const auto scanned = store.read_blocks(chain.seq() + 1, [&](const BlockBytes& stored) {
    if (stored.first <= chain.seq()) return true;  // the block that holds the chain's end
    const auto block = chain.apply(stored);
    if (!block) {
      result = tl::unexpected(block.error());
    } else if (!*identity || block->header.log_id != (*identity)->log_id) {
      result = tl::unexpected(JournalFault{block->header.first, "block of another journal"});
    } else if (block->header.epoch > (*identity)->epoch) {
      result = tl::unexpected(
          JournalFault{block->header.first, "block of a later epoch than the store's"});
    } else {
      result = heads.check(chain);
    }
    return result.has_value();
  });
  if (!result) return result;
  if (!scanned) return tl::unexpected(JournalFault{chain.seq() + 1, scanned.error().what});
  if (auto reached = check_witness(witness, chain.seq()); !reached) return reached;
  return heads.finish(chain);
}

tl::expected<void, JournalFault> check_witness(Seq witness, Seq last) {
  if (last < witness)
    return tl::unexpected(JournalFault{
        last + 1, "the journal ends at seq " + std::to_string(last) + ", but seq " +
                      std::to_string(witness) + " had been synced: durable events are missing"});
  return {};
}

tl::expected<Timers, JournalFault> stored_timers(const BlockStore& store) {
  const auto stored = store.timers();
  if (!stored) return tl::unexpected(stored.error());
  Timers timers;
  for (const auto& timer : *stored) timers[timer.key] = timer;
  return timers;
}

void change(Timers& timers, const TimerChange& timer) {
  const auto known = timers.find(timer.key);
  if (!timer.due) {
    if (known != timers.end()) timers.erase(known);
  } else if (known != timers.end()) {
    known->second.due = *timer.due;
    known->second.generation = timer.generation;
  } else {
    timers.emplace(timer.key, DueTimer{timer.key, *timer.due, timer.generation});
  }
}

std::vector<DueTimer> by_due_time(const Timers& timers) {
  std::vector<DueTimer> sorted;
  sorted.reserve(timers.size());
  for (const auto& [key, timer] : timers) sorted.push_back(timer);
  std::sort(sorted.begin(), sorted.end(), [](const DueTimer& a, const DueTimer& b) {
    return std::tie(a.due, a.key) < std::tie(b.due, b.key);
  });
  return sorted;
}

}  // namespace fillwright
