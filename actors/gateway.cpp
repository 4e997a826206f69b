#include "actors/gateway.hpp"

#include <algorithm>
#include <utility>

#include "actors/domain/gateway/retry_table.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

constexpr auto least_throttle = seconds(1);  // when the broker names no wait

bool is_message_of(const std::string& client_order_id, const std::string& order_id) {
  return client_order_id.size() > order_id.size() && client_order_id.starts_with(order_id) &&
         client_order_id[order_id.size()] == '.';
}

// Nothing comes to be live by it: a cancel, or a no to the broker's question.
bool is_taking_back(const BrokerRequest& request) {
  if (request.reply) return !request.reply->is_yes;
  return request.kind == AttemptKind::cancel;
}

}  // namespace

Gateway::Gateway(Runtime& runtime, Broker& broker,
                 std::function<std::vector<std::string>()> open_orders)
    : runtime_(runtime),
      broker_(broker),
      tokens_(broker.capabilities().rate_limits),
      breaker_(runtime.settings.breaker),
      reconciler_(runtime, broker,
                  {std::move(open_orders),
                   [this](const std::string& order) { return last_unanswered(order); },
                   [this](const std::string& order) { forget_unanswered(order); },
                   [this](const std::string& what) { note_failure(what); }}) {
  broker_.listen(this);
  // The session may close it long after the books were read: it must never stay shut unasked.
  runtime_.on_held = [this] {
    reconciler_.ask_again_later();
    give_back_held();
  };
  runtime_.on_cancel_requested = [this](const std::string& order) { withdraw(order); };
}

Gateway::~Gateway() { broker_.listen(nullptr); }

void Gateway::start(std::uint64_t epoch) {
  runtime_.deliver({ActorKind::gateway, runtime_.settings.account}, StartSession{epoch},
                   {0, 0, "engine"});
  reconciler_.start();
}

void Gateway::ask_about(const std::string& order_id) {
  reconciler_.doubt(order_id);
  reconciler_.ask(ReconcileCause::evidence);
}

// Messages of one order stand together: "w1-1.1", "w1-1.2".
Gateway::SentById::const_iterator Gateway::first_of(const std::string& order_id) const {
  return unanswered_.lower_bound(order_id + ".");
}

std::optional<Timestamp> Gateway::last_unanswered(const std::string& order_id) const {
  // What has not left yet, or waits to be repeated, may leave at any moment.
  const auto resting = resting_.lower_bound(order_id + ".");
  const bool is_resting = resting != resting_.end() && is_message_of(resting->first, order_id);
  if (is_resting || queue_.has_of(order_id)) return runtime_.clock.now();
  std::optional<Timestamp> last;
  for (auto sent = first_of(order_id);
       sent != unanswered_.end() && is_message_of(sent->first, order_id); ++sent)
    last = std::max(last.value_or(sent->second.at), sent->second.at);
  return last;
}

void Gateway::forget_unanswered(const std::string& order_id) {
  const auto settles = broker_.capabilities().settles_within;
  const auto now = runtime_.clock.now();
  for (auto sent = first_of(order_id);
       sent != unanswered_.end() && is_message_of(sent->first, order_id);)
    if (now - sent->second.at > settles) {
      replied_.erase(sent->first);
      sent = unanswered_.erase(sent);
    } else {
      ++sent;
    }
}

// It was decided before the gate closed or the kill switch went on, and became durable with that;
// or it could not be sent.
void Gateway::give_back(const BrokerRequest& request, const std::string& why) {
  repeated_.erase(request.client_order_id);
  replied_.erase(request.client_order_id);
  BrokerAnswer answer;
  answer.kind = AnswerKind::not_sent;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.text = "not sent: " + why;
  answer.at = runtime_.clock.now();
  reconciler_.tell_order(request.order_id, NoteAnswer{answer});
}

// Empty when it may go out now.
std::string Gateway::why_held(const BrokerRequest& request) const {
  if (!runtime_.is_gate_open && !is_mutated(Mutation::gate_ignored)) return "the gate had closed";
  if (runtime_.is_killed && !is_taking_back(request)) return "the kill switch is on";
  return "";
}

// Nothing that waits goes out any more once the gate has closed or the kill switch is on.
void Gateway::give_back_held() {
  give_back_if([this](const BrokerRequest& request) { return why_held(request); });
}

void Gateway::give_back_if(const std::function<std::string(const BrokerRequest&)>& why) {
  auto held = queue_.take_if([&](const BrokerRequest& request) { return !why(request).empty(); });
  for (const auto& [id, request] : resting_)
    if (!why(request).empty()) held.push_back(request);
  for (const auto& request : held) {
    resting_.erase(request.client_order_id);
    give_back(request, why(request));
  }
}

