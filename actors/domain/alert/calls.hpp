// The calls in a message: which words ask for an action now, and which only speak of one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actors/domain/alert/message.hpp"
#include "events/alert_events.hpp"

namespace fillwright::alert {

struct Call {
  CallAction action = CallAction::none;
  std::optional<Side> side;  // where the words state it
  std::size_t begin = 0;     // the words of the call itself
  std::size_t end = 0;
  bool is_formal = false;            // BTO, STC, STO, BTC, BUY, SELL
  bool is_label = false;             // "Entry", "Open": says nothing without a contract
  bool is_percent_command = false;   // "!eSell 25"
  bool is_add_to = false;            // "added to", "bought more": never a first entry
  bool is_future_direction = false;  // long, short
  bool is_planned = false;           // rejected for a word like "will"
  std::string reason;                // stop, target
};

struct Calls {
  std::vector<Call> accepted;
  std::vector<Call> rejected;  // planned, denied, asked about or told of
  bool has_get_ready = false;
  bool is_too_many = false;  // no message has so many; the rest was not read
};

Calls find_calls(const Message& message);

// Words that may stand before a call without changing it: "I just", "risky", "lotto".
bool is_lead_word(const Word& word);
// Words that make whatever precedes or follows them in the sentence a condition.
bool is_condition(const Word& word);
// First word after the call's own that starts another thought: "leaving", "switching", "except".
std::size_t end_of_object(const Message& message, const Call& call);
// Whether what follows the call is what a trade's words are followed by: "here", "my runners",
// "at".
bool has_trade_object(const Message& message, const Call& call);

}  // namespace fillwright::alert
