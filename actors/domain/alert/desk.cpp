#include "actors/domain/alert/desk.hpp"

#include <algorithm>

#include "actors/domain/alert/desk_turn.hpp"
#include "actors/domain/alert/parse_alert.hpp"
#include "events/mutation.hpp"

namespace fillwright {
namespace alert_desk {
namespace {

void remember(Turn& turn, const Reading& reading) {
  turn.emit(turn.caller_stream(),
            GetReadyRemembered{turn.caller(), reading, turn.now(),
                               turn.now() + turn.settings.alerts.get_ready_memory});
  refuse(turn, RefusalReason::get_ready, "a get-ready buys nothing; it is remembered for 4 h",
         reading);
}

void follow(Turn& turn, const Reading& reading, bool is_free_text) {
  switch (reading.action) {
    case CallAction::get_ready:
      return remember(turn, reading);
    case CallAction::open:
      return open(turn, reading, is_free_text);
    case CallAction::add:
    case CallAction::trim:
    case CallAction::close:
    case CallAction::cancel:
      return manage(turn, reading, is_free_text);
    case CallAction::close_and_reopen: {
      auto close = reading;
      close.action = CallAction::close;
      close.price.reset();
      manage(turn, close, is_free_text);
      auto again = reading;
      again.action = CallAction::open;
      return open(turn, again, is_free_text);
    }
    case CallAction::none:
      return refuse(turn, RefusalReason::talk, "there is no call in it", reading);
  }
}

void read(Turn& turn) {
  const auto rule = channel_rule_for(turn.settings, turn.received.channel);
  ParseRules rules;
  rules.is_free_text = rule.reads_free_text;
  rules.today = exchange_date(turn.calendar, turn.now());
  rules.longest_text = turn.settings.alerts.longest_text;
  if (turn.received.text_bytes > rules.longest_text)
    return refuse(turn, RefusalReason::malformed_text,
                  "the message has " + std::to_string(turn.received.text_bytes) +
                      " bytes; at most " + std::to_string(rules.longest_text) + " are read");
  const auto readings = parse_alert(turn.received.text, rules);
  if (!readings) return refuse(turn, readings.error().reason, readings.error().detail);
  if (readings->empty()) return refuse(turn, RefusalReason::talk, "there is no call in it");
  for (const auto& reading : *readings) follow(turn, reading, rule.reads_free_text);
}

// The text as it is recorded: no longer than what is ever read.
std::string cut(const std::string& text, std::size_t longest) {
  if (text.size() <= longest) return text;
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

// A stream is named after source, channel and id, and the journal's names are short. Whatever is
// named at absurd length is refused before any of it names anything.
bool is_refused_for_names(Turn& turn, const std::string& source, const std::string& channel,
                          const std::string& id, const std::string& author) {
  constexpr std::size_t longest = 200;
  const std::pair<std::string_view, const std::string&> names[] = {
      {"source", source}, {"channel", channel}, {"message_id", id}, {"author", author}};
  for (const auto& [what, name] : names) {
    if (name.size() <= longest) continue;
    InputRefused refused;
    refused.source = cut(source, longest);
    refused.what = std::string(what) + ": it has " + std::to_string(name.size()) +
                   " bytes; at most " + std::to_string(longest) + " are taken";
    refused.at = turn.now();
    turn.emit("control/desk", refused);
    return true;
  }
  return false;
}

bool is_refused_for_names(Turn& turn, const MessageReceived& message) {
  return is_refused_for_names(turn, message.source, message.channel, message.message_id,
                              message.author);
}

void handle(Turn& turn, const ReceiveMessage& command) {
  if (is_refused_for_names(turn, command.message)) return;
  turn.received = command.message;
  turn.received.text_bytes =
      std::max<std::uint64_t>(turn.received.text_bytes, command.message.text.size());
  turn.received.text = cut(command.message.text, turn.settings.alerts.longest_text);
  turn.message =
      message_stream(turn.received.source, turn.received.channel, turn.received.message_id);
  if (turn.desk.messages.contains(turn.message)) {
    const auto refused = refusal_of_repeat(turn);
    return refuse(turn, refused.first, refused.second);
  }
  turn.emit(turn.message, turn.received);
  if (const auto refused = refusal_of_message(turn))
    return refuse(turn, refused->first, refused->second);
  read(turn);
}

void handle(Turn& turn, const ReceiveEdit& command) {
  if (is_refused_for_names(turn, command.message)) return;
  turn.message =
      message_stream(command.message.source, command.message.channel, command.message.message_id);
  const auto known = turn.desk.recent.find(turn.message);
  turn.received = known == turn.desk.recent.end() ? command.message : known->second;
  const auto text = cut(command.message.text, turn.settings.alerts.longest_text);
  turn.emit(turn.message,
            MessageEdited{text, command.message.text.size(), command.edited_at, turn.now()});
  if (known == turn.desk.recent.end())
    return refuse(turn, RefusalReason::edit_ignored,
                  "the message that was edited is not known, was deleted, or is long ago");
  if (turn.desk.read_messages.contains(turn.message) && !is_mutated(Mutation::edits_start_trades))
    return refuse(turn, RefusalReason::edit_ignored,
                  "the message was read as a call before the edit; the edit changes nothing");
  turn.received.text = text;
  turn.received.text_bytes = command.message.text.size();
  turn.received.received_at = turn.now();  // the original must be fresh still
  if (const auto refused = refusal_of_message(turn)) {
    const auto reason =
        refused->first == RefusalReason::stale ? RefusalReason::edit_ignored : refused->first;
    return refuse(turn, reason, refused->second);
  }
  read(turn);
}

void handle(Turn& turn, const ReceiveDelete& command) {
  if (is_refused_for_names(turn, command.source, command.channel, command.message_id, {})) return;
  turn.emit(message_stream(command.source, command.channel, command.message_id),
            MessageDeleted{turn.now()});
}

void handle(Turn& turn, const ChangeAllowlist& command) {
  auto change = command.change;
  change.at = turn.now();
  turn.emit("control/desk", change);
}

template <class Command>
void handle(Turn&, const Command&) {
  assert_unreachable("the alert desk got a command of another kind of actor");
}

std::string without_colons(const std::string& part) {
  std::string escaped;
  for (const char c : part) {
    if (c == ':')
      escaped += "%3A";
    else if (c == '|')
      escaped += "%7C";
    else if (c == '%')
      escaped += "%25";
    else
      escaped += c;
  }
  return escaped;
}

void take(Turn& turn, const AnyCommand& command) {
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
}

}  // namespace

}  // namespace alert_desk

bool is_of_desk(std::string_view stream) {
  return stream.starts_with("message/") || stream.starts_with("caller/") ||
         stream.starts_with("instrument/") || stream == "control/desk";
}

std::string message_stream(const std::string& source, const std::string& channel,
                           const std::string& id) {
  const auto has_colon = [](const std::string& part) { return part.find(':') != part.npos; };
  // Read from the right, a name is plain as long as these two have none; that of a file may.
  if (!has_colon(channel) && !has_colon(id)) return "message/" + source + ":" + channel + ":" + id;
  return "message/" + alert_desk::without_colons(source) + "|" +
         alert_desk::without_colons(channel) + "|" + alert_desk::without_colons(id);
}

Decision Desk::decide(const AnyCommand& command, const Context& context) const {
  alert_desk::Turn turn{state_, context, settings_, calendar_, {}, {}, {}, 0, 0};
  alert_desk::take(turn, command);
  return std::move(turn.decision);
}

Decision Desk::resume(const Context&) const { return {}; }

}  // namespace fillwright
