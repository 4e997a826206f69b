// What holds for the paper broker whatever is sent and quoted.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/adapters/paper/paper_world.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

struct Sent {
  Side side{};
  std::map<std::string, Price> limits;  // by client order id
  Quantity quantity;
};

PaperSettings some_settings() {
  PaperSettings settings;
  settings.replace =
      *rc::gen::element(ReplaceSupport::none, ReplaceSupport::atomic, ReplaceSupport::linked);
  settings.question_rate = *rc::gen::element(Percent{}, Percent::whole(30));
  return settings;
}

// What becomes of it in the end; a question is answered now and then.
BrokerAnswer send(PaperWorld& world, const BrokerRequest& request) {
  auto answer = world.send(request);
  while (answer.kind == AnswerKind::question && *rc::gen::inRange(0, 4) > 0)
    answer = world.send(reply(request, answer.question_id, *rc::gen::inRange(0, 3) > 0));
  return answer;
}

// One random step: a request or a quote.
void step(PaperWorld& world, std::map<std::string, Sent>& sent, int number) {
  const auto instrument = *rc::gen::element(stock, call, upper_call, call_spread, future);
  const auto limit = *rc::gen::inRange(1, 40) * 0.25;
  const auto id = "c" + std::to_string(number);
  const auto what = *rc::gen::inRange(0, 10);
  if (what < 3) {
    auto request =
        submit(id, instrument, *rc::gen::element(Side::buy, Side::sell), *rc::gen::inRange(1, 20),
               limit, *rc::gen::element(Effect::open, Effect::close));
    sent[request.order_id] = {request.side, {{id, request.limit}}, request.quantity};
    if (send(world, request).kind != AnswerKind::accepted) sent.erase(request.order_id);
  } else if (what < 5 && !sent.empty()) {
    auto& [order_id, order] =
        *std::next(sent.begin(),
                   *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(sent.size())));
    const auto request = *rc::gen::arbitrary<bool>() ? cancel(id, order.limits.rbegin()->first)
                                                     : replace(id, order.limits.rbegin()->first,
                                                               *rc::gen::inRange(1, 20), limit);
    if (send(world, request).kind == AnswerKind::accepted && request.kind == AttemptKind::replace) {
      order.limits[id] = request.limit;
      order.quantity = std::max(order.quantity, request.quantity);
    }
  } else {
    const auto bid = *rc::gen::inRange(0, 40) * 0.25;
    const auto wide = *rc::gen::inRange(-1, 8) * 0.25;
    world.quote(*rc::gen::element(stock, call, upper_call, future),
                quote_at(2000 + number, bid, std::max(0.0, bid + wide), *rc::gen::inRange(0, 15),
                         *rc::gen::inRange(0, 15)));
  }
}

}  // namespace

TEST_CASE("no fill is worse than its limit, none too much, and the cash is the sum of them",
          "[paper][property]") {
  CHECK(rc::check([] {
    auto settings = some_settings();
    settings.options_fill_at_mid = *rc::gen::arbitrary<bool>();
    settings.fills_when_touched_and_back = *rc::gen::arbitrary<bool>();
    PaperWorld world(settings);
    std::map<std::string, Sent> sent;
    const auto steps = *rc::gen::inRange(1, 80);
    for (int number = 100; number < 100 + steps; ++number) step(world, sent, number);
    const auto books = world.books();

    std::map<std::string, Quantity> filled;
    std::map<std::uint32_t, std::int64_t> positions;
    auto cash = settings.starting_cash;
    Money futures;
    for (std::size_t i = 0; i < world.heard.fills.size(); ++i) {
      const auto& fill = world.heard.fills[i];
      const auto& order = sent.at(fill.order_id);
      auto net = fill.price;
      // The last leg of a spread, the one that is sold, tells of the whole.
      const bool is_spread = i > 0 && world.heard.fills[i - 1].order_quantity.is_zero();
      if (is_spread) net = world.heard.fills[i - 1].price - net;
      if (!fill.order_quantity.is_zero()) {
        const auto limit = order.limits.at(fill.client_order_id);
        RC_ASSERT((limit - net).units * sign(order.side) >= 0);
      }
      filled[fill.order_id] += fill.order_quantity;
      positions[fill.instrument.number] += fill.quantity.units * sign(fill.side);
      const auto& instrument = *world.instruments.find(fill.instrument);
      const auto paid = *notional(fill.price, fill.quantity, instrument.multiplier);
      cash -= fill.fees;
      (instrument.asset_class == AssetClass::future ? futures : cash) -= paid * sign(fill.side);
    }
    for (const auto& [order_id, quantity] : filled)
      RC_ASSERT(quantity <= sent.at(order_id).quantity);
    // Of futures only what is closed is in the cash.
    if (positions[future.number] == 0) RC_ASSERT(books.cash == cash + futures);
    for (const auto& position : books.positions)
      RC_ASSERT(position.quantity.units == positions[position.instrument.number]);
  }));
}

TEST_CASE("a book on disk rebuilds to the same, whatever was done", "[paper][property]") {
  CHECK(rc::check([] {
    const Folder folder;
    BrokerBooks before;
    const auto settings = some_settings();
    {
      PaperWorld world(settings, folder.path());
      std::map<std::string, Sent> sent;
      const auto steps = *rc::gen::inRange(1, 25);
      for (int number = 100; number < 100 + steps; ++number) step(world, sent, number);
      before = world.books();
    }
    const PaperWorld world(some_settings(), folder.path());  // which change nothing of the past
    const auto after = world.broker->books({0});
    RC_ASSERT(after.cash == before.cash);
    RC_ASSERT(after.orders.size() == before.orders.size());
    RC_ASSERT(after.fills.size() == before.fills.size());
    RC_ASSERT(after.positions.size() == before.positions.size());
    for (std::size_t i = 0; i < after.orders.size(); ++i) {
      RC_ASSERT(after.orders[i].state == before.orders[i].state);
      RC_ASSERT(after.orders[i].replaces == before.orders[i].replaces);
      RC_ASSERT(after.orders[i].filled == before.orders[i].filled);
    }
  }));
}
