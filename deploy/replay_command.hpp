// The verb `replay`: a journal's decisions made again and compared.
#pragma once

#include <cstdint>

#include "deploy/journal_place.hpp"

namespace fillwright {

struct ReplayOptions {
  bool is_decisions = false;
  std::uint64_t from = 1;  // what differs before is not told
  bool is_json = false;
};

// Exit code.
int replay(const JournalPlace& place, const ReplayOptions& options);

}  // namespace fillwright
