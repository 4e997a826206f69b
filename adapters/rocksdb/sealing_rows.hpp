// The rows that the sealer writes: segments in place of single blocks, roots of the Merkle tree, up
// to where blocks were repacked.
#pragma once

#include <rocksdb/db.h>

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/block_store.hpp"

namespace fillwright {

// Contracts as in BlockStore. `meta` and `blocks` are column families of `database`.
class SealingRows {
 public:
  SealingRows(rocksdb::DB& database, rocksdb::ColumnFamilyHandle* meta,
              rocksdb::ColumnFamilyHandle* blocks)
      : database_(database), meta_(meta), blocks_(blocks) {}

  tl::expected<void, JournalFault> repack(Seq first, Seq last);
  tl::expected<Seq, JournalFault> repacked() const;
  tl::expected<void, JournalFault> put_root(std::uint64_t number, std::string_view root);
  tl::expected<std::vector<std::string>, JournalFault> roots() const;

 private:
  rocksdb::DB& database_;
  rocksdb::ColumnFamilyHandle* meta_;
  rocksdb::ColumnFamilyHandle* blocks_;
};

}  // namespace fillwright
