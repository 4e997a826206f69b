// `fillwright backtest`: recorded quotes and alerts through the same actors, into a new journal,
// and what came of it; or the same with several policies, side by side.
#pragma once

#include <string>
#include <vector>

#include "deploy/backtest.hpp"

namespace fillwright {

struct BacktestOptions {
  BacktestRequest request;
  std::string journal;  // folder, which must not be there yet; of several policies its beginning
  std::string html;     // file for the page; empty: none
  std::string compare;  // policies, with commas between; empty: one run
  bool is_json = false;
};

// Returns the process's exit code. Whatever is wrong with the input is told before anything is
// written.
int backtest(const BacktestOptions& options);

}  // namespace fillwright
