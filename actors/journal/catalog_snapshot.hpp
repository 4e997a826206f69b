// The catalog and the chain's end as a snapshot, so that opening a journal reads only what follows
// it. The blocks before it are left to `verify`; the snapshot is bound to the chain by the hash of
// its last block, which is read and hashed again.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "actors/journal/catalog.hpp"
#include "actors/journal/chain.hpp"
#include "actors/ports/block_store.hpp"
#include "actors/ports/snapshots.hpp"

namespace fillwright {

constexpr auto catalog_snapshot = "catalog";  // its name in the store of snapshots

// Canonical: the same catalog, the same bytes.
std::string encode_catalog(const Catalog& catalog, const ChainEnd& end);

struct KnownCatalog {
  Catalog catalog;
  ChainEnd end;
};
// What was kept of this store's journal; nothing when there is none, when it is damaged, of another
// journal, or of blocks that the store does not have.
std::optional<KnownCatalog> load_catalog(const SnapshotStore& snapshots, const BlockStore& store);

// The SHA-256 of the block that ends with `last`; nothing when no stored block ends there.
std::optional<std::string> block_hash(const BlockStore& store, Seq last);

}  // namespace fillwright
