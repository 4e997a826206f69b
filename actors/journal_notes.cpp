#include "actors/journal_notes.hpp"

#include <algorithm>

#include "events/one_of.hpp"

namespace fillwright {
namespace {

const std::string desk_stream = stream_of({ActorKind::desk, ""});

template <class Texts>
std::vector<std::string> sorted(const Texts& texts) {
  std::vector<std::string> list(texts.begin(), texts.end());
  std::sort(list.begin(), list.end());
  return list;
}

template <class Texts>
void put_all(Texts& texts, std::vector<std::string>& list) {
  texts.reserve(list.size());
  for (auto& text : list) texts.insert(std::move(text));
}

std::vector<ImageOfTrade> trades(const std::map<std::string, InstrumentId>& all) {
  std::vector<ImageOfTrade> list;
  list.reserve(all.size());
  for (const auto& [id, instrument] : all) list.push_back({id, instrument});
  return list;
}

std::vector<ImageOfHolding> holdings(const std::map<InstrumentId, Quantity>& all) {
  std::vector<ImageOfHolding> list;
  list.reserve(all.size());
  for (const auto& [instrument, quantity] : all) list.push_back({instrument, quantity});
  return list;
}

DeskImage image_of(const DeskState& desk, const KnownVersions& versions) {
  DeskImage image;
  for (const auto& stream : sorted([&] {
         std::vector<std::string> streams;
         for (const auto& [name, message] : desk.recent) streams.push_back(name);
         return streams;
       }()))
    image.recent.push_back({stream, desk.recent.at(stream)});
  image.recent_order.assign(desk.recent_order.begin(), desk.recent_order.end());
  image.messages = sorted(desk.messages);
  image.read_messages = sorted(desk.read_messages);
  image.calls.assign(desk.calls.begin(), desk.calls.end());
  for (const auto& [caller, event] : desk.get_readies) image.get_readies.push_back(event);
  for (const auto& [caller, positions] : desk.positions) {
    image.callers.push_back(caller);
    for (const auto& position : positions)
      image.positions.push_back({caller, position.workflow_id, position.instrument, position.held});
  }
  image.changes = desk.changes;
  image.workflows = desk.workflows;
  image.version = versions.own;
  if (versions.others)
    for (const auto& [stream, version] : *versions.others)
      image.versions.push_back({stream, version});
  return image;
}

DeskState desk_of(DeskImage& image) {
  DeskState desk;
  for (auto& [stream, message] : image.recent) desk.recent.emplace(stream, std::move(message));
  desk.recent_order.assign(image.recent_order.begin(), image.recent_order.end());
  put_all(desk.messages, image.messages);
  put_all(desk.read_messages, image.read_messages);
  desk.calls.assign(image.calls.begin(), image.calls.end());
  for (const auto& event : image.get_readies) desk.get_readies[event.caller] = event;
  for (const auto& caller : image.callers) desk.positions[caller];
  for (auto& position : image.positions)
    desk.positions[position.caller].push_back(
        {std::move(position.workflow_id), position.instrument, position.held});
  desk.changes = std::move(image.changes);
  desk.workflows = image.workflows;
  return desk;
}

std::vector<ImageOfExecution> executions(const ByName<OurFill>& all) {
  std::vector<ImageOfExecution> list;
  list.reserve(all.size());
  all.visit([&](std::string_view id, const OurFill& fill) {
    list.push_back(
        {std::string(id), fill.instrument, fill.side, fill.quantity, fill.price, fill.fees});
  });
  std::sort(list.begin(), list.end(), [](const auto& one, const auto& other) {
    return one.execution_id < other.execution_id;
  });
  return list;
}

std::vector<ImageOfProgress> progress(const std::map<std::string, Untold>& all) {
  std::vector<ImageOfProgress> list;
  list.reserve(all.size());
  for (const auto& [id, untold] : all) list.push_back({id, untold.filled, untold.corrections});
  return list;
}

std::map<std::string, Untold> progress_of(std::vector<ImageOfProgress>& list) {
  std::map<std::string, Untold> all;
  for (auto& one : list) all.emplace(std::move(one.order_id), Untold{one.filled, one.corrections});
  return all;
}

ImageOfAlarm image_of(const AnyCommand& command) {
  if (const auto* settle = std::get_if<SettleAlarm>(&command))
    return {settle->kind, settle->order_id, settle->why, true};
  const auto& raise = std::get<RaiseAlarm>(command);
  return {raise.kind, raise.order_id, raise.detail, false};
}

AnyCommand command_of(const ImageOfAlarm& alarm) {
  if (alarm.is_settled) return SettleAlarm{alarm.kind, alarm.order_id, alarm.text};
  return RaiseAlarm{alarm.kind, alarm.order_id, alarm.text};
}

OurBooks books_of(BooksImage& image) {
  OurBooks books;
  for (const auto& [instrument, quantity] : image.held) books.held[instrument] = quantity;
  for (auto& fill : image.executions)
    books.executions.add_new(fill.execution_id, OurFill{fill.instrument, fill.side, fill.quantity,
                                                        fill.price, fill.fees});
  books.cash = image.cash;
  for (const auto& [instrument, quantity] : image.held_beside)
    books.held_beside[instrument] = quantity;
  put_all(books.external_executions, image.external_executions);
  put_all(books.external_orders, image.external_orders);
  books.cash_beside = image.cash_beside;
  books.fills_not_listed = image.fills_not_listed;
  return books;
}

}  // namespace

void JournalNotes::note(const std::string& stream, const AnyEvent& event) {
  if (is_of_desk(stream)) {
    scan.desk->evolve(stream, event);
    ++(stream == desk_stream ? scan.desk_versions.own : scan.desk_versions.others.there()[stream]);
  }
  if (const auto* defined = std::get_if<InstrumentDefined>(&event))
    scan.instruments.push_back(*defined);
  if (const auto* kill = std::get_if<KillSwitchChanged>(&event)) scan.is_killed = kill->is_on;
  if (const auto* opened = std::get_if<AccountOpened>(&event)) accounts.insert(opened->account);
  if (const auto* changed = std::get_if<ConfigurationChanged>(&event)) {
    scan.configuration_version = changed->version;
    scan.configuration_hash = changed->hash;
    scan.configuration = changed->values;
  }
  const auto id = stream.substr(stream.find('/') + 1);
  const auto hear = [&](const std::string& message) {
    std::erase_if(unheard, [&](const CallAccepted& call) {
      return call.workflow_id == id && call.message == message;
    });
  };
  scan.ours.note(event);
  if (const auto* fill = std::get_if<OrderFilled>(&event))
    unbooked[fill->execution_id] = {*fill, id, "", {}};
  if (const auto* booked = std::get_if<FillBooked>(&event)) unbooked.erase(booked->execution_id);
  if (const auto* corrected = std::get_if<FillCorrected>(&event))
    uncorrected[corrected->execution_id] = {*corrected, id, "", {}};
  if (const auto* booked = std::get_if<BookingCorrected>(&event)) {
    const auto owed = uncorrected.find(booked->execution_id);
    if (owed != uncorrected.end() && owed->second.correction.now == booked->now)
      uncorrected.erase(owed);
  }
  note_alarms(id, event);
  note_progress(id, event);
  if (const auto* call = std::get_if<CallAccepted>(&event)) unheard.push_back(*call);
  if (const auto* applied = std::get_if<CallApplied>(&event)) hear(applied->message);
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    hear(started->message);
    scan.workflows[id] = started->instrument;
  }
  if (is_one_of<WorkflowCompleted, WorkflowFailed>(event))
    if (auto over = scan.workflows.extract(id)) scan.ended.insert(std::move(over));
  if (is_one_of<OrderProgressed>(event))  // a fill after the end opens it again
    if (auto again = scan.ended.extract(id)) scan.workflows.insert(std::move(again));
  if (is_one_of<OrderPlanned, OrderReopened>(event)) scan.orders.insert(id);
  if (is_one_of<OrderRefused, OrderCancelled, OrderExpired, OrderRejected, OrderCompleted>(event))
    scan.orders.erase(id);
}

