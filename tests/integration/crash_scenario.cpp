// A crash is an exception from a point; whatever of ours was in memory goes with it.
#include "tests/integration/crash_scenario.hpp"

namespace fillwright::test {
namespace {

struct Crash {};

class Teller {
 public:
  Teller(const Scenario& scenario, EngineWorld& world, Crashes crashes)
      : scenario_(scenario), world_(world), next_crash_(crashes.first), then_(crashes.then) {
    if (scenario_.prepare) scenario_.prepare(world_);
    world_.runtime.on_point = [this](CrashPoint) {
      if (++points_ != next_crash_) return;
      next_crash_ = then_ == 0 ? 0 : points_ + then_;
      throw Crash{};
    };
    begin_ = world_.clock.now();
  }

  std::uint64_t tell() {
    for (const auto& act : scenario_.acts) {
      run_until(begin_ + seconds(act.second));
      if (act.also) act.also(world_);
      told_.push_back(act);
      told_.back().id = act.id.empty() ? std::to_string(told_.size()) : act.id;
      survive([&] {
        say(told_.back());
        world_.tell_quote();
      });
    }
    run_until(begin_ + seconds(scenario_.seconds));
    return points_;
  }

 private:
  void survive(const std::function<void()>& run) {
    try {
      if (!world_.engine) come_back();
      run();
    } catch (const Crash&) {
      world_.stop();
    }
  }
  void run_until(Timestamp end) {
    while (!world_.engine || world_.clock.now() < end)
      survive([&] { world_.run_for(end - world_.clock.now()); });
  }
  void come_back() {
    world_.start();
    for (const auto& act : told_) say(act);
  }
  void say(const Act& act) {
    if (act.text.empty()) return;
    MessageReceived message;
    message.source = "file:test";
    message.channel = "room";
    message.message_id = act.id;
    message.author = "anna";
    message.text = act.text;
    message.text_bytes = act.text.size();
    message.sent_at = message.received_at = begin_ + seconds(act.second);
    if (act.is_edit)
      world_.tell({ActorKind::desk, ""}, ReceiveEdit{message, message.sent_at});
    else
      world_.tell({ActorKind::desk, ""}, ReceiveMessage{message});
  }

  const Scenario& scenario_;
  EngineWorld& world_;
  std::uint64_t next_crash_;
  std::uint64_t then_;
  std::uint64_t points_ = 0;
  Timestamp begin_;
  std::vector<Act> told_;  // with their ids
};

}  // namespace

std::uint64_t tell(const Scenario& scenario, EngineWorld& world, Crashes crashes) {
  return Teller(scenario, world, crashes).tell();
}

}  // namespace fillwright::test
