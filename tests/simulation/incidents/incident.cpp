#include "tests/simulation/incidents/incident.hpp"

#include <map>

namespace fillwright::test {

Trial::Trial(const PaperSettings& paper) : world(paper) {
  world.line.on_sent = [this](const BrokerRequest&) {
    expect(world.engine->is_gate_open(), "a message left while the gate was closed");
  };
}

void Trial::hold_four() {
  call_and_rest();
  world.buy_all();
  expect(held_at_broker() == Quantity::whole(4), "four are held at the broker");
}

void Trial::say(const std::string& text, const std::string& channel, const std::string& id,
                Timestamp sent_at) {
  MessageReceived message;
  message.source = "file:test";
  message.channel = channel;
  message.message_id = id;
  message.author = "anna";
  message.text = text;
  message.text_bytes = text.size();
  message.sent_at = sent_at;
  message.received_at = world.clock.now();
  world.tell({ActorKind::desk, ""}, ReceiveMessage{message});
  world.tell_quote();
}

void Trial::ask_for_comparison() {
  world.tell({ActorKind::gateway, world.settings.account}, AskReconciliation{"test", "anna"});
}

bool Trial::is_open(const std::string& order) const {
  const auto open = world.engine->open_orders();
  return std::find(open.begin(), open.end(), order) != open.end();
}

std::size_t Trial::live(const std::string& order) const {
  std::size_t count = 0;
  for (const auto& theirs : world.at_broker(order))
    if (theirs.state == BrokerOrderState::working) ++count;
  return count;
}

Quantity Trial::held_by_us() const {
  Quantity held;
  for (const auto& fill : world.all<FillBooked>()) held += fill.quantity * sign(fill.side);
  return held;
}

void Trial::expect_equal_books() {
  std::map<std::string, int> booked;
  std::map<std::string, int> recorded;  // by the order
  for (const auto& fill : world.all<FillBooked>()) ++booked[fill.execution_id];
  for (const auto& fill : world.all<OrderFilled>())
    expect(++recorded[fill.execution_id] == 1, "the fill " + fill.execution_id + " is there twice");
  const auto theirs = world.broker.books({}).fills;
  for (const auto& fill : theirs)
    expect(booked[fill.execution_id] == 1, "the fill " + fill.execution_id + " is booked " +
                                               std::to_string(booked[fill.execution_id]) +
                                               " times");
  expect(booked.size() == theirs.size(), "there are fills that never happened");
  expect(held_by_us() == held_at_broker(), "we and the broker hold the same");
}

namespace {

std::string listed(const std::vector<std::string>& failures) {
  std::string text;
  for (const auto& failure : failures) text += "  " + failure + "\n";
  return text;
}

}  // namespace

void judge(Mutation bug, const std::function<void(Trial&)>& play, const PaperSettings& paper) {
  {
    Trial trial(paper);
    play(trial);
    INFO(trial.world.story() << listed(trial.failures));
    CHECK(trial.failures.empty());
  }
#ifdef FILLWRIGHT_MUTATIONS
  chosen_mutation = bug;
  Trial trial(paper);
  try {
    play(trial);
  } catch (const std::exception& error) {
    trial.failures.emplace_back(error.what());
  }
  chosen_mutation = Mutation::none;
  INFO("with the bug on purpose it still holds: " << enum_name(bug));
  INFO(trial.world.story());
  CHECK_FALSE(trial.failures.empty());
#else
  (void)bug;
#endif
}

}  // namespace fillwright::test
