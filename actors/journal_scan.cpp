#include "actors/journal_scan.hpp"

#include "actors/domain/one_of.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

const std::string desk_stream = stream_of({ActorKind::desk, ""});

bool is_of_desk(std::string_view stream) {
  return stream.starts_with("message/") || stream.starts_with("caller/") ||
         stream.starts_with("instrument/") || stream == desk_stream;
}

void note_heard(JournalScan& scan, const std::string& workflow_id, const std::string& message) {
  std::erase_if(scan.unheard, [&](const CallAccepted& call) {
    return call.workflow_id == workflow_id && call.message == message;
  });
}

void note(JournalScan& scan, const std::string& stream, const AnyEvent& event) {
  if (is_of_desk(stream)) {
    scan.desk->evolve(stream, event);
    ++(stream == desk_stream ? scan.desk_versions.own : scan.desk_versions.others.there()[stream]);
  }
  if (const auto* defined = std::get_if<InstrumentDefined>(&event))
    scan.instruments.push_back(*defined);
  if (const auto* kill = std::get_if<KillSwitchChanged>(&event)) scan.is_killed = kill->is_on;
  if (const auto* opened = std::get_if<AccountOpened>(&event))
    scan.accounts.insert(opened->account);
  if (const auto* changed = std::get_if<ConfigurationChanged>(&event)) {
    scan.configuration_version = changed->version;
    scan.configuration_hash = changed->hash;
    scan.configuration = changed->values;
  }
  const auto id = stream.substr(stream.find('/') + 1);
  scan.ours.note(event);
  if (const auto* fill = std::get_if<OrderFilled>(&event))
    scan.unbooked[fill->execution_id] = {*fill, id, "", {}};
  if (const auto* booked = std::get_if<FillBooked>(&event))
    scan.unbooked.erase(booked->execution_id);
  if (const auto* call = std::get_if<CallAccepted>(&event)) scan.unheard.push_back(*call);
  if (const auto* applied = std::get_if<CallApplied>(&event))
    note_heard(scan, id, applied->message);
  if (const auto* started = std::get_if<WorkflowStarted>(&event)) {
    note_heard(scan, id, started->message);
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

}  // namespace

std::string fault_text(const JournalFault& fault) {
  return "the journal is damaged at seq " + std::to_string(fault.seq) + ": " + fault.what;
}

tl::expected<JournalScan, std::string> scan_journal(const Journal& journal,
                                                    const Settings& settings,
                                                    const MarketCalendar& calendar) {
  JournalScan scan;
  scan.desk = std::make_unique<Desk>(settings, calendar);
  std::vector<std::string> names;  // by the journal's number
  std::string problem;
  const auto read = journal.read(1, [&](const Recorded& recorded) {
    const auto event = decode_event(recorded.type, recorded.payload);
    if (!event) {
      problem = "seq " + std::to_string(recorded.seq) + " is of type " +
                std::to_string(recorded.type) + ", which this program cannot read";
      return false;
    }
    if (recorded.stream >= names.size()) names.resize(recorded.stream + 1);
    if (names[recorded.stream].empty())
      names[recorded.stream] = journal.stream_name(recorded.stream);
    note(scan, names[recorded.stream], *event);
    return true;
  });
  if (!read) return tl::unexpected(fault_text(read.error()));
  if (!problem.empty()) return tl::unexpected(problem);
  return scan;
}

}  // namespace fillwright
