// An engine with what it needs around it, for benchmarks: a market that quotes every instrument as
// soon as it is known, a broker that accepts at once, limits that refuse nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "adapters/clock/due_queue.hpp"
#include "adapters/clock/virtual_clock.hpp"
#include "tests/benchmarks/measuring.hpp"

namespace fillwright::bench {

// A Friday at ten in New York.
extern const Timestamp opening;

// Runs with the machine's clock from `opening` on, so that expiries never pass.
class RunningClock final : public Clock {
 public:
  Timestamp now() const override;
  void at(Timestamp due, std::function<void()> work) override { queue_.push(due, std::move(work)); }
  void run_due();

 private:
  SteadyClock::time_point began_ = SteadyClock::now();
  DueQueue queue_;
};

// Quotes each instrument once, when it is first asked about it.
class QuietMarket final : public QuoteFeed {
 public:
  QuietMarket(const Clock& clock, Price bid, Price ask) : clock_(clock), bid_(bid), ask_(ask) {}
  std::optional<Timestamp> next_time() const override { return std::nullopt; }
  void deliver(Timestamp) override {}
  void listen(std::function<void(InstrumentId, const Quote&)> sink) override {
    sink_ = std::move(sink);
  }
  bool watch(const InstrumentDefined& instrument) override;
  bool knows(const InstrumentDefined&) const override { return true; }
  static Quote quote(Price bid, Price ask, Timestamp at);

 private:
  const Clock& clock_;
  Price bid_, ask_;
  std::function<void(InstrumentId, const Quote&)> sink_;
};

// Accepts everything at once and fills nothing; keeps nothing.
class QuietBroker final : public Broker {
 public:
  explicit QuietBroker(const Clock& clock);
  std::function<void(const BrokerRequest&)> on_send;  // called first
  bool is_asked_in_vain = false;                      // for its books
  BrokerBooks lists;                                  // its books, but for their time: empty

  std::string name() const override { return "quiet"; }
  BrokerCapabilities capabilities() const override { return {}; }
  void listen(BrokerListener* listener) override { listener_ = listener; }
  void send(const BrokerRequest& request) override;
  void ask_books(Timestamp since) override;

 private:
  const Clock& clock_;
  BrokerListener* listener_ = nullptr;
};

// Ann may call everything in the channel "calls"; one contract a call; no limit refuses.
Settings free_settings();

// The parts given outlive it; a broker that must know instruments shares them.
class World {
 public:
  World(Journal& journal, Clock& clock, Broker& broker, Instruments& instruments,
        Settings settings = free_settings(), Price bid = {900'000'000}, Price ask = {1'100'000'000},
        RuntimeOptions options = {});
  ~World();
  Engine& engine() { return *engine_; }

 private:
  Settings settings_;
  MarketCalendar calendar_;
  QuietMarket market_;
  std::unique_ptr<Engine> engine_;
};

// The i-th of 20,000 calls, each for another contract, as a line of an alert file.
std::string alert_line(std::size_t i, Timestamp sent_at);
// The same without a price.
std::string unpriced_alert_line(std::size_t i, Timestamp sent_at);
// As a session takes it: read, and told to the desk.
void tell_alert(Engine& engine, std::string_view line, std::size_t number, Timestamp now);

// Stops the program with `what` unless it holds: a benchmark of something that does not work is
// none.
void require(bool holds, const std::string& what);

}  // namespace fillwright::bench
