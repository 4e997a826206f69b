#include "actors/domain/alert/parse_alert.hpp"

#include <algorithm>

#include "actors/domain/alert/clean_text.hpp"
#include "actors/domain/alert/free_text.hpp"
#include "actors/domain/alert/message.hpp"
#include "actors/domain/alert/resolve_expiry.hpp"
#include "actors/domain/alert/sanity.hpp"
#include "actors/domain/alert/spread_layout.hpp"
#include "actors/domain/alert/strict_grammar.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace {

using Result = tl::expected<std::vector<Reading>, AlertRefusal>;

Result read(const alert::Message& message, const ParseRules& rules) {
  if (!rules.is_free_text) {
    if (auto mismatch = alert::find_strict_mismatch(message)) return tl::make_unexpected(*mismatch);
  } else if (auto veto = alert::find_veto(message)) {
    return tl::make_unexpected(*veto);
  } else if (auto spread = alert::read_spread_layout(message)) {
    return *spread;
  }
  return alert::read_free_text(message, rules);
}

bool is_index_fund(const std::string& symbol) {
  return symbol == "SPY" || symbol == "QQQ" || symbol == "IWM";
}

void fill_expiry(Reading& reading, const ParseRules& rules) {
  if (reading.action != CallAction::open || reading.kind != AssetClass::option ||
      !reading.expiry.empty())
    return;
  if (rules.is_index_zero_dte && is_index_fund(reading.symbol))
    reading.expiry = "0DTE";
  else if (rules.is_weekly_default)
    reading.expiry = "this week";
}

}  // namespace

Result parse_alert(std::string_view text, const ParseRules& rules) {
  const auto cleaned = alert::clean_text(text, rules.longest_text);
  if (!cleaned) return tl::make_unexpected(cleaned.error());
  const auto message = alert::read_message(*cleaned);
  auto readings = read(message, rules);
  if (!readings) return readings;
  for (const auto& word : message.words)
    if (word.kind == alert::TokenKind::unreadable)
      return tl::make_unexpected(AlertRefusal{RefusalReason::absurd_price,
                                              "a number with more digits than any price has"});
  for (auto& reading : *readings) {
    if (is_mutated(Mutation::puts_read_as_calls) && reading.right == Right::put)
      reading.right = Right::call;
    fill_expiry(reading, rules);
    if (auto refusal = alert::find_absurdity(reading, rules)) return tl::make_unexpected(*refusal);
  }
  return readings;
}

}  // namespace fillwright
