// What the paper broker's own book is made of, line by line: every message received and what became
// of it, fills and ends. The book is the fold of its lines. It names instruments by symbol only.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "actors/ports/broker.hpp"

namespace fillwright {

// The first line.
struct BookOpened {
  static constexpr auto line = "book";
  std::uint32_t version = 1;
  Money starting_cash;
  Timestamp at;
};
FILLWRIGHT_STRUCT(BookOpened, version, starting_cash, at)

struct BookLeg {
  std::string symbol;
  Side side = Side::buy;
  std::uint32_t ratio = 1;
};
FILLWRIGHT_STRUCT(BookLeg, symbol, side, ratio)

// An instrument that later lines name.
struct BookInstrument {
  static constexpr auto line = "instrument";
  std::string symbol;
  AssetClass asset_class = AssetClass::none;
  Quantity multiplier;
  std::vector<BookLeg> legs;
};
FILLWRIGHT_STRUCT(BookInstrument, symbol, asset_class, multiplier, legs)

// repeated: the client order id had been seen, and got its latest answer again. questioned: it
// waits for a reply; the code is the question's id.
enum class Outcome : std::uint8_t { accepted = 1, rejected = 2, repeated = 3, questioned = 4 };
FILLWRIGHT_ENUM(Outcome, accepted, rejected, repeated, questioned)

// An exit that came with its entry.
struct BookChild {
  std::string client_order_id;
  std::string order_id;
  Side side = Side::sell;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;
  TimeInForce time_in_force = TimeInForce::day;
};
FILLWRIGHT_STRUCT(BookChild, client_order_id, order_id, side, type, limit, quantity, time_in_force)

// A request as it arrived, and what became of it.
struct BookMessage {
  static constexpr auto line = "message";
  Timestamp at;
  AttemptKind kind = AttemptKind::submit;
  std::string client_order_id;
  std::string replaces;
  std::string order_id;
  std::string symbol;  // empty when nobody knows the instrument
  Side side = Side::buy;
  Effect effect = Effect::open;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;
  TimeInForce time_in_force = TimeInForce::day;
  Outcome outcome = Outcome::accepted;
  std::string broker_order_id;
  std::string code;
  std::string text;
  std::vector<BookChild> children = {};
};
FILLWRIGHT_STRUCT(BookMessage, at, kind, client_order_id, replaces, order_id, symbol, side, effect,
                  type, limit, quantity, time_in_force, outcome, broker_order_id, code, text,
                  children)

struct BookExecution {
  std::string execution_id;
  std::string symbol;
  Side side = Side::buy;
  Quantity quantity;
  Quantity order_quantity;
  Price price;
  Money fees;
};
FILLWRIGHT_STRUCT(BookExecution, execution_id, symbol, side, quantity, order_quantity, price, fees)

// The reply to a question about the message of this client order id, and what became of that.
struct BookReply {
  static constexpr auto line = "reply";
  Timestamp at;
  std::string client_order_id;
  std::string question_id;
  bool is_yes = false;
  Outcome outcome = Outcome::accepted;
  std::string broker_order_id;
  std::string code;
  std::string text;
};
FILLWRIGHT_STRUCT(BookReply, at, client_order_id, question_id, is_yes, outcome, broker_order_id,
                  code, text)

// One match; a spread's legs are one line, so that no crash leaves half a spread.
struct BookMatch {
  static constexpr auto line = "fill";
  Timestamp at;
  std::string broker_order_id;
  std::string client_order_id;
  std::vector<BookExecution> executions;
};
FILLWRIGHT_STRUCT(BookMatch, at, broker_order_id, client_order_id, executions)

// An order ended by itself: expired at the session's close.
struct BookEnd {
  static constexpr auto line = "end";
  Timestamp at;
  std::string broker_order_id;
  BrokerOrderState state = BrokerOrderState::expired;
  std::string reason;
};
FILLWRIGHT_STRUCT(BookEnd, at, broker_order_id, state, reason)

// The market came to a stop's price: it is a market order now.
struct BookTrigger {
  static constexpr auto line = "trigger";
  Timestamp at;
  std::string broker_order_id;
};
FILLWRIGHT_STRUCT(BookTrigger, at, broker_order_id)

using BookLine = std::variant<BookOpened, BookInstrument, BookMessage, BookReply, BookMatch,
                              BookTrigger, BookEnd>;

}  // namespace fillwright
