// `verify`: proves that a journal is complete and unaltered, or names the first bad event.
#pragma once

#include "deploy/journal_place.hpp"

namespace fillwright {

// exit_failed when it is damaged or cannot be read. Creates nothing.
int verify_journal(const JournalPlace& place, bool is_json);

}  // namespace fillwright