// Alarms follow from events of orders and workflows, and from nothing else that would be told
// again.
void JournalNotes::note_alarms(const std::string& id, const AnyEvent& event) {
  const auto raise = [&](const char* kind, const std::string& order, std::string detail) {
    alarms.insert_or_assign({kind, order}, RaiseAlarm{kind, order, std::move(detail)});
  };
  const auto settle = [&](const char* kind, const std::string& order) {
    alarms.insert_or_assign({kind, order}, SettleAlarm{kind, order, "a fill was corrected"});
  };
  if (const auto* exceeded = std::get_if<FillExceeded>(&event))
    raise("overfill", id,
          exceeded->execution_id + ": " + to_text(exceeded->filled) + " filled, " +
              to_text(exceeded->asked) + " asked");
  if (const auto* corrected = std::get_if<FillCorrected>(&event))
    if (corrected->excess.is_zero()) settle("overfill", id);
  if (const auto* oversold = std::get_if<PositionOversold>(&event))
    raise("oversold", oversold->order_id,
          to_text(oversold->quantity) + " too much: " + oversold->why);
  if (const auto* restored = std::get_if<PositionRestored>(&event))
    for (const auto& order : restored->orders) settle("oversold", order);
  if (const auto* heard = std::get_if<AlarmRaised>(&event)) {
    const auto owed = alarms.find({heard->kind, heard->order_id});
    if (owed != alarms.end() && std::holds_alternative<RaiseAlarm>(owed->second))
      alarms.erase(owed);
    raised.insert({heard->kind, heard->order_id});
  }
  if (const auto* settled = std::get_if<AlarmSettled>(&event)) {
    alarms.erase({settled->kind, settled->order_id});
    raised.erase({settled->kind, settled->order_id});
  }
  if (std::holds_alternative<DifferencesAccepted>(event)) raised.clear();
}

