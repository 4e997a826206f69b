#include "actors/journal/snapshot.hpp"

#include "actors/journal/checksums.hpp"
#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::string_view magic{"FWS\x01", 4};
constexpr std::size_t hash_size = 32;
constexpr std::size_t crc_size = 4;

tl::unexpected<std::string> wrong(std::string what) { return tl::unexpected(std::move(what)); }

}  // namespace

std::string seal_snapshot(std::string_view kind, const SnapshotPlace& place,
                          std::string_view content) {
  std::string bytes;
  bytes.reserve(content.size() + 128);
  wire::Writer out(bytes);
  out.raw(magic);
  out.text(kind);
  out.fixed64(place.log_id);
  out.fixed64(place.seq);
  out.raw(place.hash);
  out.fixed64(content.size());
  out.raw(content);
  out.fixed32(crc32c(bytes));
  return bytes;
}

tl::expected<OpenedSnapshot, std::string> open_snapshot(std::string_view kind,
                                                        std::string_view bytes) {
  wire::Reader in(bytes);
  const auto found_magic = in.raw(magic.size());
  if (!found_magic || *found_magic != magic) return wrong("it is no snapshot of this format");
  const auto found_kind = in.text();
  if (!found_kind) return wrong("it is cut off");
  if (*found_kind != kind)
    return wrong("it is of the kind \"" + std::string(*found_kind) + "\", expected \"" +
                 std::string(kind) + "\"");
  OpenedSnapshot opened;
  opened.place.log_id = in.fixed64().value_or(0);
  opened.place.seq = in.fixed64().value_or(0);
  opened.place.hash = in.raw(hash_size).value_or("");
  const auto size = in.fixed64();
  const auto content = size ? in.raw(*size) : std::nullopt;
  const auto crc = in.fixed32();
  if (!content || !crc || !in.is_at_end()) return wrong("it is cut off");
  opened.content = *content;
  if (crc32c(bytes.substr(0, bytes.size() - crc_size)) != *crc) return wrong("its CRC is wrong");
  return opened;
}

tl::expected<OpenedSnapshot, std::string> open_snapshot_of(const JournalReader& journal,
                                                           std::string_view kind,
                                                           std::string_view bytes) {
  auto opened = open_snapshot(kind, bytes);
  if (!opened) return opened;
  if (opened->place.log_id != journal.head().log_id) return wrong("it is of another journal");
  const auto hash = journal.block_hash(opened->place.seq);
  if (!hash || *hash != opened->place.hash)
    return wrong("the journal has another block at seq " + std::to_string(opened->place.seq));
  return opened;
}

}  // namespace fillwright
