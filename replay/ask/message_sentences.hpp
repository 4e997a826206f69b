// What is said of instruments, messages and callers; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

struct MessageSentences : virtual Names {
  std::string tell(const InstrumentDefined& e) const {
    return words_of(e.asset_class) + ' ' + safe_text(e.symbol) + " is instrument " +
           number(e.instrument.number) + ", multiplier " + to_text(e.multiplier);
  }

  std::string tell(const MessageReceived& e) const {
    return safe_text(e.author) + " in " + safe_text(e.channel) + " (" + safe_text(e.source) +
           "): " + cut_text(quoted(e.text), 200);
  }
  std::string tell(const MessageEdited& e) const {
    return "edited to " + cut_text(quoted(e.text), 200);
  }
  std::string tell(const MessageDeleted&) const { return "the message was deleted"; }
  std::string tell(const AlertRefused& e) const {
    return "refused, " + reason_text(e.reason, e.detail);
  }
  std::string tell(const AlertRead& e) const {
    auto text =
        "read as " + reading_text(e.reading) + " (" + words(safe_text(e.grammar)) + " grammar";
    if (!e.completed_by.empty()) text += ", completed by " + words(safe_text(e.completed_by));
    text += ')';
    if (e.instrument.number) text += ": " + name(e.instrument);
    if (!e.workflow_id.empty()) text += ", for workflow " + safe_text(e.workflow_id);
    return text;
  }
  std::string tell(const GetReadyRemembered& e) const {
    return "get-ready of " + safe_text(e.caller) + " remembered until " + time_text(e.until) +
           ": " + reading_text(e.reading);
  }
  std::string tell(const CallAccepted& e) const {
    return "call of " + safe_text(e.caller) + " to " + words_of(e.action) + ' ' +
           name(e.instrument) + " goes on to workflow " + safe_text(e.workflow_id);
  }
  std::string tell(const CallerHoldingChanged& e) const {
    return safe_text(e.caller) + " holds " + to_text(e.held) + ' ' + name(e.instrument) +
           " in workflow " + safe_text(e.workflow_id) + (e.is_over ? ", which is over" : "");
  }
};

}  // namespace fillwright::sentences
