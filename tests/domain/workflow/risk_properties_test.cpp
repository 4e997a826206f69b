// The account over fills by chance: cash, what is held back and margin add up after each of them,
// and nothing is left once all is over.
#include <rapidcheck.h>

#include <array>

#include "tests/domain/workflow/risk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

int pick(int from, int to) { return *rc::gen::inRange(from, to + 1); }

struct Kind {
  AssetClass asset_class;
  Side side;  // of the entry
};
constexpr std::array kinds = {
    Kind{AssetClass::option, Side::buy}, Kind{AssetClass::option, Side::sell},
    Kind{AssetClass::stock, Side::buy},  Kind{AssetClass::stock, Side::sell},
    Kind{AssetClass::future, Side::buy}, Kind{AssetClass::future, Side::sell},
};

// One workflow a kind, each on an instrument of its own, with any number of orders.
struct Trade {
  std::uint32_t number = 0;
  Kind kind{};
  int orders = 0;
  std::string order;  // the open one
  bool is_exit = false;
  std::int64_t open = 0;
  std::int64_t held = 0;
};

struct World {
  GivenRisk given;
  std::array<Trade, kinds.size()> trades;
  Money value;  // Σ signed value of all fills, futures apart
  Money fees;
  Money futures;  // Σ signed value of the futures' fills
  int executions = 0;

