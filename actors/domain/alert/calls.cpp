#include "actors/domain/alert/calls.hpp"

#include "actors/domain/alert/call_finder.hpp"

namespace fillwright::alert {

namespace {

// Keeps the time linear: each call looks at the whole message.
constexpr std::size_t most_calls = 40;

}  // namespace

Calls CallFinder::run() {
  for (std::size_t i = 0; i < m_.size();) {
    if (calls_.accepted.size() + calls_.rejected.size() > most_calls) {
      calls_.is_too_many = true;
      break;
    }
    const auto call = match(i);
    if (!call || call->end <= i) {
      ++i;
      continue;
    }
    if (call->action == CallAction::get_ready) {
      calls_.has_get_ready = true;
    } else if (is_called(*call)) {
      calls_.accepted.push_back(*call);
    } else {
      calls_.rejected.push_back(*call);
      calls_.rejected.back().is_planned = is_planned(*call);
    }
    i = call->end;
  }
  return std::move(calls_);
}

bool CallFinder::same_clause(std::size_t a, std::size_t b) const {
  return has(a) && has(b) && m_[a].clause == m_[b].clause;
}

bool CallFinder::is_clause_start(std::size_t i) const {
  for (auto k = i; k > 0;) {
    --k;
    if (m_[k].clause != m_[i].clause) return true;
    if (!is_separator(m_[k])) return false;
  }
  return true;
}

Call CallFinder::make(CallAction action, std::size_t begin, std::size_t end) const {
  Call call;
  call.action = action;
  call.begin = begin;
  call.end = end;
  return call;
}

Call CallFinder::with_side(Call call, Side side) const {
  call.side = side;
  return call;
}

Call CallFinder::formal(CallAction action, Side side, std::size_t i) const {
  auto call = with_side(make(action, i, i + 1), side);
  call.is_formal = true;
  return call;
}

Call CallFinder::stopped(std::size_t begin, std::size_t end) const {
  auto call = make(CallAction::close, begin, end);
  call.reason = "stop";
  return call;
}

std::optional<Call> CallFinder::match(std::size_t i) const {
  if (m_[i].kind != TokenKind::word || m_[i].role != Role::none) return std::nullopt;
  if (m_[i].has_dollar || m_[i].has_slash) return std::nullopt;
  if (auto call = match_formal(i)) return call;
  if (auto call = match_take(i)) return call;
  if (auto call = match_trim(i)) return call;
  if (auto call = match_stop(i)) return call;
  if (auto call = match_close(i)) return call;
  if (auto call = match_add(i)) return call;
  if (auto call = match_open(i)) return call;
  return match_other(i);
}

bool is_lead_word(const Word& word) {
  return word.kind == TokenKind::word && lead_words().contains(word.text);
}

Calls find_calls(const Message& message) { return CallFinder(message).run(); }

bool is_condition(const Word& word) {
  return is_one_of(word, {"if", "when", "whenever", "once", "unless", "provided", "assuming"});
}

std::size_t end_of_object(const Message& message, const Call& call) {
  auto k = call.end;
  for (; k < message.size() && message[k].clause == message[call.end - 1].clause; ++k)
    if (is_one_of(message[k],
                  {"leaving", "keeping", "keep",    "leave",     "outside", "except", "besides",
                   "but",     "holding", "still",   "switching", "while",   "since",  "because",
                   "as",      "looking", "besides", "excluding", "not",     "will",   "done",
                   "rolling", "moving",  "stop",    "sl"}))
      break;
  return k;
}

bool has_trade_object(const Message& message, const Call& call) {
  const auto clause = message[call.end - 1].clause;
  bool ends_open = false;  // with a word that needs another
  // "took profits", "last trim": the call names its own object
  std::size_t count =
      is_one_of(message[call.end - 1], {"trim", "trims", "partial", "partials", "profit", "profits",
                                        "gains", "l", "loss", "losses"})
          ? 1
          : 0;
  for (auto k = call.end; k < message.size() && message[k].clause == clause && count < 5; ++k) {
    const auto& word = message[k];
    if (is_separator(word)) continue;
    if (word.role != Role::none) {
      ends_open = false;
      ++count;
      continue;
    }
    if (word.kind != TokenKind::word) break;
    if (is_one_of(word, {"as"}) && k + 1 < message.size() && is_one_of(message[k + 1], {"well"}))
      return !ends_open;
    if (is_one_of(word, {"as", "because", "since", "so", "that", "which"})) return count > 0;
    if (object_words().contains(word.text)) {
      ends_open = false;
      ++count;
    } else if (linking_words().contains(word.text)) {
      if (is_one_of(word, {"and"}) && count > 0) return !ends_open;  // then what is done next
      ends_open = true;
    } else {
      return count > 0 && !ends_open;
    }
  }
  return !ends_open;
}

}  // namespace fillwright::alert
