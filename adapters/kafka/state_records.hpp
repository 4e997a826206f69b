// The states that are published beside the events: what the relay needs of whoever folds them.
#pragma once

#include <functional>
#include <tl/expected.hpp>

#include "actors/ports/journal.hpp"
#include "adapters/kafka/relay_target.hpp"
#include "projections/event_meta.hpp"

namespace fillwright {

// Threads: one.
class StateRecords {
 public:
  virtual ~StateRecords() = default;
  // Up to where events have been taken in; 0: none.
  virtual Seq last_seq() const = 0;
  // In order; what is not behind last_seq is ignored. Null: of a type that this program does not
  // know. A fault, and nothing taken in, when what came before in the journal cannot be read.
  virtual tl::expected<void, JournalFault> apply(const EventMeta& meta, const AnyEvent* event) = 0;
  // Whether this stream is of an order or workflow that is only tried. Valid as of last_seq.
  virtual bool is_dry_run(std::uint32_t stream) const = 0;
  // What has changed and is not forgotten, one record for each key, as of last_seq. False from
  // `put` ends it.
  using Put = std::function<bool(RelayTopic, const OutRecord&)>;
  virtual void write_changes(const Put& put) = 0;
  // Of what has changed, that which no event behind `seq` has changed: it is published.
  virtual void forget_changes(Seq seq) = 0;
  // Begins again before the first event.
  virtual void clear() = 0;
};

}  // namespace fillwright