  World() {
    given.settings.risk = {};
    given.settings.risk.max_position_percent = given.settings.risk.max_per_symbol_percent = {};
    given.settings.risk.daily_loss_percent = {};
    given.settings.risk.losses_in_a_row = 0;
    given.risk.context.quote.reset();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      trades[i].number = static_cast<std::uint32_t>(i + 1);
      trades[i].kind = kinds[i];
      auto instrument = an_option(trades[i].number);
      instrument.asset_class = kinds[i].asset_class;
      instrument.strike = price("5");
      if (kinds[i].asset_class == AssetClass::stock) instrument.multiplier = units(1);
      given.risk.instruments.add(instrument);
    }
  }
  const RiskState& state() const { return given.risk.state(); }
  static std::string name(const Trade& trade) { return "w" + std::to_string(trade.number); }

  void ask(Trade& trade) {
    trade.is_exit = trade.held > 0 && pick(0, 1) == 1;
    const auto most = trade.is_exit ? static_cast<int>(trade.held) : 20;
    const auto quantity = pick(1, most);
    trade.order = name(trade) + "-" + std::to_string(++trade.orders);
    auto asked = GivenRisk::asked(trade.order, quantity,
                                  trade.is_exit ? Purpose::close : Purpose::add, trade.number);
    asked.side = trade.is_exit ? opposite(trade.kind.side) : trade.kind.side;
    asked.worst_price = price(asked.side == Side::buy ? "3" : "1");
    const auto answer = given.risk.when(asked);
    RC_ASSERT(answer.has<ExposureReserved>() != answer.has<RiskRefused>());
    if (answer.has<ExposureReserved>())
      trade.open = quantity;
    else
      trade.order.clear();
  }
  void fill(Trade& trade, std::int64_t quantity) {
    OrderFilled filled;
    filled.execution_id = "e" + std::to_string(++executions);
    filled.instrument = {trade.number};
    filled.side = trade.is_exit ? opposite(trade.kind.side) : trade.kind.side;
    filled.quantity = filled.order_quantity = units(quantity);
    filled.price = Price{pick(100, 300) * Price::one / 100};
    filled.fees = Money{pick(0, 3) * 650'000};
    const auto purpose = trade.is_exit ? Purpose::close : Purpose::add;
    given.risk.when(RecordFill{filled, trade.order, name(trade), purpose});
    const auto cash = state().cash;
    given.risk.when(RecordFill{filled, trade.order, name(trade), purpose});  // told twice
    RC_ASSERT(state().cash == cash);
    const auto multiplier = given.risk.instruments.find(filled.instrument)->multiplier;
    const auto worth = *notional(filled.price, filled.quantity, multiplier) * sign(filled.side);
    (trade.kind.asset_class == AssetClass::future ? futures : value) += worth;
    fees += filled.fees;
    trade.open -= quantity;
    trade.held += trade.is_exit ? -quantity : quantity;
  }
  void release(Trade& trade) {
    given.release(trade.order);
    trade.order.clear();
    trade.open = 0;
  }
  void step() {
    auto& trade = trades[static_cast<std::size_t>(pick(0, static_cast<int>(trades.size()) - 1))];
    if (trade.order.empty()) return ask(trade);
    if (trade.open == 0 || pick(0, 4) == 0) return release(trade);
    fill(trade, pick(1, static_cast<int>(trade.open)));
  }
  void check() const {
    Money reserved;
    for (const auto& [id, reservation] : state().reservations) {
      RC_ASSERT(reservation.money >= Money{});
      RC_ASSERT(reservation.open >= Quantity{});
      reserved += reservation.money;
    }
    RC_ASSERT(state().reserved == reserved);
    Money margin;
    for (const auto& [id, stake] : state().workflows) margin += stake.margin;
    RC_ASSERT(state().margin == margin);
    RC_ASSERT(state().margin >= Money{});
    RC_ASSERT(state().buying_power() == state().cash - reserved - state().margin);
    for (const auto& trade : trades) {
      const auto found = state().holdings.find({trade.number});
      const auto held = found == state().holdings.end() ? Quantity{} : found->second.quantity;
      RC_ASSERT(held == units(trade.held) * sign(trade.kind.side));
      const bool is_plain =
          trade.kind.side == Side::buy && trade.kind.asset_class != AssetClass::future;
      const auto stake = state().workflows.find(name(trade));
      if (stake != state().workflows.end()) {
        RC_ASSERT(stake->second.held == units(trade.held));
        if (is_plain || trade.held == 0) RC_ASSERT(stake->second.margin.is_zero());
        if (!is_plain && trade.held > 0) RC_ASSERT(stake->second.margin > Money{});
      } else {
        RC_ASSERT(trade.held == 0);
      }
    }
  }
  // Sells and buys back whatever is left.
  void finish() {
    for (auto& trade : trades) {
      if (!trade.order.empty()) release(trade);
      if (trade.held == 0) continue;
      trade.is_exit = true;
      trade.order = name(trade) + "-last";
      auto asked = GivenRisk::asked(trade.order, trade.held, Purpose::flatten, trade.number);
      asked.side = opposite(trade.kind.side);
      RC_ASSERT(given.risk.when(asked).has<ExposureReserved>());
      trade.open = trade.held;
      while (trade.open > 0) fill(trade, pick(1, static_cast<int>(trade.open)));
      release(trade);
      check();
    }
  }
};

}  // namespace

TEST_CASE("cash, what is held back and margin add up after every fill", "[risk]") {
  CHECK(rc::check("the account adds up", [] {
    World world;
    const auto steps = pick(1, 80);
    for (int i = 0; i < steps; ++i) {
      world.step();
      world.check();
    }
    world.finish();
    const auto& state = world.state();
    RC_ASSERT(state.reserved.is_zero());
    RC_ASSERT(state.margin.is_zero());
    RC_ASSERT(state.holdings.empty());
    RC_ASSERT(state.reservations.empty());
    RC_ASSERT(state.workflows.empty());
    RC_ASSERT(state.buying_power() == state.cash);
    RC_ASSERT(state.equity() == state.cash);
    // All that was paid and received, and nothing else. A future's average price is cut at its last
    // digit, so its result may be off by that.
    const auto expected = Money::whole(100'000) - world.value - world.futures - world.fees;
    const auto off = state.cash - expected;
    RC_ASSERT(off.units < Money::one / 1'000);
    RC_ASSERT(off.units > -Money::one / 1'000);
  }));
}
