#include "adapters/market/synthetic_feed.hpp"

#include <algorithm>

#include "actors/domain/pricing/products.hpp"
#include "adapters/market/noise.hpp"
#include "adapters/market/symbol_text.hpp"
#include "adapters/market/synthetic_market.hpp"

namespace fillwright {

bool SyntheticFeed::knows(const InstrumentDefined& instrument) const {
  if (instrument.asset_class == AssetClass::spread) return !instrument.legs.empty();
  const auto symbol = read_symbol(instrument.symbol);
  if (!symbol || symbol->asset_class != instrument.asset_class) return false;
  if (instrument.expiry.days != 0 && last_moment(instrument.expiry) < now_) return false;
  return instrument.asset_class != AssetClass::future || find_future(instrument.root);
}

bool SyntheticFeed::watch(const InstrumentDefined& instrument) {
  if (!knows(instrument)) return false;
  if (instrument.asset_class == AssetClass::spread) return true;
  const auto [known, is_new] = watched_.insert_or_assign(instrument.symbol, instrument);
  if (!is_new) return true;
  // The last of its own moments that is not after now.
  const auto interval = settings_.interval.ns;
  const auto moment = static_cast<std::int64_t>(hash_of(0, instrument.symbol) %
                                                static_cast<std::uint64_t>(interval));
  const auto since = (now_.ns - moment) % interval;
  next_.insert({{now_.ns - (since < 0 ? since + interval : since)}, instrument.symbol});
  return true;
}

std::optional<Timestamp> SyntheticFeed::next_time() const {
  return next_.empty() ? std::nullopt : std::optional(next_.begin()->time);
}

void SyntheticFeed::deliver(Timestamp until) {
  while (!next_.empty() && next_.begin()->time <= until) {
    auto due = next_.extract(next_.begin());
    const auto time = due.value().time;
    const auto& instrument = watched_.at(due.value().symbol);
    if (instrument.expiry.days != 0 && time > last_moment(instrument.expiry)) {
      watched_.erase(due.value().symbol);
      continue;
    }
    due.value().time = time + settings_.interval;
    next_.insert(std::move(due));
    now_ = std::max(now_, time);
    const auto quote = synthetic_quote(settings_.seed, instrument, time);
    const auto id = instrument.instrument;
    if (quote && sink_) sink_(id, *quote);
  }
  now_ = std::max(now_, until);
}

void SyntheticFeed::listen(std::function<void(InstrumentId, const Quote&)> sink) {
  sink_ = std::move(sink);
}

}  // namespace fillwright
