#include "deploy/orders_again.hpp"

#include <algorithm>

#include "adapters/calendar/time_zones.hpp"
#include "adapters/config/configuration.hpp"

namespace fillwright {
namespace {

using Failure = tl::unexpected<std::string>;

tl::expected<Settings, std::string> settings_of(const std::vector<std::string>& values) {
  std::string toml;
  for (const auto& value : values)
    if (!value.starts_with("secrets.") && !value.starts_with("calendar = ")) toml += value + '\n';
  auto loaded = read_configuration(toml, {"the journal's configuration", {}, true});
  if (!loaded.mistakes.empty()) return Failure(to_text(loaded.mistakes.front()));
  return std::move(loaded.configuration.settings);
}

std::optional<Timestamp> day_end(const MarketCalendar& calendar, Timestamp at) {
  constexpr auto last_session = "us_futures";  // everything DAY ends with it
  const auto day = trading_day(calendar, last_session, at);
  if (!day) return std::nullopt;
  const auto close = close_of(calendar, last_session, *day);
  return close && *close > at ? close : std::nullopt;
}

}  // namespace

tl::expected<const RecordedSettings::World*, std::string> RecordedSettings::of(
    const RecordedOrder& order) {
  const auto version = order.plan.configuration_version;
  if (const auto known = worlds_.find(version); known != worlds_.end()) return &known->second;
  const auto values = recorded_.configurations.find(version);
  if (values == recorded_.configurations.end())
    return Failure("order " + order.plan.order_id + " cites the configuration version " +
                   std::to_string(version) + ", which the journal does not have");
  auto settings = settings_of(values->second);
  if (!settings) return Failure(settings.error());
  auto calendar = load_market_calendar(settings->time_zone, false);
  if (!calendar) return Failure(calendar.error());
  return &worlds_.emplace(version, World{std::move(*settings), std::move(*calendar)}).first->second;
}

tl::expected<void, std::string> OrdersAgain::add(std::size_t order, std::size_t variant,
                                                 const PricePolicy& policy) {
  const auto world = settings_.of(recorded_.orders[order]);
  if (!world) return Failure(world.error());
  planned_.push_back({order, variant, &policy, *world});
  return {};
}

void OrdersAgain::run(QuoteFeed& feed, const std::function<void(Timestamp)>& progress) {
  watch(feed);
  std::stable_sort(planned_.begin(), planned_.end(),
                   [this](const Planned& a, const Planned& b) { return plan(a).at < plan(b).at; });
  feed.listen([this](InstrumentId instrument, const Quote& quote) { take(instrument, quote); });
  while (const auto next = feed.next_time()) {
    if (next_ == planned_.size() && open_ == 0) break;
    feed.deliver(*next);
    progress(*next);
  }
  while (next_ < planned_.size()) begin(planned_[next_++]);
  for (auto& quoted : live_)
    for (auto& live : quoted) {
      if (!live->is_told) live->again.end_quotes();
      tell(*live);
    }
  live_.clear();
}

// A spread is quoted by its legs.
std::vector<InstrumentId> OrdersAgain::quoted_for(InstrumentId instrument) const {
  const auto* defined = recorded_.instruments.find(instrument);
  if (!defined || defined->legs.empty()) return {instrument};
  std::vector<InstrumentId> legs;
  for (const auto& leg : defined->legs) legs.push_back(leg.instrument);
  return legs;
}

void OrdersAgain::watch(QuoteFeed& feed) {
  std::erase_if(planned_, [&](const Planned& one) {
    const auto* defined = recorded_.instruments.find(plan(one).instrument);
    if (defined && feed.watch(*defined)) return false;
    without_quotes_.insert(one.order);
    return true;
  });
}

// With the latest quotes that the tape had before it.
void OrdersAgain::begin(const Planned& one) {
  const auto& recorded = recorded_.orders[one.order];
  const auto live = std::shared_ptr<Live>(
      new Live{one.order, one.variant,
               OrderAgain(recorded, *one.policy, one.world->settings, recorded_.instruments,
                          day_end(one.world->calendar, recorded.plan.at))});
  ++open_;
  std::vector<std::pair<InstrumentId, Quote>> before;
  for (const auto instrument : quoted_for(recorded.plan.instrument)) {
    const auto number = instrument.number;
    if (number < latest_.size() && latest_[number].time.ns != 0)
      before.emplace_back(instrument, latest_[number]);
    if (number >= live_.size()) live_.resize(number + 1);
    live_[number].push_back(live);
  }
  std::stable_sort(before.begin(), before.end(),
                   [](const auto& a, const auto& b) { return a.second.time < b.second.time; });
  for (const auto& [instrument, quote] : before) live->again.on_quote(instrument, quote);
}

void OrdersAgain::take(InstrumentId instrument, const Quote& quote) {
  while (next_ < planned_.size() && plan(planned_[next_]).at <= quote.time)
    begin(planned_[next_++]);
  const auto number = instrument.number;
  if (number >= latest_.size()) latest_.resize(number + 1);
  latest_[number] = quote;
  if (number >= live_.size()) return;
  std::erase_if(live_[number], [&](const std::shared_ptr<Live>& live) {
    live->again.on_quote(instrument, quote);
    if (live->again.is_over()) tell(*live);
    return live->is_told;
  });
}

void OrdersAgain::tell(Live& live) {
  if (std::exchange(live.is_told, true)) return;
  --open_;
  done_(live.order, live.variant, live.again.outcome());
}

}  // namespace fillwright
