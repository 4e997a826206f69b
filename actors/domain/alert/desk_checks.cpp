// Who may call, how old a message may be, and what was called before.
#include <algorithm>

#include "actors/domain/alert/desk_turn.hpp"
#include "events/mutation.hpp"

namespace fillwright::alert_desk {
namespace {

bool is_same_call(const CallAccepted& before, const CallAccepted& now) {
  const auto& a = before.reading;
  const auto& b = now.reading;
  return before.caller == now.caller && before.action == now.action &&
         before.instrument == now.instrument && a.price == b.price && a.percent == b.percent &&
         a.quantity == b.quantity && a.remaining == b.remaining;
}

// The same contract at the same posted price, whatever is said of the size.
bool is_same_open(const CallAccepted& before, const CallAccepted& now) {
  return before.caller == now.caller && before.action == CallAction::open &&
         now.action == CallAction::open && before.instrument == now.instrument &&
         now.reading.price && before.reading.price == now.reading.price;
}

Refused unknown_source(const std::string& source) {
  return {RefusalReason::unknown_source,
          "the source " + source + " is not watched; see alerts.sources"};
}

}  // namespace

void refuse(Turn& turn, RefusalReason reason, std::string detail, Reading reading) {
  turn.emit(turn.message, AlertRefused{reason, std::move(detail), std::move(reading)});
}

std::optional<Permissions> permissions_of(const Turn& turn, const std::string& list,
                                          const std::string& id) {
  const auto& configured =
      list == "users" ? turn.settings.alerts.users : turn.settings.alerts.channels;
  std::optional<Permissions> found;
  if (const auto* allowed = find_allowed(configured, id)) found = allowed->permissions;
  for (const auto& change : turn.desk.changes) {
    if (change.list != list || change.id != id) continue;
    if (!change.is_allowed) {
      found.reset();
      continue;
    }
    Permissions permissions = change.permissions.empty() ? every_class : Permissions{};
    for (const auto& name : change.permissions) {
      constexpr std::pair<std::string_view, Permission> all[] = {
          {"alerts", Permission::alerts},        {"stocks", Permission::stocks},
          {"options", Permission::options},      {"futures", Permission::futures},
          {"spreads", Permission::spreads},      {"approve", Permission::approve},
          {"administer", Permission::administer}};
      for (const auto& [text, permission] : all)
        if (text == name) permissions = permissions.with(permission);
    }
    found = permissions;
  }
  return found;
}

std::optional<Refused> refusal_of_message(const Turn& turn) {
  const auto& message = turn.received;
  const auto& alerts = turn.settings.alerts;
  if (!is_watched(alerts, message.source)) return unknown_source(message.source);
  const auto user = permissions_of(turn, "users", message.author);
  if (!user || !user->has(Permission::alerts))
    return Refused{RefusalReason::user_not_authorised,
                   "the user " + message.author +
                       " may not send alerts; an administrator can add them to alerts.users"};
  const auto channel = permissions_of(turn, "channels", message.channel);
  if (!channel || !channel->has(Permission::alerts))
    return Refused{
        RefusalReason::channel_not_authorised,
        "the channel " + message.channel + " is not one for alerts; see alerts.channels"};
  const auto& own = alerts.own_authors;
  if (message.is_own || std::find(own.begin(), own.end(), message.author) != own.end())
    return Refused{RefusalReason::own_message, "our own message"};
  if (message.is_reply) return Refused{RefusalReason::reply, "a reply to another message"};
  // Beyond these years no age can be told, nor reckoned without overflow.
  constexpr Timestamp year_2000{946'684'800'000'000'000}, year_2200{7'258'118'400'000'000'000};
  if (message.sent_at < year_2000 || message.sent_at >= year_2200)
    return Refused{RefusalReason::stale,
                   "its time is " + to_text(message.sent_at) + "; expected one of these years"};
  const auto age = message.received_at - message.sent_at;
  if (age > alerts.stale_after && !is_mutated(Mutation::staleness_ignored))
    return Refused{RefusalReason::stale, "sent " + std::to_string(age.ns / 1'000'000'000) +
                                             " s before it came; at most " +
                                             std::to_string(alerts.stale_after.ns / 1'000'000'000) +
                                             " s are allowed"};
  if (message.sent_at - message.received_at > alerts.stale_after)
    return Refused{RefusalReason::stale,
                   "its time lies in the future: " + to_text(message.sent_at)};
  return std::nullopt;
}

Refused refusal_of_repeat(const Turn& turn) {
  if (!is_watched(turn.settings.alerts, turn.received.source))
    return unknown_source(turn.received.source);
  return {RefusalReason::duplicate_message, "this message came before, or was deleted"};
}

bool is_duplicate(const Turn& turn, const CallAccepted& call) {
  if (is_mutated(Mutation::duplicates_followed)) return false;
  return std::any_of(turn.desk.calls.begin(), turn.desk.calls.end(),
                     [&](const CallAccepted& before) {
                       // Several calls of one message are several calls.
                       if (before.message == call.message && before.at == call.at) return false;
                       if (is_same_call(before, call) &&
                           call.at - before.at <= turn.settings.alerts.duplicate_window)
                         return true;
                       return is_same_open(before, call) && before.trading_day == call.trading_day;
                     });
}

CallAccepted accepted(const Turn& turn, const Reading& reading, const std::string& workflow_id,
                      const InstrumentDefined& instrument) {
  CallAccepted call;
  call.caller = turn.caller();
  call.message = turn.message;
  call.action = reading.action;
  call.workflow_id = workflow_id;
  call.instrument = instrument.instrument;
  call.reading = reading;
  call.at = turn.now();
  call.trading_day = trading_day(turn.calendar, instrument.session, turn.now())
                         .value_or(exchange_date(turn.calendar, turn.now()));
  return call;
}

void accept(Turn& turn, const CallAccepted& call, const std::string& completed_by,
            bool is_free_text) {
  turn.emit(turn.message,
            AlertRead{call.reading, is_free_text ? "free_text" : "strict", completed_by,
                      call.instrument, call.workflow_id, turn.settings.account});
  turn.emit(turn.caller_stream(), call);
}

}  // namespace fillwright::alert_desk
