// What an engine must know of its journal before it starts: one reading of all events, or
// of those behind a snapshot.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/domain/alert/desk.hpp"
#include "actors/ports/snapshots.hpp"
#include "actors/runtime.hpp"

namespace fillwright {

struct JournalScan {
  std::map<std::string, InstrumentId> workflows;  // that may not be over, and what they trade
  std::map<std::string, InstrumentId> ended;
  std::set<std::string> orders;  // that are not over
  std::unique_ptr<Desk> desk;
  KnownVersions desk_versions{0, {}};
  std::vector<InstrumentDefined> instruments;
  OurBooks ours;
  // What nobody would tell again: they had crashed on it, and then the power went. In the order in
  // which it happened.
  struct Owed {
    Address to;
    AnyCommand command;
  };
  std::vector<Owed> owed;
  bool is_killed = false;  // the kill switch is on
  std::uint64_t configuration_version = 0;
  std::string configuration_hash;
  std::vector<std::string> configuration;
};

constexpr auto restart_snapshot = "restart";  // its name in the store of snapshots

// Reads what is durable; with snapshots only what follows the latest, which is made anew when much
// followed. The settings and the calendar outlive the desk. Or a sentence that says what is wrong
// with the journal, or that it is another account's.
tl::expected<JournalScan, std::string> scan_journal(const Journal& journal,
                                                    const Settings& settings,
                                                    const MarketCalendar& calendar,
                                                    SnapshotStore* snapshots = nullptr);
// Brings the snapshot up to what is durable now, for the restart to come. Threads: any, also while
// the engine runs.
tl::expected<void, std::string> save_scan(const Journal& journal, const Settings& settings,
                                          const MarketCalendar& calendar, SnapshotStore& snapshots);

// "the journal is damaged at seq 7: ...".
std::string fault_text(const JournalFault& fault);

}  // namespace fillwright
