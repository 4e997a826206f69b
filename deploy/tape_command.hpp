// `tape`: makes compact tapes of other data or of a live feed, and says what is on one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fillwright {

struct TapeImportOptions {
  std::string format;  // "csv" or "lean"
  std::string output;
  std::vector<std::string> paths;
  std::uint64_t seed = 1;   // of the paths within bars
  bool is_lenient = false;  // leave out, and count, what cannot be read
  bool is_json = false;
};

struct TapeInfoOptions {
  std::string file;
  bool is_json = false;
};

struct TapeRecordOptions {
  std::string output;
  std::vector<std::string> symbols;
  std::uint64_t seconds = 0;  // zero: see `until`
  std::string until;          // RFC 3339
  std::string config;
  bool is_json = false;
};

// All return the process's exit code. Where one fails nothing is written.
int import_tape(const TapeImportOptions& options);
// Reads all of the file, so that damage is told.
int print_tape_info(const TapeInfoOptions& options);
// Ends at its time, or with SIGINT or SIGTERM; what came until then is on the tape.
int record_tape(const TapeRecordOptions& options);

}  // namespace fillwright
