// Stream kind `gateway`: a broker account's session: when the gate is open, what the broker said,
// and where its books and ours differ.
#pragma once

#include <string>
#include <vector>

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
  Timestamp not_before;  // no comparison opens it earlier; zero: any may
  bool operator==(const GateClosed&) const = default;
};
FILLWRIGHT_STRUCT(GateClosed, reason, at, not_before)

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

// What settles a difference between the broker's books and ours. Held: the gate stays closed until
// it is gone, or a person accepts it.
enum class DifferenceRule : std::uint8_t {
  none = 0,
  fill_missing = 1,           // adopted: it is booked
  order_ended = 2,            // adopted: it is over here, too
  message_found = 3,          // adopted: the message whose answer we lack was accepted
  message_absent = 4,         // adopted: after its time it counts as never arrived
  order_still_working = 5,    // held: it is over here and works there
  position_unexplained = 6,   // held: fills, ours and external, do not explain it
  cash_within_tolerance = 7,  // adopted: from now on the broker's cash counts
  cash_unexplained = 8,       // held
  fill_unknown_there = 9,     // held: a fill of ours that the broker does not list
  fill_corrected = 10,        // adopted: the books' figures of the fill count
  price_differs = 11,         // adopted: what works there has not the price that was accepted
};
FILLWRIGHT_ENUM(DifferenceRule, none, fill_missing, order_ended, message_found, message_absent,
                order_still_working, position_unexplained, cash_within_tolerance, cash_unexplained,
                fill_unknown_there, fill_corrected, price_differs)

// The broker's books and ours disagreed about something, and what was done about it.
struct DifferenceFound {
  static constexpr TypeId type_id = 703;
  std::string subject;  // order, fill, position, cash
  std::string ours;
  std::string theirs;
  std::string done;  // adopted, held
  std::string order_id;
  Timestamp at;
  DifferenceRule rule = DifferenceRule::none;
  InstrumentId instrument;      // of a position
  Quantity quantity;            // of a position, or how many fills: the broker's less ours
  Money cash;                   // the broker's less ours, signed
  std::string broker_order_id;  // of an order that works there
  bool operator==(const DifferenceFound&) const = default;
};
FILLWRIGHT_STRUCT(DifferenceFound, subject, ours, theirs, done, order_id, at, rule, instrument,
                  quantity, cash, broker_order_id)

// Something is wrong that no retry mends: the gate stays closed, over restarts, until a person
// accepts.
struct AlarmRaised {
  static constexpr TypeId type_id = 704;
  std::string kind;      // overfill, oversold, foreign_fill
  std::string order_id;  // empty: of no order
  std::string detail;
  Timestamp at;
  bool operator==(const AlarmRaised&) const = default;
};
FILLWRIGHT_STRUCT(AlarmRaised, kind, order_id, detail, at)

// What an alarm was raised for is not so: a correction of a fill has shown it.
struct AlarmSettled {
  static constexpr TypeId type_id = 712;
  std::string kind;
  std::string order_id;
  std::string why;
  Timestamp at;
  bool operator==(const AlarmSettled&) const = default;
};
FILLWRIGHT_STRUCT(AlarmSettled, kind, order_id, why, at)

struct AcceptedPosition {
  InstrumentId instrument;
  Quantity quantity;  // the broker's less ours, signed
  bool operator==(const AcceptedPosition&) const = default;
};
FILLWRIGHT_STRUCT(AcceptedPosition, instrument, quantity)

// A person took the alarms, and the differences that were told, as they are: from here on
// positions and cash are compared with these taken into account, on top of what was accepted
// before.
struct DifferencesAccepted {
  static constexpr TypeId type_id = 705;
  std::string by;
  std::string why;
  std::vector<AcceptedPosition> positions;
  Money cash;                              // the broker's less ours, signed
  std::vector<std::string> broker_orders;  // that work there: seen from now on, never touched
  std::uint64_t alarms = 0;                // that were cleared
  Timestamp at;
  std::uint64_t fills = 0;  // of ours that the broker does not list
  bool operator==(const DifferencesAccepted&) const = default;
};
FILLWRIGHT_STRUCT(DifferencesAccepted, by, why, positions, cash, broker_orders, alarms, at, fills)

struct ReconciliationAsked {
  static constexpr TypeId type_id = 706;
  std::string request_id;
  std::string by;
  Timestamp at;
  bool operator==(const ReconciliationAsked&) const = default;
};
FILLWRIGHT_STRUCT(ReconciliationAsked, request_id, by, at)

enum class ReconcileCause : std::uint8_t {
  start = 1,
  reconnect = 2,  // the broker could not be reached, and can again
  schedule = 3,
  asked = 4,
  evidence = 5,  // an order waits for evidence, or a difference for a second look
};
FILLWRIGHT_ENUM(ReconcileCause, start, reconnect, schedule, asked, evidence)

// The broker's books were compared with ours, in full.
struct Reconciled {
  static constexpr TypeId type_id = 707;
  ReconcileCause cause = ReconcileCause::start;
  std::string request_id;             // of ReconciliationAsked; empty when nobody asked
  std::uint64_t orders = 0;           // at the broker, of every state
  std::uint64_t external_orders = 0;  // of them not ours
  std::uint64_t fills_new = 0;        // that we had not heard of
  std::uint64_t differences = 0;      // that hold the gate
  std::uint64_t adopted = 0;          // differences that a rule settled
  bool is_gate_open = false;          // after it
  Timestamp at;
  bool operator==(const Reconciled&) const = default;
};
FILLWRIGHT_STRUCT(Reconciled, cause, request_id, orders, external_orders, fills_new, differences,
                  adopted, is_gate_open, at)

// A difference that held the gate was not there any more at a later comparison.
struct DifferenceSettled {
  static constexpr TypeId type_id = 708;
  std::string subject;  // as it was told
  std::string order_id;
  Timestamp at;
  DifferenceRule rule = DifferenceRule::none;
  InstrumentId instrument;
  bool operator==(const DifferenceSettled&) const = default;
};
FILLWRIGHT_STRUCT(DifferenceSettled, subject, order_id, at, rule, instrument)

// An order of the account that is none of ours, placed by hand or by another program: told once,
// never touched.
struct ExternalOrderSeen {
  static constexpr TypeId type_id = 709;
  std::string broker_order_id;
  std::string client_order_id;
  std::string tag;  // that it carries; one of ours would be known to our journal
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Price limit;
  Timestamp at;
  bool operator==(const ExternalOrderSeen&) const = default;
};
FILLWRIGHT_STRUCT(ExternalOrderSeen, broker_order_id, client_order_id, tag, instrument, side,
                  quantity, limit, at)

// A fill of such an order: from here on positions and cash are compared with it taken into account.
struct ExternalFillSeen {
  static constexpr TypeId type_id = 710;
  std::string execution_id;
  std::string client_order_id;
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Price price;
  Money fees;
  Money cash_change;  // signed, fees included; of a future the fees alone
  Timestamp at;
  bool operator==(const ExternalFillSeen&) const = default;
};
FILLWRIGHT_STRUCT(ExternalFillSeen, execution_id, client_order_id, instrument, side, quantity,
                  price, fees, cash_change, at)

// The broker knows us no more. Hard: no retry mends it; nothing queues, entries are refused, and
// only a person who asks for a comparison makes us try again.
struct AuthorisationLost {
  static constexpr TypeId type_id = 711;
  bool is_hard = false;
  std::string detail;
  Timestamp at;
  bool operator==(const AuthorisationLost&) const = default;
};
FILLWRIGHT_STRUCT(AuthorisationLost, is_hard, detail, at)

}  // namespace fillwright
