#include "deploy/tape_command.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "adapters/clock/wall_clock.hpp"
#include "adapters/config/configuration.hpp"
#include "adapters/lean/lean_import.hpp"
#include "adapters/market/symbol_text.hpp"
#include "adapters/market/synthetic_feed.hpp"
#include "adapters/tape/instrument_of.hpp"
#include "deploy/tape_report.hpp"
#include "deploy/terminal.hpp"

namespace fillwright {
namespace {

using tape::TapeImport;

constexpr std::uint64_t most_problems_told = 20;

// What both ways of making a tape say at their end.
int tell(const std::string& file, const tape::Origin& origin, const tape::ImportReport& report,
         bool is_json) {
  Output out;
  out.add(is_json ? tape_import_json(file, origin, report)
                  : tape_import_text(file, origin, report));
  return out.end(exit_ok);
}

// The synthetic market that the configuration describes.
tl::expected<SyntheticSettings, std::string> market_of(const std::string& config) {
  ConfigurationRequest request;
  request.environment = process_environment();
  request.file = config;
  const auto loaded = load_configuration(request);
  if (!loaded.mistakes.empty()) return tl::unexpected(to_text(loaded.mistakes.front()));
  const auto& market = loaded.configuration.settings.market;
  return SyntheticSettings{market.seed, market.quote_every};
}

tl::expected<Timestamp, std::string> end_of(const TapeRecordOptions& options, Timestamp now) {
  constexpr std::uint64_t most_seconds = 366 * 86'400;
  if (options.until.empty()) {
    if (options.seconds == 0 || options.seconds > most_seconds)
      return tl::make_unexpected("--seconds: expected 1 to " + std::to_string(most_seconds));
    return now + seconds(static_cast<std::int64_t>(options.seconds));
  }
  const auto until = parse_time(options.until);
  if (!until)
    return tl::make_unexpected("--until: \"" + options.until +
                               "\" is no time with a zone; expected one like 2026-11-20T21:00:00Z");
  if (*until <= now) return tl::make_unexpected("--until: " + options.until + " is over already");
  return *until;
}

// Instruments numbered from 1 on as they were named; the place of each on the tape.
tl::expected<std::vector<std::uint32_t>, std::string> watch_all(
    const std::vector<std::string>& symbols, SyntheticFeed& feed, TapeImport& to) {
  std::vector<std::uint32_t> places;
  for (const auto& text : symbols) {
    const auto symbol = read_symbol(text);
    auto instrument = symbol ? instrument_of({symbol->symbol, {}, {}}) : std::nullopt;
    if (!instrument)
      return tl::unexpected("\"" + text +
                            "\" is no stock, no option's OCC symbol and no known future");
    instrument->instrument = {static_cast<std::uint32_t>(places.size() + 1)};
    if (!feed.watch(*instrument))
      return tl::unexpected("the feed does not quote " + text + "; has it expired?");
    places.push_back(to.place_of({instrument->symbol, instrument->multiplier, instrument->ticks}));
  }
  return places;
}

// Until `end`, or a signal.
tape::Written record(SyntheticFeed& feed, Timestamp end, const std::vector<std::uint32_t>& places,
                     TapeImport& to) {
  const WallClock clock;
  const auto begin = clock.now();
  tape::Written written;
  feed.listen([&](InstrumentId instrument, const Quote& quote) {
    // The latest quote from before is no quote of this recording.
    if (quote.time < begin || !written) return;
    written = to.take(places[instrument.number - 1], quote);
  });
  ProgressBar progress;
  while (!is_stop_asked() && written) {
    const auto now = clock.now();
    feed.deliver(std::min(now, end));
    if (now >= end) break;
    progress.show(static_cast<std::uint64_t>((now - begin).ns),
                  static_cast<std::uint64_t>((end - begin).ns));
    constexpr auto longest = milliseconds(100);  // so that a signal is heard
    const auto next = std::min({feed.next_time().value_or(end), end, now + longest});
    std::this_thread::sleep_for(std::chrono::nanoseconds((next - now).ns));
  }
  return written;
}

}  // namespace

int import_tape(const TapeImportOptions& options) {
  const std::vector<std::filesystem::path> paths(options.paths.begin(), options.paths.end());
  const bool is_lean = options.format == "lean";
  tape::Origin origin;
  if (is_lean) origin = {tape::Source::bars, options.seed};
  ProgressBar progress;
  std::uint64_t problems = 0;
  tape::ImportSettings settings;
  settings.is_strict = !options.is_lenient;
  settings.on_problem = [&](const std::string& sentence) {
    if (++problems <= most_problems_told) print_error("left out: " + sentence);
  };
  settings.on_progress = [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); };
  auto to = TapeImport::create(options.output, origin, std::move(settings));
  if (!to) return fail(to.error());
  const auto imported =
      is_lean ? lean::import_lean(paths, options.seed, **to) : tape::import_csv(paths, **to);
  if (!imported) return fail(imported.error() + "; nothing was written");
  const auto report = (*to)->finish();
  progress.clear();
  if (!report) return fail(report.error() + "; nothing was written");
  if (problems > most_problems_told)
    print_error("and " + std::to_string(problems - most_problems_told) +
                " more that were left out");
  return tell(options.output, origin, *report, options.is_json);
}

int print_tape_info(const TapeInfoOptions& options) {
  const auto info = read_tape_info(options.file);
  if (!info) return fail(info.error());
  Output out;
  out.add(options.is_json ? tape_info_json(*info) : tape_info_text(*info));
  return out.end(exit_ok);
}

int record_tape(const TapeRecordOptions& options) {
  const auto market = market_of(options.config);
  if (!market) return fail(market.error());
  const auto now = WallClock().now();
  const auto end = end_of(options, now);
  if (!end) {
    print_error(end.error());
    return exit_usage;
  }
  const tape::Origin origin{tape::Source::feed, 0};
  auto to = TapeImport::create(options.output, origin, {});
  if (!to) return fail(to.error());
  SyntheticFeed feed(now, *market);
  const auto places = watch_all(options.symbols, feed, **to);
  if (!places) return fail(places.error());
  catch_stop_signals();
  if (auto recorded = record(feed, *end, *places, **to); !recorded) return fail(recorded.error());
  const auto report = (*to)->finish();
  if (!report) return fail("no quote came in that time; nothing was written");
  return tell(options.output, origin, *report, options.is_json);
}

}  // namespace fillwright
