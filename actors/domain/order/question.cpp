// A broker's question about the message in flight: answered from the configuration, else by a
// person, else it expires.
#include <algorithm>
#include <cctype>

#include "actors/domain/order/turn.hpp"

namespace fillwright::order {
namespace {

char lower(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool contains(const std::string& text, const std::string& part) {
  const auto is_same = [](char left, char right) { return lower(left) == lower(right); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), is_same) != text.end();
}

const QuestionSettings& settings_of(const Context& context) {
  static const QuestionSettings defaults;
  return context.questions ? *context.questions : defaults;
}

void send_reply(Turn& turn, const std::string& question_id, bool is_yes) {
  auto request = request_of(turn.order, turn.order.in_flight->attempt);
  request.reply = QuestionReply{question_id, is_yes};
  turn.decision.requests.push_back(std::move(request));
}

}  // namespace

void reply(Turn& turn, bool is_yes, const std::string& by) {
  const auto question_id = open_question(turn.order)->question_id;
  send_reply(turn, question_id, is_yes);
  turn.emit(QuestionAnswered{turn.order.in_flight->attempt.attempt, question_id, is_yes, by,
                             turn.context.now});
  turn.decision.timers.push_back({question_timer, std::nullopt, 0});
}

void take_question(Turn& turn, const BrokerAnswer& answer) {
  const auto& asked = turn.order.in_flight->questions;
  const bool is_known = std::any_of(asked.begin(), asked.end(), [&](const BrokerQuestion& known) {
    return known.question_id == answer.question_id;
  });
  if (is_known) return;  // doubled
  const auto& settings = settings_of(turn.context);
  const auto attempt = turn.order.in_flight->attempt.attempt;
  const auto expires_at = turn.context.now + settings.expires;
  turn.emit(
      AttemptQuestioned{attempt, answer.question_id, answer.text, expires_at, turn.context.now});
  turn.decision.timers.push_back({question_timer, expires_at, attempt});
  if (turn.order.is_cancelling || turn.context.is_killed) return advance(turn);
  const auto rule =
      std::find_if(settings.answers.begin(), settings.answers.end(),
                   [&](const QuestionRule& one) { return contains(answer.text, one.contains); });
  if (rule != settings.answers.end()) reply(turn, rule->is_yes, "configuration");
}

void expire_question(Turn& turn) {
  const auto* question = open_question(turn.order);
  if (!question || turn.context.now < question->expires_at) return;
  const auto question_id = question->question_id;
  // A courtesy: whatever becomes of it, nothing of the message is live.
  if (turn.context.is_gate_open) send_reply(turn, question_id, false);
  turn.emit(QuestionExpired{turn.order.in_flight->attempt.attempt, question_id, turn.context.now});
  reject(turn, "question_expired", "nobody answered the broker's question", "expiry");
}

void handle(Turn& turn, const AnswerQuestion& command) {
  const auto* question = open_question(turn.order);
  const bool is_meant =
      question && (command.question_id.empty() || command.question_id == question->question_id);
  // What is being taken back while the gate is closed is not sent after all by a late yes.
  const bool is_too_late = is_meant && command.is_yes && turn.order.is_cancelling;
  const auto tell = [&](OperationState state, const std::string& outcome,
                        const std::string& detail) {
    if (!command.request_id.empty())
      turn.decision.tell({ActorKind::control, "operator"},
                         NoteOperation{command.request_id, state, outcome, detail});
  };
  if (!is_meant)
    return tell(OperationState::failed, "no question", "the broker asks nothing about it now");
  if (is_too_late)
    return tell(OperationState::failed, "too late",
                "the order is being cancelled: " + turn.order.why);
  tell(OperationState::done, command.is_yes ? "answered yes" : "answered no",
       "question " + question->question_id);
  reply(turn, command.is_yes, command.by);
}

}  // namespace fillwright::order
