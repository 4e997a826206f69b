// `simulate`: stories with accidents, one a seed, each judged by the broker's books.
#pragma once

#include <cstdint>

namespace fillwright {

struct SimulateOptions {
  std::uint64_t seed = 1;  // of the first story
  std::uint64_t runs = 100;
  bool is_json = false;
};

// exit_failed when an invariant did not hold in one of them; says which seed, what, and how.
int simulate(const SimulateOptions& options);

}  // namespace fillwright
