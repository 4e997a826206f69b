// The grammar that needs no judgement:
// [Alert:|Lotto:|Super Lotto:] BTO|STC|STO|BTC|BUY|SELL [QUANTITY] SYMBOL STRIKE[ ]c|p EXPIRY [[@]
// PRICE]
#pragma once

#include <optional>

#include "actors/domain/alert/message.hpp"
#include "actors/domain/alert/parse_alert.hpp"

namespace fillwright::alert {

// What of the grammar the message misses, or nothing when it matches. Behind the price may stand
// targets, stops, a count, a part of the position, and words that make no condition.
std::optional<AlertRefusal> find_strict_mismatch(const Message& message);

}  // namespace fillwright::alert
