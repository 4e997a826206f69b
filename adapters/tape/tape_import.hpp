// Makes a compact tape of quotes that come from elsewhere: names the instruments, counts what is
// odd, sorts, writes.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "adapters/tape/tape_sorter.hpp"

namespace fillwright::tape {

struct ImportSettings {
  // What cannot be read makes the import fail, and is named. Otherwise it is counted, told and left
  // out.
  bool is_strict = true;
  std::size_t most_rows = 1 << 19;                     // held in memory while they are sorted
  std::function<void(const std::string&)> on_problem;  // of what is left out, a sentence each
  std::function<void(std::uint64_t done, std::uint64_t all)> on_progress;
};

struct ImportReport {
  std::uint64_t files = 0;        // that were read
  std::uint64_t passed_over = 0;  // files beside them that hold trades, not quotes
  std::uint64_t read = 0;         // lines, or bars
  std::uint64_t quotes = 0;
  std::size_t instruments = 0;
  std::array<std::uint64_t, tape_fault_kinds> faults{};
};

// Threads: one.
class TapeImport {
 public:
  // `file` appears when it is finished, and must not be there yet. `on_problem` may be empty.
  static tl::expected<std::unique_ptr<TapeImport>, std::string> create(
      const std::filesystem::path& file, const Origin& origin, ImportSettings settings);

  const ImportSettings& settings() const { return settings_; }
  ImportReport& report() { return report_; }

  // The place of an instrument, which is added when it is new; the first terms count.
  std::uint32_t place_of(const Terms& terms);
  // Takes a quote, without the sides that are missing, and counts what is odd about it.
  Written take(std::uint32_t place, Quote quote);
  // Of what cannot be read, the only thing that is left out; `where` says in which file. Counts and
  // tells it; the error, when strict, is it.
  Written refuse(std::string_view where, const TapeProblem& problem);
  void count(TapeFault fault) { ++report_.faults[static_cast<std::size_t>(fault)]; }

  // Sorts and writes; the error also says that there was no quote at all.
  tl::expected<ImportReport, std::string> finish();

 private:
  TapeImport(TapeWriter writer, const std::filesystem::path& file, ImportSettings settings)
      : settings_(std::move(settings)),
        writer_(std::move(writer)),
        sorter_(file, settings_.most_rows) {}

  ImportSettings settings_;
  TapeWriter writer_;
  TapeSorter sorter_;
  ImportReport report_;
  std::vector<Terms> terms_;
  std::unordered_map<std::string, std::uint32_t> places_;  // by symbol; looked up only
};

// Lines `ts_ns,symbol,bid,ask,bid_size,ask_size`. Each path is a file, or a folder whose files that
// end in .csv are read in the order of their names.
Written import_csv(const std::vector<std::filesystem::path>& paths, TapeImport& to);

// The files below `path` that end in `extension`, sorted; `path` itself when it is a file. The
// error says that there are none.
tl::expected<std::vector<std::filesystem::path>, std::string> files_below(
    const std::filesystem::path& path, const std::string& extension);

}  // namespace fillwright::tape
