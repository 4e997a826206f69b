// Stream kind `gateway`: a broker account's session: when the gate is open, what the broker said,
// and where its books and ours differ.
#pragma once

#include <string>

#include "events/order_events.hpp"

namespace fillwright {

struct SessionStarted {
  static constexpr TypeId type_id = 700;
  std::string account;
  std::string broker;
  std::uint64_t epoch = 0;
  std::string capabilities;  // as the adapter declares them
  Timestamp at;
  bool operator==(const SessionStarted&) const = default;
};
FILLWRIGHT_STRUCT(SessionStarted, account, broker, epoch, capabilities, at)

struct GateClosed {
  static constexpr TypeId type_id = 701;
  std::string reason;
  Timestamp at;
  bool operator==(const GateClosed&) const = default;
};
FILLWRIGHT_STRUCT(GateClosed, reason, at)

struct GateOpened {
  static constexpr TypeId type_id = 702;
  std::string reason;
  std::uint64_t orders_at_broker = 0;
  std::uint64_t fills_found = 0;
  std::uint64_t differences = 0;
  Timestamp at;
  bool operator==(const GateOpened&) const = default;
};
FILLWRIGHT_STRUCT(GateOpened, reason, orders_at_broker, fills_found, differences, at)

// The broker's books and ours disagreed about something, and what was done about it.
struct DifferenceFound {
  static constexpr TypeId type_id = 703;
  std::string subject;  // order, fill, position, cash
  std::string ours;
  std::string theirs;
  std::string done;  // adopted, held
  std::string order_id;
  Timestamp at;
  bool operator==(const DifferenceFound&) const = default;
};
FILLWRIGHT_STRUCT(DifferenceFound, subject, ours, theirs, done, order_id, at)

}  // namespace fillwright
