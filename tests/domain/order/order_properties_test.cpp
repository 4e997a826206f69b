// One order against a broker by chance: accepting, rejecting, asking, filling, silent, late,
// telling twice and in another order than it happened, with every kind of replace. Whatever it
// does, the order keeps what it promises.
#include <rapidcheck.h>

#include <deque>

#include "tests/domain/order/order_support.hpp"

using namespace fillwright;
using namespace fillwright::test;

namespace {

int pick(int below) { return *rc::gen::inRange(0, below); }

struct FakeOrder {
  BrokerOrder order;
  bool is_live() const { return order.state == BrokerOrderState::working; }
  Quantity rest() const { return is_live() ? order.quantity - order.filled : Quantity{}; }
};

// The broker's truth and the wires to and from it.
struct FakeBroker {
  ReplaceSupport replace = ReplaceSupport::atomic;
  std::vector<FakeOrder> orders;
  std::vector<BrokerFill> fills;
  std::deque<BrokerRequest> to_broker;
  std::vector<AnyCommand> to_us;
  std::set<std::string> seen_ids;
  std::map<std::string, std::pair<std::string, BrokerRequest>> held;  // by id: question, message
  int questions = 0;

  FakeOrder* find(const std::string& id) {
    for (auto& each : orders)
      for (const auto& known : each.order.client_order_ids)
        if (known == id) return &each;
    return nullptr;
  }
  int live_count() const {
    int count = 0;
    for (const auto& each : orders) count += each.is_live();
    return count;
  }
  Quantity filled() const {
    Quantity sum;
    for (const auto& each : orders) sum += each.order.filled;
    return sum;
  }
  void answer(const BrokerRequest& request, AnswerKind kind) {
    BrokerAnswer reply;
    reply.kind = kind;
    reply.request = request.kind;
    reply.client_order_id = request.client_order_id;
    reply.code = kind == AnswerKind::rejected ? "no" : "";
    to_us.push_back(NoteAnswer{reply});
  }
  void end(FakeOrder& which, BrokerOrderState how) {
    which.order.state = how;
    to_us.push_back(NoteEnded{which.order});
  }
  void ask(const BrokerRequest& request) {
    BrokerAnswer question;
    question.kind = AnswerKind::question;
    question.client_order_id = request.client_order_id;
    question.question_id = "q" + std::to_string(++questions);
    held[request.client_order_id] = {question.question_id, request};
    to_us.push_back(NoteAnswer{question});
  }
  void take_reply(const BrokerRequest& reply, bool is_refusing) {
    const auto found = held.find(reply.client_order_id);
    if (found == held.end() || found->second.first != reply.reply->question_id) return;
    const auto request = found->second.second;
    held.erase(found);
    if (!reply.reply->is_yes) return answer(request, AnswerKind::rejected);
    if (pick(4) == 0) return ask(request);
    take(request, is_refusing);
  }
  bool is_impossible(const BrokerRequest& request, const FakeOrder* target) const {
    if (request.kind == AttemptKind::submit) return false;
    if (!target || !target->is_live()) return true;
    if (request.kind == AttemptKind::cancel) return false;
    return replace == ReplaceSupport::linked ? request.quantity != target->rest()
                                             : request.quantity <= target->order.filled;
  }
  void take(const BrokerRequest& request, bool is_refusing) {
    if (request.reply) return take_reply(request, is_refusing);
    auto* target = request.kind == AttemptKind::submit ? nullptr : find(request.replaces);
    if (is_refusing || is_impossible(request, target)) return answer(request, AnswerKind::rejected);
    answer(request, AnswerKind::accepted);
    if (request.kind == AttemptKind::cancel) return end(*target, BrokerOrderState::cancelled);
    if (request.kind == AttemptKind::replace && replace == ReplaceSupport::linked) {
      end(*target, BrokerOrderState::cancelled);
    } else if (request.kind == AttemptKind::replace) {
      target->order.client_order_id = request.client_order_id;
      target->order.client_order_ids.push_back(request.client_order_id);
      target->order.limit = request.limit;
      target->order.quantity = request.quantity;
      return;
    }
    FakeOrder fresh;
    fresh.order.client_order_id = request.client_order_id;
    fresh.order.client_order_ids = {request.client_order_id};
    fresh.order.order_id = request.order_id;
    fresh.order.limit = request.limit;
    fresh.order.quantity = request.quantity;
    orders.push_back(fresh);
  }
  void fill(Quantity most) {
    for (auto& each : orders) {
      const auto quantity = std::min(each.rest(), most);
      if (quantity.units <= 0) continue;
      each.order.filled += quantity;
      BrokerFill made;
      made.execution_id = "e" + std::to_string(fills.size() + 1);
      made.client_order_id = each.order.client_order_id;
      made.order_id = each.order.order_id;
      made.instrument = {1};
      made.side = Side::buy;
      made.quantity = made.order_quantity = quantity;
      made.price = each.order.limit;
      fills.push_back(made);
      to_us.push_back(NoteFill{made});
      if (each.rest().is_zero()) each.order.state = BrokerOrderState::filled;
      return;
    }
  }
};

struct World {
  GivenOrder order;
  FakeBroker broker;
  std::int64_t second = 0;
  Price cap = price("0.90");
  Quantity wanted = units(6);
  bool is_asking = false;