void JournalNotes::note_progress(const std::string& id, const AnyEvent& event) {
  if (const auto* fill = std::get_if<OrderFilled>(&event))
    untold[id].filled += fill->order_quantity;
  if (const auto* corrected = std::get_if<FillCorrected>(&event)) {
    auto& of_order = untold[id];
    of_order.filled += corrected->now.order_quantity - corrected->before.order_quantity;
    ++of_order.corrections;
  }
  if (const auto* progressed = std::get_if<OrderProgressed>(&event)) {
    auto& of_order = untold[progressed->order_id];
    auto& before = told[progressed->order_id];
    of_order.filled -= progressed->filled - before.filled;
    of_order.corrections -= progressed->corrections - before.corrections;
    before = {progressed->filled, progressed->corrections};
  }
}

ScanImage image_of(const JournalNotes& notes) {
  const auto& scan = notes.scan;
  ScanImage image;
  image.desk = image_of(scan.desk->state(), scan.desk_versions);
  image.ours = {holdings(scan.ours.held),
                executions(scan.ours.executions),
                scan.ours.cash,
                holdings(scan.ours.held_beside),
                sorted(scan.ours.external_executions),
                sorted(scan.ours.external_orders),
                scan.ours.cash_beside,
                scan.ours.fills_not_listed};
  image.workflows = trades(scan.workflows);
  image.ended = trades(scan.ended);
  image.orders.assign(scan.orders.begin(), scan.orders.end());
  image.instruments = scan.instruments;
  image.accounts.assign(notes.accounts.begin(), notes.accounts.end());
  for (const auto& [execution, record] : notes.unbooked)
    image.unbooked.push_back({record.order_id, record.fill});
  for (const auto& [execution, record] : notes.uncorrected)
    image.uncorrected.push_back({record.order_id, record.correction});
  image.untold = progress(notes.untold);
  image.told = progress(notes.told);
  for (const auto& [key, command] : notes.alarms) image.alarms.push_back(image_of(command));
  for (const auto& [alarm, order] : notes.raised) image.raised.push_back({alarm, order, "", false});
  image.unheard = notes.unheard;
  image.is_killed = scan.is_killed;
  image.configuration_version = scan.configuration_version;
  image.configuration_hash = scan.configuration_hash;
  image.configuration = scan.configuration;
  return image;
}

JournalNotes notes_of(ScanImage image, const Settings& settings, const MarketCalendar& calendar) {
  JournalNotes notes;
  auto& scan = notes.scan;
  scan.desk = std::make_unique<Desk>(settings, calendar, desk_of(image.desk));
  scan.desk_versions.own = image.desk.version;
  for (auto& [stream, version] : image.desk.versions)
    scan.desk_versions.others.there().emplace(std::move(stream), version);
  scan.ours = books_of(image.ours);
  for (auto& [id, instrument] : image.workflows) scan.workflows[id] = instrument;
  for (auto& [id, instrument] : image.ended) scan.ended[id] = instrument;
  scan.orders.insert(image.orders.begin(), image.orders.end());
  scan.instruments = std::move(image.instruments);
  notes.accounts.insert(image.accounts.begin(), image.accounts.end());
  for (auto& [order, fill] : image.unbooked)
    notes.unbooked[fill.execution_id] = {fill, order, "", {}};
  for (auto& [order, correction] : image.uncorrected)
    notes.uncorrected[correction.execution_id] = {correction, order, "", {}};
  notes.untold = progress_of(image.untold);
  notes.told = progress_of(image.told);
  for (const auto& alarm : image.alarms)
    notes.alarms.emplace(std::pair(alarm.kind, alarm.order_id), command_of(alarm));
  for (const auto& alarm : image.raised) notes.raised.emplace(alarm.kind, alarm.order_id);
  notes.unheard = std::move(image.unheard);
  scan.is_killed = image.is_killed;
  scan.configuration_version = image.configuration_version;
  scan.configuration_hash = std::move(image.configuration_hash);
  scan.configuration = std::move(image.configuration);
  return notes;
}

}  // namespace fillwright
