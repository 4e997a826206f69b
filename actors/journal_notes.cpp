#include "actors/journal_notes.hpp"

#include <algorithm>

#include "events/one_of.hpp"

namespace fillwright {
namespace {

const std::string desk_stream = stream_of({ActorKind::desk, ""});

bool is_of_desk(std::string_view stream) {
  return stream.starts_with("message/") || stream.starts_with("caller/") ||
         stream.starts_with("instrument/") || stream == desk_stream;
}

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
  for (const auto& [id, instrument] : all) list.push_back({id, instrument});
  return list;
}

std::vector<ImageOfHolding> holdings(const std::map<InstrumentId, Quantity>& all) {
  std::vector<ImageOfHolding> list;
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

OurBooks books_of(BooksImage& image) {
  OurBooks books;
  for (const auto& [instrument, quantity] : image.held) books.held[instrument] = quantity;
  put_all(books.executions, image.executions);
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
    unbooked[fill->execution_id] = {id, *fill};
  if (const auto* booked = std::get_if<FillBooked>(&event)) unbooked.erase(booked->execution_id);
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
  if (is_one_of<OrderPlanned>(event)) scan.orders.insert(id);
  if (is_one_of<OrderRefused, OrderCancelled, OrderExpired, OrderRejected, OrderCompleted>(event))
    scan.orders.erase(id);
}

ScanImage image_of(const JournalNotes& notes) {
  const auto& scan = notes.scan;
  ScanImage image;
  image.desk = image_of(scan.desk->state(), scan.desk_versions);
  image.ours = {holdings(scan.ours.held),
                sorted(scan.ours.executions),
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
  for (const auto& [execution, fill] : notes.unbooked) image.unbooked.push_back(fill);
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
  for (auto& fill : image.unbooked) {
    auto execution = fill.fill.execution_id;
    notes.unbooked.emplace(std::move(execution), std::move(fill));
  }
  notes.unheard = std::move(image.unheard);
  scan.is_killed = image.is_killed;
  scan.configuration_version = image.configuration_version;
  scan.configuration_hash = std::move(image.configuration_hash);
  scan.configuration = std::move(image.configuration);
  return notes;
}

}  // namespace fillwright
