// What a demo shows at its end: positions, profit and loss, refusals, one order's story, and where
// to look further. All of it asked of the journal.
#pragma once

#include <string>

#include "actors/ports/journal.hpp"

namespace fillwright {

// Prints to standard output; `folder` names the journal in the commands that it suggests.
void print_report(const JournalReader& journal, const std::string& program,
                  const std::string& folder);

}  // namespace fillwright
