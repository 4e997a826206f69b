#include "actors/journal/leaf.hpp"

#include "events/wire.hpp"

namespace fillwright {
namespace {

constexpr std::uint8_t leaf_format = 1;

}  // namespace

Leaf leaf_of(const Recorded& event, std::string_view stream, std::string_view principal) {
  return {event.seq,         stream,
          event.version,     event.type,
          event.time_source, event.event_time,
          event.record_time, event.correlation,
          event.causation,   event.previous_of_stream,
          principal,         event.payload};
}

void encode_leaf(const Leaf& leaf, std::string& out) {
  out.clear();
  wire::Writer writer(out);
  writer.byte(leaf_format);
  writer.varint(leaf.seq);
  writer.text(leaf.stream);
  writer.varint(leaf.version);
  writer.varint(leaf.type);
  writer.varint(static_cast<std::uint8_t>(leaf.time_source));
  writer.zigzag(leaf.event_time.ns);
  writer.zigzag(leaf.record_time.ns);
  writer.varint(leaf.correlation);
  writer.varint(leaf.causation);
  writer.varint(leaf.previous_of_stream);
  writer.text(leaf.principal);
  writer.raw(leaf.payload);
}

std::optional<Leaf> decode_leaf(std::string_view bytes) {
  wire::Reader in(bytes);
  if (in.byte() != leaf_format) return std::nullopt;
  const auto seq = in.varint();
  const auto stream = in.text();
  const auto version = in.varint();
  const auto type = in.varint();
  const auto source = in.varint();
  const auto event_time = in.zigzag();
  const auto record_time = in.zigzag();
  const auto correlation = in.varint();
  const auto causation = in.varint();
  const auto previous = in.varint();
  const auto principal = in.text();
  if (!principal || *type > UINT16_MAX || *source > UINT8_MAX) return std::nullopt;
  return Leaf{*seq,
              *stream,
              *version,
              static_cast<TypeId>(*type),
              static_cast<TimeSource>(*source),
              {*event_time},
              {*record_time},
              *correlation,
              *causation,
              *previous,
              *principal,
              in.rest()};
}

}  // namespace fillwright
