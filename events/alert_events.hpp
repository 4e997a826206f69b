// Stream kinds `message` (one per message received from a watched source) and `caller` (what is
// remembered of who calls).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/described_values.hpp"

namespace fillwright {

enum class CallAction : std::uint8_t {
  none = 0,  // talk, or refused
  get_ready = 1,
  open = 2,
  add = 3,
  trim = 4,
  close = 5,
  close_and_reopen = 6,
  cancel = 7,
};
FILLWRIGHT_ENUM(CallAction, none, get_ready, open, add, trim, close, close_and_reopen, cancel)

enum class PriceEffect : std::uint8_t { none = 0, debit = 1, credit = 2 };
FILLWRIGHT_ENUM(PriceEffect, none, debit, credit)

struct ReadingLeg {
  Side side = Side::buy;
  std::uint32_t quantity = 1;
  Price strike;
  Right right = Right::none;
  bool operator==(const ReadingLeg&) const = default;
};
FILLWRIGHT_STRUCT(ReadingLeg, side, quantity, strike, right)

// What a message says, as read; nothing is filled in that the text does not give.
struct Reading {
  CallAction action = CallAction::none;
  AssetClass kind = AssetClass::none;  // none: the text does not tell
  std::optional<Side> side;            // of the order, where stated or implied by an opening long
  std::string symbol;                  // upper case, without $ or /
  std::vector<std::string> symbols;    // when several are named and share the action
  std::optional<Price> strike;
  Right right = Right::none;
  std::string expiry;  // exactly as written; see resolve_expiry
  std::optional<Price> price;
  std::optional<Price> limit_low;
  std::optional<Price> limit_high;
  bool is_market = false;  // a future called without a price
  std::optional<Quantity> quantity;
  std::optional<Percent> percent;      // the part of the position sold
  std::optional<Percent> pnl_percent;  // a reported gain or loss, never a price or a size
  std::optional<Price> entry_price;    // the "from" price
  std::string remaining;               // what is left, as written
  std::optional<Price> stop;
  std::optional<Percent> stop_percent;
  std::vector<Price> targets;
  std::optional<Percent> target_percent;
  std::optional<Percent> target_trail_percent;
  std::optional<Percent> size_percent;  // "2% size": only ever lowers our size
  std::string size;                     // "half", "small", "Medium" …
  std::string label;                    // alert, lotto, super_lotto, daytrade
  std::string reason;                   // stop, target
  std::string scope;                    // all, long
  std::vector<std::string> exclude;
  std::vector<ReadingLeg> legs;  // of a spread
  PriceEffect price_effect = PriceEffect::none;
  bool needs_context = false;  // names no contract: the caller's position or get-ready completes it
  bool operator==(const Reading&) const = default;
};
FILLWRIGHT_STRUCT(Reading, action, kind, side, symbol, symbols, strike, right, expiry, price,
                  limit_low, limit_high, is_market, quantity, percent, pnl_percent, entry_price,
                  remaining, stop, stop_percent, targets, target_percent, target_trail_percent,
                  size_percent, size, label, reason, scope, exclude, legs, price_effect,
                  needs_context)

// Why a message led to no order: a closed list, shown to people and counted. Never renumber.
enum class RefusalReason : std::uint16_t {
  none = 0,
  // The message.
  unknown_source = 1,
  duplicate_message = 2,
  user_not_authorised = 3,
  channel_not_authorised = 4,
  own_message = 5,
  reply = 6,
  stale = 7,
  malformed_text = 8,  // not UTF-8, too long, control characters, look-alike letters
  edit_ignored = 9,
  // What it says.
  talk = 20,        // no order in it
  ambiguous = 21,   // more than one reading, or it contradicts itself
  incomplete = 22,  // strike, right, expiry or symbol missing
  impossible_date = 23,
  absurd_price = 24,
  absurd_quantity = 25,
  selling_strategy = 26,  // covered call, cash-secured put: never a buy
  get_ready = 27,         // remembered, buys nothing
  // What is known of it.
  duplicate_call = 40,
  unknown_instrument = 41,
  market_closed = 42,
  nothing_held = 43,  // an exit with nothing held would open a short
  no_context = 44,    // "in here" without a get-ready to complete it
  no_quote = 45,
  kind_not_permitted = 46,  // the caller may not call this asset class, or side
  expired = 47,
  // What the account allows.
  insufficient_buying_power = 60,
  risk_limit = 61,
  kill_switch = 62,
  paused = 63,
  gate_closed = 64,
  busy = 65,
};
FILLWRIGHT_ENUM(RefusalReason, none, unknown_source, duplicate_message, user_not_authorised,
                channel_not_authorised, own_message, reply, stale, malformed_text, edit_ignored,
                talk, ambiguous, incomplete, impossible_date, absurd_price, absurd_quantity,
                selling_strategy, get_ready, duplicate_call, unknown_instrument, market_closed,
                nothing_held, no_context, no_quote, kind_not_permitted, expired,
                insufficient_buying_power, risk_limit, kill_switch, paused, gate_closed, busy)

// A message came from a watched source. The text is the raw bytes, made valid UTF-8 and cut to the
// configured length only for this record; `text_bytes` is the original length.
struct MessageReceived {
  static constexpr TypeId type_id = 200;
  std::string source;  // "stdin", "file:alerts.jsonl", "discord"
  std::string channel;
  std::string message_id;
  std::string author;
  std::string text;
  std::uint64_t text_bytes = 0;
  Timestamp sent_at;  // the message's own time
  Timestamp received_at;
  bool is_reply = false;
  bool is_own = false;
  bool operator==(const MessageReceived&) const = default;
};
FILLWRIGHT_STRUCT(MessageReceived, source, channel, message_id, author, text, text_bytes, sent_at,
                  received_at, is_reply, is_own)

struct MessageEdited {
  static constexpr TypeId type_id = 201;
  std::string text;
  std::uint64_t text_bytes = 0;
  Timestamp edited_at;
  Timestamp received_at;
  bool operator==(const MessageEdited&) const = default;
};
FILLWRIGHT_STRUCT(MessageEdited, text, text_bytes, edited_at, received_at)

struct MessageDeleted {
  static constexpr TypeId type_id = 202;
  Timestamp received_at;
  bool operator==(const MessageDeleted&) const = default;
};
FILLWRIGHT_STRUCT(MessageDeleted, received_at)

// The message leads to no order, or one of its calls does not; `detail` says what was wrong and
// what was expected.
struct AlertRefused {
  static constexpr TypeId type_id = 203;
  RefusalReason reason = RefusalReason::none;
  std::string detail;
  Reading reading;  // as far as it was read
  bool operator==(const AlertRefused&) const = default;
};
FILLWRIGHT_STRUCT(AlertRefused, reason, detail, reading)

// One call of the message was read and goes on; a message may hold several.
struct AlertRead {
  static constexpr TypeId type_id = 204;
  Reading reading;
  std::string grammar;  // "strict" or "free_text"
  std::string
      completed_by;  // "get_ready", "held_position", "channel_rule": what filled a gap, and which
  InstrumentId instrument;
  std::string workflow_id;  // the one that it starts or addresses
  std::string account;
  bool operator==(const AlertRead&) const = default;
};
FILLWRIGHT_STRUCT(AlertRead, reading, grammar, completed_by, instrument, workflow_id, account)

// A get-ready of this caller, completed by a later price line until `until`.
struct GetReadyRemembered {
  static constexpr TypeId type_id = 300;
  std::string caller;
  Reading reading;
  Timestamp at;
  Timestamp until;
  bool operator==(const GetReadyRemembered&) const = default;
};
FILLWRIGHT_STRUCT(GetReadyRemembered, caller, reading, at, until)

// A call of this caller went on to a workflow: what the check for duplicates remembers.
struct CallAccepted {
  static constexpr TypeId type_id = 301;
  std::string caller;
  std::string message;  // stream name of the message
  CallAction action = CallAction::none;
  std::string workflow_id;
  InstrumentId instrument;
  Reading reading;
  Timestamp at;
  Date trading_day;
  bool operator==(const CallAccepted&) const = default;
};
FILLWRIGHT_STRUCT(CallAccepted, caller, message, action, workflow_id, instrument, reading, at,
                  trading_day)

// What the caller's workflow holds changed: zero when it is flat again.
struct CallerHoldingChanged {
  static constexpr TypeId type_id = 302;
  std::string caller;
  std::string workflow_id;
  InstrumentId instrument;
  Quantity held;
  bool is_over = false;  // the workflow ended; nothing can be called on it any more
  Timestamp at;
  bool operator==(const CallerHoldingChanged&) const = default;
};
FILLWRIGHT_STRUCT(CallerHoldingChanged, caller, workflow_id, instrument, held, is_over, at)

}  // namespace fillwright
