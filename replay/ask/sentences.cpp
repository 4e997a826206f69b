#include "replay/ask/sentences.hpp"

#include "events/any_event.hpp"
#include "events/json.hpp"
#include "replay/ask/account_sentences.hpp"
#include "replay/ask/input_sentences.hpp"
#include "replay/ask/message_sentences.hpp"
#include "replay/ask/operator_sentences.hpp"
#include "replay/ask/order_sentences.hpp"
#include "replay/ask/workflow_sentences.hpp"

namespace fillwright {
namespace {

struct Teller : sentences::MessageSentences,
                sentences::WorkflowSentences,
                sentences::OrderSentences,
                sentences::AccountSentences,
                sentences::OperatorSentences,
                sentences::InputSentences {
  using sentences::AccountSentences::tell;
  using sentences::InputSentences::tell;
  using sentences::MessageSentences::tell;
  using sentences::OperatorSentences::tell;
  using sentences::OrderSentences::tell;
  using sentences::WorkflowSentences::tell;
  // A type that is newer than these pages.
  template <class Other>
  std::string tell(const Other& event) const {
    return std::string(type_name(Other::type_id)) + ' ' + safe_text(event_json(AnyEvent(event)));
  }
};

}  // namespace

std::string quote_text(const Quote& quote) {
  if (quote.time.ns == 0 && quote.bid.is_zero() && quote.ask.is_zero()) return "no quote";
  return "bid " + price_text(quote.bid) + ", ask " + price_text(quote.ask) + ", mid " +
         price_text(middle(quote));
}

std::string reading_text(const Reading& r) {
  auto text = words_of(r.action) + ":";
  if (r.side) text += ' ' + words_of(*r.side);
  if (r.quantity) text += ' ' + to_text(*r.quantity);
  if (r.percent) text += ' ' + to_text(*r.percent) + " %";
  if (!r.symbol.empty()) text += ' ' + safe_text(r.symbol);
  if (r.strike) text += ' ' + to_text(*r.strike);
  if (r.right != Right::none) text += ' ' + words_of(r.right);
  for (const auto& leg : r.legs)
    text += ' ' + words_of(leg.side) + ' ' + std::to_string(leg.quantity) + "×" +
            to_text(leg.strike) + ' ' + words_of(leg.right);
  if (!r.expiry.empty()) text += " expiring " + sentences::quoted(r.expiry);
  if (r.price) text += " at " + price_text(*r.price);
  if (r.limit_low && r.limit_high)
    text += " at " + price_text(*r.limit_low) + " to " + price_text(*r.limit_high);
  if (r.is_market) text += " at the market";
  if (r.price_effect != PriceEffect::none) text += ' ' + words_of(r.price_effect);
  if (r.stop) text += ", stop " + price_text(*r.stop);
  if (r.stop_percent) text += ", stop " + to_text(*r.stop_percent) + " %";
  for (const auto& target : r.targets) text += ", target " + price_text(target);
  if (r.target_percent) text += ", target " + to_text(*r.target_percent) + " %";
  if (r.size_percent) text += ", size " + to_text(*r.size_percent) + " %";
  if (!r.size.empty()) text += ", size " + sentences::quoted(r.size);
  if (!r.label.empty()) text += ", " + words(safe_text(r.label));
  if (r.needs_context) text += ", names no contract";
  return text.back() == ':' ? text.substr(0, text.size() - 1) : text;
}

std::string sentence(const AnyEvent& event, const Instruments& instruments) {
  Teller teller;
  teller.instruments = &instruments;
  return std::visit([&](const auto& what) { return teller.tell(what); }, event);
}

}  // namespace fillwright
