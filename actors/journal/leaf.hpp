// A leaf of the journal's Merkle tree: one event with all that the journal says of it, by name, so
// that it can be read and believed without the journal (docs/proof_format.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/ports/journal.hpp"

namespace fillwright {

struct Leaf {
  Seq seq = 0;
  std::string_view stream;
  Version version = 0;
  TypeId type = 0;
  TimeSource time_source = TimeSource::local;
  Timestamp event_time;
  Timestamp record_time;
  Seq correlation = 0;
  Seq causation = 0;           // 0: none
  Seq previous_of_stream = 0;  // 0: the stream's first
  std::string_view principal;  // empty: none
  std::string_view payload;    // canonical codec bytes
};

// Valid as long as the names and the payload are.
Leaf leaf_of(const Recorded& event, std::string_view stream, std::string_view principal);

// Replaces `out` with the leaf's bytes.
void encode_leaf(const Leaf& leaf, std::string& out);
// Nothing when these are not the bytes of a leaf. Views into `bytes`.
std::optional<Leaf> decode_leaf(std::string_view bytes);

}  // namespace fillwright
