// What the gateway sends by: rate limits, the order of what waits, the retry table, the breaker.
#include <catch2/catch.hpp>
#include <set>

#include "actors/domain/gateway/circuit_breaker.hpp"
#include "actors/domain/gateway/retry_table.hpp"
#include "actors/domain/gateway/send_queue.hpp"
#include "actors/domain/gateway/token_bucket.hpp"

using namespace fillwright;

namespace {

constexpr Timestamp start{1'000'000'000'000};

BrokerRequest request(const std::string& id, AttemptKind kind, Effect effect) {
  BrokerRequest made;
  made.client_order_id = id;
  made.kind = kind;
  made.effect = effect;
  return made;
}

}  // namespace

TEST_CASE("no span of time has more messages than the limit, wherever it starts", "[gateway]") {
  TokenBucket bucket({3, seconds(1)});
  std::vector<Timestamp> sent;
  auto now = start;
  for (int i = 0; i < 20; ++i) {
    if (i % 5 == 0) now = now + milliseconds(300);
    now = bucket.next(now);
    bucket.take(now);
    sent.push_back(now);
  }
  for (std::size_t i = 3; i < sent.size(); ++i) CHECK(sent[i] - sent[i - 3] >= seconds(1));
  CHECK(sent.back() - sent.front() < seconds(8));
}

TEST_CASE("of several limits all hold, and none means none", "[gateway]") {
  TokenBuckets buckets({{2, seconds(1)}, {3, seconds(60)}, {0, seconds(1)}});
  for (const auto expected : {seconds(0), seconds(0), seconds(1), seconds(60)}) {
    const auto due = buckets.next(start);
    CHECK(due - start == expected);
    buckets.take(due);
  }
  TokenBuckets unlimited({});
  for (int i = 0; i < 100; ++i) {
    CHECK(unlimited.next(start) == start);
    unlimited.take(start);
  }
}

TEST_CASE("cancels go before exits, exits before entries, first in first out", "[gateway]") {
  SendQueue queue;
  queue.push(request("entry 1", AttemptKind::submit, Effect::open));
  queue.push(request("exit 1", AttemptKind::submit, Effect::close));
  queue.push(request("entry 2", AttemptKind::replace, Effect::open));
  queue.push(request("cancel 1", AttemptKind::cancel, Effect::open));
  queue.push(request("exit 2", AttemptKind::replace, Effect::close));
  queue.push(request("cancel 2", AttemptKind::cancel, Effect::close));
  CHECK(queue.size() == 6);
  CHECK(queue.pop().client_order_id == "cancel 1");
  std::vector<std::string> rest;
  for (const auto& one : queue.take_all()) rest.push_back(one.client_order_id);
  CHECK(rest == std::vector<std::string>{"cancel 2", "exit 1", "exit 2", "entry 1", "entry 2"});
  CHECK(queue.is_empty());
}

TEST_CASE("what may be repeated, what must be asked first, and what never", "[gateway]") {
  BrokerCapabilities broker;
  for (const auto kind : {AttemptKind::submit, AttemptKind::replace, AttemptKind::cancel}) {
    CHECK(action_for(AnswerKind::accepted, kind, broker) == RetryAction::take);
    CHECK(action_for(AnswerKind::rejected, kind, broker) == RetryAction::take);
    CHECK(action_for(AnswerKind::unknown, kind, broker) == RetryAction::ask_first);
    CHECK(action_for(AnswerKind::not_sent, kind, broker) == RetryAction::repeat);
    CHECK(action_for(AnswerKind::duplicate, kind, broker) == RetryAction::ask_now);
    CHECK(action_for(AnswerKind::unauthorised, kind, broker) == RetryAction::give_back);
    CHECK(action_for(AnswerKind::throttled, kind, broker) == RetryAction::ask_first);
  }
  broker.throttles_unprocessed = true;
  CHECK(action_for(AnswerKind::throttled, AttemptKind::submit, broker) ==
        RetryAction::repeat_when_told);
}

TEST_CASE("nothing that may have arrived is ever repeated", "[gateway]") {
  for (const auto& row : retry_table()) {
    const bool has_not_arrived = row.observed == AnswerKind::not_sent ||
                                 row.condition == RetryCondition::throttles_unprocessed;
    for (const auto action : {row.of_submit, row.of_replace, row.of_cancel})
      if (action == RetryAction::repeat || action == RetryAction::repeat_when_told)
        CHECK(has_not_arrived);
  }
}

TEST_CASE("waits are 1, 2 and 4 seconds within 10 %, the same for the same message", "[gateway]") {
  std::set<std::int64_t> firsts;
  for (int i = 0; i < 200; ++i) {
    const auto id = "w" + std::to_string(i) + "-1.1";
    firsts.insert(wait_before(0, id).ns);
    for (const std::uint32_t n : {0u, 1u, 2u}) {
      const auto whole = seconds(1 << n).ns;
      CHECK(wait_before(n, id).ns >= whole - whole / 10);
      CHECK(wait_before(n, id).ns <= whole + whole / 10);
      CHECK(wait_before(n, id) == wait_before(n, id));
    }
  }
  CHECK(firsts.size() > 150);
  // In the middle of what it may be, on average.
  std::int64_t sum = 0;
  for (const auto each : firsts) sum += each / static_cast<std::int64_t>(firsts.size());
  CHECK(std::abs(sum - seconds(1).ns) < 20'000'000);
}

TEST_CASE("the breaker trips at so many errors within its window, and counts anew", "[gateway]") {
  CircuitBreaker breaker({3, seconds(60), seconds(30)});
  CHECK_FALSE(breaker.note_error(start));
  CHECK_FALSE(breaker.note_error(start + seconds(1)));
  CHECK_FALSE(breaker.note_error(start + seconds(60)));  // the first is out of the window
  CHECK(breaker.note_error(start + seconds(60)));
  CHECK_FALSE(breaker.note_error(start + seconds(60)));
  CircuitBreaker never({0, seconds(60), seconds(30)});
  for (int i = 0; i < 100; ++i) CHECK_FALSE(never.note_error(start));
}
