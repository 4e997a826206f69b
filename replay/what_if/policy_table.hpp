// Which policy would have been best over many orders, and how sure that is.
#pragma once

#include <string>
#include <vector>

#include "events/values.hpp"

namespace fillwright {

// One policy over the orders that could be compared: each order's difference to what its own policy
// came to on the same quotes.
struct PolicyRow {
  std::string policy;
  std::vector<Money> differences;
  std::uint64_t filled = 0;        // orders, wholly
  std::uint64_t not_compared = 0;  // refused, or their rest could not be reckoned
};

// A mean, and where it lies as far as so many orders can tell.
struct Estimate {
  Money mean;
  Money standard_error;  // zero for fewer than two orders
  Money low;             // of 95 of 100 means of orders drawn again from these
  Money high;
};
// Bootstrap: `draws` times as many orders are drawn from these, with repeats, by `seed`; the same
// every time. REQUIRES: at least one difference.
Estimate estimate(const std::vector<Money>& differences, std::uint64_t seed = 1,
                  std::uint32_t draws = 2'000);

// What the table says besides.
struct PolicyTable {
  std::vector<PolicyRow> rows;
  std::uint64_t orders = 0;    // that were run again
  std::uint64_t left_out = 0;  // that have no walk
  std::uint64_t without_quotes = 0;
  std::uint64_t as_recorded = 0;  // whose own policy, run again, did what was recorded
};
std::string policy_table_text(const PolicyTable& table, const std::string& notice);
std::string policy_table_json(const PolicyTable& table, const std::string& notice);

}  // namespace fillwright
