// The paper broker's settings from the configuration's.
#pragma once

#include "actors/domain/settings.hpp"
#include "adapters/paper/paper_settings.hpp"

namespace fillwright {

inline PaperFees paper_fees_of(const ClassFees& fees) {
  return {fees.per_order, fees.per_contract, fees.exchange, fees.regulatory};
}

inline PaperSettings paper_settings_of(const PaperAccountSettings& from) {
  PaperSettings settings;
  settings.starting_cash = from.cash;
  settings.stock_fees = paper_fees_of(from.fees.stock);
  settings.option_fees = paper_fees_of(from.fees.option);
  settings.future_fees = paper_fees_of(from.fees.future);
  settings.latency = from.latency;
  settings.latency_jitter = from.latency_jitter;
  settings.refusal_rate = from.reject_percent;
  settings.question_rate = from.question_percent;
  settings.replace = from.replace;
  settings.seed = from.seed;
  settings.requests_per_second = from.requests_per_second;
  settings.options_fill_at_mid = from.fills_at_mid;
  settings.fills_when_touched_and_back = from.fills_when_passed;
  return settings;
}

}  // namespace fillwright
