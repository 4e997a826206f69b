// What the journal says of an event besides its content.
//
// Every projection is a fold: `apply(meta, event)` for each event in the order of the journal, and
// `last_seq`, up to which it has seen everything, so that a repeated delivery changes nothing. A
// projection owns no facts: folding the journal again gives the same rows in the same order.
#pragma once

#include <cstdint>
#include <string_view>

#include "events/all_events.hpp"

namespace fillwright {

struct EventMeta {
  std::uint64_t seq = 0;
  std::uint32_t stream = 0;      // the journal's number for it
  std::string_view stream_name;  // "order/w1-1"; valid during apply only
  std::uint64_t version = 0;
  Timestamp event_time;
  Timestamp record_time;
  std::uint64_t correlation = 0;
  std::uint64_t causation = 0;
  std::string_view principal;  // valid during apply only
};

// True, and noted, when the event is new to this projection; false for a repeat.
template <class Projection>
bool take_seq(Projection& projection, const EventMeta& meta) {
  if (meta.seq <= projection.last_seq) return false;
  projection.last_seq = meta.seq;
  return true;
}

// What follows the kind in a stream's name: "w1-1" of "order/w1-1". Empty when it is of another
// kind.
constexpr std::string_view stream_id(std::string_view name, std::string_view kind) {
  if (name.size() <= kind.size() || name.substr(0, kind.size()) != kind || name[kind.size()] != '/')
    return {};
  return name.substr(kind.size() + 1);
}

}  // namespace fillwright
