#include "actors/journal_scan.hpp"

#include <optional>

#include "events/any_event.hpp"
#include "events/one_of.hpp"

namespace fillwright {
namespace {

const std::string desk_stream = stream_of({ActorKind::desk, ""});

// What an order has filled: by its own events, less what its workflow has recorded of it.
struct Untold {
  Quantity filled;
  std::int64_t corrections = 0;
  bool is_nothing() const { return filled.is_zero() && corrections == 0; }
};

// What is not an engine's affair once the journal is read.
struct Notes {
  std::set<std::string> accounts;              // that were opened
  std::map<std::string, RecordFill> unbooked;  // by execution: the account does not have them
  std::map<std::string, RecordCorrection> uncorrected;  // that it has with other figures
  std::map<std::string, Untold> untold;                 // by order
  std::map<std::string, Untold> told;
  // What the gateway's session has not heard, by kind and order: that it holds the gate, or not.
  std::map<std::pair<std::string, std::string>, AnyCommand> alarms;
  std::set<std::pair<std::string, std::string>> raised;  // alarms that hold the gate
  std::vector<CallAccepted> unheard;                     // of which their workflow has not heard

  void hear(const std::string& workflow_id, const std::string& message) {
    std::erase_if(unheard, [&](const CallAccepted& call) {
      return call.workflow_id == workflow_id && call.message == message;
    });
  }
};

// Alarms follow from events of orders and workflows, and from nothing else that would be told
// again.
void note_alarms(Notes& notes, const std::string& id, const AnyEvent& event) {
  const auto raise = [&](const char* kind, const std::string& order, std::string detail) {
    notes.alarms.insert_or_assign({kind, order}, RaiseAlarm{kind, order, std::move(detail)});
  };
  const auto settle = [&](const char* kind, const std::string& order) {
    notes.alarms.insert_or_assign({kind, order}, SettleAlarm{kind, order, "a fill was corrected"});
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
  if (const auto* told = std::get_if<AlarmRaised>(&event)) {
    const auto owed = notes.alarms.find({told->kind, told->order_id});
    if (owed != notes.alarms.end() && std::holds_alternative<RaiseAlarm>(owed->second))
      notes.alarms.erase(owed);
    notes.raised.insert({told->kind, told->order_id});
  }
  if (const auto* settled = std::get_if<AlarmSettled>(&event)) {
    notes.alarms.erase({settled->kind, settled->order_id});
    notes.raised.erase({settled->kind, settled->order_id});
  }
  if (std::holds_alternative<DifferencesAccepted>(event)) notes.raised.clear();
}

void note_progress(Notes& notes, const std::string& id, const AnyEvent& event) {
  if (const auto* fill = std::get_if<OrderFilled>(&event))
    notes.untold[id].filled += fill->order_quantity;
  if (const auto* corrected = std::get_if<FillCorrected>(&event)) {
    auto& untold = notes.untold[id];
    untold.filled += corrected->now.order_quantity - corrected->before.order_quantity;
    ++untold.corrections;
  }
  if (const auto* progress = std::get_if<OrderProgressed>(&event)) {
    auto& untold = notes.untold[progress->order_id];
    auto& told = notes.told[progress->order_id];
    untold.filled -= progress->filled - told.filled;
    untold.corrections -= progress->corrections - told.corrections;
    told = {progress->filled, progress->corrections};
  }
}

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
  if (const auto* corrected = std::get_if<FillCorrected>(&event))
    notes.uncorrected[corrected->execution_id] = {*corrected, id, "", {}};
  if (const auto* booked = std::get_if<BookingCorrected>(&event)) {
    const auto owed = notes.uncorrected.find(booked->execution_id);
    if (owed != notes.uncorrected.end() && owed->second.correction.now == booked->now)
      notes.uncorrected.erase(owed);
  }
  note_alarms(notes, id, event);
  note_progress(notes, id, event);
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
  if (is_one_of<OrderPlanned, OrderReopened>(event)) scan.orders.insert(id);
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

template <class Record>
void owe(JournalScan& scan, const std::map<std::string, Record>& records, const Journal& journal,
         const Settings& settings) {
  for (auto [execution, record] : records) {
    const auto stream = stream_of({ActorKind::order, record.order_id});
    if (const auto planned = first_of<OrderPlanned>(journal, stream)) {
      record.workflow_id = planned->workflow_id;
      record.purpose = planned->purpose;
    }
    scan.owed.push_back({{ActorKind::risk, settings.account}, std::move(record)});
  }
}

// An order that is open tells how it stands by itself; one that is over when it is placed again.
void owe_progress(JournalScan& scan, const Notes& notes, const Journal& journal) {
  for (const auto& [id, untold] : notes.untold) {
    if (untold.is_nothing() || scan.orders.contains(id)) continue;
    const Address order{ActorKind::order, id};
    if (auto planned = first_of<OrderPlanned>(journal, stream_of(order)))
      scan.owed.push_back({order, PlaceOrder{std::move(*planned)}});
  }
}

void owe_alarms(JournalScan& scan, const Notes& notes, const Settings& settings) {
  for (const auto& [key, command] : notes.alarms) {
    const bool is_for_nobody =
        std::holds_alternative<SettleAlarm>(command) && !notes.raised.contains(key);
    if (!is_for_nobody) scan.owed.push_back({{ActorKind::gateway, settings.account}, command});
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
  owe(scan, notes.unbooked, journal, settings);
  owe(scan, notes.uncorrected, journal, settings);
  owe_progress(scan, notes, journal);
  owe_alarms(scan, notes, settings);
  owe_calls(scan, notes, journal, settings);
  return scan;
}

}  // namespace fillwright
