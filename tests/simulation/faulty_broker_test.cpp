#include "adapters/faults/faulty_broker.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "adapters/clock/virtual_clock.hpp"

using namespace fillwright;

namespace {

constexpr Timestamp start{1'000'000'000};

// Answers each request at once, and lists what it took.
class PlainBroker final : public Broker {
 public:
  explicit PlainBroker(Clock& clock) : clock_(clock) {}
  std::string name() const override { return "plain"; }
  BrokerCapabilities capabilities() const override { return {}; }
  void listen(BrokerListener* listener) override { listener_ = listener; }
  void send(const BrokerRequest& request) override {
    taken.push_back(request.client_order_id);
    BrokerOrder order;
    order.client_order_id = request.client_order_id;
    order.at = clock_.now();
    books_.orders.push_back(order);
    BrokerAnswer answer;
    answer.kind = AnswerKind::accepted;
    answer.client_order_id = request.client_order_id;
    listener_->on_answer(answer);
  }
  void ask_books(Timestamp) override {
    books_.at = clock_.now();
    listener_->on_books(books_);
  }

  std::vector<std::string> taken;

 private:
  Clock& clock_;
  BrokerListener* listener_ = nullptr;
  BrokerBooks books_;
};

class Ear final : public BrokerListener {
 public:
  void on_answer(const BrokerAnswer& answer) override { heard.push_back(answer.client_order_id); }
  void on_fill(const BrokerFill&) override {}
  void on_order_ended(const BrokerOrder&) override {}
  void on_books(std::optional<BrokerBooks> books) override {
    listed.push_back(books ? books->orders.size() : 99);
  }

  std::vector<std::string> heard;
  std::vector<std::size_t> listed;
};

struct Script final : LineScript {
  Accident requests;
  Accident answers;
  Duration list_lag;
  std::optional<BrokerAnswer> before;
  bool has_no_books = false;
  Accident of_request(BrokerRequest&) override { return requests; }
  Accident of_answer(BrokerAnswer&) override { return answers; }
  bool refuses_books() override { return has_no_books; }
  Accident of_books(BrokerBooks& books) override {
    forget_young_orders(books, list_lag);
    return {};
  }
  std::optional<BrokerAnswer> answer_before(const BrokerRequest&) override { return before; }
};

struct Line {
  VirtualClock clock{start};
  PlainBroker plain{clock};
  Script script;
  FaultyBroker broker{plain, clock, seconds(2), script};
  Ear ear;

  Line() { broker.listen(&ear); }
  void send(const std::string& id) {
    BrokerRequest request;
    request.client_order_id = id;
    broker.send(request);
  }
  void wait(Duration time) { clock.advance_to(clock.now() + time); }
};

}  // namespace

TEST_CASE("without accidents the line carries everything, later than the call", "[faults]") {
  Line line;
  line.send("a");
  CHECK(line.plain.taken.empty());
  line.wait({});
  CHECK(line.plain.taken == std::vector<std::string>{"a"});
  CHECK(line.ear.heard == std::vector<std::string>{"a"});
}

TEST_CASE("a request that is lost reaches nobody, an answer that is lost was given", "[faults]") {
  Line line;
  line.script.requests.copies = 0;
  line.send("a");
  line.wait(seconds(60));
  CHECK(line.plain.taken.empty());
  line.script.requests.copies = 1;
  line.script.answers.copies = 0;
  line.send("b");
  line.wait(seconds(60));
  CHECK(line.plain.taken == std::vector<std::string>{"b"});
  CHECK(line.ear.heard.empty());
}

TEST_CASE("messages come twice and late", "[faults]") {
  Line line;
  line.script.answers = {2, seconds(3), seconds(4)};
  line.send("a");
  line.wait(seconds(2));
  CHECK(line.ear.heard.empty());
  line.wait(seconds(1));
  CHECK(line.ear.heard.size() == 1);
  line.wait(seconds(4));
  CHECK(line.ear.heard.size() == 2);
}

TEST_CASE("who stands before the broker may answer in its place", "[faults]") {
  Line line;
  line.script.before.emplace().client_order_id = "a";
  line.send("a");
  line.wait(milliseconds(20));
  CHECK(line.ear.heard == std::vector<std::string>{"a"});
  CHECK(line.plain.taken.empty());
}

TEST_CASE("... and say that there are no books", "[faults]") {
  Line line;
  line.script.has_no_books = true;
  line.broker.ask_books({});
  line.wait(milliseconds(20));
  line.script.has_no_books = false;
  line.broker.ask_books({});
  line.wait({});
  CHECK(line.ear.listed == std::vector<std::size_t>{99, 0});
}

TEST_CASE("what is under way to an earlier listener is lost with its connection", "[faults]") {
  Line line;
  line.script.answers.delay = seconds(3);
  line.send("a");
  line.wait(seconds(1));
  Ear other;
  line.broker.listen(&other);
  line.wait(seconds(5));
  CHECK(line.ear.heard.empty());
  CHECK(other.heard.empty());
}

TEST_CASE("a list that lags lacks the youngest orders", "[faults]") {
  Line line;
  line.send("old");
  line.wait(seconds(5));
  line.send("young");
  line.wait(milliseconds(100));
  line.script.list_lag = seconds(1);
  line.broker.ask_books({});
  line.wait({});
  line.script.list_lag = {};
  line.broker.ask_books({});
  line.wait({});
  CHECK(line.ear.listed == std::vector<std::size_t>{1, 2});
}

TEST_CASE("the longest delay of a request counts into the time that it takes to settle",
          "[faults]") {
  Line line;
  CHECK(line.broker.capabilities().settles_within.ns ==
        line.plain.capabilities().settles_within.ns + seconds(2).ns);
}
