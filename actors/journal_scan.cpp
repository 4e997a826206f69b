#include "actors/journal_scan.hpp"

#include <optional>

#include "actors/journal/name_cache.hpp"
#include "actors/journal/snapshot.hpp"
#include "actors/journal/staged_journal.hpp"
#include "actors/journal_notes.hpp"
#include "events/any_event.hpp"

namespace fillwright {
namespace {

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
void owe_progress(JournalScan& scan, const JournalNotes& notes, const Journal& journal) {
  for (const auto& [id, untold] : notes.untold) {
    if (untold.is_nothing() || scan.orders.contains(id)) continue;
    const Address order{ActorKind::order, id};
    if (auto planned = first_of<OrderPlanned>(journal, stream_of(order)))
      scan.owed.push_back({order, PlaceOrder{std::move(*planned)}});
  }
}

void owe_alarms(JournalScan& scan, const JournalNotes& notes, const Settings& settings) {
  for (const auto& [key, command] : notes.alarms) {
    const bool is_for_nobody =
        std::holds_alternative<SettleAlarm>(command) && !notes.raised.contains(key);
    if (!is_for_nobody) scan.owed.push_back({{ActorKind::gateway, settings.account}, command});
  }
}

// The source would not tell a call again, and told again it would count as a repeat.
void owe_calls(JournalScan& scan, const JournalNotes& notes, const Journal& journal,
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

// The kind of the snapshot, its form counted.
constexpr std::string_view kind = "restart 1";

struct Read {
  JournalNotes notes;
  Seq begun = 0;  // where the snapshot ended
  Seq last = 0;
};

// What the snapshot knows of this journal; nothing when there is none that fits.
std::optional<Read> read_snapshot(const Journal& journal, const Settings& settings,
                                  const MarketCalendar& calendar, const SnapshotStore* snapshots) {
  const auto bytes = snapshots ? snapshots->load(restart_snapshot) : std::nullopt;
  if (!bytes) return std::nullopt;
  const auto opened = open_snapshot_of(journal, kind, *bytes);
  if (!opened) return std::nullopt;
  auto image = decode_image(opened->content);
  if (!image) return std::nullopt;
  return Read{notes_of(std::move(*image), settings, calendar), opened->place.seq,
              opened->place.seq};
}

tl::expected<Read, std::string> read_journal(const Journal& journal, const Settings& settings,
                                             const MarketCalendar& calendar,
                                             const SnapshotStore* snapshots) {
  auto state = read_snapshot(journal, settings, calendar, snapshots);
  if (!state) {
    state.emplace();
    state->notes.scan.desk = std::make_unique<Desk>(settings, calendar);
  }
  NameCache streams;
  std::string problem;
  EventDecoder decoder;
  const auto read = journal.read(state->last + 1, [&](const Recorded& recorded) {
    state->last = recorded.seq;
    if (recorded.type == InputTaken::type_id) return true;  // what followed from it stands for it
    const auto* event = decoder.decode(recorded.type, recorded.payload);
    if (!event) {
      problem = "seq " + std::to_string(recorded.seq) + " is of type " +
                std::to_string(recorded.type) + ", which this program cannot read";
      return false;
    }
    const auto& stream =
        streams.get(recorded.stream, [&](auto number) { return journal.stream_name(number); });
    state->notes.note(stream, *event);
    state->last = recorded.seq;
    return true;
  });
  if (!read) return tl::unexpected(fault_text(read.error()));
  if (!problem.empty()) return tl::unexpected(problem);
  return std::move(*state);
}

void save(const Journal& journal, const Read& read, SnapshotStore& snapshots) {
  // Only what ends with a block can be told from another journal's: a commit meanwhile may have
  // moved the end on, and then it is done the next time.
  const auto hash = journal.block_hash(read.last);
  if (!hash || read.last == 0) return;
  const SnapshotPlace place{journal.head().log_id, read.last, *hash};
  // Without it the next restart takes longer, and that is all.
  (void)snapshots.save(restart_snapshot,
                       seal_snapshot(kind, place, encode_image(image_of(read.notes))));
}

}  // namespace

std::string fault_text(const JournalFault& fault) {
  return "the journal is damaged at seq " + std::to_string(fault.seq) + ": " + fault.what;
}

tl::expected<JournalScan, std::string> scan_journal(const Journal& journal,
                                                    const Settings& settings,
                                                    const MarketCalendar& calendar,
                                                    SnapshotStore* snapshots) {
  auto state = read_journal(journal, settings, calendar, snapshots);
  if (!state) return tl::unexpected(state.error());
  auto& notes = state->notes;
  if (auto wrong = check_account(notes.accounts, settings.account); !wrong.empty())
    return tl::unexpected(std::move(wrong));
  if (snapshots && state->last >= state->begun + snapshot_every) save(journal, *state, *snapshots);
  auto scan = std::move(notes.scan);
  owe(scan, notes.unbooked, journal, settings);
  owe(scan, notes.uncorrected, journal, settings);
  owe_progress(scan, notes, journal);
  owe_alarms(scan, notes, settings);
  owe_calls(scan, notes, journal, settings);
  return scan;
}

tl::expected<void, std::string> save_scan(const Journal& journal, const Settings& settings,
                                          const MarketCalendar& calendar,
                                          SnapshotStore& snapshots) {
  const auto state = read_journal(journal, settings, calendar, &snapshots);
  if (!state) return tl::unexpected(state.error());
  if (state->last > state->begun) save(journal, *state, snapshots);
  return {};
}

}  // namespace fillwright
