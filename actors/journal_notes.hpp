// The fold behind `scan_journal`: what a restart must know, event by event, and its snapshot.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/journal_scan.hpp"
#include "actors/scan_image.hpp"

namespace fillwright {

struct JournalNotes {
  JournalScan scan;  // but for what is owed
  // What is not an engine's affair once the journal is read.
  std::set<std::string> accounts;               // that were opened
  std::map<std::string, ImageOfFill> unbooked;  // by execution: the account does not have them
  std::vector<CallAccepted> unheard;            // of which their workflow has not heard

  void note(const std::string& stream, const AnyEvent& event);
};

ScanImage image_of(const JournalNotes& notes);
// The settings and the calendar outlive the desk in it.
JournalNotes notes_of(ScanImage image, const Settings& settings, const MarketCalendar& calendar);

}  // namespace fillwright
