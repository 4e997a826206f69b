#include "actors/journal_scan.hpp"

#include <optional>

#include "events/any_event.hpp"
#include "events/one_of.hpp"

namespace fillwright {
namespace {

const std::string desk_stream = stream_of({ActorKind::desk, ""});

// What is not an engine's affair once the journal is read.
struct Notes {
  std::set<std::string> accounts;              // that were opened
  std::map<std::string, RecordFill> unbooked;  // by execution: the account does not have them
  std::vector<CallAccepted> unheard;           // of which their workflow has not heard

  void hear(const std::string& workflow_id, const std::string& message) {
    std::erase_if(unheard, [&](const CallAccepted& call) {
      return call.workflow_id == workflow_id && call.message == message;
    });
  }
};

void note(JournalScan& scan, Notes& notes, const std::string& stream, const AnyEvent& event) {
  if (is_of_desk(stream)) {
    scan.desk->evolve(stream, event);
    ++(stream == desk_stream ? scan.desk_versions.own : scan.desk_versions.others.there()[stream]);
  }
  if (const auto* defined = std::get_if<InstrumentDefined>(&event))
    scan.instruments.push_back(*defined);
  if (const auto* kill = std::get_if<KillSwitchChanged>(&event)) scan.is_killed = kill->is_on;
  if (const auto* opened = std::get_if<AccountOpened>(&event))
    notes.accounts.insert(opened->account);
  if (const auto* changed = std::get_if<ConfigurationChanged>(&event)) {
    scan.configuration_version = changed->version;
    scan.configuration_hash = changed->hash;
    scan.configuration = changed->values;
  }
  const auto id = stream.substr(stream.find('/') + 1);
  scan.ours.note(event);
  if (const auto* fill = std::get_if<OrderFilled>(&event))
    notes.unbooked[fill->execution_id] = {*fill, id, "", {}};
  if (const auto* booked = std::get_if<FillBooked>(&event))
    notes.unbooked.erase(booked->execution_id);
  if (const auto* call = std::get_if<CallAccepted>(&event)) notes.unheard.push_back(*call);
  if (const auto* applied = std::get_if<CallApplied>(&event)) notes.hear(id, applied->message);
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    notes.hear(id, started->message);
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

// The first event of the stream that is of this kind.
template <class Event>
std::optional<Event> first_of(const Journal& journal, const std::string& stream) {
  std::optional<Event> first;
  (void)journal.read_stream(stream, 1, [&](const Recorded& recorded) {
    auto event = decode_event(recorded.type, recorded.payload);
    if (auto* found = event ? std::get_if<Event>(&*event) : nullptr) first = std::move(*found);
    return !first;
  });
  return first;
}

void owe_fills(JournalScan& scan, const Notes& notes, const Journal& journal,
               const Settings& settings) {
  for (auto [execution, record] : notes.unbooked) {
    const auto stream = stream_of({ActorKind::order, record.order_id});
    if (const auto planned = first_of<OrderPlanned>(journal, stream)) {
      record.workflow_id = planned->workflow_id;
      record.purpose = planned->purpose;
    }
    scan.owed.push_back({{ActorKind::risk, settings.account}, std::move(record)});
  }
}

// The source would not tell a call again, and told again it would count as a repeat.
void owe_calls(JournalScan& scan, const Notes& notes, const Journal& journal,
               const Settings& settings) {
  std::set<std::string> starting;
  for (const auto& call : notes.unheard) {
    const Address workflow{ActorKind::workflow, call.workflow_id};
    const bool is_started = scan.workflows.contains(call.workflow_id) ||
                            scan.ended.contains(call.workflow_id) ||
                            !starting.insert(call.workflow_id).second;
    if (is_started) {
      scan.owed.push_back({workflow, ApplyCall{call.message, call.reading}});
      continue;
    }
    const auto received = first_of<MessageReceived>(journal, call.message);
    const auto channel = received ? received->channel : std::string();
    scan.owed.push_back({workflow, StartWorkflow{start_of_call(call, channel, settings)}});
  }
}

// Empty when the journal may go on with our account. With another one its books would never agree
// with the broker's, and the gate would stay closed for a reason that nobody finds.
std::string check_account(const std::set<std::string>& opened, const std::string& ours) {
  if (opened.empty() || opened.contains(ours)) return "";
  std::string names;
  for (const auto& account : opened) names += (names.empty() ? "\"" : ", \"") + account + '"';
  return "the journal is of the account " + names + ", and account.id is \"" + ours +
         "\": give the configuration of that account (--config FILE, or FILLWRIGHT_ACCOUNT_ID), "
         "or another journal (--journal DIR)";
}

}  // namespace

std::string fault_text(const JournalFault& fault) {
  return "the journal is damaged at seq " + std::to_string(fault.seq) + ": " + fault.what;
}

tl::expected<JournalScan, std::string> scan_journal(const Journal& journal,
                                                    const Settings& settings,
                                                    const MarketCalendar& calendar) {
  JournalScan scan;
  Notes notes;
  scan.desk = std::make_unique<Desk>(settings, calendar);
  std::vector<std::string> names;  // by the journal's number
  std::string problem;
  const auto read = journal.read(1, [&](const Recorded& recorded) {
    if (recorded.type == InputTaken::type_id) return true;  // what followed from it stands for it
    const auto event = decode_event(recorded.type, recorded.payload);
    if (!event) {
      problem = "seq " + std::to_string(recorded.seq) + " is of type " +
                std::to_string(recorded.type) + ", which this program cannot read";
      return false;
    }
    if (recorded.stream >= names.size()) names.resize(recorded.stream + 1);
    if (names[recorded.stream].empty())
      names[recorded.stream] = journal.stream_name(recorded.stream);
    note(scan, notes, names[recorded.stream], *event);
    return true;
  });
  if (!read) return tl::unexpected(fault_text(read.error()));
  if (!problem.empty()) return tl::unexpected(problem);
  if (auto wrong = check_account(notes.accounts, settings.account); !wrong.empty())
    return tl::unexpected(std::move(wrong));
  owe_fills(scan, notes, journal, settings);
  owe_calls(scan, notes, journal, settings);
  return scan;
}

}  // namespace fillwright
