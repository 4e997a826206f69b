// The state of orders, positions, profit and loss as records for compacted topics: the last value
// of a key is how it stands, so that a consumer begins without replaying. The value is what the
// command line's `--json` says of it; its attributes stand in headers (CloudEvents binary mode).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "actors/ports/journal.hpp"
#include "adapters/cloud_events/export_filter.hpp"
#include "adapters/cloud_events/out_record.hpp"
#include "projections/state_rows.hpp"

namespace fillwright {

// The last event that is in what is told.
struct StateMoment {
  Seq seq = 0;
  Timestamp time;
};

// Threads: one. `out` is reused: cleared, its capacity kept. Of the settings, mode and dry run do
// not count: rows know by themselves whether they are of a dry run.
class StateRecordWriter {
 public:
  StateRecordWriter(const CloudEventSettings& settings, std::uint64_t log_id);

  // Key: log id/order id, for order ids are those of one journal; so are the others.
  void write_order_state(const OrderRow& row, const Instruments& instruments, StateMoment moment,
                         OutRecord& out);
  // Key: log id/account/workflow/instrument, of a dry run with "/dry" behind it.
  void write_position_state(const UnrealisedRow& position, const Instruments& instruments,
                            StateMoment moment, OutRecord& out);
  // A day of an account, caller and instrument. Key: log id/day/account/caller/instrument, of a dry
  // run with "/dry" behind it.
  void write_pnl_day_state(const PnlRow& row, const Instruments& instruments, StateMoment moment,
                           OutRecord& out);
  // All of an account. Key: log id/account. Costs a pass over all fills: not for each event.
  void write_pnl_state(const Pnl& pnl, std::string_view account, const Instruments& instruments,
                       StateMoment moment, OutRecord& out);

 private:
  struct Kind {
    std::string name;    // order_state
    std::string type;    // com.fillwright.order_state.v1
    std::string schema;  // where it is
  };
  Kind kind(std::string_view name) const;
  template <class State>
  void write(const Kind& kind, std::string_view subject, const State& state, bool is_dry_run,
             StateMoment moment, OutRecord& out);

  const std::string schema_base_;
  const std::string log_;  // its id
  const std::string source_;
  ExportFilter filter_;
  const Kind order_state_ = kind("order_state");
  const Kind position_state_ = kind("position_state");
  const Kind pnl_day_state_ = kind("pnl_day_state");
  const Kind pnl_state_ = kind("pnl_state");
};

}  // namespace fillwright
