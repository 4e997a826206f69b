#include "actors/domain/alert/desk.hpp"

#include <algorithm>

#include "actors/domain/alert/parse_alert.hpp"
#include "actors/domain/alert/resolve_call.hpp"
#include "actors/domain/alert/resolve_expiry.hpp"
#include "actors/domain/settings_lookup.hpp"

namespace fillwright {
namespace {

// One command being decided. The state is not copied: it holds every message there ever was, and
// what one message emits never changes how the rest of it is read, but for the count of workflows.
struct Turn {
  const DeskState& desk;
  const Context& context;
  const Settings& settings;
  const MarketCalendar& calendar;
  Decision decision;
  std::string message;  // the stream of the message at hand
  MessageReceived received;
  std::uint32_t new_instruments = 0;
  std::uint64_t new_workflows = 0;

  void emit(const std::string& stream, AnyEvent event) { decision.emit(stream, std::move(event)); }
  Timestamp now() const { return context.now; }
  const std::string& caller() const { return received.author; }
  std::string caller_stream() const { return "caller/" + received.author; }
};

void refuse(Turn& turn, RefusalReason reason, std::string detail, Reading reading = {}) {
  turn.emit(turn.message, AlertRefused{reason, std::move(detail), std::move(reading)});
}

// The permissions of a user or channel: the last change at run time wins over the configuration.
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

Permission permission_for(AssetClass kind) {
  switch (kind) {
    case AssetClass::stock:
      return Permission::stocks;
    case AssetClass::future:
      return Permission::futures;
    case AssetClass::spread:
      return Permission::spreads;
    case AssetClass::option:
    case AssetClass::none:
      break;
  }
  return Permission::options;
}

// The checks before a word of it is read, in the documented order. Nothing: it may be read.
std::optional<std::pair<RefusalReason, std::string>> refusal_of_message(const Turn& turn) {
  const auto& message = turn.received;
  const auto& alerts = turn.settings.alerts;
  using Refused = std::pair<RefusalReason, std::string>;
  if (!is_watched(alerts, message.source))
    return Refused{RefusalReason::unknown_source,
                   "the source " + message.source + " is not watched; see alerts.sources"};
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
  if (age > alerts.stale_after)
    return Refused{RefusalReason::stale, "sent " + std::to_string(age.ns / 1'000'000'000) +
                                             " s before it came; at most " +
                                             std::to_string(alerts.stale_after.ns / 1'000'000'000) +
                                             " s are allowed"};
  if (message.sent_at - message.received_at > alerts.stale_after)
    return Refused{RefusalReason::stale,
                   "its time lies in the future: " + to_text(message.sent_at)};
  return std::nullopt;
}

// --- what was called before ---

bool is_same_call(const CallAccepted& before, const CallAccepted& now) {
  const auto& a = before.reading;
  const auto& b = now.reading;
  return before.caller == now.caller && before.action == now.action &&
         before.instrument == now.instrument && a.price == b.price && a.percent == b.percent &&
         a.quantity == b.quantity && a.remaining == b.remaining;
}

bool is_duplicate(const Turn& turn, const CallAccepted& call) {
  return std::any_of(turn.desk.calls.begin(), turn.desk.calls.end(),
                     [&](const CallAccepted& before) {
                       if (!is_same_call(before, call)) return false;
                       // Several calls of one message are several calls.
                       if (before.message == call.message && before.at == call.at) return false;
                       if (call.at - before.at <= turn.settings.alerts.duplicate_window)
                         return true;
                       return call.action == CallAction::open &&
                              before.trading_day == call.trading_day && call.reading.price;
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

// --- opening ---

// A number for the instrument: its own when it is known, else the next, with its definition
// emitted.
InstrumentDefined define(Turn& turn, InstrumentDefined instrument) {
  if (const auto* known = turn.context.instruments->find(instrument.symbol)) return *known;
  for (const auto& [stream, event] : turn.decision.events)
    if (const auto* defined = std::get_if<InstrumentDefined>(&event))
      if (defined->symbol == instrument.symbol) return *defined;
  instrument.instrument = {turn.context.instruments->next_id().number + turn.new_instruments++};
  instrument.valid_from = exchange_date(turn.calendar, turn.now());
  turn.emit("instrument/" + instrument.symbol, instrument);
  return instrument;
}

// The call as the caller's get-ready completes it, or nothing.
std::optional<Reading> completed_by_get_ready(const Turn& turn, const Reading& line) {
  const auto found = turn.desk.get_readies.find(turn.caller());
  if (found == turn.desk.get_readies.end() || found->second.until < turn.now()) return std::nullopt;
  auto reading = found->second.reading;
  if (!line.symbol.empty() && line.symbol != reading.symbol) return std::nullopt;
  reading.action = CallAction::open;
  reading.needs_context = false;
  if (line.price) reading.price = line.price;
  if (line.quantity) reading.quantity = line.quantity;
  if (line.strike) reading.strike = line.strike;
  if (line.right != Right::none) reading.right = line.right;
  if (!line.expiry.empty()) reading.expiry = line.expiry;
  if (!line.size.empty()) reading.size = line.size;
  if (!line.label.empty()) reading.label = line.label;
  if (line.stop) reading.stop = line.stop;
  if (!line.targets.empty()) reading.targets = line.targets;
  return reading;
}

std::optional<std::pair<RefusalReason, std::string>> refusal_of_opening(
    const Turn& turn, const Reading& reading, const InstrumentDefined& instrument, Side side) {
  using Refused = std::pair<RefusalReason, std::string>;
  const auto needed = permission_for(instrument.asset_class);
  const auto user = permissions_of(turn, "users", turn.caller());
  const auto channel = permissions_of(turn, "channels", turn.received.channel);
  if (!user || !user->has(needed) || !channel || !channel->has(needed))
    return Refused{RefusalReason::kind_not_permitted,
                   "the user or the channel may not call this class of instrument"};
  const auto rule = channel_rule_for(turn.settings, turn.received.channel);
  if (side == Side::sell && !rule.may_open_short)
    return Refused{RefusalReason::kind_not_permitted,
                   "opening short is not allowed here; see may_open_short"};
  if (!turn.context.exists(instrument))
    return Refused{RefusalReason::unknown_instrument,
                   "there is no " + instrument.symbol + " in the market data"};
  if (!is_open(turn.calendar, instrument.session, turn.now()))
    return Refused{RefusalReason::market_closed,
                   "the session " + instrument.session + ", in which it trades, is closed now"};
  if (reading.limit_low && reading.limit_high && *reading.limit_low > *reading.limit_high)
    return Refused{RefusalReason::ambiguous, "the range of prices is upside down"};
  return std::nullopt;
}

void open(Turn& turn, Reading reading, bool is_free_text) {
  std::string completed_by;
  const bool is_bare = reading.needs_context || reading.symbol.empty();
  if (is_bare) {
    const auto completed = completed_by_get_ready(turn, reading);
    if (!completed)
      return refuse(
          turn, RefusalReason::no_context,
          "it names no contract, and no get-ready of this caller within the last 4 h completes it",
          reading);
    reading = *completed;
    completed_by = "get_ready";
  }
  const auto rule = channel_rule_for(turn.settings, turn.received.channel);
  auto call = resolve_call(reading, rule, turn.settings.alerts, turn.calendar, turn.now());
  if (!call) return refuse(turn, call.error().reason, call.error().detail, reading);
  if (!call->completed_by.empty()) completed_by = call->completed_by;
  // A spread is bought at its net price; what it sells stands in its legs.
  const auto side =
      reading.kind == AssetClass::spread ? Side::buy : reading.side.value_or(Side::buy);
  if (const auto refused = refusal_of_opening(turn, reading, call->instrument, side))
    return refuse(turn, refused->first, refused->second, reading);

  auto probe = accepted(turn, call->reading, "", call->instrument);
  if (const auto* known = turn.context.instruments->find(call->instrument.symbol)) {
    probe.instrument = known->instrument;
    if (is_duplicate(turn, probe))
      return refuse(turn, RefusalReason::duplicate_call, "this caller made the same call before",
                    reading);
  }
  for (auto& leg : call->legs) leg = define(turn, leg);
  for (std::size_t i = 0; i < call->legs.size(); ++i)
    call->instrument.legs[i].instrument = call->legs[i].instrument;
  const auto instrument = define(turn, call->instrument);
  const auto workflow_id = "w" + std::to_string(turn.desk.workflows + ++turn.new_workflows);
  accept(turn, accepted(turn, call->reading, workflow_id, instrument), completed_by, is_free_text);

  WorkflowStarted start;
  start.workflow_id = workflow_id;
  start.definition = "entry_and_exit";
  start.account = turn.settings.account;
  start.caller = turn.caller();
  start.channel = turn.received.channel;
  start.message = turn.message;
  start.instrument = instrument.instrument;
  start.side = side;
  start.reading = call->reading;
  start.configuration_version = turn.settings.version;
  start.at = turn.now();
  start.is_dry_run = turn.settings.mode == Mode::dry_run;
  turn.decision.tell({ActorKind::workflow, workflow_id}, StartWorkflow{start});
}

// --- what is held ---

bool is_matching(const Turn& turn, const CallersPosition& position, const Reading& reading,
                 const std::string& symbol) {
  const auto* instrument = turn.context.instruments->find(position.instrument);
  if (!instrument) return false;
  if (!symbol.empty() && instrument->underlying != symbol && instrument->root != symbol)
    return false;
  if (reading.right != Right::none && instrument->right != reading.right) return false;
  if (reading.strike && instrument->strike != *reading.strike) return false;
  if (reading.kind == AssetClass::future && instrument->asset_class != AssetClass::future)
    return false;
  if (reading.kind == AssetClass::stock && instrument->asset_class != AssetClass::stock)
    return false;
  if (reading.expiry.empty() || instrument->expiry.days == 0) return true;
  const auto expiry =
      resolve_expiry(reading.expiry, reading.symbol, exchange_date(turn.calendar, turn.now()));
  if (!expiry) return false;
  const bool is_vague =
      reading.expiry.find_first_of("0123456789") == std::string::npos;  // "weekly", "March"
  return is_vague || *expiry == instrument->expiry;
}

const std::vector<CallersPosition>& positions_of(const Turn& turn) {
  static const std::vector<CallersPosition> none;
  const auto found = turn.desk.positions.find(turn.caller());
  return found == turn.desk.positions.end() ? none : found->second;
}

// The positions that an exit, add or cancel means: never another caller's; of several the newest.
std::vector<CallersPosition> meant_by(const Turn& turn, const Reading& reading) {
  const auto& all = positions_of(turn);
  std::vector<CallersPosition> meant;
  if (reading.scope == "all" || reading.scope == "long") {
    for (const auto& position : all) {
      const auto* instrument = turn.context.instruments->find(position.instrument);
      const bool is_excluded =
          instrument && std::find(reading.exclude.begin(), reading.exclude.end(),
                                  instrument->underlying) != reading.exclude.end();
      if (!is_excluded && is_matching(turn, position, reading, reading.symbol))
        meant.push_back(position);
    }
    return meant;
  }
  auto symbols = reading.symbols;
  if (symbols.empty()) symbols.push_back(reading.symbol);
  for (const auto& symbol : symbols) {
    const auto newest =
        std::find_if(all.rbegin(), all.rend(), [&](const CallersPosition& position) {
          return is_matching(turn, position, reading, symbol);
        });
    if (newest != all.rend()) meant.push_back(*newest);
  }
  return meant;
}

void manage(Turn& turn, const Reading& reading, bool is_free_text) {
  const auto meant = meant_by(turn, reading);
  if (meant.empty())
    return refuse(
        turn, RefusalReason::nothing_held,
        "this caller has nothing open here that it could mean; selling would open a short",
        reading);
  for (const auto& position : meant) {
    const auto& instrument = *turn.context.instruments->find(position.instrument);
    const auto call = accepted(turn, reading, position.workflow_id, instrument);
    if (is_duplicate(turn, call)) {
      refuse(turn, RefusalReason::duplicate_call, "this caller made the same call before", reading);
      continue;
    }
    if (!is_open(turn.calendar, instrument.session, turn.now())) {
      refuse(turn, RefusalReason::market_closed,
             instrument.symbol + " does not trade at " + to_text(turn.now()), reading);
      continue;
    }
    accept(turn, call, reading.needs_context ? "held_position" : "", is_free_text);
    turn.decision.tell({ActorKind::workflow, position.workflow_id},
                       ApplyCall{turn.message, reading});
  }
}

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
  if (turn.desk.messages.contains(turn.message))
    return refuse(turn, RefusalReason::duplicate_message, "this message came before");
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
                  "the message that was edited is not known, or long ago");
  if (turn.desk.read_messages.contains(turn.message))
    return refuse(turn, RefusalReason::edit_ignored,
                  "the message was followed before the edit; the edit changes nothing");
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

void handle(Turn& turn, const NoteHolding& command) {
  const auto found = turn.desk.positions.find(command.caller);
  bool is_news = true;
  if (found != turn.desk.positions.end())
    for (const auto& position : found->second)
      if (position.workflow_id == command.workflow_id)
        is_news = command.is_over || position.held != command.held;
  if (!is_news) {
    turn.decision.is_query = true;
    return;
  }
  turn.emit("caller/" + command.caller,
            CallerHoldingChanged{command.caller, command.workflow_id, command.instrument,
                                 command.held, command.is_over, turn.now()});
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

}  // namespace

std::string message_stream(const std::string& source, const std::string& channel,
                           const std::string& id) {
  return "message/" + source + ":" + channel + ":" + id;
}

Decision Desk::decide(const AnyCommand& command, const Context& context) const {
  Turn turn{state_, context, settings_, calendar_, {}, {}, {}, 0, 0};
  std::visit([&](const auto& asked) { handle(turn, asked); }, command);
  return std::move(turn.decision);
}

Decision Desk::resume(const Context&) const { return {}; }

}  // namespace fillwright
