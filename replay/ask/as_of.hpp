// From the moment that a person names to the last event of it.
#pragma once

#include "replay/ask/ask.hpp"

namespace fillwright {

// The last event up to and with this moment, found by a search among the blocks, whose record times
// rise. An error says where the journal begins or ends: a seq behind its head, a moment before its
// first event, or one after both its last event and `now`, of which nobody knows anything yet.
tl::expected<Seq, std::string> seq_of(const JournalReader& journal, const AsOf& as_of,
                                      Timestamp now);

}  // namespace fillwright
