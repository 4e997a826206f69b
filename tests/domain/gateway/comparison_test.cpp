#include "actors/domain/gateway/comparison.hpp"

#include "tests/support/given.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

constexpr InstrumentId spy{1};
constexpr InstrumentId qqq{2};

OrderFilled our_fill(const std::string& id, InstrumentId instrument, Side side,
                     std::int64_t quantity) {
  OrderFilled fill;
  fill.execution_id = id;
  fill.instrument = instrument;
  fill.side = side;
  fill.quantity = Quantity::whole(quantity);
  return fill;
}

FillBooked booking(std::string_view cash_change) {
  FillBooked booked;
  booked.cash_change = money(cash_change);
  return booked;
}

struct TwoBooks {
  OurBooks ours;
  BrokerBooks theirs;
  Instruments instruments;

  TwoBooks() {
    AccountOpened opened;
    opened.cash = money("1000");
    ours.note(opened);
    ours.note(our_fill("x1", spy, Side::buy, 4));
    ours.note(our_fill("x1", spy, Side::buy, 4));  // the same, once
    ours.note(booking("-100"));
    list("x1");
    hold(spy, 4);
    theirs.cash = money("900");
  }
  void list(const std::string& id) { theirs.fills.emplace_back().execution_id = id; }
  void hold(InstrumentId instrument, std::int64_t quantity) {
    theirs.positions.push_back({instrument, Quantity::whole(quantity)});
  }
  Comparison compare() const {
    Comparison found;
    compare_holdings(found, theirs, ours, money("1"), instruments);
    return found;
  }
};

}  // namespace

TEST_CASE("equal books have no difference", "[comparison]") {
  const TwoBooks books;
  CHECK(compare_fills(books.theirs, books.ours).are_equal());
  CHECK(books.compare().held.empty());
  CHECK(books.compare().adopted.empty());
}

TEST_CASE("a fill that we lack, and one that the broker does not list", "[comparison]") {
  TwoBooks books;
  books.list("x2");
  const auto lacking = compare_fills(books.theirs, books.ours);
  REQUIRE(lacking.lacking.size() == 1);
  CHECK(lacking.lacking.front()->execution_id == "x2");
  CHECK_FALSE(lacking.is_behind);

  books.theirs.fills.clear();
  const auto behind = compare_fills(books.theirs, books.ours);
  CHECK(behind.lacking.empty());
  CHECK(behind.is_behind);
  const auto told = fills_unknown_there(books.theirs, books.ours);
  CHECK(told.rule == DifferenceRule::fill_unknown_there);
  CHECK(told.quantity == Quantity::whole(-1));
  CHECK(told.ours == "1 that are not listed there, the first x1");
  DifferencesAccepted accepted;
  accepted.fills = 1;
  books.ours.note(accepted);
  CHECK(compare_fills(books.theirs, books.ours).are_equal());
}

TEST_CASE("positions that fills do not explain are held", "[comparison]") {
  TwoBooks books;
  SECTION("another size") {
    books.theirs.positions.front().quantity = Quantity::whole(5);
    const auto found = books.compare().held;
    REQUIRE(found.size() == 1);
    CHECK(found.front().rule == DifferenceRule::position_unexplained);
    CHECK(found.front().instrument == spy);
    CHECK(found.front().quantity == Quantity::whole(1));
  }
  SECTION("only there") {
    books.hold(qqq, -2);
    REQUIRE(books.compare().held.size() == 1);
    CHECK(books.compare().held.front().quantity == Quantity::whole(-2));
  }
  SECTION("only here") {
    books.theirs.positions.clear();
    REQUIRE(books.compare().held.size() == 1);
    CHECK(books.compare().held.front().quantity == Quantity::whole(-4));
  }
}

TEST_CASE("cash is adopted up to the tolerance, either way, and held beyond", "[comparison]") {
  const auto [there, is_adopted] = GENERATE(table<std::string, bool>(
      {{"901", true}, {"899", true}, {"901.01", false}, {"898.99", false}}));
  TwoBooks books;
  books.theirs.cash = money(there);
  const auto found = books.compare();
  CHECK(found.adopted.size() == (is_adopted ? 1 : 0));
  CHECK(found.held.size() == (is_adopted ? 0 : 1));
  const auto& difference = is_adopted ? found.adopted.front() : found.held.front();
  CHECK(difference.cash == money(there) - money("900"));
  if (!is_adopted) return;
  books.ours.note(difference);  // from now on it counts
  CHECK(books.compare().adopted.empty());
}

TEST_CASE("external fills explain positions and cash, each once", "[comparison]") {
  TwoBooks books;
  ExternalFillSeen external;
  external.execution_id = "m1";
  external.instrument = qqq;
  external.side = Side::sell;
  external.quantity = Quantity::whole(3);
  external.cash_change = money("30");
  books.ours.note(external);
  books.ours.note(external);
  books.list("m1");
  books.hold(qqq, -3);
  books.theirs.cash = money("930");
  CHECK(compare_fills(books.theirs, books.ours).are_equal());
  CHECK(books.compare().held.empty());
}

TEST_CASE("what a person accepted is compared with", "[comparison]") {
  TwoBooks books;
  books.hold(qqq, 7);
  books.theirs.cash = money("500");
  DifferencesAccepted accepted;
  accepted.positions = {{qqq, Quantity::whole(7)}};
  accepted.cash = money("-400");
  books.ours.note(accepted);
  CHECK(books.compare().held.empty());
  books.ours.note(our_fill("x2", qqq, Side::sell, 7));  // flat there, by a sale of ours
  books.theirs.positions.pop_back();
  CHECK(books.compare().held.empty());
}

TEST_CASE("an order of ours that works there and is over here is held", "[comparison]") {
  BrokerOrder order;
  order.order_id = "w1-1";
  order.client_order_id = "w1-1.2";
  order.broker_order_id = "b3";
  order.quantity = Quantity::whole(5);
  order.filled = Quantity::whole(2);
  const auto found = still_working(order);
  CHECK(found.rule == DifferenceRule::order_still_working);
  CHECK(found.order_id == "w1-1");
  CHECK(found.broker_order_id == "b3");
  CHECK(found.theirs == "w1-1.2 works: 3 are open");
}

TEST_CASE("books with other figures of a fill are not equal until it is corrected",
          "[comparison]") {
  TwoBooks books;
  auto& fill = books.theirs.fills.front();
  fill.instrument = spy;
  fill.quantity = Quantity::whole(3);
  REQUIRE(compare_fills(books.theirs, books.ours).differing.size() == 1);
  CHECK_FALSE(compare_fills(books.theirs, books.ours).are_equal());
  FillCorrected corrected;
  corrected.execution_id = "x1";
  corrected.now.quantity = fill.quantity;
  books.ours.note(corrected);
  CHECK(compare_fills(books.theirs, books.ours).are_equal());
  CHECK(books.ours.held.at(spy) == Quantity::whole(3));
  fill.side = Side::sell;  // another thing under the same id
  CHECK(compare_fills(books.theirs, books.ours).differing.empty());
}
