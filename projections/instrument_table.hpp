// The instruments of the journal, by number and symbol, as a projection.
#pragma once

#include "events/instruments.hpp"
#include "projections/event_meta.hpp"

namespace fillwright {

struct InstrumentTable {
  // Rows are dense by number, so that an absurd number in damaged or foreign data must not count.
  static constexpr std::uint32_t highest_number = 1u << 24;

  std::uint64_t last_seq = 0;
  Instruments instruments;

  void apply(const EventMeta& meta, const AnyEvent& event) {
    if (!take_seq(*this, meta)) return;
    const auto* defined = std::get_if<InstrumentDefined>(&event);
    if (defined && defined->instrument.number <= highest_number) instruments.add(*defined);
  }
};

}  // namespace fillwright
