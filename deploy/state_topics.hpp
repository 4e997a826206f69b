// The states that the relay publishes, folded with the projections that answer `orders`,
// `positions` and `pnl`, and written as those answers write them with --json
// (adapters/cloud_events/state_record.hpp).
#pragma once

#include <cstdint>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "adapters/cloud_events/state_record.hpp"
#include "adapters/kafka/state_records.hpp"
#include "events/any_event.hpp"
#include "projections/instrument_table.hpp"
#include "projections/open_orders.hpp"
#include "projections/pnl_sums.hpp"
#include "projections/positions.hpp"

namespace fillwright {

// Threads: one.
class StateTopics final : public StateRecords {
 public:
  // `is_published`: false folds nothing but what is_dry_run needs. The journal outlives it.
  StateTopics(const CloudEventSettings& settings, const JournalReader& journal, bool is_published)
      : journal_(journal), writer_(settings, journal.head().log_id), is_published_(is_published) {}

  Seq last_seq() const override { return state_.moment.seq; }
  tl::expected<void, JournalFault> apply(const EventMeta& meta, const AnyEvent* event) override;
  bool is_dry_run(std::uint32_t stream) const override {
    return stream < state_.dry.size() && state_.dry[stream];
  }
  void write_changes(const Put& put) override;
  void forget_changes(Seq seq) override;
  void clear() override { state_ = {}; }

 private:
  // Rows of a projection that have changed, each once, and the last event that changed each.
  class Changes {
   public:
    struct Change {
      std::uint32_t row = 0;
      Seq seq = 0;
    };
    void add(std::size_t row, Seq seq);
    // Calls `forgotten` with each row that is no longer here.
    template <class Forgotten>
    void forget(Seq seq, const Forgotten& forgotten);
    const std::vector<Change>& all() const { return all_; }

   private:
    std::vector<Change> all_;
    std::vector<std::uint32_t> place_;  // of all_, and one, by row; 0: it has not changed
  };
  struct State {
    StateMoment moment;
    std::vector<bool> dry;  // by stream number
    OpenOrders orders;
    Changes changed_orders;  // by stream
    Positions positions;
    Changes changed_positions;
    PnlSums pnl;
    InstrumentTable instruments;
  };

  void fold(const EventMeta& meta, const AnyEvent& event);
  // An order that was let go, as it was before this event.
  tl::expected<void, JournalFault> take_back_order(const EventMeta& meta);
  bool write_order(const OrderRow& row, const Put& put);
  bool write_position(const PositionRow& row, const Put& put);
  bool write_pnl(const PnlKey& key, const Put& put);

  const JournalReader& journal_;
  StateRecordWriter writer_;
  const bool is_published_;
  State state_;
  OutRecord record_;
  EventDecoder past_;
};

}  // namespace fillwright
