#include "actors/gateway.hpp"

#include <algorithm>
#include <utility>

#include "events/mutation.hpp"

namespace fillwright {
namespace {
constexpr auto ask_again_after = seconds(5);
// A stream may lose a fill without a trace; the books tell.
constexpr auto compare_every = seconds(60);
const std::string broker_principal = "broker";
}  // namespace

std::string order_of(const std::string& client_order_id) {
  return client_order_id.substr(0, client_order_id.rfind('.'));
}

Gateway::Gateway(Runtime& runtime, Broker& broker,
                 std::function<std::vector<std::string>()> open_orders)
    : runtime_(runtime), broker_(broker), open_orders_(std::move(open_orders)) {
  broker_.listen(this);
  // The session may close it long after the books were read: it must never stay shut unasked.
  runtime_.on_gate_closed = [this] { ask_again_later(); };
}

Gateway::~Gateway() { broker_.listen(nullptr); }

void Gateway::start(std::uint64_t epoch) {
  runtime_.deliver({ActorKind::gateway, runtime_.settings.account}, StartSession{epoch},
                   {0, 0, "engine"});
  // What was sent before a restart may arrive yet.
  const auto now = runtime_.clock.now();
  for (const auto& order : open_orders_()) unresolved_[order] = now;
  if (!unresolved_.empty())
    runtime_.clock.at(now + broker_.capabilities().settles_within + Duration{1},
                      [this] { ask_books(); });
  compare_later();
  ask_books();
}

void Gateway::ask_about(const std::string& order_id) {
  unresolved_.try_emplace(order_id);
  ask_books();
}

void Gateway::reconcile_now() {
  is_asked_anew_ = is_asking_;
  ask_books();
}

void Gateway::ask_books() {
  if (is_asking_) return;
  is_asking_ = true;
  asked_at_ = runtime_.clock.now();
  // No answer at all counts as unreachable, too.
  runtime_.clock.at(runtime_.clock.now() + broker_.capabilities().answer_within,
                    [this, asked = ++asked_] {
                      if (is_mutated(Mutation::silence_ignored)) return;
                      if (is_asking_ && asked == asked_) on_books(std::nullopt);
                    });
  broker_.ask_books({});
}

void Gateway::tell_order(const std::string& order_id, AnyCommand command) {
  if (runtime_.options.on_point) runtime_.options.on_point(CrashPoint::answer);
  runtime_.deliver({ActorKind::order, order_id}, std::move(command), {0, 0, broker_principal});
}

// As long as anything of ours is at the broker, its books are compared with ours now and then.
void Gateway::compare_later() {
  if (is_comparing_ || is_mutated(Mutation::books_not_compared)) return;
  is_comparing_ = true;
  runtime_.clock.at(runtime_.clock.now() + compare_every, [this] {
    is_comparing_ = false;
    if (open_orders_().empty()) return;
    ask_books();
    compare_later();
  });
}

// It was decided before the gate closed or the kill switch went on, and became durable with that.
void Gateway::give_back(const BrokerRequest& request, const std::string& why) {
  BrokerAnswer answer;
  answer.kind = AnswerKind::not_sent;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.text = "not sent: " + why;
  answer.at = runtime_.clock.now();
  tell_order(request.order_id, NoteAnswer{answer});
}

void Gateway::send(const BrokerRequest& request) {
  if (!runtime_.is_gate_open && !is_mutated(Mutation::gate_ignored))
    return give_back(request, "the gate had closed");
  if (runtime_.is_killed && request.kind != AttemptKind::cancel)
    return give_back(request, "the kill switch is on");
  compare_later();
  const auto sent_at = runtime_.clock.now();
  unanswered_[request.client_order_id] = sent_at;
  runtime_.clock.at(sent_at + broker_.capabilities().answer_within,
                    [this, id = request.client_order_id, sent_at] { on_silence(id, sent_at); });
  broker_.send(request);
}

void Gateway::on_silence(const std::string& client_order_id, Timestamp sent_at) {
  const auto found = unanswered_.find(client_order_id);
  if (found == unanswered_.end() || found->second != sent_at) return;
  BrokerAnswer answer;
  answer.kind = AnswerKind::unknown;
  answer.client_order_id = client_order_id;
  answer.text = "time_out";
  answer.at = runtime_.clock.now();
  tell_order(order_of(client_order_id), NoteAnswer{answer});
  unresolved_.try_emplace(order_of(client_order_id));
  runtime_.clock.at(sent_at + broker_.capabilities().settles_within + Duration{1},
                    [this] { ask_books(); });
}

void Gateway::on_answer(const BrokerAnswer& answer) {
  if (answer.kind != AnswerKind::unknown) {
    unanswered_.erase(answer.client_order_id);
    // "already filled", "no such order": the broker knows something of it that we do not. A
    // rejected price waits for the next comparison: it may be one of many.
    if (answer.kind == AnswerKind::rejected && answer.request == AttemptKind::cancel &&
        !is_mutated(Mutation::books_not_compared))
      ask_books();
  } else {
    unresolved_.try_emplace(order_of(answer.client_order_id));
    runtime_.clock.at(runtime_.clock.now() + broker_.capabilities().settles_within + Duration{1},
                      [this] { ask_books(); });
  }
  tell_order(order_of(answer.client_order_id), NoteAnswer{answer});
}

void Gateway::on_fill(const BrokerFill& fill) {
  const auto order = fill.order_id.empty() ? order_of(fill.client_order_id) : fill.order_id;
  unanswered_.erase(fill.client_order_id);
  tell_order(order, NoteFill{fill});
}

void Gateway::on_order_ended(const BrokerOrder& order) {
  for (const auto& id : order.client_order_ids) unanswered_.erase(id);
  tell_order(order.order_id.empty() ? order_of(order.client_order_id) : order.order_id,
             NoteEnded{order});
}

// Absence proves something only once no message of the order can still be under way.
bool Gateway::is_conclusive(const std::string& order_id, Timestamp books_at) const {
  if (is_mutated(Mutation::absence_is_proof)) return true;
  const auto settles = broker_.capabilities().settles_within;
  const auto doubt = unresolved_.find(order_id);
  if (doubt != unresolved_.end() && doubt->second.ns != 0 && books_at - doubt->second <= settles)
    return false;
  return std::none_of(unanswered_.begin(), unanswered_.end(), [&](const auto& sent) {
    return order_of(sent.first) == order_id && books_at - sent.second <= settles;
  });
}

void Gateway::on_books(const std::optional<BrokerBooks>& books) {
  is_asking_ = false;
  const auto asked_at = asked_at_;
  if (std::exchange(is_asked_anew_, false)) ask_books();
  const Cause cause{0, 0, broker_principal};
  const Address session{ActorKind::gateway, runtime_.settings.account};
  if (!books) {
    runtime_.deliver(session, TakeBooks{}, cause);
    const auto wait = seconds(std::int64_t{1} << std::min(failures_++, 5u));
    runtime_.clock.at(runtime_.clock.now() + wait, [this] { ask_books(); });
    return;
  }
  failures_ = 0;
  std::map<std::string, NoteBooks> of_order;
  for (const auto& id : open_orders_()) of_order[id];
  for (const auto& order : books->orders)
    if (const auto found = of_order.find(order.order_id); found != of_order.end()) {
      // The latest order under our tag: a cancelled one may stand before it.
      if (!found->second.order || order.state == BrokerOrderState::working ||
          found->second.order->state != BrokerOrderState::working)
        found->second.order = order;
    }
  std::uint64_t fills_new = 0;
  for (const auto& fill : books->fills) {
    if (runtime_.executions.contains(fill.execution_id)) continue;
    ++fills_new;
    const auto found = of_order.find(fill.order_id);
    if (found != of_order.end()) {
      found->second.fills.push_back(fill);
    } else if (runtime_.journal.version_of(stream_of({ActorKind::order, fill.order_id})) > 0) {
      tell_order(fill.order_id, NoteFill{fill});  // a late one, of an order that is over
    }
  }
  for (auto& [id, note] : of_order) {
    note.is_conclusive = is_conclusive(id, books->at);
    if (note.is_conclusive) {
      unresolved_.erase(id);
      std::erase_if(unanswered_, [&, &order = id](const auto& sent) {
        return order_of(sent.first) == order &&
               books->at - sent.second > broker_.capabilities().settles_within;
      });
    }
    tell_order(id, std::move(note));
  }
  runtime_.deliver(session, TakeBooks{books, fills_new, ReconcileCause::evidence, asked_at}, cause);
  std::erase_if(unresolved_, [&](const auto& doubt) { return !of_order.contains(doubt.first); });
  ask_again_later();
}

// While an order waits for evidence, or the gate is held shut by a difference that fills under way
// may explain.
void Gateway::ask_again_later() {
  if (is_asking_later_) return;
  is_asking_later_ = true;
  runtime_.clock.at(runtime_.clock.now() + ask_again_after, [this] {
    is_asking_later_ = false;
    if (!unresolved_.empty() || !runtime_.is_gate_open) ask_books();
  });
}

}  // namespace fillwright
