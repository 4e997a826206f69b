// The instruments that have been defined, by number and by symbol: the fold of all
// InstrumentDefined.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/instrument_events.hpp"

namespace fillwright {

// Threads: one writer; pointers stay valid as long as the object lives.
class Instruments {
 public:
  Instruments() = default;
  Instruments(Instruments&&) = default;
  Instruments& operator=(Instruments&&) = default;
  Instruments(const Instruments&) = delete;  // the table by number points into its own rows
  Instruments& operator=(const Instruments&) = delete;

  const InstrumentDefined* find(InstrumentId id) const {
    return id.number < by_number_.size() ? by_number_[id.number] : nullptr;
  }
  const InstrumentDefined* find(const std::string& symbol) const {
    const auto found = by_symbol_.find(symbol);
    return found == by_symbol_.end() ? nullptr : find(found->second);
  }
  // The number that a new instrument gets.
  InstrumentId next_id() const {
    return {by_number_.empty() ? 1 : static_cast<std::uint32_t>(by_number_.size())};
  }
  // A repeat of a number replaces what was known of it.
  void add(const InstrumentDefined& instrument) {
    if (instrument.instrument.number >= by_number_.size())
      by_number_.resize(instrument.instrument.number + 1, nullptr);
    by_number_[instrument.instrument.number] = &all_.emplace_back(instrument);
    by_symbol_[instrument.symbol] = instrument.instrument;
  }

 private:
  std::deque<InstrumentDefined> all_;
  std::deque<const InstrumentDefined*> by_number_;
  std::unordered_map<std::string, InstrumentId> by_symbol_;  // looked up, never iterated
};

}  // namespace fillwright
