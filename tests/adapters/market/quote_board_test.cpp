#include "actors/quote_board.hpp"

#include <catch2/catch.hpp>

#include "tests/adapters/market/test_instruments.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// Names of the woken, in order: "owner.name ".
struct Woken {
  std::string names;
  QuoteBoard::Wake wake() {
    return [this](const Address& owner, const std::string& name) {
      names += owner.id + "." + name + " ";
    };
  }
  std::string take() { return std::exchange(names, {}); }
};

struct Board {
  Instruments instruments = make_instruments();
  QuoteBoard board{instruments};
  Woken woken;
};

const Address ann{ActorKind::order, "ann"};
const Address bob{ActorKind::monitor, "bob"};

Interest level(const std::string& name, InstrumentId instrument) {
  Interest interest;
  interest.name = name;
  interest.instrument = instrument;
  return interest;
}

}  // namespace

TEST_CASE_METHOD(Board, "a level wakes its owner once, when the quote reaches it",
                 "[quote_board]") {
  auto stop = level("stop", call);
  stop.bid_at_most = dollars(0.80);
  board.set(ann, stop);
  auto target = level("target", call);
  target.bid_at_least = dollars(2.00);
  board.set(bob, target);

  board.on_quote(call, quote_at(1, 1.00, 1.10), woken.wake());
  CHECK(woken.take().empty());
  board.on_quote(call, quote_at(2, 0.80, 0.90), woken.wake());
  CHECK(woken.take() == "ann.stop ");
  board.on_quote(call, quote_at(3, 0.70, 0.80), woken.wake());
  CHECK(woken.take().empty());
  board.on_quote(call, quote_at(4, 2.10, 2.20), woken.wake());
  CHECK(woken.take() == "bob.target ");
  CHECK(board.armed() == 0);
}

TEST_CASE_METHOD(Board, "a missing side reaches no level", "[quote_board]") {
  auto stop = level("stop", call);
  stop.bid_at_most = dollars(0.80);
  board.set(ann, stop);
  board.on_quote(call, quote_at(1, 0, 0.90, 0, 10), woken.wake());
  CHECK(woken.take().empty());
}

TEST_CASE_METHOD(Board, "an interest in any change stays armed and sleeps through repeats",
                 "[quote_board]") {
  auto any = level("any", call);
  any.on_any_change = true;
  board.set(ann, any);
  board.on_quote(call, quote_at(1, 1.00, 1.10), woken.wake());
  CHECK(woken.take() == "ann.any ");
  board.on_quote(call, quote_at(2, 1.00, 1.10), woken.wake());
  CHECK(woken.take().empty());
  CHECK(board.latest(call)->time == Timestamp{2});
  board.on_quote(call, quote_at(3, 1.00, 1.10, 11), woken.wake());
  CHECK(woken.take() == "ann.any ");
}

TEST_CASE_METHOD(Board, "newest wins: an older quote changes nothing and wakes nobody",
                 "[quote_board]") {
  board.on_quote(call, quote_at(5, 1.00, 1.10), woken.wake());
  auto any = level("any", call);
  any.on_any_change = true;
  board.set(ann, any);
  board.on_quote(call, quote_at(4, 2.00, 2.10), woken.wake());
  CHECK(woken.take().empty());
  CHECK(board.latest(call)->bid == dollars(1.00));
}

TEST_CASE_METHOD(Board,
                 "setting replaces by name, asking for nothing removes, and clear forgets an owner",
                 "[quote_board]") {
  auto interest = level("x", call);
  interest.ask_at_most = dollars(5);
  board.set(ann, interest);
  interest.ask_at_most = dollars(1);
  board.set(ann, interest);
  board.on_quote(call, quote_at(1, 2, 3), woken.wake());
  CHECK(woken.take().empty());
  board.set(ann, level("x", call));
  CHECK(board.armed() == 0);
  board.set(ann, interest);
  board.set(bob, interest);
  board.clear(ann);
  board.on_quote(call, quote_at(2, 0.5, 1), woken.wake());
  CHECK(woken.take() == "bob.x ");
}

TEST_CASE_METHOD(Board,
                 "the woken hear in the order in which they armed, and may arm again at once",
                 "[quote_board]") {
  auto low = level("low", call);
  low.ask_at_most = dollars(1);
  auto high = level("high", call);
  high.ask_at_most = dollars(2);
  high.bid_at_most = dollars(2);
  board.set(bob, high);
  board.set(ann, low);
  std::string names;
  board.on_quote(call, quote_at(1, 0.5, 0.9), [&](const Address& owner, const std::string& name) {
    names += owner.id + "." + name + " ";
    if (name == "low") board.set(owner, low);
  });
  CHECK(names == "bob.high ann.low ");
  CHECK(board.armed() == 1);
}

TEST_CASE_METHOD(Board, "a spread is seen by the net quote of its legs", "[quote_board]") {
  auto cheap = level("cheap", call_spread);
  cheap.ask_at_most = dollars(1.50);
  board.set(ann, cheap);
  board.on_quote(call, quote_at(1, 3.00, 3.10, 7, 8), woken.wake());
  CHECK_FALSE(board.latest(call_spread).has_value());
  board.on_quote(upper_call, quote_at(2, 1.50, 1.55, 5, 4), woken.wake());
  const auto net = board.latest(call_spread).value();
  CHECK(net == Quote{{1}, dollars(1.45), dollars(1.60), lots(4), lots(5)});
  CHECK(woken.take().empty());
  board.on_quote(call, quote_at(3, 2.95, 3.00), woken.wake());
  CHECK(woken.take() == "ann.cheap ");
}

TEST_CASE_METHOD(Board,
                 "a net quote lacks the side that a leg cannot give, and counts whole spreads",
                 "[quote_board]") {
  const auto ignore = [](const Address&, const std::string&) {};
  board.on_quote(call, quote_at(1, 3.00, 3.10, 9, 9), ignore);
  board.on_quote(upper_call, quote_at(1, 1.50, 0, 5, 0), ignore);
  const auto net = board.latest(ratio_spread).value();
  CHECK_FALSE(has_bid(net));
  CHECK(net.ask == dollars(0.10));
  CHECK(net.ask_size == lots(2));
}
