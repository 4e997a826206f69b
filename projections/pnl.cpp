#include "projections/pnl.hpp"

#include <map>
#include <tuple>

namespace fillwright {

Date utc_date(Timestamp time) {
  constexpr std::int64_t ns_per_day = 86'400'000'000'000;
  auto days = time.ns / ns_per_day;
  if (time.ns % ns_per_day < 0) --days;
  return {static_cast<std::int32_t>(days)};
}

void Pnl::apply(const EventMeta& meta, const AnyEvent& event) {
  if (!take_seq(*this, meta)) return;
  marks.apply(meta, event);
  if (const auto* effect = positions.apply(meta, event)) fills_.push_back(*effect);
  if (const auto* booked = std::get_if<FillBooked>(&event); booked && booked->trading_day.days)
    booked_[booked->order_id + '\n' + booked->execution_id] = booked->trading_day;
  if (const auto* held = std::get_if<ExposureReserved>(&event); held && held->trading_day.days)
    reserved_[held->order_id] = held->trading_day;
}

std::vector<PnlRow> Pnl::rows() const {
  std::map<std::tuple<Date, std::string, std::string, InstrumentId, bool>, PnlRow> sums;
  for (const auto& fill : fills_) {
    const auto& position = positions.rows[fill.row];
    auto day = utc_date(fill.at);
    bool is_assumed = true;
    if (const auto found = booked_.find(fill.order_id + '\n' + fill.execution_id);
        found != booked_.end()) {
      day = found->second;
      is_assumed = false;
    } else if (const auto planned = reserved_.find(fill.order_id); planned != reserved_.end()) {
      day = planned->second;
      is_assumed = false;
    }
    auto& row =
        sums[{day, position.account, position.caller, position.instrument, position.is_dry_run}];
    row.day = day;
    row.is_day_assumed = row.is_day_assumed || is_assumed;
    row.account = position.account;
    row.caller = position.caller;
    row.instrument = position.instrument;
    row.is_dry_run = position.is_dry_run;
    if (!fill.is_correction) ++row.fills;
    row.assumed += is_assumed ? 1 : 0;
    row.realised = plus(row.realised, fill.realised);
    row.fees = plus(row.fees, fill.fees);
  }
  std::vector<PnlRow> ordered;
  for (auto& [key, row] : sums) ordered.push_back(std::move(row));
  return ordered;
}

std::vector<UnrealisedRow> Pnl::unrealised() const {
  std::vector<UnrealisedRow> open;
  for (const auto& row : positions.rows) {
    if (row.quantity.is_zero()) continue;
    const auto* mark = marks.find(row.instrument);
    open.push_back({&row, mark, mark ? row.unrealised(middle(*mark)) : Money{}});
  }
  return open;
}

PnlTotal Pnl::total(bool is_dry_run) const {
  PnlTotal total;
  for (const auto& row : positions.rows) {
    if (row.is_dry_run != is_dry_run) continue;
    total.realised = plus(total.realised, row.realised);
    total.fees = plus(total.fees, row.fees);
  }
  for (const auto& open : unrealised()) {
    if (open.position->is_dry_run != is_dry_run) continue;
    total.unrealised = plus(total.unrealised, open.unrealised);
    if (!open.mark) ++total.unmarked;
  }
  return total;
}

}  // namespace fillwright
