// What running an order again came to, in prices and in money.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/instruments.hpp"
#include "replay/what_if/recorded_orders.hpp"

namespace fillwright {

struct AgainOutcome {
  std::string policy;
  std::vector<PriceStepped> walk;
  std::vector<OrderFilled> fills;
  std::string outcome;  // as of RecordedOrder; empty: the quotes ended before it did
  Timestamp ended_at;
  std::optional<Quote> last_quote;  // when it ended
};

// Signed: what was received is positive, what was paid negative, fees taken off. What was not
// filled is reckoned at the far side of the last quote when it ended: what taking the market then
// would have come to, without fees. Nothing when there is no such quote.
struct OrderMoney {
  Quantity filled;  // of the order's own units
  Price average;    // of the fills; of a spread its net price
  Money fees;
  std::optional<Money> all;
};
OrderMoney money_of(const OrderPlanned& plan, const std::vector<OrderFilled>& fills,
                    const std::optional<Quote>& last_quote);

// The same of an outcome; nothing, too, when it was refused: then it is no walk of this order.
std::optional<Money> worth_of(const OrderPlanned& plan, const AgainOutcome& outcome);

// Whether the same policy, run again, did what was recorded: the same prices at the same times, and
// the same fills.
bool is_as_recorded(const RecordedOrder& recorded, const AgainOutcome& again);

struct WhatIf {
  const RecordedOrder* recorded = nullptr;
  AgainOutcome own;    // its own policy, run again on the recorded quotes
  AgainOutcome other;  // the other one
};
// The money between: positive when the other policy does better. Nothing when one of the two has no
// worth that could be reckoned.
std::optional<Money> difference(const WhatIf& what_if);

std::string what_if_text(const WhatIf& what_if, const Instruments& instruments,
                         const std::string& notice);
std::string what_if_json(const WhatIf& what_if, const Instruments& instruments,
                         const std::string& notice);

}  // namespace fillwright