// The order is to be cancelled: the cancel need not wait for what has not left yet.
void Gateway::withdraw(const std::string& order_id) {
  give_back_if([&](const BrokerRequest& request) -> std::string {
    const bool is_of_it = request.order_id == order_id && !is_taking_back(request);
    return is_of_it ? "its order is to be cancelled" : "";
  });
}

void Gateway::send(BrokerRequest request) {
  if (const auto why = why_held(request); !why.empty()) return give_back(request, why);
  if (request.reply) replied_[request.client_order_id].insert(request.reply->question_id);
  reconciler_.compare_later();
  queue_.push(std::move(request));
  pump();
}

void Gateway::pump() {
  if (runtime_.is_closed) return;
  while (!queue_.is_empty()) {
    const auto now = runtime_.clock.now();
    const auto due = std::max(tokens_.next(now), throttled_until_);
    if (due > now) return pump_at(due);
    tokens_.take(now);
    send_now(queue_.pop());
  }
}

void Gateway::pump_at(Timestamp due) {
  if (pump_due_ && *pump_due_ <= due) return;
  pump_due_ = due;
  runtime_.clock.at(due, [this, due] {
    if (pump_due_ == due) pump_due_.reset();
    give_back_held();
    pump();
  });
}

void Gateway::send_now(const BrokerRequest& request) {
  const auto sent_at = runtime_.clock.now();
  unanswered_[request.client_order_id] = {request, sent_at};
  runtime_.clock.at(sent_at + broker_.capabilities().answer_within,
                    [this, id = request.client_order_id, sent_at] { on_silence(id, sent_at); });
  broker_.send(request);
}

void Gateway::on_silence(const std::string& client_order_id, Timestamp sent_at) {
  const auto found = unanswered_.find(client_order_id);
  if (found == unanswered_.end() || found->second.at != sent_at || found->second.is_told_unknown)
    return;
  take_unknown(client_order_id, "time_out");
  reconciler_.ask_at(std::max(runtime_.clock.now(),
                              sent_at + broker_.capabilities().settles_within + Duration{1}));
  note_failure("no answer to " + client_order_id);
}

void Gateway::take_unknown(const std::string& client_order_id, const std::string& text) {
  if (const auto found = unanswered_.find(client_order_id); found != unanswered_.end())
    found->second.is_told_unknown = true;
  BrokerAnswer answer;
  answer.kind = AnswerKind::unknown;
  answer.client_order_id = client_order_id;
  answer.text = text;
  answer.at = runtime_.clock.now();
  reconciler_.doubt(order_of(client_order_id));
  reconciler_.tell_order(order_of(client_order_id), NoteAnswer{answer});
}

// Told again, or late: it says nothing of our reply, which still waits for its answer.
bool Gateway::is_replied(const BrokerAnswer& question) const {
  const auto found = replied_.find(question.client_order_id);
  return found != replied_.end() && found->second.contains(question.question_id);
}

void Gateway::take_definite(const BrokerAnswer& answer) {
  unanswered_.erase(answer.client_order_id);
  resting_.erase(answer.client_order_id);
  repeated_.erase(answer.client_order_id);
  if (answer.kind != AnswerKind::question) replied_.erase(answer.client_order_id);
  // "already filled", "no such order": the broker knows something of it that we do not. A
  // rejected price waits for the next comparison: it may be one of many.
  if (answer.kind == AnswerKind::rejected && answer.request == AttemptKind::cancel &&
      !is_mutated(Mutation::books_not_compared))
    reconciler_.ask(ReconcileCause::evidence);
  if (answer.kind == AnswerKind::accepted && answer.request != AttemptKind::cancel)
    reconciler_.expect(order_of(answer.client_order_id));
  reconciler_.tell_order(order_of(answer.client_order_id), NoteAnswer{answer});
}

// The same message under the same id: for certain it has not arrived.
void Gateway::repeat(Sent sent, Timestamp due) {
  const auto id = sent.request.client_order_id;
  resting_[id] = std::move(sent.request);
  runtime_.clock.at(due, [this, id] {
    auto found = resting_.extract(id);
    if (!found) return;
    if (const auto why = why_held(found.mapped()); !why.empty())
      return give_back(found.mapped(), why);
    queue_.push(std::move(found.mapped()));
    pump();
  });
}

