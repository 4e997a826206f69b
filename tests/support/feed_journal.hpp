// A hand-made feed of events as a journal, in memory or wherever.
#pragma once

#include <memory>
#include <stdexcept>

#include "adapters/memory/memory_block_store.hpp"
#include "events/any_event.hpp"
#include "tests/support/event_feed.hpp"

namespace fillwright::test {

// Each event becomes a block of its own, at its own record time.
inline void append_feed(Journal& journal, const EventFeed& feed) {
  for (const auto& entry : feed.entries()) {
    NewEvent event;
    event.type = type_of(entry.event);
    event.payload = encode_event(entry.event);
    event.event_time = entry.meta.event_time;
    event.correlation = entry.meta.correlation == entry.meta.seq ? 0 : entry.meta.correlation;
    event.causation = entry.meta.causation;
    event.principal = "test";
    Append append;
    append.streams.push_back({entry.stream, any_version, {event}});
    if (!journal.append(append)) throw std::logic_error("the feed does not fit a journal");
    journal.commit(entry.meta.record_time);
  }
}

inline std::unique_ptr<Journal> journal_of(const EventFeed& feed) {
  auto journal = make_memory_journal();
  append_feed(*journal, feed);
  return journal;
}

}  // namespace fillwright::test
