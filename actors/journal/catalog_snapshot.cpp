#include "actors/journal/catalog_snapshot.hpp"

#include "actors/journal/snapshot.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::string_view kind = "catalog 1";

bool read_streams(wire::Reader& in, Catalog& catalog, Seq last) {
  const auto count = in.varint();
  if (!count || *count > in.rest().size()) return false;
  catalog.heads.reserve(*count);
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto name = in.text();
    const auto version = in.varint();
    const auto head = in.varint();
    if (!head || name->empty() || *version == 0 || *head == 0 || *head > last) return false;
    catalog.streams.add_new(*name);
    catalog.heads.push_back({*version, *head});
  }
  return true;
}

bool read_principals(wire::Reader& in, Names& principals) {
  const auto count = in.varint();
  if (!count || *count > in.rest().size()) return false;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto name = in.text();
    if (!name || name->empty()) return false;
    principals.add_new(*name);
  }
  return true;
}

}  // namespace

std::string encode_catalog(const Catalog& catalog, const ChainEnd& end) {
  std::string content;
  content.reserve(catalog.heads.size() * 24);
  wire::Writer out(content);
  out.varint(end.epoch);
  out.zigzag(end.record_time.ns);
  out.varint(end.blocks);
  out.varint(catalog.streams.count());
  for (std::uint32_t number = 1; number <= catalog.streams.count(); ++number) {
    const auto& head = catalog.heads[number - 1];
    out.text(catalog.streams.name(number));
    out.varint(head.version);
    out.varint(head.last);
  }
  out.varint(catalog.principals.count());
  for (std::uint32_t number = 1; number <= catalog.principals.count(); ++number)
    out.text(catalog.principals.name(number));
  return seal_snapshot(kind, {end.log_id, end.seq, end.hash}, content);
}

std::optional<KnownCatalog> load_catalog(const SnapshotStore& snapshots, const BlockStore& store) {
  const auto bytes = snapshots.load(catalog_snapshot);
  if (!bytes) return std::nullopt;
  const auto opened = open_snapshot(kind, *bytes);
  if (!opened) return std::nullopt;
  const auto identity = store.identity();
  if (!identity || !*identity || (*identity)->log_id != opened->place.log_id) return std::nullopt;
  const auto& place = opened->place;
  if (place.seq == 0 || block_hash(store, place.seq) != place.hash) return std::nullopt;

  KnownCatalog known;
  wire::Reader in(opened->content);
  const auto epoch = in.varint();
  const auto record_time = in.zigzag();
  const auto blocks = in.varint();
  if (!blocks || *epoch > (*identity)->epoch) return std::nullopt;
  known.end = {place.seq, place.hash, place.log_id, *epoch, {*record_time}, *blocks};
  if (!read_streams(in, known.catalog, place.seq) ||
      !read_principals(in, known.catalog.principals) || !in.is_at_end())
    return std::nullopt;
  return known;
}

std::optional<std::string> block_hash(const BlockStore& store, Seq last) {
  if (last == 0) return hash_of_nothing();
  const auto bytes = store.block_at(last);
  if (!bytes || !*bytes) return std::nullopt;
  const auto block = decode_block(**bytes);
  if (!block || block->header.last() != last) return std::nullopt;
  return Sha256()(**bytes);
}

}  // namespace fillwright
