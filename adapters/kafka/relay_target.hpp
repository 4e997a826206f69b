// What the relay asks of Kafka, and what it writes there of how far it is. Port; see
// kafka_target.hpp, and tests/kafka for one that fails on purpose.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "actors/ports/journal.hpp"
#include "adapters/cloud_events/cloud_event.hpp"

namespace fillwright {

// How far a journal is published. It stands in Kafka alone, in the same transaction as the events
// before it, so that it is true whatever became of us.
struct Cursor {
  std::uint64_t log_id = 0;
  Seq seq = 0;             // the last one published; 0: none
  std::string block_hash;  // SHA-256 of the block that ends with it
  Seq head_seq = 0;        // of the last signed head published; 0: none
  std::string owner;       // the relay that wrote it
  bool operator==(const Cursor&) const = default;
};
// {"format":"fillwright cursor 2","log_id":…,"seq":…,"block_hash":…,"head_seq":…,"owner":…}
std::string cursor_text(const Cursor& cursor);
// Nothing when it is none.
std::optional<Cursor> parse_cursor(std::string_view text);

enum class RelayTopic : std::uint8_t { events, orders, positions, pnl, heads };

enum class RelayTrouble : std::uint8_t {
  lost,     // nobody knows what became of the transaction; or Kafka is away
  fenced,   // another has taken over, or the transaction's time was over: Kafka says the same
  refused,  // rights, topics, settings: it stays so until a person changes something
};
struct RelayFault {
  RelayTrouble trouble = RelayTrouble::lost;
  std::string what;  // a sentence for people
};

// Threads: one. After a fault nothing but take_over, read_cursor and drop is called.
class RelayTarget {
 public:
  using Result = tl::expected<void, RelayFault>;
  virtual ~RelayTarget() = default;

  // From here on whoever published this journal before is fenced off, and what it had not committed
  // is undone.
  virtual Result take_over() = 0;
  // The journal's newest committed cursor; nothing: it was never published. Behind a take_over it
  // is final. Needs none.
  virtual tl::expected<std::optional<Cursor>, RelayFault> read_cursor() = 0;
  virtual Result begin() = 0;
  // Copies; may wait for room. An empty value takes the key out of a topic of states.
  virtual Result put(RelayTopic topic, const OutRecord& record) = 0;
  // All that was put, and the cursor; or nothing of it. `meanwhile` is called once, on the caller's
  // thread, while Kafka commits; it asks `is_decided` now and then, and returns soon after a yes.
  // It calls nothing of this target.
  using IsDecided = std::function<bool()>;
  using Meanwhile = std::function<void(const IsDecided& is_decided)>;
  virtual Result commit(const Cursor& cursor, const Meanwhile& meanwhile) = 0;
  // Throws away whatever is under way, without a word to Kafka.
  virtual void drop() = 0;
};

}  // namespace fillwright
