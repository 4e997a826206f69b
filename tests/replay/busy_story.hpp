// A day with everything in it, by chance: several workflows at once, exits long after their
// entries, orders of their own, legs, refusals, fills that are booked late, quotes of one
// instrument from several orders.
#pragma once

#include <random>

#include "adapters/memory/memory_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/replay/trade_story.hpp"

namespace fillwright::test {

class BusyStory {
 public:
  explicit BusyStory(std::uint32_t seed, int turns = 120) : chance_(seed) {
    t_.define();
    for (int turn = 0; turn < turns; ++turn) take_turn();
  }
  const EventFeed& feed() const { return t_.feed; }
  const std::vector<std::string>& orders() const { return orders_; }
  const std::vector<std::string>& workflows() const { return workflows_; }

  // As a journal whose blocks hold a few events each.
  std::unique_ptr<Journal> journal() {
    auto journal = make_memory_journal();
    for (const auto& entry : feed().entries()) {
      NewEvent event;
      event.type = type_of(entry.event);
      event.payload = encode_event(entry.event);
      event.event_time = entry.meta.event_time;
      event.correlation = entry.meta.correlation == entry.meta.seq ? 0 : entry.meta.correlation;
      event.causation = entry.meta.causation;
      event.principal = "test";
      Append append;
      append.streams.push_back({entry.stream, any_version, {event}});
      if (!journal->append(append)) throw std::logic_error("the story does not fit a journal");
      if (below(4) == 0) journal->commit(entry.meta.record_time);
    }
    journal->commit(feed().now());
    return journal;
  }

 private:
  std::size_t below(std::size_t end) { return chance_() % end; }
  template <class T>
  const T& any_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  std::string cents() { return "1." + std::to_string(10 + below(80)); }

  void take_turn() {
    t_.feed.wait(milliseconds(static_cast<std::int64_t>(below(60'000))));
    switch (below(12)) {
      case 0:
      case 1:
        return begin_workflow();
      case 2:
        return begin_order("");
      case 3:
      case 4:
        return workflows_.empty() ? begin_workflow() : begin_order(any_of(workflows_));
      case 5:
        return refuse_message();
      case 6:
        return workflows_.empty() ? refuse_message() : refuse_order(any_of(workflows_));
      case 7:
        t_.feed.add("instrument/" + std::to_string(3 + below(3)),
                    option(static_cast<std::uint32_t>(3 + below(3)), "690"));
        return;
      default:
        if (!orders_.empty()) go_on_with(any_of(orders_));
    }
  }

  std::string say(const std::string& text) {
    const auto id = std::to_string(++messages_);
    const auto stream = "message/stdin/" + id;
    t_.feed.add(stream, said(t_, id, below(2) ? "alice" : "bob", text));
    return stream;
  }

  void begin_workflow() {
    const auto id = "w" + std::to_string(workflows_.size() + 1);
    const auto message = say("BTO SPY 680c");
    AlertRead read;
    read.instrument = {1};
    read.workflow_id = below(2) ? id : "";
    t_.feed.add(message, read);
    t_.start(id, below(2) ? "alice" : "bob", message);
    workflows_.push_back(id);
    if (below(3) != 0) begin_order(id);
  }

  void begin_order(const std::string& workflow) {
    const auto id = (workflow.empty() ? "own" : workflow) + "-" + std::to_string(++planned_);
    if (!workflow.empty() && below(4) != 0) {
      OrderRequested request;
      request.order_id = id;
      request.instrument = {1};
      request.quantity = contracts(2);
      t_.feed.add("workflow/" + workflow, request);
    }
    auto plan = t_.planned(id, workflow, below(2) ? Side::buy : Side::sell,
                           static_cast<std::int64_t>(1 + below(4)));
    plan.instrument = {static_cast<std::uint32_t>(1 + below(5))};
    plan.is_dry_run = below(8) == 0;
    t_.feed.add("order/" + id, plan);
    orders_.push_back(id);
    if (below(2)) {
      ExposureReserved reserved;
      reserved.order_id = id;
      reserved.workflow_id = workflow;
      reserved.instrument = plan.instrument;
      reserved.trading_day = *parse_date(below(2) ? "2026-11-20" : "2026-11-23");
      reserved.quote = t_.quote("1.10", cents());
      t_.feed.add("account/paper", reserved);
    }
  }

  void refuse_message() {
    const auto stream = say("good morning");
    t_.feed.add(stream, AlertRefused{RefusalReason::talk, "there is no order in it", {}});
  }

  void refuse_order(const std::string& workflow) {
    const auto id = workflow + "-" + std::to_string(++planned_);
    OrderRequested request;
    request.order_id = id;
    t_.feed.add("workflow/" + workflow, request);
    t_.feed.add("order/" + id, t_.planned(id, workflow, Side::buy, 1));
    orders_.push_back(id);
    RiskRefused refused;
    refused.order_id = id;
    refused.reason = RefusalReason::risk_limit;
    if (below(2)) refused.limit = "max_per_trade";
    t_.feed.add("account/paper", refused);
    if (below(2)) t_.feed.wait(seconds(30));
    t_.feed.add("order/" + id,
                OrderRefused{RefusalReason::risk_limit, "too much of it", t_.feed.now()});
  }

  void go_on_with(const std::string& order) {
    const auto number = static_cast<std::uint32_t>(++attempts_);
    switch (below(5)) {
      case 0:
        return t_.step(order, number, cents(), t_.quote("1.05", cents()));
      case 1:
        t_.attempt(order, number, AttemptKind::submit, cents(), 2);
        return t_.accept(order, number);
      default:
        break;
    }
    t_.fill(order, below(2) ? Side::buy : Side::sell, static_cast<std::int64_t>(1 + below(2)),
            cents(), "0.65", static_cast<std::uint32_t>(1 + below(3)));
    const auto execution = "x" + std::to_string(t_.executions);
    if (below(2)) unbooked_.emplace_back(order, execution);
    if (unbooked_.empty() || below(3) == 0) return;
    FillBooked booked;
    booked.order_id = unbooked_.front().first;
    booked.execution_id = unbooked_.front().second;
    booked.trading_day = *parse_date("2026-11-20");
    unbooked_.erase(unbooked_.begin());
    t_.feed.add("account/paper", booked);
  }

  std::mt19937 chance_;
  Teller t_;
  std::vector<std::string> workflows_, orders_;
  std::vector<std::pair<std::string, std::string>> unbooked_;
  std::size_t messages_ = 0, planned_ = 0, attempts_ = 0;
};

}  // namespace fillwright::test
