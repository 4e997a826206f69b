// The broker's books against ours: positions, cash, and orders that only one side thinks alive.
// Which rule settles which difference is DifferenceRule's, and docs/reconciliation.md has the
// table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actors/domain/gateway/our_books.hpp"
#include "actors/domain/instrument/instruments.hpp"
#include "actors/ports/broker.hpp"

namespace fillwright {

struct Comparison {
  std::vector<DifferenceFound> held;     // that close the gate; without a time
  std::vector<DifferenceFound> adopted;  // of cash, within the tolerance; without a time
};

// Whether both sides know the same fills: only then do positions and cash say anything.
struct FillsCompared {
  std::vector<const BrokerFill*> lacking;    // that neither we nor our external ones know
  std::vector<const BrokerFill*> differing;  // of ours, with other figures than we know
  bool is_behind = false;                    // the broker lists fewer than we know
  bool are_equal() const { return lacking.empty() && differing.empty() && !is_behind; }
};
// Whether this is what is booked of the execution with other figures. Another instrument or side
// under its id is not: positions tell of that.
bool is_corrected(const BrokerFill& theirs, const OurFill& ours);
FillsCompared compare_fills(const BrokerBooks& theirs, const OurBooks& ours);

// Of fills of ours that the broker does not list, one difference in all. REQUIRES: it is behind.
DifferenceFound fills_unknown_there(const BrokerBooks& theirs, const OurBooks& ours);

// Positions and cash. Cash that differs by at most `tolerance`, either way, is adopted.
void compare_holdings(Comparison& comparison, const BrokerBooks& theirs, const OurBooks& ours,
                      Money tolerance, const Instruments& instruments);

// An order of ours that works there and is over here.
DifferenceFound still_working(const BrokerOrder& order);

// The same difference, whenever it was told.
bool is_same(const DifferenceFound& one, const DifferenceFound& other);

}  // namespace fillwright
