// What a comparison of the books that was asked for found to hold the gate, for who asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actors/ports/journal.hpp"
#include "events/gateway_events.hpp"
#include "events/json_writer.hpp"

namespace fillwright {

struct HeldDifferences {
  std::vector<DifferenceFound> differences;
  std::vector<AlarmRaised> alarms;
  bool is_empty() const { return differences.empty() && alarms.empty(); }
};

// As they were when the comparison was recorded that answers this request; empty when none was.
HeldDifferences held_at(const JournalReader& journal, std::string_view request_id);

// A header, and one line a difference or alarm; empty when there is none.
std::string table_of(const HeldDifferences& held);
// An array, one object a difference or alarm.
void write(JsonWriter& out, const HeldDifferences& held);

}  // namespace fillwright
