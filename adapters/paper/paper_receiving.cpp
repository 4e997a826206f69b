// How the paper broker takes a message, asks about it, and rebuilds both from its log; see
// paper_book.hpp.
#include <algorithm>

#include "adapters/paper/broker_ids.hpp"
#include "adapters/paper/paper_book.hpp"
#include "events/chance.hpp"

namespace fillwright {
namespace {

constexpr std::uint32_t most_questions = 2;  // about one message

BrokerAnswer answer_to(const BrokerRequest& request, AnswerKind kind, Timestamp now) {
  BrokerAnswer answer;
  answer.kind = kind;
  answer.request = request.kind;
  answer.client_order_id = request.client_order_id;
  answer.at = now;
  return answer;
}

Outcome outcome_of(const BrokerAnswer& answer) {
  return answer.kind == AnswerKind::accepted   ? Outcome::accepted
         : answer.kind == AnswerKind::question ? Outcome::questioned
                                               : Outcome::rejected;
}

// The lines of the log keep a question's id as the code.
std::string code_of(const BrokerAnswer& answer) {
  return answer.kind == AnswerKind::question ? answer.question_id : answer.code;
}

std::vector<BookChild> children_of(const BrokerRequest& request) {
  std::vector<BookChild> children;
  for (const auto& child : request.children)
    children.push_back({child.client_order_id, child.order_id, child.side, child.type, child.limit,
                        child.quantity, child.time_in_force});
  return children;
}
BrokerRequest request_of(const BookChild& child, InstrumentId instrument) {
  BrokerRequest request;
  request.client_order_id = child.client_order_id;
  request.order_id = child.order_id;
  request.instrument = instrument;
  request.side = child.side;
  request.effect = Effect::close;
  request.type = child.type;
  request.limit = child.limit;
  request.quantity = child.quantity;
  request.time_in_force = child.time_in_force;
  return request;
}

void set_outcome(BrokerAnswer& answer, Outcome outcome, const std::string& code) {
  answer.kind = outcome == Outcome::accepted     ? AnswerKind::accepted
                : outcome == Outcome::questioned ? AnswerKind::question
                                                 : AnswerKind::rejected;
  (answer.kind == AnswerKind::question ? answer.question_id : answer.code) = code;
}

}  // namespace

bool PaperBook::asks_about(const BrokerRequest& request, std::uint32_t asked) const {
  if (settings_.question_rate.units <= 0 || asked >= most_questions) return false;
  if (request.kind == AttemptKind::cancel) return false;
  const auto text = "question " + std::to_string(asked + 1) + " about " + request.client_order_id;
  return chance(settings_.seed, text) % percent_of_all <
         static_cast<std::uint64_t>(settings_.question_rate.units);
}

// What becomes of a message that arrives now and was asked about so often.
BrokerAnswer PaperBook::judge(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
                              std::uint32_t asked, Timestamp now) const {
  if (const auto refusal = check(request, instrument)) {
    auto answer = answer_to(request, AnswerKind::rejected, now);
    answer.code = refusal->code;
    answer.text = refusal->text;
    return answer;
  }
  if (asks_about(request, asked)) {
    auto answer = answer_to(request, AnswerKind::question, now);
    answer.question_id = question_id(questions_asked_ + 1);
    answer.text = std::string(asked == 0 ? "Please confirm" : "Please confirm once more") + ": " +
                  (request.side == Side::buy ? "buy " : "sell ") + to_text(request.quantity) +
                  " at " + to_text(request.limit);
    return answer;
  }
  auto answer = answer_to(request, AnswerKind::accepted, now);
  const auto* target =
      request.kind == AttemptKind::submit ? nullptr : find_working(request.replaces);
  const bool is_of_target = target && !is_linked(request);
  answer.broker_order_id = broker_order_id(is_of_target ? target->number : orders_.count() + 1);
  return answer;
}

// What was said last about a message that is known.
BrokerAnswer PaperBook::answer_again(const BrokerRequest& request, Timestamp now) const {
  const auto& known = *seen_.find(request.client_order_id);
  auto answer = answer_to(request, known.answer, now);
  answer.request = known.kind;
  if (known.refusal) {
    (known.answer == AnswerKind::question ? answer.question_id : answer.code) = known.refusal->code;
    answer.text = known.refusal->text;
  }
  if (known.order != 0) answer.broker_order_id = broker_order_id(known.order);
  return answer;
}

BrokerAnswer PaperBook::receive(const BrokerRequest& request, Timestamp now) {
  auto answer = request.reply ? receive_reply(request, now) : receive_message(request, now);
  orders_.put_away();
  return answer;
}

BrokerAnswer PaperBook::receive_message(const BrokerRequest& request, Timestamp now) {
  const auto instrument = number_of(request.instrument);
  const bool is_repeat = seen_.contains(request.client_order_id);
  const auto answer = is_repeat ? answer_again(request, now) : judge(request, instrument, 0, now);
  if (write_) {
    const auto outcome = is_repeat ? Outcome::repeated : outcome_of(answer);
    write_(BookMessage{now, request.kind, request.client_order_id, request.replaces,
                       request.order_id, instrument ? held_[*instrument].symbol : std::string(),
                       request.side, request.effect, request.type, request.limit, request.quantity,
                       request.time_in_force, outcome, answer.broker_order_id, code_of(answer),
                       answer.text, children_of(request)});
  }
  if (!is_repeat) take(request, instrument, answer);
  return answer;
}

BrokerAnswer PaperBook::receive_reply(const BrokerRequest& reply, Timestamp now) {
  const auto found = questions_.find(reply.client_order_id);
  const bool is_open =
      found != questions_.end() && found->second.question_id == reply.reply->question_id;
  const bool is_repeat = !is_open && seen_.contains(reply.client_order_id);
  auto answer = answer_to(reply, AnswerKind::rejected, now);
  if (is_repeat) {
    answer = answer_again(reply, now);
  } else if (!is_open) {
    answer.code = "unknown_question";
    answer.text = "nothing was asked about " + reply.client_order_id;
  } else if (!reply.reply->is_yes) {
    answer.request = found->second.request.kind;
    answer.code = "declined";
    answer.text = "the question was answered with no";
  } else {
    const auto& held = found->second;
    answer = judge(held.request, held.instrument, held.asked, now);
  }
  if (write_)
    write_(BookReply{now, reply.client_order_id, reply.reply->question_id, reply.reply->is_yes,
                     is_open ? outcome_of(answer) : Outcome::repeated, answer.broker_order_id,
                     code_of(answer), answer.text});
  if (!is_open) return answer;
  const auto held = found->second;
  take(held.request, held.instrument, answer);
  return answer;
}

// What is wrong with a line that says that a message was accepted; the decision itself is not made
// again.
std::string PaperBook::why_impossible(const BrokerRequest& request,
                                      std::optional<std::uint32_t> instrument,
                                      const BrokerAnswer& answer) const {
  if (answer.kind != AnswerKind::accepted) return {};
  const bool is_submit = request.kind == AttemptKind::submit;
  const auto* target = is_submit ? nullptr : find_working(request.replaces);
  if (!is_submit && !target) return "it changes an order that is not working";
  if (is_submit && !instrument) return "its instrument was not named before";
  const bool is_of_target = target && answer.broker_order_id == broker_order_id(target->number);
  const bool may_be_linked = request.kind == AttemptKind::replace && !is_of_target;
  if (request.kind != AttemptKind::cancel &&
      (request.quantity.units <= 0 || request.quantity > largest_quantity ||
       request.limit > largest_price || request.limit < -largest_price ||
       (is_of_target && request.quantity <= target->filled) ||
       (may_be_linked && request.quantity != target->remaining())))
    return "its price or quantity is impossible";
  for (const auto& child : request.children)
    if (request.kind != AttemptKind::submit || seen_.contains(child.client_order_id) ||
        child.side == request.side || child.quantity.units <= 0 ||
        child.quantity > request.quantity || child.limit > largest_price ||
        child.limit < -largest_price)
      return "its exits are impossible";
  const auto number = target && !may_be_linked ? target->number : orders_.count() + 1;
  if (answer.broker_order_id != broker_order_id(number))
    return "the order's number should be " + broker_order_id(number);
  return {};
}

std::string PaperBook::replay_message(const BookMessage& line) {
  if (line.outcome == Outcome::repeated) return {};
  if (seen_.contains(line.client_order_id)) return "this client order id was used before";
  const auto known = by_symbol_.find(line.symbol);
  const auto* defined = instruments_->find(line.symbol);
  BrokerRequest request;
  request.kind = line.kind;
  request.client_order_id = line.client_order_id;
  request.replaces = line.replaces;
  request.order_id = line.order_id;
  if (defined) request.instrument = defined->instrument;
  request.side = line.side;
  request.effect = line.effect;
  request.type = line.type;
  request.limit = line.limit;
  request.quantity = line.quantity;
  request.time_in_force = line.time_in_force;
  for (const auto& child : line.children)
    request.children.push_back(request_of(child, request.instrument));
  auto answer = answer_to(request, AnswerKind::rejected, line.at);
  answer.broker_order_id = line.broker_order_id;
  answer.text = line.text;
  set_outcome(answer, line.outcome, line.code);
  std::optional<std::uint32_t> instrument;
  if (known != by_symbol_.end()) instrument = known->second;
  if (auto wrong = why_impossible(request, instrument, answer); !wrong.empty()) return wrong;
  take(request, instrument, answer);
  return {};
}

std::string PaperBook::replay_reply(const BookReply& line) {
  if (line.outcome == Outcome::repeated) return {};
  const auto found = questions_.find(line.client_order_id);
  if (found == questions_.end() || found->second.question_id != line.question_id)
    return "it answers a question that is not open";
  const auto held = found->second;
  auto answer = answer_to(held.request, AnswerKind::rejected, line.at);
  answer.broker_order_id = line.broker_order_id;
  answer.text = line.text;
  set_outcome(answer, line.outcome, line.code);
  if (auto wrong = why_impossible(held.request, held.instrument, answer); !wrong.empty())
    return wrong;
  take(held.request, held.instrument, answer);
  return {};
}

void PaperBook::note_seen(const std::string& client_order_id, Seen seen) {
  if (auto* known = seen_.find(client_order_id))
    *known = std::move(seen);
  else
    seen_.add_new(client_order_id, std::move(seen));
}

// Takes what was decided into the state.
void PaperBook::take(const BrokerRequest& request, std::optional<std::uint32_t> instrument,
                     const BrokerAnswer& answer) {
  Seen seen{answer.kind, request.kind, 0, {}};
  if (answer.kind != AnswerKind::accepted) seen.refusal = Refusal{code_of(answer), answer.text};
  note_seen(request.client_order_id, std::move(seen));
  if (answer.kind == AnswerKind::question) {
    auto& held = questions_[request.client_order_id];
    held = {request, instrument, answer.question_id, held.asked + 1};
    questions_asked_ = std::max(questions_asked_, number_of_id('Q', answer.question_id));
    return;
  }
  questions_.erase(request.client_order_id);
  if (answer.kind == AnswerKind::accepted) return accept(request, instrument, answer);
  if (request.kind != AttemptKind::submit) return;
  BrokerOrder rejected;
  rejected.client_order_id = request.client_order_id;
  rejected.client_order_ids = {request.client_order_id};
  rejected.order_id = request.order_id;
  if (instrument) rejected.instrument = request.instrument;
  rejected.side = request.side;
  rejected.type = request.type;
  rejected.limit = request.limit;
  rejected.quantity = request.quantity;
  rejected.time_in_force = request.time_in_force;
  rejected.state = BrokerOrderState::rejected;
  rejected.reason = answer.code + ": " + answer.text;
  rejected.at = answer.at;
  rejected_.push_back(std::move(rejected));
}

}  // namespace fillwright
