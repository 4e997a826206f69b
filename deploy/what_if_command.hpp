// `fillwright what-if`: recorded orders run again with another policy on the quotes that were
// recorded, and the money between; or all of them with every policy, as a table.
#pragma once

#include <optional>
#include <string>

#include "events/values.hpp"

namespace fillwright {

struct WhatIfOptions {
  std::string journal;  // folder
  std::string order;    // one order's id; empty: all
  std::string policy;   // of one order; of all, empty: every policy there is
  std::string tape;     // recorded quotes; empty: those that the journal names
  bool is_all = false;
  std::optional<Timestamp> since;  // of all: planned then or later
  bool is_json = false;
};

// Returns the process's exit code. Writes nothing.
int what_if(const WhatIfOptions& options);

}  // namespace fillwright
