#include "adapters/tape/open_tape.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "adapters/market/tape_lines.hpp"
#include "adapters/tape/tape_reader.hpp"

namespace fillwright {
namespace {

using tape::TapeReader;

class CompactSource final : public TapeSource {
 public:
  explicit CompactSource(TapeReader reader) : reader_(std::move(reader)), cursor_(reader_) {}
  bool next(TapeRow& row) override { return cursor_.next(row); }

 private:
  TapeReader reader_;
  tape::TapeCursor cursor_;
};

tl::expected<std::unique_ptr<TapeFeed>, std::string> open_compact(
    const std::filesystem::path& path) {
  auto reader = TapeReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  if (auto checked = reader->check(); !checked) return tl::unexpected(checked.error());
  const auto& contents = reader->contents();
  TapeSummary summary;
  summary.lines = summary.quotes = reader->quotes();
  summary.faults = contents.faults;
  if (!contents.blocks.empty()) {
    summary.first = contents.blocks.front().first;
    summary.last = contents.blocks.back().last;
  }
  std::vector<std::string> symbols;
  for (const auto& instrument : contents.instruments) symbols.push_back(instrument.terms.symbol);
  summary.symbols = symbols;
  std::sort(summary.symbols.begin(), summary.symbols.end());
  summary.origin = describe(reader->origin());
  summary.is_invented = reader->origin().source == tape::Source::bars;
  return std::make_unique<TapeFeed>(std::make_unique<CompactSource>(std::move(*reader)), symbols,
                                    std::move(summary));
}

tl::expected<void, std::string> read_compact(const std::filesystem::path& path,
                                             const QuotesOf& wanted,
                                             const std::function<bool(const Quote&)>& visit) {
  const auto reader = TapeReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  const auto place = reader->find(wanted.symbol);
  if (!place) return {};
  tape::TapeCursor cursor(*reader, {wanted.from, wanted.to, {*place}});
  for (TapeRow row; cursor.next(row);)
    if (!visit(row.quote)) return {};
  if (!cursor.failure().empty()) return tl::unexpected(cursor.failure());
  return {};
}

}  // namespace

tl::expected<std::unique_ptr<TapeFeed>, std::string> open_tape(
    const std::filesystem::path& path, const TapeSettings& settings,
    const std::function<void(const TapeProblem&)>& on_problem) {
  if (const auto checked = check_is_tape(path); !checked) return tl::unexpected(checked.error());
  if (tape::is_tape(path)) return open_compact(path);
  return TapeFeed::open(path, settings, on_problem);
}

tl::expected<void, std::string> check_is_tape(const std::filesystem::path& path) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(path, ignored);
  if (!is_folder && !std::filesystem::is_regular_file(path, ignored))
    return {};  // of a pipe nothing is lost
  const std::string_view zip_magic = "PK\x03\x04";
  std::string beginning(zip_magic.size(), '\0');
  std::ifstream(path, std::ios::binary)
      .read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (!is_folder && beginning != zip_magic) return {};
  return tl::unexpected(path.string() + " is a " + (is_folder ? "folder" : "zip") +
                        " and no tape; of LEAN's minute quotes `fillwright tape import --format "
                        "lean -o FILE PATH` makes one");
}

tl::expected<Timestamp, std::string> first_quote_time(const std::filesystem::path& path) {
  Timestamp first;
  if (tape::is_tape(path)) {
    const auto reader = TapeReader::open(path);
    if (!reader) return tl::unexpected(reader.error());
    if (!reader->contents().blocks.empty()) first = reader->contents().blocks.front().first;
  } else {
    const auto feed = TapeFeed::open(path);
    if (!feed) return tl::unexpected(feed.error());
    first = (*feed)->summary().first;
  }
  if (first.ns == 0) return tl::unexpected("tape " + path.string() + " has no quotes");
  return first;
}

tl::expected<void, std::string> read_quotes(const std::filesystem::path& path,
                                            const QuotesOf& wanted,
                                            const std::function<bool(const Quote&)>& visit) {
  if (tape::is_tape(path)) return read_compact(path, wanted, visit);
  TapeLines lines;
  if (!lines.open(path))
    return tl::unexpected("cannot read " + path.string() + ": " + std::strerror(errno));
  while (const auto line = lines.next({})) {
    const auto time = line->quote.time;
    if (lines.symbols()[line->place] != wanted.symbol) continue;
    if ((wanted.from && time < *wanted.from) || (wanted.to && time > *wanted.to)) continue;
    if (!visit(line->quote)) return {};
  }
  if (!lines.failure().empty())
    return tl::unexpected("cannot read " + path.string() + ": " + lines.failure());
  return {};
}

}  // namespace fillwright
