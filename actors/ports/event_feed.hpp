// Events of a journal that is elsewhere, as they come from whatever carries them: in order within
// each partition, in any order between them. Port; see adapters/kafka/event_feed.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/ports/journal.hpp"

namespace fillwright {

// An event as stored, with its names spelt out.
struct FedEvent {
  std::uint64_t log_id = 0;
  Seq seq = 0;
  std::string stream;
  Version version = 0;
  TypeId type = 0;
  std::string payload;  // canonical; empty and `is_known` false: of a type that we do not know
  bool is_known = true;
  Timestamp event_time;
  Timestamp record_time;
  Seq correlation = 0;
  Seq causation = 0;
  std::string principal;
  bool operator==(const FedEvent&) const = default;
};

// Where to go on: the first record of a partition that was not taken in.
struct FeedPosition {
  std::uint32_t partition = 0;
  std::int64_t offset = 0;
  bool operator==(const FeedPosition&) const = default;
};

struct FedRecord {
  FedEvent event;
  FeedPosition behind;  // once the event is taken in
};

// Threads: one.
class EventFeed {
 public:
  virtual ~EventFeed() = default;
  // Begins at these positions, each partition that has none at its beginning. The error is a
  // sentence, here and below.
  virtual tl::expected<void, std::string> start(const std::vector<FeedPosition>& from) = 0;
  // Nothing when none has come for a moment.
  virtual tl::expected<std::optional<FedRecord>, std::string> next() = 0;
  // Whether everything that was there when it was asked for has been returned by next().
  virtual bool is_at_end() const = 0;
  // No more of this partition until it is wanted again.
  virtual void pause(std::uint32_t partition, bool is_paused) = 0;
};

}  // namespace fillwright
