#include "adapters/lean/lean_import.hpp"

#include <algorithm>
#include <system_error>

#include "actors/domain/calendar/us_calendar.hpp"
#include "actors/domain/pricing/products.hpp"
#include "adapters/lean/lean_bars.hpp"
#include "adapters/lean/lean_databases.hpp"
#include "adapters/lean/zip_archive.hpp"
#include "adapters/market/noise.hpp"

namespace fillwright::lean {
namespace {

namespace fs = std::filesystem;
using tape::TapeImport;
using tape::Terms;
using tape::Written;

// What is said of a contract: its terms for the tape, and the grids its paths may move on, the
// coarsest first.
struct Said {
  Terms terms;
  std::vector<TickTable> grids;
};

class Importer {
 public:
  Importer(std::uint64_t seed, TapeImport& to) : seed_(seed), to_(to) {}

  Written import(const std::vector<fs::path>& paths) {
    for (const auto& path : paths) {
      auto files = tape::files_below(path, ".zip");
      if (!files) return tl::unexpected(files.error());
      std::error_code ignored;  // that it is there was seen
      const bool is_folder = fs::is_directory(path, ignored);
      for (std::size_t i = 0; i < files->size(); ++i) {
        if (auto read = import_file((*files)[i], is_folder); !read) return read;
        if (const auto& tell = to_.settings().on_progress) tell(i + 1, files->size());
      }
    }
    return {};
  }

 private:
  Written import_file(const fs::path& path, bool is_from_folder) {
    const auto archive = read_archive_name(path);
    const bool is_wanted = archive && archive->is_quotes && archive->resolution == "minute";
    if (!is_wanted && is_from_folder) {
      ++to_.report().passed_over;
      return {};
    }
    if (!archive) return tl::unexpected(archive.error());
    if (!is_wanted) return tl::unexpected(path.string() + " does not hold minute quotes");
    if (year_month_day(archive->day).year < first_calendar_year)
      return tl::unexpected(path.string() + " is of a year before " +
                            std::to_string(first_calendar_year) +
                            ", whose time zones are not known here");
    if (auto known = know(*archive); !known) return known;
    const auto zone = databases_.at(archive->root).zone_of(*archive);
    if (!zone) return tl::unexpected(zone.error());
    const auto zip = ZipArchive::open(path);
    if (!zip) return tl::unexpected(zip.error());
    ++to_.report().files;
    for (const auto& entry : zip->entries()) {
      const auto where = path.string() + ", " + entry.name;
      const auto contract = read_entry_name(*archive, entry.name);
      if (!contract) {
        if (auto refused = to_.refuse(where, {TapeFault::bad_symbol, 0, entry.name,
                                              "a name as LEAN's minute quotes have"});
            !refused)
          return refused;
        continue;
      }
      if (auto unpacked = zip->read(entry, bytes_); !unpacked) return unpacked;
      if (auto read = import_entry(*archive, *contract, *zone, where); !read) return read;
    }
    return {};
  }

  // Opens the databases beside the data once.
  Written know(const Archive& archive) {
    if (databases_.contains(archive.root)) return {};
    auto opened = Databases::open(archive.root);
    if (!opened) return tl::unexpected(opened.error());
    databases_.emplace(archive.root, std::move(*opened));
    return {};
  }

  Said what_is_said(const Archive& archive, const Contract& contract) const {
    const auto& databases = databases_.at(archive.root);
    Said said;
    said.terms.symbol = contract.symbol;
    auto known = databases.properties_of(archive.kind, archive.market, archive.ticker);
    if (archive.kind == Kind::equity) said.grids.push_back(stock_ticks());
    if (archive.kind == Kind::option || archive.kind == Kind::index_option)
      said.grids.push_back(option_ticks(contract.root));
    if (!known && archive.kind == Kind::future_option) {
      // The future's multiplier is its option's; its tick is not.
      known = databases.properties_of(Kind::future, archive.market, archive.ticker);
      if (known) said.terms.multiplier = known->multiplier;
    } else if (known) {
      said.terms.multiplier = known->multiplier;
      said.terms.ticks = {{Price{}, known->tick}};
    }
    if (known) said.grids.push_back({{Price{}, known->tick}});
    return said;
  }

  Written import_entry(const Archive& archive, const Contract& contract, const ZoneOffsets& zone,
                       const std::string& where) {
    const bool is_scaled = archive.kind == Kind::equity || archive.kind == Kind::option ||
                           archive.kind == Kind::index_option;
    const int price_digits = is_scaled ? Price::digits - 4 : Price::digits;
    const auto said = what_is_said(archive, contract);
    const auto place = to_.place_of(said.terms);
    const auto seed = hash_of(seed_, contract.symbol);
    Duration latest;
    TapeProblem problem;
    std::string_view rest(bytes_);
    while (!rest.empty()) {
      ++problem.line;
      const auto end = std::min(rest.find('\n'), rest.size());
      auto text = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (text.ends_with('\r')) text.remove_suffix(1);
      if (text.empty()) continue;
      ++to_.report().read;
      BarLine line;
      if (!read_bar(text, price_digits, line, problem)) {
        if (auto refused = to_.refuse(where, problem); !refused) return refused;
        continue;
      }
      if (line.since_midnight < latest) to_.count(TapeFault::out_of_order);
      latest = std::max(latest, line.since_midnight);
      const auto start = from_local(zone, archive.day, line.since_midnight);
      quotes_.clear();
      invent_path({start, line.bid, line.ask}, said.grids,
                  seed + static_cast<std::uint64_t>(start.ns), quotes_);
      for (const auto& quote : quotes_)
        if (auto taken = to_.take(place, quote); !taken) return taken;
    }
    return {};
  }

  std::uint64_t seed_;
  TapeImport& to_;
  std::map<fs::path, Databases> databases_;  // by data folder
  std::string bytes_;
  std::vector<Quote> quotes_;
};

}  // namespace

Written import_lean(const std::vector<fs::path>& paths, std::uint64_t seed, TapeImport& to) {
  return Importer(seed, to).import(paths);
}

}  // namespace fillwright::lean
