#include "adapters/market/tape_feed.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "adapters/market/symbol_text.hpp"

namespace fillwright {
namespace {

// A side without price or size is missing. Returns whether one was.
bool drop_empty_sides(Quote& quote) {
  const bool has_no_bid = quote.bid.units == 0 || quote.bid_size.units == 0;
  const bool has_no_ask = quote.ask.units == 0 || quote.ask_size.units == 0;
  if (has_no_bid) quote.bid = {}, quote.bid_size = {};
  if (has_no_ask) quote.ask = {}, quote.ask_size = {};
  return has_no_bid || has_no_ask;
}

bool is_header(std::string_view text) { return text.starts_with("ts_ns,"); }

}  // namespace

tl::expected<std::unique_ptr<TapeFeed>, std::string> TapeFeed::open(
    const std::filesystem::path& path, const TapeSettings& settings,
    const std::function<void(const TapeProblem&)>& on_problem) {
  const auto cannot_read = [&](std::string_view why) {
    return tl::make_unexpected("cannot read the tape " + path.string() + ": " + std::string(why));
  };
  std::unique_ptr<TapeFeed> feed(new TapeFeed);
  LineReader reader;
  if (!reader.open(path)) return cannot_read(std::strerror(errno));

  auto& summary = feed->summary_;
  std::optional<TapeProblem> refusal;
  const auto note = [&](const TapeProblem& problem) {
    ++summary.faults[static_cast<std::size_t>(problem.fault)];
    if (on_problem) on_problem(problem);
    if (settings.is_strict && is_left_out(problem.fault) && !refusal) refusal = problem;
  };
  bool is_first = true;
  while (const auto line = feed->read_line(reader, summary.last, is_first, note)) {
    if (refusal) break;
    if (summary.quotes++ == 0) summary.first = line->quote.time;
    summary.last = line->quote.time;
  }
  if (refusal) return tl::make_unexpected("tape " + path.string() + ", " + to_text(*refusal));
  if (!reader.failure().empty()) return cannot_read(reader.failure());
  for (const auto& [symbol, place] : feed->by_symbol_) summary.symbols.push_back(symbol);
  std::sort(summary.symbols.begin(), summary.symbols.end());

  if (!feed->reader_.open(path)) return cannot_read(std::strerror(errno));
  feed->read_on();
  return feed;
}

// The next line that is not left out; nothing at the end.
std::optional<TapeFeed::Line> TapeFeed::read_line(
    LineReader& reader, Timestamp after, bool& is_first,
    const std::function<void(const TapeProblem&)>& on_problem) {
  TapeProblem problem;
  const auto tell = [&](TapeFault fault, std::string_view found, std::string_view expected) {
    if (on_problem) on_problem({fault, problem.line, std::string(found), std::string(expected)});
  };
  while (const auto line = reader.next()) {
    const bool is_header_line = std::exchange(is_first, false) && is_header(line->text);
    if (is_header_line || (line->text.empty() && line->is_ended)) continue;
    problem.line = line->number;
    if (on_problem) ++summary_.lines;
    if (!line->is_ended || line->is_too_long) {
      tell(TapeFault::half_a_line, line->text.substr(0, 80), "a whole line with an end");
      continue;
    }
    TapeLine read;
    if (!read_tape_line(line->text, read, problem)) {
      if (on_problem) on_problem(problem);
      continue;
    }
    const auto place = place_of(read.symbol);
    if (!place) {
      tell(TapeFault::bad_symbol, read.symbol.substr(0, 80),
           "a stock, an option's OCC symbol or a future");
      continue;
    }
    if (read.quote.time < after) {
      tell(TapeFault::out_of_order, std::to_string(read.quote.time.ns),
           "a time not before " + std::to_string(after.ns));
      continue;
    }
    if (drop_empty_sides(read.quote)) {
      tell(TapeFault::zero, line->text.substr(0, 80), "a price and a size on both sides");
    } else if (read.quote.bid > read.quote.ask) {
      tell(TapeFault::crossed, line->text.substr(0, 80), "a bid not above the ask");
    }
    return Line{*place, read.quote};
  }
  return std::nullopt;
}

std::optional<std::uint32_t> TapeFeed::place_of(std::string_view text) {
  if (!text.empty() && text == last_text_) return last_place_;
  auto found = by_text_.find(std::string(text));
  if (found == by_text_.end()) {
    const auto symbol = read_symbol(text);
    if (!symbol) return std::nullopt;
    const auto [known, is_new] =
        by_symbol_.emplace(symbol->symbol, static_cast<std::uint32_t>(instruments_.size()));
    if (is_new) instruments_.emplace_back();
    found = by_text_.emplace(text, known->second).first;
  }
  last_text_ = text;
  return last_place_ = found->second;
}

std::optional<std::uint32_t> TapeFeed::find(const std::string& symbol) const {
  const auto found = by_symbol_.find(symbol);
  return found == by_symbol_.end() ? std::nullopt : std::optional(found->second);
}

void TapeFeed::read_on() {
  next_ = read_line(reader_, last_time_, is_first_line_, {});
  if (next_) last_time_ = next_->quote.time;
}

std::optional<Timestamp> TapeFeed::next_time() const {
  if (!owed_.empty()) return owed_.front().second.time;
  return next_ ? std::optional(next_->quote.time) : std::nullopt;
}

void TapeFeed::deliver(Timestamp until) {
  while (!owed_.empty()) {
    const auto [instrument, quote] = owed_.front();
    owed_.pop_front();
    if (sink_) sink_(instrument, quote);
  }
  while (next_ && next_->quote.time <= until) {
    const auto [place, quote] = *next_;
    auto& instrument = instruments_[place];
    instrument.latest = quote;
    const auto watched = instrument.watched;
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
