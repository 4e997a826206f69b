// What the sentences about events are made of; part of sentences.cpp.
#pragma once

#include <string>
#include <string_view>

#include "events/alert_events.hpp"
#include "projections/arithmetic.hpp"
#include "replay/ask/plain_text.hpp"
#include "replay/ask/sentences.hpp"

namespace fillwright::sentences {

inline std::string because(std::string_view why) {
  return why.empty() ? std::string() : ": " + safe_text(why);
}
inline std::string quoted(std::string_view text) { return '"' + safe_text(text) + '"'; }
inline std::string on_off(bool is_on) { return is_on ? "on" : "off"; }
inline std::string number(std::uint64_t value) { return std::to_string(value); }
inline std::string reason_text(RefusalReason reason, std::string_view detail) {
  if (reason == RefusalReason::none && !detail.empty()) return safe_text(detail);
  return words_of(reason) + because(detail);
}

// Each family of events has one of these, with one `tell` an event.
struct Names {
  const Instruments* instruments = nullptr;

  std::string name(InstrumentId id) const { return instrument_name(*instruments, id); }
};

}  // namespace fillwright::sentences