void Gateway::on_answer(const BrokerAnswer& answer) {
  if (answer.kind == AnswerKind::question && is_replied(answer)) return;
  const auto now = runtime_.clock.now();
  const auto found = unanswered_.find(answer.client_order_id);
  const bool is_awaited = found != unanswered_.end();
  if (!is_awaited && !reconciler_.is_of_ours(order_of(answer.client_order_id))) return;
  const auto kind = is_awaited ? found->second.request.kind : answer.request;
  const auto action = action_for(answer.kind, kind, runtime_.broker);
  if (answer.kind == AnswerKind::throttled && !is_mutated(Mutation::throttle_ignored))
    throttled_until_ =
        std::max(throttled_until_, now + std::max(answer.retry_after, least_throttle));
  const bool is_definite = action == RetryAction::take;
  if (!is_awaited && !is_definite && action != RetryAction::ask_first) return;  // late or doubled
  switch (action) {
    case RetryAction::take:
      return take_definite(answer);
    case RetryAction::ask_first:
      take_unknown(answer.client_order_id, answer.text);
      reconciler_.ask_at(
          std::max(throttled_until_, now + broker_.capabilities().settles_within + Duration{1}));
      return note_failure(answer.text);
    case RetryAction::ask_now:
      take_unknown(answer.client_order_id, "duplicate: it is known there");
      return reconciler_.ask(ReconcileCause::evidence);
    case RetryAction::repeat_when_told: {
      auto sent = std::move(unanswered_.extract(found).mapped());
      return repeat(std::move(sent), throttled_until_);
    }
    case RetryAction::repeat: {
      auto sent = std::move(unanswered_.extract(found).mapped());
      const auto id = sent.request.client_order_id;
      const auto times = repeated_[id]++;
      if (times >= most_repeats)
        give_back(sent.request, answer.text + ", " + std::to_string(times) + " times repeated");
      else
        repeat(std::move(sent), now + wait_before(times, id));
      return note_failure("not sent: " + answer.text);
    }
    case RetryAction::give_back: {
      const auto sent = std::move(unanswered_.extract(found).mapped());
      close_for_authorisation(answer);
      return give_back(sent.request, "authorisation lost");
    }
  }
}

void Gateway::close_for_authorisation(const BrokerAnswer& answer) {
  const auto reason =
      std::string(answer.is_hard ? "authorisation lost for good: " : "authorisation lost: ") +
      answer.text;
  if (answer.is_hard && runtime_.options.on_note)
    runtime_.options.on_note(reason +
                             "; entries are refused until a person has the books compared");
  runtime_.deliver({ActorKind::gateway, runtime_.settings.account},
                   NoteTrouble{reason, {}, true, answer.is_hard}, {0, 0, "broker"});
  reconciler_.note_unauthorised();
}

// Failures while the gate is closed are what it is closed for.
void Gateway::note_failure(const std::string& what) {
  if (!runtime_.is_gate_open) return;
  const auto now = runtime_.clock.now();
  if (!breaker_.note_error(now)) return;
  const auto& settings = runtime_.settings.breaker;
  const auto until = now + settings.pause;
  runtime_.deliver(
      {ActorKind::gateway, runtime_.settings.account},
      NoteTrouble{"the broker failed " + std::to_string(settings.errors) + " times within " +
                      std::to_string(settings.window.ns / seconds(1).ns) + " s, at last: " + what,
                  until, false, false},
      {0, 0, "broker"});
  reconciler_.hold_off(until);
}

void Gateway::on_fill(const BrokerFill& fill) {
  const auto order = fill.order_id.empty() ? order_of(fill.client_order_id) : fill.order_id;
  if (!reconciler_.is_of_ours(order)) {
    if (!runtime_.ours.external_executions.contains(fill.execution_id))
      runtime_.deliver({ActorKind::gateway, runtime_.settings.account}, NoteExternal{{}, {fill}},
                       {0, 0, "broker"});
    return;
  }
  unanswered_.erase(fill.client_order_id);
  replied_.erase(fill.client_order_id);
  reconciler_.check_told(fill);
  reconciler_.tell_order(order, NoteFill{fill});
  reconciler_.compare_later();
}

void Gateway::on_order_ended(const BrokerOrder& order) {
  const auto id = order.order_id.empty() ? order_of(order.client_order_id) : order.order_id;
  if (!reconciler_.is_of_ours(id)) return;  // the books tell of it
  for (const auto& client_id : order.client_order_ids) {
    unanswered_.erase(client_id);
    replied_.erase(client_id);
  }
  reconciler_.tell_order(id, NoteEnded{order});
}

}  // namespace fillwright
