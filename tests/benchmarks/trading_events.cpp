#include "tests/benchmarks/trading_events.hpp"

#include "actors/domain/pricing/built_in_policies.hpp"
#include "events/any_event.hpp"
#include "tests/benchmarks/world.hpp"

namespace fillwright::bench {
namespace {

std::string id_of(std::uint64_t number) { return "w" + std::to_string(number) + "-1"; }

Quote a_quote() { return QuietMarket::quote({900'000'000}, {1'100'000'000}, opening); }

void add_attempt(std::vector<AnyEvent>& events, std::uint64_t order, std::uint32_t attempt,
                 Price limit) {
  PriceStepped stepped;
  stepped.rung = attempt;
  if (attempt > 1) stepped.from = Price{limit.units - 10'000'000};
  stepped.to = limit;
  stepped.rule = attempt == 1 ? PriceRule::start : PriceRule::tick_step;
  stepped.quote = a_quote();
  stepped.quote_age = milliseconds(120);
  stepped.at = opening;
  stepped.steps = static_cast<std::int32_t>(attempt) - 1;
  events.emplace_back(stepped);
  AttemptStarted started;
  started.attempt = attempt;
  started.kind = attempt == 1 ? AttemptKind::submit : AttemptKind::replace;
  started.client_order_id = id_of(order) + "." + std::to_string(attempt);
  if (attempt > 1) started.replaces = id_of(order) + "." + std::to_string(attempt - 1);
  started.limit = limit;
  started.quantity = Quantity::whole(1);
  started.epoch = 1;
  started.at = opening;
  events.emplace_back(started);
  events.emplace_back(AttemptAccepted{attempt, "b" + std::to_string(order), "answer", opening});
}

std::vector<AnyEvent> placed(std::uint64_t order) {
  OrderPlanned plan;
  plan.order_id = id_of(order);
  plan.workflow_id = "w" + std::to_string(order);
  plan.account = "main";
  plan.instrument = {1 + static_cast<std::uint32_t>(order % 1000)};
  plan.quantity = Quantity::whole(1);
  plan.policy = *find_policy(built_in_policies(), "discovery");
  plan.alert_price = Price::whole(1);
  plan.multiplier = Quantity::whole(100);
  plan.configuration_version = 1;
  plan.at = opening;
  return {plan, RiskPassed{Money::whole(110), {1'100'000'000}, opening}};
}

}  // namespace

std::string order_stream(std::uint64_t number) { return "order/" + id_of(number); }

std::vector<AnyEvent> resting_order_events(std::uint64_t number) {
  auto events = placed(number);
  std::get<OrderPlanned>(events.front()).workflow_id = "w0";
  add_attempt(events, number, 1, Price::whole(1));
  events.emplace_back(WalkEnded{FinishReason::prices_exhausted, EndAction::leave_day, opening});
  return events;
}

std::vector<AnyEvent> order_events(std::uint64_t number) {
  auto events = placed(number);
  add_attempt(events, number, 1, Price::whole(1));
  add_attempt(events, number, 2, {1'010'000'000});
  OrderFilled filled;
  filled.execution_id = "x" + std::to_string(number);
  filled.client_order_id = id_of(number) + ".2";
  filled.instrument = {1 + static_cast<std::uint32_t>(number % 1000)};
  filled.quantity = filled.order_quantity = Quantity::whole(1);
  filled.price = {1'010'000'000};
  filled.fees = {672'790};
  filled.quote = a_quote();
  filled.at = opening;
  events.emplace_back(filled);
  events.emplace_back(OrderCompleted{Quantity::whole(1), {1'010'000'000}, {672'790}, opening});
  return events;
}

WorkflowStarted trade_start(std::uint64_t number) {
  WorkflowStarted started;
  started.workflow_id = "w" + std::to_string((number + 1) / 2);
  started.account = "main";
  started.caller = number % 4 == 1 ? "ann" : "bob";
  started.instrument = {1 + static_cast<std::uint32_t>((number + 1) / 2 % 1000)};
  started.at = opening;
  return started;
}

std::vector<AnyEvent> trade_events(std::uint64_t number) {
  auto events = order_events(number);
  const auto start = trade_start(number);
  const bool is_entry = number % 2 == 1 || number % 2000 == 0;
  auto& plan = std::get<OrderPlanned>(events.front());
  plan.workflow_id = start.workflow_id;
  plan.instrument = start.instrument;
  auto& fill = std::get<OrderFilled>(events[events.size() - 2]);
  fill.instrument = start.instrument;
  if (is_entry) return events;
  plan.side = fill.side = Side::sell;
  plan.effect = Effect::close;
  fill.price = {1'050'000'000};
  return events;
}

void append_trades(Journal& journal, std::uint64_t events, std::uint64_t orders_a_commit) {
  Timestamp now = opening;
  for (std::uint64_t number = 1; journal.staged() < events; ++number) {
    if (number % 2 == 1) {
      const auto start = trade_start(number);
      Append append;
      NewEvent event;
      event.type = WorkflowStarted::type_id;
      event.payload = encode_event(AnyEvent(start));
      event.event_time = now;
      append.streams.push_back({"workflow/" + start.workflow_id, 0, {event}});
      if (!journal.append(append)) {  // busy
        journal.commit(now);
        require(journal.append(append).has_value(), "an append failed");
      }
    }
    append_order(journal, number, trade_events(number));
    now = now + milliseconds(1);
    if (number % orders_a_commit == 0) journal.commit(now);
  }
  journal.commit(now);
}

void append_order(Journal& journal, std::uint64_t number, const std::vector<AnyEvent>& events) {
  Append append;
  append.streams.push_back({order_stream(number), 0, {}});
  const auto first = journal.staged() + 1;
  for (const auto& event : events) {
    NewEvent encoded;
    encoded.type = type_of(event);
    encoded.payload = encode_event(event);
    encoded.event_time = opening;
    encoded.principal = "caller:ann";
    const auto index = append.streams.front().events.size();
    encoded.correlation = index == 0 ? 0 : first;
    encoded.causation = index == 0 ? 0 : first + index - 1;
    append.streams.front().events.push_back(std::move(encoded));
  }
  auto staged = journal.append(append);
  if (!staged) {  // busy
    journal.commit(opening);
    staged = journal.append(append);
  }
  require(staged.has_value(), "an append failed");
}

}  // namespace fillwright::bench
