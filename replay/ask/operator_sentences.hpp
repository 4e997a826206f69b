// What is said of the operator's requests; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

struct OperatorSentences : virtual Names {
  std::string tell(const OperatorAsked& e) const {
    auto text = safe_text(e.by) + " asks: " + words_of(e.action);
    if (e.action == OperatorAction::heartbeat) text = safe_text(e.by) + " is there";
    if (!e.target.empty()) text += ' ' + safe_text(e.target);
    if (e.action == OperatorAction::answer) text += e.is_yes ? " yes" : " no";
    return text + because(e.why);
  }
  std::string tell(const OperationStepped& e) const {
    auto text = safe_text(e.target) + ' ';
    if (e.state == OperationState::asked) return text + "is asked";
    return text + words(safe_text(e.outcome)) + because(e.detail);
  }
  std::string tell(const OperationDone& e) const {
    auto text = "request " + safe_text(e.request_id) + ' ' + words(safe_text(e.outcome));
    if (e.succeeded > 0 || e.failed > 0)
      text += ", " + number(e.succeeded) + " as asked, " + number(e.failed) + " not";
    return text + because(e.detail);
  }
  std::string tell(const HeartbeatExpected& e) const {
    if (e.within.ns <= 0) return "the operator need not be heard of any more";
    return "the operator is to be heard of every " + span_text(e.within) + ", else " +
           words_of(e.action);
  }
  std::string tell(const TailDropped& e) const {
    return "a write that was cut off behind seq " + std::to_string(e.after) +
           " was dropped; it had never been synced" + because(e.what);
  }
  std::string tell(const HeartbeatMissed& e) const {
    return "the operator was not heard of since " + to_text(e.last) + ": " + words_of(e.action);
  }
};

}  // namespace fillwright::sentences
