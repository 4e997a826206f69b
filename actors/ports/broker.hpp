// A broker account, as the gateway asks it. Port; see adapters/paper.
//
// Every call returns at once; answers come back through BrokerListener, in any order, late, twice
// or never. The caller has made its intent durable first (R1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/broker_capabilities.hpp"
#include "events/order_events.hpp"

namespace fillwright {

struct QuestionReply {
  std::string question_id;
  bool is_yes = false;
};

// One message about one order, under its own client order id. A submit may bring a bracket's exits:
// orders of their own from then on, which the broker takes or refuses with it as one. They wait
// until their entry fills, are good for no more than it has filled, whichever of them fills takes
// from the others, and end with it when nothing of it has filled.
struct BrokerRequest {
  AttemptKind kind = AttemptKind::submit;
  std::string client_order_id;
  std::string replaces;  // of a replace or cancel: the client order id of the live order
  std::string order_id;  // ours, as a tag
  InstrumentId instrument;
  Side side = Side::buy;
  Effect effect = Effect::open;
  OrderType type = OrderType::limit;
  Price limit;        // of a stop the price that it waits for
  Quantity quantity;  // of the whole order there: filled and rest; of a linked replace the new one
  TimeInForce time_in_force = TimeInForce::day;
  // Set: nothing but the answer to what the broker asked about the message of this client order id,
  // whose other fields are repeated. What comes back is that message's answer.
  std::optional<QuestionReply> reply = {};
  std::vector<BrokerRequest> children = {};  // a bracket's exits; they have none
};

enum class AnswerKind : std::uint8_t {
  accepted = 1,
  rejected = 2,
  unknown = 3,
  not_sent = 4,      // for certain: not a byte of it went out
  question = 5,      // nothing of it is live until it is answered by yes
  throttled = 6,     // too many requests: see `retry_after`
  unauthorised = 7,  // it knows us no more and has not looked at the message: see `is_hard`
  duplicate = 8,     // it has this client order id already
};
FILLWRIGHT_ENUM(AnswerKind, accepted, rejected, unknown, not_sent, question, throttled,
                unauthorised, duplicate)
struct BrokerAnswer {
  AnswerKind kind = AnswerKind::unknown;
  AttemptKind request = AttemptKind::submit;
  std::string client_order_id;
  std::string broker_order_id;
  std::string code;  // of a reject
  std::string text;  // of a reject or question
  Timestamp at;
  Duration retry_after = {};  // of throttled: nothing should be sent before
  bool is_hard = false;       // of unauthorised: no retry mends it
  std::string question_id = {};
  bool operator==(const BrokerAnswer&) const = default;
};
FILLWRIGHT_STRUCT(BrokerAnswer, kind, request, client_order_id, broker_order_id, code, text, at,
                  retry_after, is_hard, question_id)

// A spread's fill comes as one BrokerFill a leg, each with the order's own quantity in the first
// only.
struct BrokerFill {
  std::string execution_id;
  std::string client_order_id;  // of the live order when it filled
  std::string order_id;         // our tag
  InstrumentId instrument;
  Side side = Side::buy;
  Quantity quantity;
  Quantity order_quantity;  // of the order's own units; zero for all but the last leg of a spread
  Price price;
  Money fees;
  Timestamp at;
  bool operator==(const BrokerFill&) const = default;
};
FILLWRIGHT_STRUCT(BrokerFill, execution_id, client_order_id, order_id, instrument, side, quantity,
                  order_quantity, price, fees, at)

enum class BrokerOrderState : std::uint8_t {
  working = 1,
  filled = 2,
  cancelled = 3,
  rejected = 4,
  expired = 5
};
FILLWRIGHT_ENUM(BrokerOrderState, working, filled, cancelled, rejected, expired)

// The order as the broker has it; also sent unasked when it ends.
struct BrokerOrder {
  std::string client_order_id;                // of the last accepted submit or replace
  std::vector<std::string> client_order_ids;  // all accepted for it, first to last
  std::string broker_order_id;
  std::string order_id;  // our tag; empty when the order is not ours
  InstrumentId instrument;
  Side side = Side::buy;
  OrderType type = OrderType::limit;
  Price limit;
  Quantity quantity;
  Quantity filled;
  TimeInForce time_in_force = TimeInForce::day;
  BrokerOrderState state = BrokerOrderState::working;
  std::string reason;
  Timestamp at;
  std::string replaces = {};  // of a linked replace: the client order id of the order before it
  bool operator==(const BrokerOrder&) const = default;
};
FILLWRIGHT_STRUCT(BrokerOrder, client_order_id, client_order_ids, broker_order_id, order_id,
                  instrument, side, type, limit, quantity, filled, time_in_force, state, reason, at,
                  replaces)

struct BrokerPosition {
  InstrumentId instrument;
  Quantity quantity;  // signed
};

// Everything of the account, for reconciliation.
struct BrokerBooks {
  // All that work, and those of any state changed since; of one tag the latest comes last.
  std::vector<BrokerOrder> orders;
  std::vector<BrokerFill> fills;  // since
  std::vector<BrokerPosition> positions;
  Money cash;
  Timestamp at;
};

class BrokerListener {
 public:
  virtual ~BrokerListener() = default;
  virtual void on_answer(const BrokerAnswer& answer) = 0;
  virtual void on_fill(const BrokerFill& fill) = 0;
  virtual void on_order_ended(const BrokerOrder& order) = 0;  // cancelled, expired, rejected
  // The answer to `ask_books`; nothing when the broker could not be reached. Handed over: books of
  // 100,000 orders are not to be copied on the way.
  virtual void on_books(std::optional<BrokerBooks> books) = 0;
};

// Threads: called from the loop's thread only; listeners are called on it too.
class Broker {
 public:
  virtual ~Broker() = default;
  virtual std::string name() const = 0;
  virtual BrokerCapabilities capabilities() const = 0;
  // Whether it still knows, once this process has ended, what it was sent. Says yes unless it is
  // sure: only a broker that forgets may be sent what is not durable yet (RuntimeOptions).
  virtual bool outlives_us() const { return true; }
  virtual void listen(BrokerListener* listener) = 0;  // not owned; nullptr stops
  virtual void send(const BrokerRequest& request) = 0;
  // Positions, cash and what works are always told in full. Zero: everything.
  virtual void ask_books(Timestamp since) = 0;
};

}  // namespace fillwright
