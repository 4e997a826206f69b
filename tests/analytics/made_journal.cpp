// fillwright_made_journal FOLDER SEED: a journal of trades that no desk would make, but any reader
// must fold right: options, stocks in fractions, futures, spreads by their legs, shorts, turns from
// long to short, corrected and busted fills, dry runs, days booked, reserved and assumed, quotes
// that are crossed or half. All of it follows from the seed.
#include <iostream>
#include <string>

#include "adapters/rocksdb/rocks_block_store.hpp"
#include "events/chance.hpp"
#include "tests/support/feed_journal.hpp"
#include "tests/support/story_events.hpp"

namespace fillwright::test {
namespace {

constexpr int workflows = 12;
constexpr int steps = 600;

struct Told {
  std::string order;
  OrderFilled fill;
};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : seed_(seed) {}

  EventFeed make() {
    define(1, AssetClass::option, "SPY   261204C00680000", "100");
    define(2, AssetClass::option, "SPY   261204C00685000", "100");
    define(3, AssetClass::future, "MESZ26", "5");
    define(4, AssetClass::stock, "NVDA", "1");
    define(5, AssetClass::spread, "+1 SPY 680 -1 SPY 685", "100");
    for (int i = 1; i <= workflows; ++i) begin(i);
    for (int i = 0; i < steps; ++i) step();
    return std::move(teller_.feed);
  }

 private:
  std::uint64_t draw(std::uint64_t below) {
    return chance(seed_, std::to_string(++drawn_)) % below;
  }
  Price a_price() { return {static_cast<std::int64_t>(draw(9'000)) * 2'500'000 + 12'500}; }
  Timestamp now() const { return teller_.feed.now(); }

  void define(std::uint32_t number, AssetClass kind, const std::string& symbol,
              std::string_view multiplier) {
    InstrumentDefined defined;
    defined.instrument = {number};
    defined.asset_class = kind;
    defined.symbol = symbol;
    defined.multiplier = *parse<Quantity>(multiplier);
    teller_.feed.add("instrument/" + symbol, defined);
  }

  // A workflow and its two orders: the first three trade on another account, the last two are dry.
  void begin(int number) {
    const auto workflow = "w" + std::to_string(number);
    teller_.start(workflow, number % 3 == 0 ? "zoë \"z\"" : number % 3 == 1 ? "ann" : "bob");
    for (const auto* order : {"-1", "-2"}) {
      auto plan = teller_.planned(workflow + order, workflow, Side::buy, 10);
      plan.account = number <= 3 ? "second" : "paper";
      plan.instrument = {static_cast<std::uint32_t>(number % 6)};  // 0: none is named
      plan.is_dry_run = number > workflows - 2;
      teller_.feed.add("order/" + plan.order_id, plan);
      orders_.push_back(plan);
    }
  }

  void step() {
    teller_.feed.wait(seconds(static_cast<std::int64_t>(draw(400))));
    const auto& plan = orders_[draw(orders_.size())];
    switch (draw(10)) {
      case 0:
        return quote(plan);
      case 1:
        return reserve(plan);
      case 2:
        return correct();
      default:
        return fill(plan);
    }
  }

  void quote(const OrderPlanned& plan) {
    PriceStepped stepped;
    stepped.to = a_price();
    const auto bid = a_price();
    stepped.quote = {now(), bid, bid + Price{static_cast<std::int64_t>(draw(80)) * 1'250'001},
                     contracts(10), contracts(10)};
    if (draw(8) == 0) stepped.quote.ask = bid - Price{1'000'000};           // crossed
    if (draw(8) == 0) stepped.quote.ask = {}, stepped.quote.ask_size = {};  // half
    if (draw(8) == 0) stepped.quote.time = now() - seconds(100'000);        // old news
    teller_.feed.add("order/" + plan.order_id, stepped);
  }

  void reserve(const OrderPlanned& plan) {
    ExposureReserved held;
    held.order_id = plan.order_id;
    held.instrument = {static_cast<std::uint32_t>(draw(7))};  // 6: never defined
    held.quote = {now(), a_price(), Price::whole(30), contracts(1), contracts(1)};
    held.trading_day = *parse_date("2026-11-2" + std::to_string(draw(8)));
    teller_.feed.add("account/" + plan.account, held);
  }

  void fill(const OrderPlanned& plan) {
    OrderFilled fill;
    fill.execution_id = "x" + std::to_string(told_.size());
    // A spread is filled by its legs; others by what they are, sometimes without naming it.
    if (plan.instrument.number == 5)
      fill.instrument = {static_cast<std::uint32_t>(1 + draw(2))};
    else if (draw(3) != 0)
      fill.instrument = plan.instrument;
    fill.side = draw(2) == 0 ? Side::buy : Side::sell;
    fill.quantity = plan.instrument.number == 4
                        ? Quantity{static_cast<std::int64_t>(draw(5'000'000)) + 1}
                        : contracts(static_cast<std::int64_t>(draw(5)) + 1);
    fill.price = draw(20) == 0 ? -a_price() : a_price();
    fill.fees = {static_cast<std::int64_t>(draw(3'000'000))};
    fill.at = now();
    teller_.feed.add("order/" + plan.order_id, fill);
    if (draw(2) == 0) book(plan, fill);
    told_.push_back({plan.order_id, fill});
  }

  void book(const OrderPlanned& plan, const OrderFilled& fill) {
    FillBooked booked;
    booked.order_id = plan.order_id;
    booked.execution_id = fill.execution_id;
    booked.trading_day = *parse_date("2026-11-2" + std::to_string(draw(8)));
    teller_.feed.add("account/" + plan.account, booked);
  }

  // Of any fill so far, of an order that names its instrument in another event, or of one that is
  // none.
  void correct() {
    if (told_.empty()) return;
    auto& [order, fill] = told_[draw(told_.size())];
    FillCorrected corrected;
    corrected.execution_id = draw(10) == 0 ? "never told" : fill.execution_id;
    corrected.instrument = fill.instrument;
    corrected.side = fill.side;
    corrected.before = {fill.quantity, fill.quantity, fill.price, fill.fees};
    if (draw(4) == 0) fill.quantity = {};  // busted
    if (draw(2) == 0) fill.price = a_price();
    fill.fees = {static_cast<std::int64_t>(draw(3'000'000))};
    corrected.now = {fill.quantity, fill.quantity, fill.price, fill.fees};
    corrected.at = now();
    teller_.feed.add("order/" + order, corrected);
  }

  const std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
  Teller teller_;
  std::vector<OrderPlanned> orders_;
  std::vector<Told> told_;
};

}  // namespace
}  // namespace fillwright::test

int main(int argc, char** argv) {
  using namespace fillwright;
  if (argc != 3) {
    std::cerr << "usage: fillwright_made_journal FOLDER SEED\n";
    return 2;
  }
  const auto journal = open_rocks_journal(argv[1]);
  if (!journal) {
    std::cerr << journal.error().what << '\n';
    return 1;
  }
  test::append_feed(**journal, test::Maker(std::stoull(argv[2])).make());
  return 0;
}
