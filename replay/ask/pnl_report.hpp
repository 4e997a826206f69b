// What `pnl` tells, wherever it was reckoned.
#pragma once

#include <string>
#include <vector>

#include "events/instruments.hpp"
#include "projections/pnl.hpp"
#include "replay/ask/fold.hpp"

namespace fillwright {

struct PnlReport {
  std::vector<PnlRow> rows;         // by day, account, caller, instrument
  std::vector<UnrealisedRow> open;  // in order of first fills
  PnlTotal total;                   // without dry runs
  PnlTotal dry_run_total;
  bool has_dry_runs = false;
};

// Valid as long as `pnl` is unchanged.
PnlReport report_of(const Pnl& pnl);
std::string tell_pnl(const PnlReport& pnl, const Instruments& instruments, const Folded& folded,
                     const AskOptions& options);

}  // namespace fillwright
