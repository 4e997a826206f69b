// What holds for any events: folds survive them, repeat them exactly, and keep the money.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "projections/open_orders.hpp"
#include "projections/orders.hpp"
#include "projections/pnl.hpp"
#include "projections/pnl_sums.hpp"
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

// Fills of two orders, their corrections, and what says on which day they count, in any order.
EventFeed any_fills() {
  Teller t;
  t.define();
  t.start("w", "ben");
  t.plan("a", "w", Side::buy, 9);
  t.plan("b", "w", Side::sell, 9);
  const auto count = *rc::gen::inRange(1, 30);
  for (int i = 0; i < count; ++i) {
    const std::string order = *rc::gen::element("a", "b");
    const auto side = order == "a" ? Side::buy : Side::sell;
    const auto execution = "x" + std::to_string(*rc::gen::inRange(1, 6));
    const Date day{*rc::gen::inRange(20'000, 20'003)};
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        t.fill(order, side, *rc::gen::inRange(1, 4), decimal_text(*rc::gen::inRange(1, 300), 2));
        break;
      case 1: {
        FillBooked booked;
        booked.order_id = order;
        booked.execution_id = execution;
        booked.trading_day = day;
        t.feed.add("account/paper", booked);
        break;
      }
      case 2: {
        ExposureReserved reserved;
        reserved.order_id = order;
        reserved.trading_day = day;
        t.feed.add("account/paper", reserved);
        break;
      }
      default: {
        FillCorrected corrected;
        corrected.execution_id = execution;
        corrected.instrument = {1};
        corrected.side = side;
        corrected.now.quantity = corrected.now.order_quantity = contracts(2);
        corrected.now.price = price("1.50");
        corrected.at = t.feed.now();
        t.feed.add("order/" + order, corrected);
      }
    }
    t.feed.wait(fillwright::seconds(20'000));
  }
  return t.feed;
}

auto fields_of(const PnlRow& row) {
  return std::tuple(row.day, row.is_day_assumed, row.account, row.caller, row.instrument,
                    row.is_dry_run, row.fills, row.assumed, row.realised, row.fees);
}

}  // namespace

TEST_CASE("sums of the P&L that are kept up to date are those that are added up") {
  CHECK(rc::check([] {
    const auto feed = any_fills();
    Positions positions;
    PnlSums sums;
    Pnl pnl;
    std::map<PnlKey, PnlRow> followed;  // by whoever sees the changes alone
    for (const auto& entry : feed.entries()) {
      auto meta = entry.meta;
      meta.stream_name = entry.stream;
      sums.apply(meta.seq, entry.event, positions.apply(meta, entry.event), positions);
      pnl.apply(meta, entry.event);
      for (const auto& key : sums.changes()) {
        followed.erase(key);
        if (const auto* row = sums.find(key)) followed[key] = *row;
      }
      if (meta.seq % 3 == 0) sums.forget_changes(meta.seq - meta.seq % 2);
      const auto rows = pnl.rows();
      const auto kept = sums.rows();
      RC_ASSERT(kept.size() == rows.size());
      RC_ASSERT(followed.size() == rows.size());
      auto follower = followed.begin();
      for (std::size_t i = 0; i < rows.size(); ++i, ++follower) {
        RC_ASSERT(fields_of(kept[i]) == fields_of(rows[i]));
        RC_ASSERT(fields_of(follower->second) == fields_of(rows[i]));
      }
    }
  }));
}

namespace {

auto told(const OrderRow& row) {
  return std::tuple(row.order_id, row.workflow_id, row.caller, row.phase, row.quantity, row.filled,
                    row.limit, row.average, row.fees, row.rungs, row.attempts, row.fills,
                    row.reason, row.broker_order_id, row.sent_at, row.ended_at, row.first_seq,
                    row.changed_seq);
}

// What has no plan yet, and then has; ends, and goes on.
EventFeed any_orders() {
  Teller t;
  t.start("w", "ben");
  const auto before = any_feed();
  for (const auto& entry : before.entries()) t.feed.add(entry.stream, entry.event);
  t.plan("a", "w", Side::buy, 3);
  t.plan("b", "w", Side::sell, 3);
  const auto count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const std::string order = *rc::gen::element("a", "b");
    const auto stream = "order/" + order;
    switch (*rc::gen::inRange(0, 7)) {
      case 0:
        t.fill(order, Side::buy, *rc::gen::inRange(1, 4), "1.30");
        break;
      case 1:
        t.feed.add(stream, OrderCancelled{});
        break;
      case 2:
        t.feed.add(stream, OrderExpired{});
        break;
      case 3:
        t.feed.add(stream, OrderCompleted{});
        break;
      case 4:
        t.feed.add(stream, OrderReopened{});
        break;
      case 5:
        t.feed.add(stream, FillCorrected{});
        break;
      default:
        t.attempt(order, static_cast<std::uint32_t>(i), AttemptKind::submit, "1.30", 2);
    }
  }
  return t.feed;
}

}  // namespace

TEST_CASE("an order that was let go and is folded again from its stream is as if it had stayed") {
  CHECK(rc::check([] {
    const auto feed = any_orders();
    Orders all;
    OpenOrders some;
    for (const auto& entry : feed.entries()) {
      const auto stream = entry.meta.stream;
      if (some.is_released(stream)) {
        some.take_back(stream);
        for (const auto& past : feed.entries()) {
          if (past.meta.seq == entry.meta.seq) break;
          if (past.meta.stream == stream) some.apply(past.meta, past.event);
        }
      }
      all.apply(entry.meta, entry.event);
      const auto* row = some.apply(entry.meta, entry.event);
      if (!row) continue;
      const auto* kept = all.find(row->order_id);
      RC_ASSERT(kept);
      RC_ASSERT(told(*row) == told(*kept));
      const auto count = some.size();
      if (!*rc::gen::inRange(0, 2)) continue;
      some.release(stream);
      RC_ASSERT(some.is_released(stream));
      RC_ASSERT(some.size() == count - 1);
    }
  }));
}

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
