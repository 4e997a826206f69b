// What is held back beyond what was paid, and that none of it stays.
#include "tests/domain/workflow/risk_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct GivenMargin : GivenRisk {
  GivenMargin() {
    settings.risk.max_position_percent = settings.risk.max_per_symbol_percent = {};
    risk.context.quote.reset();
  }
  void define(AssetClass asset_class, std::int64_t multiplier, std::string_view strike = "600") {
    auto instrument = an_option(1);
    instrument.asset_class = asset_class;
    instrument.multiplier = units(multiplier);
    instrument.strike = price(strike);
    risk.instruments.add(instrument);
  }
  Outcome order(const std::string& id, Purpose purpose, Side side, std::int64_t quantity,
                std::string_view worst) {
    auto asked = GivenRisk::asked(id, quantity, purpose);
    asked.side = side;
    asked.worst_price = price(worst);
    return risk.when(asked);
  }
  Outcome trade(const std::string& id, Purpose purpose, Side side, std::int64_t quantity,
                std::string_view at, std::uint32_t instrument = 1, std::int64_t of_order = -1) {
    OrderFilled filled;
    filled.execution_id = "e" + std::to_string(++executions);
    filled.instrument = {instrument};
    filled.side = side;
    filled.quantity = units(quantity);
    filled.order_quantity = units(of_order < 0 ? quantity : of_order);
    filled.price = price(at);
    return risk.when(RecordFill{filled, id, id.substr(0, id.find('-')), purpose});
  }
  Money cash() const { return risk.state().cash; }
  Money margin() const { return risk.state().margin; }
  Money spendable() const { return risk.state().buying_power(); }
  bool is_clean() const {
    const auto& state = risk.state();
    return state.workflows.empty() && state.reservations.empty() && state.holdings.empty() &&
           state.reserved.is_zero();
  }
};

}  // namespace

TEST_CASE("a short option holds its strike back until it is bought back", "[margin]") {
  GivenMargin given;
  given.define(AssetClass::option, 100, "50");
  given.order("w1-1", Purpose::entry, Side::sell, 2, "1.00");
  CHECK(given.risk.state().reserved == Money::whole(10'000));
  given.trade("w1-1", Purpose::entry, Side::sell, 2, "1.10");
  given.release("w1-1");
  CHECK(given.cash() == Money::whole(100'220));
  CHECK(given.spendable() == Money::whole(90'000));  // the premium is no money to trade with
  given.order("w1-2", Purpose::close, Side::buy, 2, "0.60");
  given.trade("w1-2", Purpose::close, Side::buy, 1, "0.50");
  CHECK(given.margin() == parse<Money>("5110").value());
  given.trade("w1-2", Purpose::close, Side::buy, 1, "0.60");
  given.release("w1-2");
  CHECK(given.margin().is_zero());
  CHECK(given.cash() == Money::whole(100'110));
  CHECK(given.is_clean());
}

TEST_CASE("a short stock holds 150 % of its value back", "[margin]") {
  GivenMargin given;
  given.define(AssetClass::stock, 1);
  given.order("w1-1", Purpose::entry, Side::sell, 100, "10.00");
  given.trade("w1-1", Purpose::entry, Side::sell, 100, "10.00");
  given.release("w1-1");
  CHECK(given.cash() == Money::whole(101'000));
  CHECK(given.spendable() == Money::whole(98'500));
  given.order("w1-2", Purpose::stop, Side::buy, 100, "11.00");
  given.trade("w1-2", Purpose::stop, Side::buy, 100, "11.00");
  given.release("w1-2");
  CHECK(given.spendable() == Money::whole(99'900));
  CHECK(given.is_clean());
}

TEST_CASE("a future holds a tenth of its value back, on either side", "[margin]") {
  const auto side = GENERATE(Side::buy, Side::sell);
  GivenMargin given;
  given.define(AssetClass::future, 20);
  given.order("w1-1", Purpose::entry, side, 1, "21000");
  CHECK(given.risk.state().reserved == Money::whole(42'000));
  given.trade("w1-1", Purpose::entry, side, 1, "21000");
  given.release("w1-1");
  CHECK(given.cash() == Money::whole(100'000));  // nothing is paid for it
  CHECK(given.spendable() == Money::whole(58'000));
  given.order("w1-2", Purpose::target, opposite(side), 1, "21010");
  given.trade("w1-2", Purpose::target, opposite(side), 1, "21010");
  given.release("w1-2");
  CHECK(given.cash() == Money::whole(100'000 + 200 * sign(side)));
  CHECK(given.spendable() == given.cash());
  CHECK(given.is_clean());
}

TEST_CASE("a credit spread holds its width back", "[margin]") {
  GivenMargin given;
  auto short_leg = an_option(1);
  short_leg.strike = price("600");
  auto long_leg = an_option(2);
  long_leg.strike = price("605");
  given.risk.instruments.add(short_leg);
  given.risk.instruments.add(long_leg);
  auto spread = an_option(3);
  spread.asset_class = AssetClass::spread;
  spread.legs = {{{1}, Side::sell, 1}, {{2}, Side::buy, 1}};
  given.risk.instruments.add(spread);
  auto asked = GivenRisk::asked("w1-1", 2, Purpose::entry, 3);
  asked.worst_price = price("-1.50");
  CHECK(given.risk.when(asked).only<ExposureReserved>().money == Money::whole(700));
  given.trade("w1-1", Purpose::entry, Side::sell, 2, "4.00", 1, 2);
  given.trade("w1-1", Purpose::entry, Side::buy, 2, "2.50", 2, 0);
  given.release("w1-1");
  CHECK(given.cash() == Money::whole(100'300));
  CHECK(given.spendable() == Money::whole(99'300));  // (5 − 1.50) × 100 × 2
  asked = GivenRisk::asked("w1-2", 2, Purpose::close, 3);
  asked.worst_price = price("-0.80");
  CHECK(given.risk.when(asked).has<ExposureReserved>());
  given.trade("w1-2", Purpose::close, Side::buy, 2, "1.50", 1, 2);
  given.trade("w1-2", Purpose::close, Side::sell, 2, "0.75", 2, 0);
  given.release("w1-2");
  CHECK(given.spendable() == Money::whole(100'150));
  CHECK(given.is_clean());
}

TEST_CASE("an entry that is filled in part keeps the rest reserved until it is over", "[margin]") {
  GivenMargin given;
  given.define(AssetClass::option, 100, "50");
  given.order("w1-1", Purpose::entry, Side::sell, 2, "1.00");
  given.trade("w1-1", Purpose::entry, Side::sell, 1, "1.00");
  CHECK(given.risk.state().reserved == Money::whole(5'000));
  CHECK(given.margin() == Money::whole(5'100));
  CHECK(given.spendable() == Money::whole(90'000));
  given.release("w1-1");
  CHECK(given.spendable() == Money::whole(95'000));
}

TEST_CASE("an entry's fill that comes after its end holds back what it stakes", "[margin]") {
  GivenMargin given;
  given.define(AssetClass::option, 100, "50");
  given.order("w1-1", Purpose::entry, Side::sell, 2, "1.00");
  given.release("w1-1");
  CHECK(given.spendable() == Money::whole(100'000));
  given.trade("w1-1", Purpose::entry, Side::sell, 2, "1.00");
  CHECK(given.spendable() == Money::whole(90'000));
}
