// Stream kind `account`: what the risk actor, its only writer, knows and allows.
#pragma once

#include <string>
#include <vector>

#include "events/correction_events.hpp"

namespace fillwright {

struct AccountOpened {
  static constexpr TypeId type_id = 600;
  std::string account;
  std::string broker;
  std::string currency = "USD";
  Money cash;
  Timestamp at;
  bool operator==(const AccountOpened&) const = default;
};
FILLWRIGHT_STRUCT(AccountOpened, account, broker, currency, cash, at)

// The approval itself: this much is held back for this order until it is filled or over.
struct ExposureReserved {
  static constexpr TypeId type_id = 601;
  std::string order_id;
  std::string workflow_id;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  std::string underlying;
  Side side = Side::buy;
  Quantity quantity;
  Price worst_price;
  Money money;         // held back; zero for exits
  Money buying_power;  // before
  Quote quote;
  std::vector<std::string> checks;  // each limit looked at: name, value, asked
  Timestamp at;
  Date trading_day;
  std::string bracket;  // its entry's order id: the exits of a bracket sell together what one would
  bool operator==(const ExposureReserved&) const = default;
};
FILLWRIGHT_STRUCT(ExposureReserved, order_id, workflow_id, purpose, instrument, underlying, side,
                  quantity, worst_price, money, buying_power, quote, checks, at, trading_day,
                  bracket)

struct ExposureReleased {
  static constexpr TypeId type_id = 602;
  std::string order_id;
  Money money;
  std::string why;
  Timestamp at;
  bool operator==(const ExposureReleased&) const = default;
};
FILLWRIGHT_STRUCT(ExposureReleased, order_id, money, why, at)

// A refusal names the limit, its value and what was asked.
struct RiskRefused {
  static constexpr TypeId type_id = 603;
  std::string order_id;
  RefusalReason reason = RefusalReason::risk_limit;
  std::string limit;
  std::string value;
  std::string asked;
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Timestamp at;
  bool operator==(const RiskRefused&) const = default;
};
FILLWRIGHT_STRUCT(RiskRefused, order_id, reason, limit, value, asked, instrument, side, quantity,
                  at)

// With this entry's exposure all that is open passed the configured share of equity: a warning,
// which stops nothing. Told again only after it was below.
struct ExposureWarned {
  static constexpr TypeId type_id = 607;
  std::string order_id;
  Percent percent;  // of equity
  Money limit;
  Money exposure;  // this entry included
  Timestamp at;
  bool operator==(const ExposureWarned&) const = default;
};
FILLWRIGHT_STRUCT(ExposureWarned, order_id, percent, limit, exposure, at)

// A fill changed cash and what is held.
struct FillBooked {
  static constexpr TypeId type_id = 604;
  std::string order_id;
  std::string workflow_id;
  std::string execution_id;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Quantity order_quantity;  // of the order's own units; zero for all but the last leg of a spread
  Price price;
  Quantity multiplier;
  Money fees;
  Money cash_change;    // signed, fees included
  Money realised;       // signed, against the average price held, before fees
  Money margin_change;  // signed: held back beyond what was paid (shorts, futures, credit spreads)
  Money released;       // of the order's reservation
  bool is_margined = false;  // a future: cash changes by what is realised, not by its value
  Timestamp at;
  Date trading_day;
  bool operator==(const FillBooked&) const = default;
};
FILLWRIGHT_STRUCT(FillBooked, order_id, workflow_id, execution_id, purpose, instrument, side,
                  quantity, order_quantity, price, multiplier, fees, cash_change, realised,
                  margin_change, released, is_margined, at, trading_day)

// The figures of a booked fill changed (FillCorrected on the order's stream), and with them cash,
// what is held and what was realised: the changes are signed. What was realised counts on the day
// of the correction.
struct BookingCorrected {
  static constexpr TypeId type_id = 608;
  std::string order_id;
  std::string workflow_id;
  std::string execution_id;
  Purpose purpose = Purpose::entry;
  InstrumentId instrument;
  Side side = Side::buy;
  FillFigures now;
  FillFigures before;
  Money cash_change;  // fees included
  Money realised;     // before fees, of all fills of the instrument
  Money margin_change;
  Money released;  // of the order's reservation; below zero: held back again
  Quantity held;   // of the instrument, after it
  Price average;   // of what is held
  Timestamp at;
  Date trading_day;
  bool operator==(const BookingCorrected&) const = default;
};
FILLWRIGHT_STRUCT(BookingCorrected, order_id, workflow_id, execution_id, purpose, instrument, side,
                  now, before, cash_change, realised, margin_change, released, held, average, at,
                  trading_day)

// Nothing more is sent while it is on, exits included; survives restarts.
struct KillSwitchChanged {
  static constexpr TypeId type_id = 605;
  bool is_on = false;
  std::string by;
  std::string why;
  Timestamp at;
  bool operator==(const KillSwitchChanged&) const = default;
};
FILLWRIGHT_STRUCT(KillSwitchChanged, is_on, by, why, at)

// Entries wait; exits stay allowed.
struct EntriesPaused {
  static constexpr TypeId type_id = 606;
  bool is_paused = false;
  std::string by;  // operator, or the rule: three_losses, daily_loss_limit
  std::string why;
  Timestamp at;
  Date trading_day;
  bool operator==(const EntriesPaused&) const = default;
};
FILLWRIGHT_STRUCT(EntriesPaused, is_paused, by, why, at, trading_day)

}  // namespace fillwright
