// What holds for any events: folds survive them, repeat them exactly, and keep the money.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "projections/orders.hpp"
#include "projections/pnl.hpp"
#include "projections/refusals.hpp"
#include "projections/story.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/story_events.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// Some events of any type, with any content, on a few streams.
EventFeed any_feed() {
  EventFeed feed(half_past_two());
  const std::vector<std::string> streams = {"order/a", "order/b", "workflow/w", "message/m"};
  const auto types = all_types();
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    const auto& stream = streams[*rc::gen::inRange<std::size_t>(0, streams.size())];
    const auto type = types[*rc::gen::inRange<std::size_t>(0, types.size())];
    feed.add(stream, fillwright::testing::random_event(type));
  }
  return feed;
}

}  // namespace

TEST_CASE("any events at all can be folded, and folded again to the same") {
  CHECK(rc::check([] {
    Teller t;
    t.plan("a", "w", Side::buy, 3);
    const auto feed = any_feed();
    for (const auto& entry : feed.entries()) t.feed.add(entry.stream, entry.event);
    const auto orders = t.feed.fold<Orders>();
    const auto again = t.feed.fold<Orders>();
    RC_ASSERT(orders.rows.size() == again.rows.size());
    for (std::size_t i = 0; i < orders.rows.size(); ++i) {
      RC_ASSERT(orders.rows[i].phase == again.rows[i].phase);
      RC_ASSERT(orders.rows[i].average == again.rows[i].average);
    }
    const auto pnl = t.feed.fold<Pnl>();
    RC_ASSERT(pnl.total().realised == t.feed.fold<Pnl>().total().realised);
    RC_ASSERT(pnl.rows().size() <= pnl.positions.rows.size() * t.feed.last_seq());
    RC_ASSERT(t.feed.fold<Refusals>().rows.size() <= t.feed.last_seq());
    RC_ASSERT(t.feed.fold<Links>().last_seq == t.feed.last_seq());
    Story story;
    story.scope.add_order("a");
    t.feed.fold_into(story);
    RC_ASSERT(story.events.size() <= t.feed.last_seq());
  }));
}

TEST_CASE("money is neither made nor lost: realised is what came in less what is still held") {
  CHECK(rc::check([] {
    Teller t;
    t.define();
    t.plan("a", "w", Side::buy, 1);
    Money received;
    Quantity bought;
    const auto count = *rc::gen::inRange(1, 30);
    for (int i = 0; i < count; ++i) {
      const auto side = *rc::gen::element(Side::buy, Side::sell);
      const auto quantity = *rc::gen::inRange(1, 6);
      const auto cents = *rc::gen::inRange(1, 500);
      t.fill("a", side, quantity, decimal_text(cents, 2));
      received += Money::whole(-sign(side) * cents * quantity);  // × 100, a hundredth
      bought += contracts(sign(side) * quantity);
    }
    const auto positions = t.feed.fold<Positions>();
    const auto& row = positions.rows.at(0);
    RC_ASSERT(row.quantity == bought);
    Money held;
    Quantity in_lots;
    for (const auto& lot : row.lots) {
      held += value_of(lot.price, lot.quantity, row.multiplier);
      in_lots += lot.quantity;
    }
    const auto way = row.quantity.units < 0 ? -1 : 1;
    RC_ASSERT(in_lots * way == row.quantity);
    RC_ASSERT(row.realised == received + held * way);
  }));
}
