// A request of the operator where no service runs: what `run` does, without alerts, until it is
// over.
#pragma once

#include "deploy/journal_place.hpp"
#include "deploy/operation_report.hpp"
#include "deploy/world.hpp"

namespace fillwright {

// How such a run names its clock.
inline constexpr auto operators_clock = "wall, for the operator alone";

// Opens journal, broker and market as `run` does (REQUIRES: the journal is open in `world`), takes
// what lies in the folder of requests, then this one, and stops once it is done, `wait` is over or
// a signal asks for it. Trades that are under way go on meanwhile. Or a sentence.
tl::expected<void, std::string> operate_alone(World& world, const OperatorAsked& request,
                                              Duration wait, OperationReport& report);

}  // namespace fillwright
