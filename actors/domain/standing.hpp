// What every decider may know of the whole service: a fold of the events of all streams, the same
// while they are staged as when they are read again.
#pragma once

#include "actors/domain/decider.hpp"
#include "actors/domain/gateway/our_books.hpp"

namespace fillwright {

// Threads: one.
struct Standing {
  BrokerCapabilities broker;
  std::uint64_t epoch = 0;  // of the journal's writer
  bool is_gate_open = false;
  bool is_killed = false;           // the kill switch is on: nothing but cancels is sent
  bool is_authorised_later = true;  // false: no retry makes the broker know us again
  OurBooks ours;                    // of all events, staged ones included

  void note(const AnyEvent& event);
  // What a decider sees of it. It must outlive the context.
  void show(Context& context) const;
};

}  // namespace fillwright
