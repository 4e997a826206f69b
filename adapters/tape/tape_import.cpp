#include "adapters/tape/tape_import.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "adapters/market/tape_lines.hpp"

namespace fillwright::tape {
namespace {

namespace fs = std::filesystem;

// How much of all files is done, told now and then.
struct Progress {
  std::uint64_t done = 0;  // of the files before
  std::uint64_t all = 0;
  void tell(const TapeImport& to, const TapeLines& lines) const {
    constexpr std::uint64_t seldom = 1 << 14;  // lines
    if (const auto& hear = to.settings().on_progress; hear && lines.lines() % seldom == 0)
      hear(done + lines.bytes(), all);
  }
};

Written import_lines(const fs::path& path, const Progress& progress, TapeImport& to) {
  TapeLines lines;
  if (!lines.open(path))
    return tl::unexpected("cannot read " + path.string() + ": " + std::strerror(errno));
  Written written;
  const auto refuse = [&](const TapeProblem& problem) {
    if (written) written = to.refuse(path.string(), problem);
  };
  std::vector<std::uint32_t> places;  // by the file's own
  Timestamp latest;
  const auto before = to.report().read;
  while (const auto line = lines.next(refuse)) {
    if (!written) return written;
    while (places.size() <= line->place)
      places.push_back(to.place_of({lines.symbols()[places.size()], {}, {}}));
    if (line->quote.time < latest) to.count(TapeFault::out_of_order);
    latest = std::max(latest, line->quote.time);
    if (written = to.take(places[line->place], line->quote); !written) return written;
    progress.tell(to, lines);
  }
  to.report().read = before + lines.lines();
  if (!lines.failure().empty())
    return tl::unexpected("cannot read " + path.string() + ": " + lines.failure());
  return written;
}

}  // namespace

tl::expected<std::unique_ptr<TapeImport>, std::string> TapeImport::create(
    const std::filesystem::path& file, const Origin& origin, ImportSettings settings) {
  std::error_code error;
  if (fs::exists(file, error))
    return tl::unexpected(file.string() + " exists already; expected the name of a new file");
  auto writer = TapeWriter::create(file, origin);
  if (!writer) return tl::unexpected(writer.error());
  return std::unique_ptr<TapeImport>(new TapeImport(std::move(*writer), file, std::move(settings)));
}

std::uint32_t TapeImport::place_of(const Terms& terms) {
  const auto [known, is_new] =
      places_.emplace(terms.symbol, static_cast<std::uint32_t>(terms_.size()));
  if (is_new) terms_.push_back(terms);
  return known->second;
}

Written TapeImport::take(std::uint32_t place, Quote quote) {
  if (const auto oddity = clean_sides(quote)) count(*oddity);
  ++report_.quotes;
  return sorter_.add({place, quote});
}

Written TapeImport::refuse(std::string_view where, const TapeProblem& problem) {
  const auto sentence = std::string(where) + ", " + to_text(problem);
  if (settings_.is_strict) return tl::unexpected(sentence);
  count(problem.fault);
  if (settings_.on_problem) settings_.on_problem(sentence);
  return {};
}

tl::expected<ImportReport, std::string> TapeImport::finish() {
  if (report_.quotes == 0) return tl::make_unexpected("there is no quote in what was given");
  if (auto drained = sorter_.drain(writer_); !drained) return tl::unexpected(drained.error());
  if (auto finished = writer_.finish(terms_, report_.faults); !finished)
    return tl::unexpected(finished.error());
  report_.instruments = terms_.size();
  return report_;
}

tl::expected<std::vector<fs::path>, std::string> files_below(const fs::path& path,
                                                             const std::string& extension) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) return tl::unexpected("there is no file or folder " + path.string());
  if (!fs::is_directory(status)) return std::vector{path};
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == extension && at->is_regular_file(error))
      files.push_back(at->path());
  if (error) return tl::unexpected("cannot read " + path.string() + ": " + error.message());
  if (files.empty())
    return tl::unexpected("there is no file below " + path.string() + " that ends in " + extension);
  std::sort(files.begin(), files.end());
  return files;
}

Written import_csv(const std::vector<fs::path>& paths, TapeImport& to) {
  std::vector<fs::path> files;
  Progress progress;
  std::error_code ignored;  // whoever reads the file says what is wrong with it
  const auto size_of = [&](const fs::path& file) {
    const auto size = fs::file_size(file, ignored);
    return ignored ? 0 : size;
  };
  for (const auto& path : paths) {
    const auto found = files_below(path, ".csv");
    if (!found) return tl::unexpected(found.error());
    files.insert(files.end(), found->begin(), found->end());
  }
  for (const auto& file : files) progress.all += size_of(file);
  for (const auto& file : files) {
    ++to.report().files;
    if (auto imported = import_lines(file, progress, to); !imported) return imported;
    progress.done += size_of(file);
  }
  return {};
}

}  // namespace fillwright::tape
