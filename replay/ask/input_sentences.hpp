// What is said of the inputs of deciders; part of sentences.cpp.
#pragma once

#include "events/all_events.hpp"
#include "replay/ask/sentence_parts.hpp"

namespace fillwright::sentences {

struct InputSentences : virtual Names {
  std::string tell(const InputTaken& e) const {
    auto text = safe_text(e.actor) + " takes " + safe_text(e.command);
    if (e.told_by != 0) text += ", told after seq " + number(e.told_by);
    if (e.quote) text += ", " + quote_text(*e.quote);
    return text;
  }
  std::string tell(const InputContinued& e) const {
    return number(e.content.raw.size()) + " more bytes of the input";
  }
  std::string tell(const OpenTradesSeen& e) const {
    return number(e.orders.size()) + " open orders and " + number(e.workflows.size()) +
           " open workflows seen, " + number(e.lost_orders.size() + e.lost_workflows.size()) +
           " lost";
  }
  std::string tell(const BrokerDeclared& e) const {
    return "broker " + safe_text(e.broker) + ", replace " + words_of(e.capabilities.replace) +
           ", epoch " + number(e.epoch);
  }
};

}  // namespace fillwright::sentences
