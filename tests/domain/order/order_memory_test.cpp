// What an order keeps in memory: 100,000 may rest at once (the benchmark `resting_orders`).
#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

// As from the journal.
void fold(Order& order, const OrderPlanned& plan) {
  order.evolve("order/" + plan.order_id, *decode_event(OrderPlanned::type_id, encode(plan)));
}

}  // namespace

TEST_CASE("orders read from the journal share equal policies", "[order]") {
  PolicyPool policies;
  Order first(policies), second(policies), other(policies);
  auto plan = GivenOrder::plan();
  fold(first, plan);
  fold(second, plan);
  plan.policy.max_prices += 1;
  fold(other, plan);
  CHECK(first.state().policy == second.state().policy);
  CHECK(*first.state().policy == GivenOrder::plan().policy);
  CHECK(*other.state().policy == plan.policy);
  CHECK(policies.size() == 2);
}

TEST_CASE("an order that rests keeps nothing on the heap but its plan", "[order]") {
  GivenOrder order;
  order.work();
  const auto& state = order.state();
  REQUIRE(state.live);
  CHECK_FALSE(state.in_flight);
  CHECK_FALSE(state.fills);
  CHECK(state.past_ids.is_empty());
  CHECK_FALSE(state.gone);
  // Sizes are the library's as much as ours; a new field belongs behind a pointer if it is rare.
  CHECK(sizeof(Order) <= 400);
}
