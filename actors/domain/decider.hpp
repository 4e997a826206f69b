// What every decider is: a pure object that turns a command into events and what should happen
// besides. The shell (actors/decider_actor) stages the events, folds them with `evolve`, lets our
// own actors hear of them at once, and lets anything leave the process only when they are durable
// (R1).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/commands.hpp"
#include "actors/domain/instrument/instruments.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/broker.hpp"
#include "events/all_events.hpp"

namespace fillwright {

enum class ActorKind : std::uint8_t { desk, workflow, order, monitor, risk, gateway, control };

// "order", "w1-1"; with the kind's name before a slash it is the stream: "order/w1-1".
struct Address {
  ActorKind kind = ActorKind::control;
  std::string id;
  auto operator<=>(const Address&) const = default;
};

// The operator's own actor, of which there is one.
inline const Address operator_address{ActorKind::control, "operator"};

// "order/w1-1". The desk's own stream is "control/desk", the engine's "control/engine".
std::string stream_of(const Address& address);
// Nothing when the stream's kind has no actor of its own.
std::optional<Address> address_of(std::string_view stream);

// What is not over, by id.
struct OpenTrades {
  std::vector<std::string> orders;
  std::vector<std::string> workflows;
  // Those that crashed too often: nobody of ours can reach them.
  std::vector<std::string> lost_orders;
  std::vector<std::string> lost_workflows;
};

// What the shell adds to every command, so that a decider asks nobody.
struct Context {
  Timestamp now;
  std::optional<Quote> quote;  // the latest of `watched_instrument()`
  bool is_gate_open = true;
  bool is_killed = false;           // the kill switch is on: nothing but cancels is sent
  bool is_authorised_later = true;  // false: no retry makes the broker know us, so nothing queues
  BrokerCapabilities broker;
  std::uint64_t epoch = 0;  // of the journal's writer: goes into every message to the broker
  const Instruments* instruments = nullptr;                // all that are defined
  const std::map<InstrumentId, Quantity>* held = nullptr;  // by all fills of ours; signed, no zeros
  // Whether a feed or broker knows this instrument. Its answer is in the events that follow.
  std::function<bool(const InstrumentDefined&)> exists;
  const std::function<OpenTrades()>* open_trades = nullptr;  // it lists all: not for every turn
  const QuestionSettings* questions = nullptr;  // how a broker's questions are answered
};

struct StreamEvent {
  std::string stream;  // empty: the decider's own
  AnyEvent event;
};

struct Tell {
  Address to;
  AnyCommand command;
};

// A durable timer of the decider's own, by name; a put replaces, no due time deletes.
struct TimerRequest {
  std::string name;
  std::optional<Timestamp> due;
  std::uint64_t generation = 0;
};

// "Wake me (QuoteWake{name}) when": any change, or once the level is reached. Replaces one of the
// same name; nothing set: no interest any more.
struct Interest {
  std::string name;
  InstrumentId instrument;
  bool on_any_change = false;
  std::optional<Price> bid_at_least;
  std::optional<Price> bid_at_most;
  std::optional<Price> ask_at_least;
  std::optional<Price> ask_at_most;
};

// A broken invariant: stops the process, in release too.
[[noreturn]] void assert_unreachable(const char* what);

struct Decision {
  // Events and commands are large: there is room for the usual number of them, so that few move.
  std::vector<StreamEvent> events;
  std::vector<TimerRequest> timers;     // staged with the events
  std::vector<Tell> tells;              // at once, to our own actors
  std::vector<Interest> interests;      // at once
  std::vector<BrokerRequest> requests;  // once the events are durable, through the gateway
  std::string idempotency_key;          // of a command from outside, and of fills
  bool waits_for_gate = false;          // wake it (QuoteWake{"gate"}) once the gate opens
  bool wants_books = false;             // the broker's books should be asked for, at once
  bool is_query = false;                // nothing was decided; nothing is recorded

  // Out of line, like all that copies or destroys a decision: compiled once, not in each decider.
  Decision();
  Decision(const Decision& other);
  Decision(Decision&& other) noexcept;
  Decision& operator=(const Decision& other);
  Decision& operator=(Decision&& other) noexcept;
  ~Decision();
  void emit(AnyEvent&& event);
  void emit(std::string stream, AnyEvent&& event);
  void tell(Address to, AnyCommand&& command);
};

// Threads: none; one actor owns it.
class Decider {
 public:
  virtual ~Decider() = default;
  // Pure: changes nothing. A command that the decider does not know is a broken invariant.
  virtual Decision decide(const AnyCommand& command, const Context& context) const = 0;
  // Folds one event of its stream (or streams); cannot refuse, for it happened.
  virtual void evolve(const std::string& stream, const AnyEvent& event) = 0;
  // After its events: what of the command itself it keeps. Only for who has no events, and is told
  // anew after a restart.
  virtual void keep(const AnyCommand&, const Context&) {}
  // After a restart: what of timers, interests, tells and requests is still owed. Events may
  // follow, too.
  virtual Decision resume(const Context& context) const = 0;
  // Whose quotes the context should carry.
  virtual std::optional<InstrumentId> watched_instrument() const { return std::nullopt; }
  // Nothing will ever follow again but late messages: the actor may go.
  virtual bool is_over() const { return false; }
};

}  // namespace fillwright
