#include "projections/pnl_sums.hpp"

#include <algorithm>
#include <functional>

namespace fillwright {

PnlSums::Order& PnlSums::order_of(const std::string& order_id) {
  const auto number = order_ids_.number_of(order_id);
  if (number >= orders_.size()) orders_.resize(number + std::size_t{1});
  return orders_[number];
}

std::uint32_t PnlSums::place_of(std::uint32_t position, const PositionRow& row) {
  if (position >= place_of_position_.size()) place_of_position_.resize(position + std::size_t{1});
  auto& place = place_of_position_[position];
  if (place != 0) return place - 1;
  const PnlKey key{{}, row.account, row.caller, row.instrument, row.is_dry_run};
  const auto next = static_cast<std::uint32_t>(places_.size());
  const auto [found, is_new] = number_of_place_.try_emplace(key, next);
  if (is_new) places_.push_back(key);
  place = found->second + 1;
  return found->second;
}

void PnlSums::count(const Fill& fill, int direction) {
  auto key = places_[fill.place];
  key.day = fill.day;
  auto& sum = sums_[key];
  const auto step = static_cast<std::uint32_t>(direction);  // -1 wraps round, and back
  sum.parts += step;
  auto& row = sum.row;
  row.day = key.day;
  row.account = key.account;
  row.caller = key.caller;
  row.instrument = key.instrument;
  row.is_dry_run = key.is_dry_run;
  if (!fill.is_correction) row.fills += step;
  if (fill.is_assumed) row.assumed += step;
  row.is_day_assumed = row.assumed != 0;
  row.realised = plus(row.realised, times(fill.realised, direction));
  row.fees = plus(row.fees, times(fill.fees, direction));
  if (sum.parts == 0) sums_.erase(key);
  if (changes_.empty() || changes_.back().key != key) changes_.push_back({seq_, std::move(key)});
  changes_.back().seq = seq_;
}

void PnlSums::settle(Order& order) {
  for (auto& fill : order.fills) {
    auto day = fill.utc_day;
    bool is_assumed = true;
    const auto booking =
        std::find_if(order.bookings.rbegin(), order.bookings.rend(),
                     [&](const Booking& each) { return each.execution == fill.execution; });
    if (booking != order.bookings.rend()) {
      day = booking->day;
      is_assumed = false;
    } else if (order.reserved.days != 0) {
      day = order.reserved;
      is_assumed = false;
    }
    if (fill.is_counted && fill.day == day && fill.is_assumed == is_assumed) continue;
    if (fill.is_counted) count(fill, -1);
    fill.day = day;
    fill.is_assumed = is_assumed;
    fill.is_counted = true;
    count(fill, 1);
  }
}

void PnlSums::apply(std::uint64_t seq, const AnyEvent& event, const FillEffect* effect,
                    const Positions& positions) {
  seq_ = seq;
  const std::hash<std::string> hash;
  if (effect) {
    Fill fill;
    fill.execution = hash(effect->execution_id);
    fill.place = place_of(effect->row, positions.rows[effect->row]);
    fill.is_correction = effect->is_correction;
    fill.realised = effect->realised;
    fill.fees = effect->fees;
    fill.utc_day = utc_date(effect->at);
    auto& order = order_of(effect->order_id);
    order.fills.push_back(fill);
    settle(order);
  }
  if (const auto* booked = std::get_if<FillBooked>(&event); booked && booked->trading_day.days) {
    auto& order = order_of(booked->order_id);
    order.bookings.push_back({hash(booked->execution_id), booked->trading_day});
    settle(order);
  }
  if (const auto* held = std::get_if<ExposureReserved>(&event); held && held->trading_day.days) {
    auto& order = order_of(held->order_id);
    order.reserved = held->trading_day;
    settle(order);
  }
}

const PnlRow* PnlSums::find(const PnlKey& key) const {
  const auto found = sums_.find(key);
  return found == sums_.end() ? nullptr : &found->second.row;
}

std::vector<PnlKey> PnlSums::changes() const {
  std::vector<PnlKey> keys;
  for (const auto& change : changes_) keys.push_back(change.key);
  return keys;
}

void PnlSums::forget_changes(std::uint64_t seq) {
  const auto is_before = [](std::uint64_t last, const Change& change) { return last < change.seq; };
  changes_.erase(changes_.begin(),
                 std::upper_bound(changes_.begin(), changes_.end(), seq, is_before));
}

std::vector<PnlRow> PnlSums::rows() const {
  std::vector<PnlRow> all;
  for (const auto& [key, sum] : sums_) all.push_back(sum.row);
  return all;
}

}  // namespace fillwright
