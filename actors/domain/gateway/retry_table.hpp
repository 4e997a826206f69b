// What may be repeated, what must be asked first, and what never: what was observed of a message ×
// its kind × what the broker declares. docs/reconciliation.md has the table for people.
#pragma once

#include <span>
#include <string_view>

#include "actors/ports/broker.hpp"

namespace fillwright {

enum class RetryAction : std::uint8_t {
  take = 1,              // a definite answer: the order has it
  ask_first = 2,         // it may have arrived: unknown, and only the books prove anything
  ask_now = 3,           // it is known there: unknown for now, and the books are asked at once
  repeat = 4,            // it has not arrived: the same again, with the same id, after a wait
  repeat_when_told = 5,  // the same, after the wait that the broker names
  give_back = 6,         // it has not arrived, and cannot: the order has it back as not sent
};
FILLWRIGHT_ENUM(RetryAction, take, ask_first, ask_now, repeat, repeat_when_told, give_back)

// What a row asks of the broker's capabilities.
enum class RetryCondition : std::uint8_t { always = 0, throttles_unprocessed = 1 };

struct RetryRow {
  AnswerKind observed;
  RetryCondition condition;
  RetryAction of_submit;
  RetryAction of_replace;
  RetryAction of_cancel;
};

// The first row that fits counts.
std::span<const RetryRow> retry_table();

RetryAction action_for(AnswerKind observed, AttemptKind kind, const BrokerCapabilities& broker);

// How often a message that was not sent is repeated before the order has it back.
constexpr std::uint32_t most_repeats = 3;

// The wait before the repetition of that number, from 0: 1, 2 and 4 seconds ± 10 %, by the client
// order id alone, so that many messages do not come back in one moment, and replay repeats it.
Duration wait_before(std::uint32_t repetition, std::string_view client_order_id);

}  // namespace fillwright