  void look(const Outcome& outcome) {
    int messages = 0;
    for (const auto& request : outcome.requests()) {
      if (request.reply) {
        RC_ASSERT(broker.seen_ids.contains(request.client_order_id));
        broker.to_broker.push_back(request);
        continue;
      }
      ++messages;
      RC_ASSERT(broker.seen_ids.insert(request.client_order_id).second);
      RC_ASSERT(!open_question(order.state()));
      if (request.kind != AttemptKind::cancel) {
        RC_ASSERT(request.limit <= cap);
        RC_ASSERT(request.quantity.units > 0);
        RC_ASSERT(request.quantity <= units(6));
      }
      // One message at a time, but for a cancel of what the broker has ended by itself meanwhile.
      for (const auto& under_way : broker.to_broker)
        RC_ASSERT(under_way.kind == AttemptKind::cancel || under_way.reply.has_value());
      broker.to_broker.push_back(request);
    }
    RC_ASSERT(messages <= 1);
    RC_ASSERT(outcome.tells<RaiseAlarm>().empty());  // this broker never fills too much
    for (const auto& reserve : outcome.tells<ReserveExposure>()) {
      RC_ASSERT(reserve.worst_price <= cap);
      look(order.clear(to_text(reserve.worst_price)));
    }
    RC_ASSERT(broker.live_count() <= 1);
    RC_ASSERT(broker.filled() <= units(6));
  }
  void deliver(std::size_t index, bool is_twice) {
    const auto message = broker.to_us[index];
    if (!is_twice) broker.to_us.erase(broker.to_us.begin() + static_cast<std::ptrdiff_t>(index));
    look(order.when(message));
  }
  // What the gateway does once a message has been silent for long: evidence.
  void ask_books() {
    if (!broker.to_broker.empty()) return;
    std::optional<BrokerOrder> found;
    for (const auto& each : broker.orders)
      if (!found || each.is_live() || found->state != BrokerOrderState::working) found = each.order;
    look(order.books(found, true, broker.fills));
  }
  void lose_answer() {
    if (!order.state().in_flight) return;
    look(order.lose());
  }
  void move_quote() {
    const auto bid = price("0.60").units + pick(20) * 10'000'000;
    const auto ask = bid + (pick(12) - 1) * 10'000'000;
    order.context.quote = Quote{order.context.now, {bid}, {ask}, units(5), units(pick(8))};
  }
  void wait(std::int64_t by) {
    second += by;
    order.at(second);
    look(order.step_due());
    look(order.when(TimerDue{"question", 0, order.context.now}));
  }
  void answer_question(bool is_yes) {
    if (order.state().in_flight) look(order.when(AnswerQuestion{"", is_yes, "operator"}));
  }
  // Whatever comes after the end is heard, doubled perhaps, and changes nothing but what is filled.
  void hear_the_rest() {
    while (!broker.to_us.empty())
      deliver(static_cast<std::size_t>(pick(static_cast<int>(broker.to_us.size()))), pick(4) == 0);
    RC_ASSERT(order.is_over());
    RC_ASSERT(order.state().filled == broker.filled());
    RC_ASSERT(order.count<FillExceeded>() == 0u);
  }
  void step(int what) {
    switch (what) {
      case 0:
      case 1:
        return wait(pick(25) + 1);
      case 2:
        move_quote();
        return look(order.when(QuoteWake{"quote"}));
      case 3:
      case 4:
      case 5:
        if (!broker.to_broker.empty()) {
          const auto request = broker.to_broker.front();
          broker.to_broker.pop_front();
          const auto fate = pick(8);  // zero: lost on the way
          if (fate == 2 && is_asking && !request.reply)
            broker.ask(request);
          else if (fate > 0)
            broker.take(request, fate == 1);
        }
        return;
      case 6:
      case 7:
        if (!broker.to_us.empty())
          deliver(static_cast<std::size_t>(pick(static_cast<int>(broker.to_us.size()))),
                  pick(4) == 0);
        return;
      case 8:
        return broker.fill(units(pick(3) + 1));
      case 9:
        return lose_answer();
      case 10:
        return ask_books();
      case 11:
        if (pick(3) == 0) look(order.resume());
        return;
      case 12:
        if (pick(6) == 0) look(order.cancel());
        return;
      case 13:
        if (pick(3) == 0) look(order.change(pick(8)));
        return;
      case 15:
        if (pick(2) == 0) answer_question(pick(3) != 0);
        return;
      case 14:
        order.context.is_gate_open = pick(4) != 0;
        return;
      default:
        for (auto& each : broker.orders)
          if (each.is_live() && pick(10) == 0) broker.end(each, BrokerOrderState::cancelled);
    }
  }
  // The broker settles: every message arrives, every answer is heard, the books are asked.
  void settle() {
    order.context.is_gate_open = true;
    for (int round = 0; round < 200 && !order.is_over(); ++round) {
      while (!broker.to_broker.empty()) {
        const auto request = broker.to_broker.front();
        broker.to_broker.pop_front();
        broker.take(request, false);
      }
      while (!broker.to_us.empty()) deliver(0, false);
      answer_question(true);
      if (order.is_over()) return;
      lose_answer();
      ask_books();
      order.quote("0.70", "0.80");
      if (round == 20) look(order.cancel());
      wait(20);
    }
  }
};

}  // namespace

TEST_CASE("whatever the broker does, an order keeps what it promises", "[order]") {
  CHECK(rc::check([] {
    World world;
    world.broker.replace = static_cast<ReplaceSupport>(pick(3));
    world.is_asking = pick(2) == 0;
    world.order.context.broker.replace = world.broker.replace;
    auto plan = GivenOrder::plan(6);
    plan.policy = *find_policy(built_in_policies(), pick(2) == 0 ? "fast" : "discovery");
    if (plan.policy.name == "fast") plan.alert_price.reset();
    plan.hard_cap = world.cap;
    world.look(world.order.place(plan));
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 17));
    for (const auto what : steps) world.step(what);
    for (int i = 0; i < 60; ++i) world.step(pick(17));
    world.settle();
    RC_ASSERT(world.order.is_over());
    RC_ASSERT(world.broker.live_count() == 0);
    world.hear_the_rest();
  }));
}
