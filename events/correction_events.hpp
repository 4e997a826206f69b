// Stream kind `order`, further: what the broker's books put right about an order of ours.
#pragma once

#include <string>

#include "events/order_events.hpp"

namespace fillwright {

// The figures of an execution, as they were told or as they are now.
struct FillFigures {
  Quantity quantity;        // of the instrument; zero: the execution was busted
  Quantity order_quantity;  // of the order's own units
  Price price;
  Money fees;
  bool operator==(const FillFigures&) const = default;
};
FILLWRIGHT_STRUCT(FillFigures, quantity, order_quantity, price, fees)

// The broker states an execution that was booked with other figures: from here on these count, as
// if it had been told so from the beginning.
struct FillCorrected {
  static constexpr TypeId type_id = 525;
  std::string execution_id;
  std::string client_order_id;
  InstrumentId instrument;
  Side side = Side::buy;
  FillFigures now;
  FillFigures before;
  std::string evidence;  // books: how we know
  Quantity excess;       // filled beyond what was asked, after it; zero: none
  Timestamp at;
  bool operator==(const FillCorrected&) const = default;
};
FILLWRIGHT_STRUCT(FillCorrected, execution_id, client_order_id, instrument, side, now, before,
                  evidence, excess, at)

// Wrong figures had completed it, and a part of it still works at the broker: that is taken back.
struct OrderReopened {
  static constexpr TypeId type_id = 526;
  std::string client_order_id;  // of what works there
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;  // of that: filled and rest
  Quantity filled;    // of that
  Timestamp at;
  bool operator==(const OrderReopened&) const = default;
};
FILLWRIGHT_STRUCT(OrderReopened, client_order_id, type, limit, quantity, filled, at)

// The live order has not the price in the broker's books that the broker had accepted: theirs
// counts, and what is wanted is asked for again.
struct LivePriceDiffers {
  static constexpr TypeId type_id = 527;
  std::string client_order_id;
  Price limit;   // that works there
  Price before;  // that was accepted
  Timestamp at;
  bool operator==(const LivePriceDiffers&) const = default;
};
FILLWRIGHT_STRUCT(LivePriceDiffers, client_order_id, limit, before, at)

// What risk had passed for an exit that is not at the broker is less now: a fill was put right, and
// less is held. What it wants beyond that is asked for again before it is sent.
struct ApprovalReduced {
  static constexpr TypeId type_id = 528;
  Quantity reserved;  // in total, what has filled included
  std::string why;
  Timestamp at;
  bool operator==(const ApprovalReduced&) const = default;
};
FILLWRIGHT_STRUCT(ApprovalReduced, reserved, why, at)

}  // namespace fillwright
