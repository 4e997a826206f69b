// Many recorded orders run again, each with one or more policies, over one reading of a tape.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/calendar/market_calendar.hpp"
#include "actors/domain/settings.hpp"
#include "actors/ports/market_data.hpp"
#include "deploy/order_again.hpp"
#include "replay/what_if/recorded_orders.hpp"

namespace fillwright {

// By what orders were traded, as the journal itself says: made once for each configuration.
class RecordedSettings {
 public:
  struct World {
    Settings settings;
    MarketCalendar calendar;
  };
  // It outlives this.
  explicit RecordedSettings(const RecordedOrders& recorded) : recorded_(recorded) {}

  // Valid as long as this is. An error is a sentence.
  tl::expected<const World*, std::string> of(const RecordedOrder& order);

 private:
  const RecordedOrders& recorded_;
  std::map<std::uint64_t, World> worlds_;
};

// Threads: one. An order is made when its time comes and gone when it is over, so that only those
// that are open take memory.
class OrdersAgain {
 public:
  // `variant` is what `add` was given.
  using Done =
      std::function<void(std::size_t order, std::size_t variant, const AgainOutcome& outcome)>;
  // Both outlive it.
  OrdersAgain(const RecordedOrders& recorded, RecordedSettings& settings, Done done)
      : recorded_(recorded), settings_(settings), done_(std::move(done)) {}

  // `order` counts in the recorded ones. The policy outlives the runs.
  tl::expected<void, std::string> add(std::size_t order, std::size_t variant,
                                      const PricePolicy& policy);
  void run(QuoteFeed& feed, const std::function<void(Timestamp)>& progress);
  // Those whose instrument, or a leg of it, the tape does not have.
  const std::set<std::size_t>& without_quotes() const { return without_quotes_; }

 private:
  struct Planned {
    std::size_t order;
    std::size_t variant;
    const PricePolicy* policy;
    const RecordedSettings::World* world;
  };
  struct Live {
    std::size_t order;
    std::size_t variant;
    OrderAgain again;
    bool is_told = false;
  };
  const OrderPlanned& plan(const Planned& one) const { return recorded_.orders[one.order].plan; }
  std::vector<InstrumentId> quoted_for(InstrumentId instrument) const;
  void watch(QuoteFeed& feed);
  void begin(const Planned& one);
  void take(InstrumentId instrument, const Quote& quote);
  void tell(Live& live);

  const RecordedOrders& recorded_;
  RecordedSettings& settings_;
  Done done_;
  std::vector<Planned> planned_;  // by time
  std::size_t next_ = 0;          // of them, not begun
  // By the number of what is quoted; a spread's stands with each of its legs.
  std::vector<std::vector<std::shared_ptr<Live>>> live_;
  std::vector<Quote> latest_;  // by number; time zero: none
  std::size_t open_ = 0;
  std::set<std::size_t> without_quotes_;
};

}  // namespace fillwright
