// How the paper broker behaves, as data. The defaults are a quick, honest broker with usual fees.
#pragma once

#include <cstdint>

#include "actors/ports/broker.hpp"

namespace fillwright {

// Of one asset class. Charged with each fill, all in the account's currency.
struct PaperFees {
  Money per_order;                     // once, with the order's first fill
  Money per_contract;                  // or share
  Money exchange_per_contract;         // exchange and clearing
  Money regulatory_per_contract_sold;  // only where we sell
};

struct PaperSettings {
  Money starting_cash = Money::whole(100'000);
  PaperFees stock_fees{};
  PaperFees option_fees{{}, {650'000}, {20'000}, {2'790}};        // 0.65 + 0.02 (+ 0.00279)
  PaperFees future_fees{{}, {1'250'000}, {1'380'000}, {20'000}};  // 1.25 + 1.38 (+ 0.02)

  // Each way: a request arrives, and its answer and each fill are heard of, this much later.
  Duration latency;
  Duration latency_jitter;  // up to this much more; messages of one direction keep their order
  Percent refusal_rate;     // of submits and replaces, refused for no reason, as brokers do
  Percent question_rate;    // of submits and replaces, held until a question is answered
  std::uint64_t seed = 1;   // of all chance here: a function of it and the client order id

  ReplaceSupport replace = ReplaceSupport::atomic;
  bool can_market_options = false;
  std::uint32_t requests_per_second = 0;  // declared, not enforced; 0: unlimited
  // Options, and spreads of options, fill at the mid instead of the far side.
  bool options_fill_at_mid = false;
  // An order also fills at its own price once the near side had reached it and moved back through.
  bool fills_when_touched_and_back = false;
};

}  // namespace fillwright
