// What opening a journal finds in its store.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/journal/catalog.hpp"
#include "actors/journal/chain.hpp"
#include "actors/journal/signed_head.hpp"
#include "actors/ports/block_store.hpp"
#include "events/text_map.hpp"

namespace fillwright {

using Timers = TextMap<DueTimer>;  // by key

// Folds the blocks that follow the chain's end; then the chain must have reached `witness`, which
// is asked of the store before it is refreshed: its writer goes on. The `heads` that do
// not end before the chain's end must lie on it.
tl::expected<void, JournalFault> fold_stored(const BlockStore& store, Seq witness, Chain& chain,
                                             KnownHeads heads = KnownHeads({}));
// A journal that ends before what its store's witness knows to have been synced has lost events.
tl::expected<void, JournalFault> check_witness(Seq witness, Seq last);
tl::expected<Timers, JournalFault> stored_timers(const BlockStore& store);
void change(Timers& timers, const TimerChange& timer);
// By due time, then by key.
std::vector<DueTimer> by_due_time(const Timers& timers);

}  // namespace fillwright
