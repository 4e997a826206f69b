// What `tape` says about a tape and about how it came to be.
#pragma once

#include <string>

#include "adapters/tape/tape_import.hpp"

namespace fillwright {

// What is on a tape of either kind.
struct TapeInfo {
  std::string file;
  std::string format;  // "compact, version 1" or "CSV"
  std::string origin;
  std::uint64_t bytes = 0;
  std::uint64_t quotes = 0;
  std::uint64_t blocks = 0;  // of a compact tape
  Timestamp first;
  Timestamp last;
  bool is_sorted_in = true;  // quotes out of order are on it, in order; else they are left out
  std::array<std::uint64_t, tape_fault_kinds> faults{};
  std::vector<tape::Instrument> instruments;  // by symbol; of a CSV tape only their symbols
};

// Nothing was damaged, or the error says what is.
tl::expected<TapeInfo, std::string> read_tape_info(const std::string& file);

std::string tape_info_text(const TapeInfo& info);
std::string tape_info_json(const TapeInfo& info);
std::string tape_import_text(const std::string& file, const tape::Origin& origin,
                             const tape::ImportReport& report);
std::string tape_import_json(const std::string& file, const tape::Origin& origin,
                             const tape::ImportReport& report);

}  // namespace fillwright
