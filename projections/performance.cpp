#include "projections/performance.hpp"

#include <algorithm>

#include "projections/instrument_table.hpp"

namespace fillwright {

void Performance::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  if (const auto* opened = std::get_if<AccountOpened>(&event)) {
    opening = plus(opening, opened->cash);
    peak_ = opening;
    peak_at_ = opened->at;
    curve.push_back({opened->at, opening});
  } else if (const auto* booked = std::get_if<FillBooked>(&event)) {
    take(*booked, meta.event_time);
  }
  if (const auto seen = finder_.find(meta, event))
    mark(seen->instrument, middle(seen->quote), meta.event_time);
}

void Performance::take(const FillBooked& fill, Timestamp at) {
  if (fill.instrument.number > InstrumentTable::highest_number) return;
  ++fills;
  fees = plus(fees, fill.fees);
  const auto value = value_of(fill.price, fill.quantity, fill.multiplier);
  const auto flow = minus(times(value, -sign(fill.side)), fill.fees);
  flow_ = plus(flow_, flow);
  if (fill.instrument.number >= held_.size()) held_.resize(fill.instrument.number + std::size_t{1});
  auto& held = held_[fill.instrument.number];
  const auto change = times(fill.quantity, sign(fill.side));
  held.quantity = plus(held.quantity, change);
  held.multiplier = fill.multiplier;
  if (held.mark.is_zero()) held.mark = fill.price;
  revalue(held);

  auto& trade = trades_[fill.workflow_id];
  trade.flow = plus(trade.flow, flow);
  const auto found = std::find_if(trade.held.begin(), trade.held.end(),
                                  [&](const auto& one) { return one.first == fill.instrument; });
  if (found == trade.held.end())
    trade.held.emplace_back(fill.instrument, change);
  else
    found->second = plus(found->second, change);
  const bool is_flat = std::all_of(trade.held.begin(), trade.held.end(),
                                   [](const auto& one) { return one.second.is_zero(); });
  if (is_flat) {
    end_trade(trade.flow);
    trades_.erase(fill.workflow_id);
  }
  note_equity(at);
}

void Performance::end_trade(Money result) {
  best = trades == 0 ? result : std::max(best, result);
  worst = trades == 0 ? result : std::min(worst, result);
  ++trades;
  if (result.units > 0) ++won, won_sum = plus(won_sum, result);
  if (result.units < 0) ++lost, lost_sum = minus(lost_sum, result);
}

void Performance::revalue(Held& held) {
  worth_ = minus(worth_, held.worth);
  held.worth = value_of(held.mark, held.quantity, held.multiplier);
  worth_ = plus(worth_, held.worth);
}

void Performance::mark(InstrumentId instrument, Price price, Timestamp at) {
  if (instrument.number > InstrumentTable::highest_number) return;
  if (instrument.number >= held_.size()) held_.resize(instrument.number + std::size_t{1});
  auto& held = held_[instrument.number];
  if (held.mark == price) return;
  held.mark = price;
  if (held.quantity.is_zero()) return;
  revalue(held);
  note_equity(at);
}

Money Performance::equity() const { return plus(plus(opening, flow_), worth_); }

// Every change counts for the drawdown; the curve keeps every `stride`-th, and of what is behind it
// every second once it is full.
void Performance::note_equity(Timestamp at) {
  const auto now = equity();
  if (now >= peak_) {
    peak_ = now;
    peak_at_ = at;
  } else if (const auto depth = minus(peak_, now); depth > drawdown.depth) {
    drawdown = {depth, {}, peak_at_, at};
    if (peak_.units > 0)
      drawdown.percent = {divide_rounded(Wide{depth.units} * 100 * Percent::one, peak_.units)};
  }
  if (++changes_ % stride != 0) return;
  curve.push_back({at, now});
  if (curve.size() < most_points) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < curve.size(); i += 2) curve[kept++] = curve[i];
  curve.resize(kept);
  stride *= 2;
}

namespace {

std::optional<Money> average(Money sum, std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return Money{divide_rounded(sum.units, static_cast<Wide>(count))};
}

}  // namespace

std::optional<Percent> Performance::win_rate() const {
  if (trades == 0) return std::nullopt;
  return Percent{
      divide_rounded(static_cast<Wide>(won) * 100 * Percent::one, static_cast<Wide>(trades))};
}
std::optional<Money> Performance::average_win() const { return average(won_sum, won); }
std::optional<Money> Performance::average_loss() const { return average(lost_sum, lost); }
std::optional<Money> Performance::expectancy() const { return average(realised(), trades); }
std::optional<Percent> Performance::profit_factor() const {
  if (lost_sum.units <= 0) return std::nullopt;
  return Percent{divide_rounded(Wide{won_sum.units} * Percent::one, lost_sum.units)};
}

}  // namespace fillwright
