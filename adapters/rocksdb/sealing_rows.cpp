#include "adapters/rocksdb/sealing_rows.hpp"

#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <memory>

#include "actors/journal/block.hpp"
#include "adapters/rocksdb/rows.hpp"
#include "adapters/rocksdb/segment.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::string_view repacked_row = "repacked";
constexpr std::string_view root_prefix = "root";
constexpr std::size_t root_size = 32;

tl::unexpected<JournalFault> fault(Seq seq, std::string what) {
  return tl::unexpected(JournalFault{seq, std::move(what)});
}

std::string root_key(std::uint64_t number) {
  const auto key = block_key(number);  // big-endian: in order
  return std::string(root_prefix).append(key.data(), key.size());
}

// What is done again after a power cut need not be synced.
tl::expected<void, JournalFault> write(rocksdb::DB& database, rocksdb::WriteBatch& batch) {
  const auto status = database.Write(rocksdb::WriteOptions(), &batch);
  if (!status.ok()) return fault(0, "sealing: " + status.ToString());
  return {};
}

std::string encode_seq(Seq seq) {
  std::string row;
  wire::Writer(row).fixed64(seq);
  return row;
}

}  // namespace

tl::expected<void, JournalFault> SealingRows::repack(Seq first, Seq last) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  const std::unique_ptr<rocksdb::Iterator> row(database_.NewIterator(options, blocks_));
  const auto begin = block_key(first);
  std::vector<BlockBytes> blocks;
  std::vector<std::string> rows;  // what `blocks` points into
  Seq next = first;
  for (row->Seek(slice(begin)); row->Valid() && next <= last; row->Next()) {
    const auto key = seq_of(row->key());
    if (key != next) return fault(next, "a block to be repacked is not there");
    rows.emplace_back(view(row->value()));
    next = 0;
    const auto held = RowBlocks::of(*key, rows.back());
    const auto block = held ? decode_block((*held)[held->count() - 1].bytes)
                            : tl::expected<BlockView, JournalFault>(fault(*key, ""));
    if (!block) return fault(*key, "a block to be repacked is malformed");
    next = block->header.last() + 1;
  }
  if (!row->status().ok()) return fault(next, "repacking: " + row->status().ToString());
  if (next != last + 1) return fault(next, "a block to be repacked is not there");

  rocksdb::WriteBatch batch;
  if (rows.size() > 1) {
    Seq key = first;
    for (const auto& bytes : rows) {
      const auto held = *RowBlocks::of(key, bytes);
      for (std::size_t i = 0; i < held.count(); ++i) blocks.push_back(held[i]);
      if (key != first) batch.Delete(blocks_, slice(block_key(key)));
      key = decode_block(blocks.back().bytes)->header.last() + 1;
    }
    batch.Put(blocks_, slice(begin), encode_segment(blocks));
  }
  batch.Put(meta_, slice(repacked_row), encode_seq(last));
  return write(database_, batch);
}

tl::expected<Seq, JournalFault> SealingRows::repacked() const {
  std::string row;
  const auto status = database_.Get(rocksdb::ReadOptions(), meta_, slice(repacked_row), &row);
  if (status.IsNotFound()) return Seq{0};
  if (!status.ok()) return fault(0, "reading how far it is repacked: " + status.ToString());
  wire::Reader in(row);
  const auto seq = in.fixed64();
  if (!seq || !in.is_at_end())
    return fault(0, "the row that says how far it is repacked is malformed");
  return *seq;
}

tl::expected<void, JournalFault> SealingRows::put_root(std::uint64_t number,
                                                       std::string_view root) {
  rocksdb::WriteBatch batch;
  batch.Put(meta_, root_key(number), slice(root));
  return write(database_, batch);
}

tl::expected<std::vector<std::string>, JournalFault> SealingRows::roots() const {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  const std::unique_ptr<rocksdb::Iterator> row(database_.NewIterator(options, meta_));
  std::vector<std::string> roots;
  for (row->Seek(slice(root_prefix)); row->Valid() && view(row->key()).starts_with(root_prefix);
       row->Next()) {
    if (view(row->key()) != root_key(roots.size()) || row->value().size() != root_size)
      return fault(roots.size() * 1024 + 1, "the row of a root of the Merkle tree is malformed");
    roots.emplace_back(view(row->value()));
  }
  if (!row->status().ok()) return fault(0, "reading roots: " + row->status().ToString());
  return roots;
}

}  // namespace fillwright
