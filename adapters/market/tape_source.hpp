// Where a tape feed has its quotes from: a CSV file, a compact tape.
#pragma once

#include <cstdint>

#include "events/values.hpp"

namespace fillwright {

struct TapeRow {
  std::uint32_t place = 0;  // of the instrument in the tape's list of symbols
  Quote quote;
};

// Threads: one.
class TapeSource {
 public:
  virtual ~TapeSource() = default;
  // The next quote by rising time; false at the end.
  virtual bool next(TapeRow& row) = 0;
};

}  // namespace fillwright
