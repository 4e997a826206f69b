#include "deploy/simulation/judge.hpp"

#include <algorithm>

#include "deploy/simulation/by_hand.hpp"

namespace fillwright::simulation {
namespace {

std::string text_of(const BrokerRequest& request) {
  return request.client_order_id + " (limit " + to_text(request.limit) + ", quantity " +
         to_text(request.quantity) + ")";
}

// A cancel, and a no to the broker's question, only take back.
bool takes_back(const BrokerRequest& request) {
  return request.kind == AttemptKind::cancel || (request.reply && !request.reply->is_yes);
}

}  // namespace

// I7: an acknowledged append survives any crash.
void Judge::remember(const Journal& journal) {
  if (journal.head().seq < durable_) throw Violation{"durable events are gone after a restart"};
  auto truth = std::move(truth_);
  *this = {};
  truth_ = std::move(truth);
  durable_ = journal.head().seq;  // of what was not acknowledged, what is there counts, too
  const auto read = journal.read(1, [&](const Recorded& recorded) {
    const auto event = decode_event(recorded.type, recorded.payload);
    if (!event) throw Violation{"an event of the journal cannot be decoded"};
    note_event(journal.stream_name(recorded.stream), *event);
    return true;
  });
  if (!read) throw Violation{"the journal cannot be read: " + read.error().what};
}

void Judge::note(Seq seq, const std::string& stream, const AnyEvent& event) {
  if (seq != durable_ + 1)  // I8
    throw Violation{"after seq " + std::to_string(durable_) + " came " + std::to_string(seq)};
  durable_ = seq;
  note_event(stream, event);
}

void Judge::note_event(const std::string& stream, const AnyEvent& event) {
  if (const auto* started = std::get_if<WorkflowStarted>(&event))  // I24
    if (!workflows_.insert(started->message).second)
      throw Violation{"two workflows started from " + started->message};
  if (const auto* booked = std::get_if<FillBooked>(&event))
    if (!booked_
             .try_emplace(
                 booked->execution_id,
                 FillFigures{booked->quantity, booked->order_quantity, booked->price, booked->fees})
             .second)
      throw Violation{"the fill " + booked->execution_id + " is in the account twice"};
  if (const auto* corrected = std::get_if<BookingCorrected>(&event))
    booked_[corrected->execution_id] = corrected->now;
  if (const auto* order = std::get_if<ExternalOrderSeen>(&event))
    if (!external_orders_.insert(order->broker_order_id).second)
      throw Violation{"the order " + order->broker_order_id +
                      ", which is not ours, was seen twice"};
  if (const auto* fill = std::get_if<ExternalFillSeen>(&event))
    if (!external_fills_.insert(fill->execution_id).second)
      throw Violation{"the fill " + fill->execution_id + ", which is not ours, was counted twice"};
  if (const auto* alarm = std::get_if<AlarmRaised>(&event); alarm && alarm->kind == "oversold")
    oversold_.insert(alarm->order_id);
  if (const auto* settled = std::get_if<AlarmSettled>(&event);
      settled && settled->kind == "oversold")
    oversold_.erase(settled->order_id);
  if (std::holds_alternative<DifferencesAccepted>(event)) oversold_.clear();
  if (const auto* kill = std::get_if<KillSwitchChanged>(&event)) is_killed_ = kill->is_on;
  if (const auto* asked = std::get_if<OperatorAsked>(&event)) operations_.insert(asked->request_id);
  if (const auto* done = std::get_if<OperationDone>(&event)) operations_.erase(done->request_id);
  if (!stream.starts_with("order/")) return;
  const auto order = stream.substr(6);
  phases_[order].note(event);
  if (const auto* answered = std::get_if<QuestionAnswered>(&event))
    replies_[answered->question_id] = answered->is_yes;
  if (const auto* expired = std::get_if<QuestionExpired>(&event))
    replies_[expired->question_id] = false;
  if (const auto* attempt = std::get_if<AttemptStarted>(&event)) note_attempt(order, *attempt);
  if (const auto* passed = std::get_if<RiskPassed>(&event))
    worst_price_[order] = passed->worst_price;
  if (const auto* planned = std::get_if<OrderPlanned>(&event)) {
    side_[order] = planned->side;
    instruments_[order] = planned->instrument;
    wanted_[order] = planned->quantity;
    for (const auto& child : planned->children) children_[order].push_back(child.order_id);
  }
  if (const auto* changed = std::get_if<ChangeRequested>(&event))
    wanted_[order] = std::max(wanted_[order], changed->quantity);
  note_fill(order, event);
}

void Judge::note_fill(const std::string& order, const AnyEvent& event) {
  if (const auto* fill = std::get_if<OrderFilled>(&event)) {  // I3
    const FillFigures figures{fill->quantity, fill->order_quantity, fill->price, fill->fees};
    if (!executions_
             .try_emplace(fill->execution_id, Fill{order, fill->instrument, fill->side, figures})
             .second)
      throw Violation{"the fill " + fill->execution_id + " is in the journal twice"};
  }
  if (const auto* corrected = std::get_if<FillCorrected>(&event))
    executions_.at(corrected->execution_id).figures = corrected->now;
}

// A bracket's exits go out with their entry's message.
void Judge::note_attempt(const std::string& order, const AttemptStarted& attempt) {
  attempts_[attempt.client_order_id] = attempt.epoch;
  // The truth about the last moment's fills is known with the next look at the broker.
  deciding_.push_back({attempt.client_order_id, instruments_[order], executions_});
  const auto children = children_.find(order);
  if (children == children_.end() || attempt.kind != AttemptKind::submit) return;
  for (const auto& child : children->second)
    attempts_[child + "." + std::to_string(attempt.attempt)] = attempt.epoch;
}

void Judge::check_send(const BrokerRequest& request, std::uint64_t epoch, bool is_gate_open) const {
  const auto attempt = attempts_.find(request.client_order_id);
  if (attempt == attempts_.end())  // I6
    throw Violation{"sent without a durable intent: " + text_of(request)};
  for (const auto& child : request.children)
    if (!attempts_.contains(child.client_order_id))
      throw Violation{"sent without a durable intent: " + text_of(child)};
  if (is_by_hand(request.replaces))
    throw Violation{"it touches an order that is not ours: " + text_of(request)};
  if (request.reply) {
    const auto reply = replies_.find(request.reply->question_id);
    if (reply == replies_.end() || reply->second != request.reply->is_yes)
      throw Violation{"a reply without a durable answer: " + text_of(request)};
  } else if (attempt->second != epoch)
    throw Violation{"sent with an intent of an earlier run: " + text_of(request)};
  if (!is_gate_open)  // I23
    throw Violation{"sent while the gate is closed: " + text_of(request)};
  if (is_killed_ && !takes_back(request))
    throw Violation{"sent while the kill switch is on: " + text_of(request)};
  if (request.kind == AttemptKind::cancel || request.type == OrderType::market) return;
  const auto worst = worst_price_.find(request.order_id);  // I2
  if (worst != worst_price_.end() && side_.at(request.order_id) == Side::buy &&
      request.limit > worst->second)
    throw Violation{"past the price that risk has passed: " + text_of(request)};
}

void Judge::remember_truth(const BrokerBooks& books) {
  for (const auto& fill : books.fills) truth_[fill.execution_id] = fill.quantity;
  for (const auto& [message, instrument, executions] : deciding_)
    if (seems_to_hold_more(instrument, executions)) misled_.insert(message);
  deciding_.clear();
}

// More bought, or less sold, than there was.
bool Judge::seems_to_hold_more(InstrumentId instrument,
                               const std::map<std::string, Fill>& executions) const {
  return std::any_of(executions.begin(), executions.end(), [&](const auto& one) {
    const auto& [id, fill] = one;
    const auto truth = truth_.find(id);
    if (truth == truth_.end() || fill.instrument != instrument) return false;
    return ((fill.figures.quantity - truth->second) * sign(fill.side)).units > 0;
  });
}

bool Judge::seems_more_filled(const std::string& order) const {
  Quantity too_much;
  for (const auto& [id, fill] : executions_)
    if (const auto truth = truth_.find(id); fill.order == order && truth != truth_.end())
      too_much += fill.figures.quantity - truth->second;
  return too_much.units > 0;
}

void Judge::check_step(const BrokerBooks& books) {
  remember_truth(books);
  std::map<std::string, int> live;
  std::map<std::string, Quantity> filled;
  for (const auto& order : books.orders) {
    if (is_by_hand(order.client_order_id)) continue;
    filled[order.order_id] += order.filled;
    if (order.state == BrokerOrderState::rejected &&
        order.reason.find("would_open_short") != std::string::npos &&
        !misled_.contains(order.client_order_id))
      throw Violation{"order " + order.order_id + " would sell more than is held"};
    if (order.state != BrokerOrderState::working) continue;
    if (++live[order.order_id] > 1)  // I1, I19
      throw Violation{"order " + order.order_id + " is live twice at the broker"};
    const auto phase = phases_.find(order.order_id);
    const bool is_over = phase != phases_.end() && phase->second.is_over();
    if (is_over && !seems_more_filled(order.order_id))  // I20, I21
      throw Violation{"order " + order.order_id + " is over for us and works at the broker"};
  }
  for (const auto& [order, quantity] : filled) {  // I2
    const auto wanted = wanted_.find(order);
    if (wanted != wanted_.end() && quantity > wanted->second)
      throw Violation{"order " + order + " has filled more than it wanted"};
  }
  for (const auto& position : books.positions)
    if (position.quantity.units < 0) throw Violation{"more was sold than was held"};
}

void Judge::check_end(const BrokerBooks& books, const std::vector<std::string>& open) const {
  std::set<std::string> told;
  for (const auto& fill : books.fills) {
    if (is_by_hand(fill.client_order_id)) continue;
    told.insert(fill.execution_id);
    check_figures(fill);
  }
  for (const auto& [id, fill] : executions_)
    if (!told.contains(id)) throw Violation{"the journal's fill " + id + " never happened"};
  check_external(books);
  if (!operations_.empty())
    throw Violation{"the operator's request " + *operations_.begin() + " has not come to its end"};
  std::set<std::string> working;
  for (const auto& order : books.orders)
    if (order.state == BrokerOrderState::working) working.insert(order.order_id);
  for (const auto& id : open)
    if (!working.contains(id) && has_gone_out(id))
      throw Violation{"order " + id + " is open for us and nothing of it is at the broker"};
}

// I3, I4, I5: whatever the stream told of it.
void Judge::check_figures(const BrokerFill& fill) const {
  const auto& id = fill.execution_id;
  const auto ours = executions_.find(id);
  const auto booked = booked_.find(id);
  if (ours == executions_.end()) throw Violation{"the fill " + id + " is not in the journal"};
  if (booked == booked_.end()) throw Violation{"the fill " + id + " is not in the account"};
  const FillFigures theirs{fill.quantity, fill.order_quantity, fill.price, fill.fees};
  if (ours->second.figures != theirs)
    throw Violation{"the fill " + id + " is of " + to_text(fill.quantity) + ", the journal's of " +
                    to_text(ours->second.figures.quantity)};
  if (booked->second != theirs)
    throw Violation{"the fill " + id + " is of " + to_text(fill.quantity) + ", the account's of " +
                    to_text(booked->second.quantity)};
}

// What was done by hand is seen and counted, each once, and nothing else is.
void Judge::check_external(const BrokerBooks& books) const {
  std::set<std::string> orders;
  std::set<std::string> fills;
  for (const auto& order : books.orders)
    if (is_by_hand(order.client_order_id))
      orders.insert(order.broker_order_id.empty() ? order.client_order_id : order.broker_order_id);
  for (const auto& fill : books.fills)
    if (is_by_hand(fill.client_order_id)) fills.insert(fill.execution_id);
  if (orders != external_orders_)
    throw Violation{std::to_string(orders.size()) + " orders were placed by hand, " +
                    std::to_string(external_orders_.size()) + " were seen"};
  if (fills != external_fills_)
    throw Violation{std::to_string(fills.size()) + " fills came by hand, " +
                    std::to_string(external_fills_.size()) + " were counted"};
}

bool Judge::has_gone_out(const std::string& order) const {
  const auto first = attempts_.lower_bound(order + ".");
  return first != attempts_.end() && first->first.starts_with(order + ".");
}

bool Judge::is_in_transit() const {
  return std::any_of(phases_.begin(), phases_.end(),
                     [](const auto& order) { return order.second.is_in_transit(); });
}

std::vector<std::string> Judge::states_of(const std::string& order) const {
  std::vector<std::string> states;
  if (!order.empty()) {
    const auto found = phases_.find(order);
    states.emplace_back(found == phases_.end() ? "none" : found->second.name());
    return states;
  }
  for (const auto& [id, phase] : phases_)
    if (!phase.is_over()) states.emplace_back(phase.name());
  if (states.empty()) states.emplace_back("none");
  return states;
}

}  // namespace fillwright::simulation
