// An alert desk under test: messages as short words, on a Friday at 9:30 in New York.
#pragma once

#include "actors/domain/alert/desk.hpp"
#include "actors/domain/calendar/us_calendar.hpp"
#include "tests/support/given.hpp"

namespace fillwright::test {

struct Said {
  std::string author = "anna";
  std::string channel = "room";
  std::string source = "file:a.jsonl";
  Duration age;  // at receipt
};

struct GivenDesk {
  Settings settings;
  MarketCalendar calendar =
      make_us_calendar({{Timestamp{}, seconds(-5 * 3'600)}}, {{Timestamp{}, {}}}, "none");
  Given<Desk> desk{[this] { return std::make_unique<Desk>(settings, calendar); }};
  int messages = 0;

  GivenDesk() {
    settings.alerts.users = {{"anna", every_class}, {"bob", every_class}};
    settings.alerts.channels = {{"room", every_class}, {"lobby", every_class}};
    settings.alerts.channel_rule.reads_free_text = true;
  }

  MessageReceived message(std::string id, std::string text, const Said& said = {}) const {
    MessageReceived received;
    received.source = said.source;
    received.channel = said.channel;
    received.message_id = std::move(id);
    received.author = said.author;
    received.text = std::move(text);
    received.received_at = desk.context.now;
    received.sent_at = desk.context.now - said.age;
    return received;
  }
  Outcome take(AnyCommand command) {
    auto outcome = desk.when(std::move(command));
    for (const auto& defined : outcome.events<InstrumentDefined>()) desk.instruments.add(defined);
    return outcome;
  }
  Outcome say(std::string text, const Said& said = {}) {
    return take(ReceiveMessage{message(std::to_string(++messages), std::move(text), said)});
  }
  // The newest message says something else now.
  Outcome edit(std::string text, const Said& said = {}) {
    return take(
        ReceiveEdit{message(std::to_string(messages), std::move(text), said), desk.context.now});
  }
  Outcome remove(std::string id) {
    return take(ReceiveDelete{"file:a.jsonl", "room", std::move(id)});
  }
  Outcome allow(std::string list, std::string id, bool is_allowed,
                std::vector<std::string> permissions = {}) {
    return take(ChangeAllowlist{
        {std::move(list), std::move(id), is_allowed, std::move(permissions), "operator", {}}});
  }
  // What the caller's workflow holds, as it tells the desk.
  Outcome holds(const std::string& workflow, std::int64_t quantity, bool is_over = false,
                std::string caller = "anna") {
    return take(NoteHolding{std::move(caller), workflow, {1}, Quantity::whole(quantity), is_over});
  }
};

// Why the message, or one call of it, led to nothing; none: it was followed.
inline RefusalReason refusal(const Outcome& outcome) {
  const auto refused = outcome.events<AlertRefused>();
  if (refused.empty()) return RefusalReason::none;
  CHECK(outcome.tells<StartWorkflow>().empty());
  CHECK(outcome.tells<ApplyCall>().empty());
  CHECK_FALSE(refused.front().detail.empty());
  return refused.front().reason;
}

}  // namespace fillwright::test
