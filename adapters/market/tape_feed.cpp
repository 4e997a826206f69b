#include "adapters/market/tape_feed.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "adapters/market/read_ahead.hpp"
#include "adapters/market/symbol_text.hpp"
#include "adapters/market/tape_lines.hpp"

namespace fillwright {
namespace {

// The next line that is not left out; nothing at the end.
std::optional<TapeLines::Line> read_line(TapeLines& lines, Timestamp after,
                                         const TapeLines::Tell& tell) {
  while (auto line = lines.next(tell)) {
    if (line->quote.time < after) {
      if (tell)
        tell({TapeFault::out_of_order, line->number, std::to_string(line->quote.time.ns),
              "a time not before " + std::to_string(after.ns)});
      continue;
    }
    const auto oddity = clean_sides(line->quote);
    if (oddity && tell)
      tell({*oddity, line->number, shown(line->text),
            oddity == TapeFault::zero ? "a price and a size on both sides"
                                      : "a bid not above the ask"});
    return line;
  }
  return std::nullopt;
}

class CsvSource final : public TapeSource {
 public:
  explicit CsvSource(TapeLines lines) : lines_(std::move(lines)) {}
  bool next(TapeRow& row) override {
    const auto line = read_line(lines_, last_time_, {});
    if (!line) return false;
    last_time_ = line->quote.time;
    row = {line->place, line->quote};
    return true;
  }

 private:
  TapeLines lines_;
  Timestamp last_time_;
};

}  // namespace

tl::expected<std::unique_ptr<TapeFeed>, std::string> TapeFeed::open(
    const std::filesystem::path& path, const TapeSettings& settings,
    const std::function<void(const TapeProblem&)>& on_problem) {
  const auto cannot_read = [&](std::string_view why) {
    return tl::make_unexpected("cannot read the tape " + path.string() + ": " + std::string(why));
  };
  TapeLines lines;
  if (!lines.open(path)) return cannot_read(std::strerror(errno));

  TapeSummary summary;
  std::optional<TapeProblem> refusal;
  const auto note = [&](const TapeProblem& problem) {
    ++summary.faults[static_cast<std::size_t>(problem.fault)];
    if (on_problem) on_problem(problem);
    if (settings.is_strict && is_left_out(problem.fault) && !refusal) refusal = problem;
  };
  while (const auto line = read_line(lines, summary.last, note)) {
    if (refusal) break;
    if (summary.quotes++ == 0) summary.first = line->quote.time;
    summary.last = line->quote.time;
  }
  if (refusal) return tl::make_unexpected("tape " + path.string() + ", " + to_text(*refusal));
  if (!lines.failure().empty()) return cannot_read(lines.failure());
  summary.lines = lines.lines();
  summary.symbols = lines.symbols();
  std::sort(summary.symbols.begin(), summary.symbols.end());

  TapeLines again;
  if (!again.open(path)) return cannot_read(std::strerror(errno));
  return std::make_unique<TapeFeed>(std::make_unique<CsvSource>(std::move(again)), lines.symbols(),
                                    std::move(summary));
}

TapeFeed::TapeFeed(std::unique_ptr<TapeSource> source, const std::vector<std::string>& symbols,
                   TapeSummary summary)
    : source_(std::move(source)), summary_(std::move(summary)), instruments_(symbols.size()) {
  for (std::uint32_t place = 0; place < symbols.size(); ++place)
    by_symbol_.emplace(symbols[place], place);
  read_on();
}

void TapeFeed::read_ahead() { source_ = std::make_unique<ReadAhead>(std::move(source_)); }

std::optional<std::uint32_t> TapeFeed::find(const std::string& symbol) const {
  const auto found = by_symbol_.find(symbol);
  return found == by_symbol_.end() ? std::nullopt : std::optional(found->second);
}

void TapeFeed::read_on() {
  // A place beyond the list: the tape has grown since it was opened.
  do has_next_ = source_->next(next_);
  while (has_next_ && next_.place >= instruments_.size());
  taken_ += has_next_ ? 1 : 0;
}

std::optional<Timestamp> TapeFeed::next_time() const {
  if (!owed_.empty()) return owed_.front().second.time;
  return has_next_ ? std::optional(next_.quote.time) : std::nullopt;
}

void TapeFeed::deliver(Timestamp until) {
  while (!owed_.empty()) {
    const auto [instrument, quote] = owed_.front();
    owed_.pop_front();
    if (sink_) sink_(instrument, quote);
  }
  while (has_next_ && next_.quote.time <= until) {
    auto& instrument = instruments_[next_.place];
    instrument.latest = next_.quote;
    const auto watched = instrument.watched;
    const auto quote = next_.quote;
    read_on();  // first, for the sink may watch more
    if (watched.number != 0 && sink_) sink_(watched, quote);
  }
}

void TapeFeed::listen(std::function<void(InstrumentId, const Quote&)> sink) {
  sink_ = std::move(sink);
}

bool TapeFeed::knows(const InstrumentDefined& instrument) const {
  if (instrument.asset_class != AssetClass::spread) return find(instrument.symbol).has_value();
  const auto legs = leg_symbols(instrument.symbol);
  return !legs.empty() && std::all_of(legs.begin(), legs.end(),
                                      [this](const auto& leg) { return find(leg).has_value(); });
}

bool TapeFeed::watch(const InstrumentDefined& instrument) {
  if (!knows(instrument)) return false;
  if (instrument.asset_class != AssetClass::spread) {
    watch_one(*find(instrument.symbol), instrument.instrument);
    return true;
  }
  const auto legs = leg_symbols(instrument.symbol);
  if (legs.size() != instrument.legs.size()) return false;
  for (std::size_t i = 0; i < legs.size(); ++i)
    watch_one(*find(legs[i]), instrument.legs[i].instrument);
  return true;
}

void TapeFeed::watch_one(std::uint32_t place, InstrumentId id) {
  auto& instrument = instruments_[place];
  if (instrument.watched == id) return;
  instrument.watched = id;
  if (instrument.latest.time.ns != 0) owed_.emplace_back(id, instrument.latest);
}

}  // namespace fillwright
