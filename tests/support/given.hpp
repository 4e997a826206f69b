// given(events).when(command) for deciders: decides, folds what was decided, and checks on the way
// that the state folded from all events so far gives the same decisions as the one that lived on.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/domain/decider.hpp"
#include "events/any_event.hpp"

namespace fillwright::test {

inline Price price(std::string_view text) { return parse<Price>(text).value(); }
inline Money money(std::string_view text) { return parse<Money>(text).value(); }
inline Timestamp at_second(std::int64_t second) {
  return Timestamp{1'763'735'400'000'000'000} + seconds(second);  // a Friday, 14:30 UTC
}
inline Quote quote_of(std::string_view bid, std::string_view ask, std::int64_t second) {
  return {at_second(second), price(bid), price(ask), Quantity::whole(10), Quantity::whole(10)};
}

// What came of one command.
struct Outcome {
  Decision decision;

  template <class Event>
  std::vector<Event> events() const {
    std::vector<Event> found;
    for (const auto& each : decision.events)
      if (const auto* event = std::get_if<Event>(&each.event)) found.push_back(*event);
    return found;
  }
  template <class Event>
  bool has() const {
    return !events<Event>().empty();
  }
  template <class Event>
  Event only() const {
    const auto found = events<Event>();
    REQUIRE(found.size() == 1);
    return found.front();
  }
  template <class Command>
  std::vector<Command> tells() const {
    std::vector<Command> found;
    for (const auto& each : decision.tells)
      if (const auto* command = std::get_if<Command>(&each.command)) found.push_back(*command);
    return found;
  }
  template <class Command>
  Command only_tell() const {
    const auto found = tells<Command>();
    REQUIRE(found.size() == 1);
    return found.front();
  }
  const std::vector<BrokerRequest>& requests() const { return decision.requests; }
  const BrokerRequest& only_request() const {
    REQUIRE(decision.requests.size() == 1);
    return decision.requests.front();
  }
  // When the timer of this name is due by this decision: the last word on it counts.
  std::optional<Timestamp> timer(std::string_view name) const {
    std::optional<Timestamp> due;
    for (const auto& each : decision.timers)
      if (each.name == name) due = each.due;
    return due;
  }
  bool is_nothing() const {
    return decision.events.empty() && decision.requests.empty() && decision.tells.empty();
  }
};

// A decider under test with everything that its shell would give it.
template <class D>
class Given {
 public:
  explicit Given(std::function<std::unique_ptr<D>()> make) : make_(std::move(make)) {
    decider_ = make_();
    context.instruments = &instruments;
    context.now = at_second(0);
    context.exists = [](const InstrumentDefined&) { return true; };
  }

  // Events that happened before.
  template <class... Events>
  Given& given(const Events&... happened) {
    (fold({}, happened), ...);
    return *this;
  }
  Outcome when(AnyCommand command) {
    const auto restored = replayed();
    Outcome outcome{decider_->decide(command, context)};
    const auto again = restored->decide(command, context);
    REQUIRE(again.events.size() == outcome.decision.events.size());
    for (std::size_t i = 0; i < again.events.size(); ++i)
      REQUIRE(again.events[i].event == outcome.decision.events[i].event);
    REQUIRE(again.requests.size() == outcome.decision.requests.size());
    for (const auto& each : outcome.decision.events) fold(each.stream, each.event);
    return outcome;
  }
  // A restart: the decider as its stream says, and what it still owes.
  Outcome resume() {
    decider_ = replayed();
    Outcome outcome{decider_->resume(context)};
    for (const auto& each : outcome.decision.events) fold(each.stream, each.event);
    return outcome;
  }
  Given& at(std::int64_t second) {
    context.now = at_second(second);
    return *this;
  }
  Given& quote(std::string_view bid, std::string_view ask) {
    context.quote = quote_of(bid, ask, 0);
    context.quote->time = context.now;
    return *this;
  }
  const auto& state() const { return decider_->state(); }
  bool is_over() const { return decider_->is_over(); }
  template <class Event>
  std::size_t count() const {
    std::size_t found = 0;
    for (const auto& [stream, event] : history_) found += std::holds_alternative<Event>(event);
    return found;
  }

  Context context;
  Instruments instruments;

 private:
  std::unique_ptr<D> replayed() const {
    auto fresh = make_();
    for (const auto& [stream, event] : history_) fresh->evolve(stream, event);
    return fresh;
  }
  void fold(const std::string& stream, AnyEvent event) {
    // Through its bytes, as from the journal: what is not stored does not survive.
    const auto type = type_of(event);
    const auto bytes = encode_event(event);
    const auto read = decode_event(type, bytes);
    REQUIRE(read.has_value());
    REQUIRE(*read == event);
    decider_->evolve(stream, event);
    history_.emplace_back(stream, std::move(event));
  }

  std::function<std::unique_ptr<D>()> make_;
  std::unique_ptr<D> decider_;
  std::vector<std::pair<std::string, AnyEvent>> history_;
};

}  // namespace fillwright::test
