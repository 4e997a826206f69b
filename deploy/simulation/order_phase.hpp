// Where an order stands, as its events say: for counting what went wrong in which state.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "events/any_event.hpp"

namespace fillwright::simulation {

// One order, followed by its events.
class OrderPhase {
 public:
  void note(const AnyEvent& event);
  // planned, sending, unknown, working, partly_filled, replacing, cancelling, filled, cancelled,
  // expired, rejected, refused.
  std::string_view name() const;
  bool is_over() const { return !end_.empty(); }
  // Whether a message waits for its answer.
  bool is_in_transit() const { return !is_over() && has_attempt_; }

 private:
  std::string_view end_;  // literals
  AttemptKind in_flight_{};
  bool has_attempt_ = false;
  bool is_unknown_ = false;
  bool is_live_ = false;
  bool has_fills_ = false;
};

// Accidents by kind and by the state of the order that they happened to.
using AccidentTable = std::map<std::string, std::map<std::string, std::uint64_t>>;

}  // namespace fillwright::simulation
