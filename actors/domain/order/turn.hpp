// One command to an order being decided, and what commands of every kind do with it. Used by the
// files of this folder alone.
#pragma once

#include <optional>
#include <string>

#include "actors/domain/order/order.hpp"

namespace fillwright::order {

constexpr auto step_timer = "step";
constexpr auto question_timer = "question";

// One command being decided: the state as it will be, and what follows.
struct Turn {
  OrderState order;
  const Context& context;
  Decision decision;
  bool is_due = false;  // the walk was woken, so that waiting is worth an event
  bool is_new = false;  // placed just now: its feed may not have spoken yet

  void emit(AnyEvent&& event) {
    evolve(order, event);
    decision.emit(std::move(event));
  }
  Address risk() const { return {ActorKind::risk, order.plan->account}; }
};

// Of what is wanted.
Quantity rest_of(const OrderState& order);
// What is still open at the broker, as far as we know.
Quantity live_rest(const OrderState& order);
// What a message that has no answer yet would leave open, if it arrived.
Quantity rest_in_flight(const OrderState& order);
// A spread's fill comes leg by leg, the order's own quantity with the first: until the last leg
// is there, neither its average nor its end can be told.
bool has_whole_fills(const OrderState& order, const InstrumentDefined* instrument);
bool has_whole_fills(const Turn& turn);
// The tighter of what the call allows and what risk has reserved; sells that close have no floor
// of risk's.
std::optional<Price> hard_cap(const OrderState& order);
// Whether what is live at the broker is what the order wants now. REQUIRES: something is live.
bool is_as_wanted(const OrderState& order);

// `change_refused`: why its size or price stays as it is; empty when nothing was refused.
void tell_workflow(Turn& turn, const std::string& change_refused = "");
// How it ended. REQUIRES: it is over.
void tell_operator(Turn& turn);
// `event` ends the order; `why` is for risk, which gives back what was reserved.
void end(Turn& turn, AnyEvent event, const std::string& why);
void refuse(Turn& turn, RefusalReason reason, const std::string& detail);
void complete_if_filled(Turn& turn);

BrokerRequest request_of(const OrderState& order, const AttemptStarted& attempt);
ReserveExposure reserve(const OrderState& order, Quantity quantity, Price worst);
// An exit of which nothing is at the broker or on its way gives back what is too much, and asks
// again before it is sent. Nothing for any other order: its workflow makes it smaller.
void reduce_approval(Turn& turn, const ReduceApproval& command);
// Asks for nothing while there is no quote to tell the worst price.
void ask_risk(Turn& turn, const InstrumentDefined& instrument);

// Tells the gateway's session which differences the broker's books settled: by events of this turn
// from `first` on. `was_unknown`: a message waited for evidence before.
void tell_adopted(Turn& turn, std::size_t first, bool was_unknown);

// What follows from the state, whatever led to it: the walk's next price, and at most one message
// to the broker.
void advance(Turn& turn);

// An exit of a bracket of which nobody has told yet that the broker has it: its entry's affair.
bool is_contingent(const OrderState& order);
// The broker has it. Nothing when that is known.
void accept_child(Turn& turn, const std::string& client_order_id,
                  const std::string& broker_order_id, const std::string& evidence);
// Tells a bracket's exits what became of their entry in this turn; `before`: the entry.
void tell_children(Turn& turn, const OrderState& before);
void ask_parent(Turn& turn);
// What goes out with this attempt of an entry.
std::vector<BrokerRequest> children_of(const OrderState& order, const AttemptStarted& attempt);
void handle(Turn& turn, const NoteParent& command);
void handle(Turn& turn, const AskParent& command);

// No retry mends it: a person must look.
void raise_alarm(Turn& turn, const char* kind, std::string detail);
// With the fill of this execution more may be filled than the broker was asked for.
void note_excess(Turn& turn, const std::string& execution_id);
// The broker's books have other figures of a fill that is booked. Nothing when it is not.
void correct(Turn& turn, const BrokerFill& fill);
// Goes on with what works there, when it is over here by a figure that was corrected since.
void reopen(Turn& turn, const NoteBooks& books);
// The price of what works there counts, once the books are younger than our last message.
void compare_price(Turn& turn, const NoteBooks& books);

// Answers the open question. REQUIRES: there is one.
void reply(Turn& turn, bool is_yes, const std::string& by);
// The broker asks about the message in flight.
void take_question(Turn& turn, const BrokerAnswer& answer);
void expire_question(Turn& turn);
void handle(Turn& turn, const AnswerQuestion& command);

// The message in flight is rejected. REQUIRES: there is one.
void reject(Turn& turn, const std::string& code, const std::string& text,
            const std::string& evidence);

// The broker's word.
void handle(Turn& turn, const NoteAnswer& command);
void handle(Turn& turn, const NoteFill& command);
void handle(Turn& turn, const NoteEnded& command);
void handle(Turn& turn, const NoteBooks& books);

}  // namespace fillwright::order
