// The fold behind `scan_journal`: what a restart must know, event by event, and its snapshot.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/journal_scan.hpp"
#include "actors/scan_image.hpp"

namespace fillwright {

// What an order has filled: by its own events, less what its workflow has recorded of it.
struct Untold {
  Quantity filled;
  std::int64_t corrections = 0;
  bool is_nothing() const { return filled.is_zero() && corrections == 0; }
};

struct JournalNotes {
  JournalScan scan;  // but for what is owed
  // What is not an engine's affair once the journal is read.
  std::set<std::string> accounts;              // that were opened
  std::map<std::string, RecordFill> unbooked;  // by execution: the account does not have them
  std::map<std::string, RecordCorrection> uncorrected;  // that it has with other figures
  std::map<std::string, Untold> untold;                 // by order
  std::map<std::string, Untold> told;
  // What the gateway's session has not heard, by kind and order: that it holds the gate, or not.
  std::map<std::pair<std::string, std::string>, AnyCommand> alarms;
  std::set<std::pair<std::string, std::string>> raised;  // alarms that hold the gate
  std::vector<CallAccepted> unheard;                     // of which their workflow has not heard

  void note(const std::string& stream, const AnyEvent& event);

 private:
  void note_alarms(const std::string& id, const AnyEvent& event);
  void note_progress(const std::string& id, const AnyEvent& event);
};

ScanImage image_of(const JournalNotes& notes);
// The settings and the calendar outlive the desk in it.
JournalNotes notes_of(ScanImage image, const Settings& settings, const MarketCalendar& calendar);

}  // namespace fillwright
