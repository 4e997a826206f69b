#include "projections/pnl_sums.hpp"

#include <algorithm>

namespace fillwright {

void PnlSums::count(const Fill& fill, int direction) {
  auto& sum = sums_[fill.key];
  const auto step = static_cast<std::uint32_t>(direction);  // -1 wraps round, and back
  sum.parts += step;
  auto& row = sum.row;
  row.day = fill.key.day;
  row.account = fill.key.account;
  row.caller = fill.key.caller;
  row.instrument = fill.key.instrument;
  row.is_dry_run = fill.key.is_dry_run;
  if (!fill.is_correction) row.fills += step;
  if (fill.is_assumed) row.assumed += step;
  row.is_day_assumed = row.assumed != 0;
  row.realised = plus(row.realised, times(fill.realised, direction));
  row.fees = plus(row.fees, times(fill.fees, direction));
  if (sum.parts == 0) sums_.erase(fill.key);
  if (changes_.empty() || changes_.back() != fill.key) changes_.push_back(fill.key);
}

void PnlSums::place(Order& order) {
  for (auto& fill : order.fills) {
    auto day = fill.utc_day;
    bool is_assumed = true;
    const auto booking =
        std::find_if(order.bookings.rbegin(), order.bookings.rend(),
                     [&](const Booking& each) { return each.execution_id == fill.execution_id; });
    if (booking != order.bookings.rend()) {
      day = booking->day;
      is_assumed = false;
    } else if (order.reserved.days != 0) {
      day = order.reserved;
      is_assumed = false;
    }
    if (fill.is_counted && fill.key.day == day && fill.is_assumed == is_assumed) continue;
    if (fill.is_counted) count(fill, -1);
    fill.key.day = day;
    fill.is_assumed = is_assumed;
    fill.is_counted = true;
    count(fill, 1);
  }
}

void PnlSums::apply(const AnyEvent& event, const FillEffect* effect, const Positions& positions) {
  if (effect) {
    const auto& position = positions.rows[effect->row];
    Fill fill;
    fill.execution_id = effect->execution_id;
    fill.key = {{}, position.account, position.caller, position.instrument, position.is_dry_run};
    fill.is_correction = effect->is_correction;
    fill.realised = effect->realised;
    fill.fees = effect->fees;
    fill.utc_day = utc_date(effect->at);
    auto& order = orders_[effect->order_id];
    order.fills.push_back(std::move(fill));
    place(order);
  }
  if (const auto* booked = std::get_if<FillBooked>(&event); booked && booked->trading_day.days) {
    auto& order = orders_[booked->order_id];
    order.bookings.push_back({booked->execution_id, booked->trading_day});
    place(order);
  }
  if (const auto* held = std::get_if<ExposureReserved>(&event); held && held->trading_day.days) {
    auto& order = orders_[held->order_id];
    order.reserved = held->trading_day;
    place(order);
  }
}

const PnlRow* PnlSums::find(const PnlKey& key) const {
  const auto found = sums_.find(key);
  return found == sums_.end() ? nullptr : &found->second.row;
}

std::vector<PnlRow> PnlSums::rows() const {
  std::vector<PnlRow> all;
  for (const auto& [key, sum] : sums_) all.push_back(sum.row);
  return all;
}

}  // namespace fillwright
