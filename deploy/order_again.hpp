// One recorded order, run again with a policy of choice on recorded quotes: the same decider as
// live, the paper broker in memory, virtual time. Its exposure is reserved as it asks, for it was
// reserved then; its gate is open, and nothing else is at the broker.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/domain/order/order.hpp"
#include "actors/quote_board.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "adapters/paper/paper_broker.hpp"
#include "replay/what_if/outcome.hpp"

namespace fillwright {

// Threads: one. What it is given outlives it.
class OrderAgain final : public BrokerListener {
 public:
  // `day_end`: when DAY orders expire.
  OrderAgain(const RecordedOrder& recorded, const PricePolicy& policy, const Settings& settings,
             const Instruments& instruments, std::optional<Timestamp> day_end);
  ~OrderAgain() override;
  OrderAgain(const OrderAgain&) = delete;
  OrderAgain& operator=(const OrderAgain&) = delete;

  // Quotes of its instrument, or of its legs, by time; those from before it was planned, too.
  void on_quote(InstrumentId instrument, const Quote& quote);
  // No quote comes any more: what was sent settles.
  void end_quotes();
  bool is_over() const { return is_over_; }
  const AgainOutcome& outcome() const { return outcome_; }

  void on_answer(const BrokerAnswer& answer) override;
  void on_fill(const BrokerFill& fill) override;
  void on_order_ended(const BrokerOrder& order) override;
  void on_books(std::optional<BrokerBooks>) override {}

 private:
  void start();
  void advance_to(Timestamp time);
  void take(AnyCommand command);
  void decide(const AnyCommand& command);
  void carry_out(Decision decision);
  void note(const AnyEvent& event);
  void set_timer(const TimerRequest& timer);
  void finish(Timestamp at);

  const RecordedOrder& recorded_;
  const Settings& settings_;
  const Instruments& instruments_;
  OrderPlanned plan_;
  std::optional<Timestamp> day_end_;
  VirtualClock clock_;
  PaperBroker broker_;
  BrokerCapabilities capabilities_;
  QuoteBoard board_;
  PolicyPool policies_;
  Order order_;
  std::deque<AnyCommand> waiting_;
  bool is_deciding_ = false;
  std::map<std::string, std::uint64_t> timers_;  // in force: the number of the last setting
  std::uint64_t timers_set_ = 0;
  bool is_started_ = false;
  bool is_over_ = false;
  AgainOutcome outcome_;
};

}  // namespace fillwright
