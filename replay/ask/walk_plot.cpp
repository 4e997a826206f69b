#include "replay/ask/walk_plot.hpp"

#include <algorithm>

namespace fillwright {

WalkPlot::WalkPlot(const OrderStory& story, std::vector<Quote> all) : quotes(std::move(all)) {
  find_prices(story);
  find_window(story);
  find_range();
}

// What was ours to see: rungs, a fixed limit, and nothing once it is over.
void WalkPlot::find_prices(const OrderStory& story) {
  if (story.plan && story.plan->limit) {
    const auto sent = story.order.sent_at.ns ? story.order.sent_at : story.order.planned_at;
    ours.push_back({sent, *story.plan->limit});
  }
  for (const auto& event : story.walk)
    if (const auto* step = std::get_if<PriceStepped>(&event.event))
      ours.push_back({step->at, step->is_market ? std::nullopt : std::optional(step->to)});
  for (const auto& fill : story.fills) {
    const bool is_leg =
        fill.fill.instrument.number != 0 && fill.fill.instrument != story.order.instrument;
    if (!is_leg) fills.push_back({fill.fill.at, fill.fill.price, fill.fill.quantity});
  }
}

void WalkPlot::find_window(const OrderStory& story) {
  begin = story.order.planned_at;
  end = story.order.ended_at.ns ? story.order.ended_at : story.order.planned_at;
  for (const auto& event : story.story.events)
    if (event.stream == "order/" + story.order.order_id && !story.order.ended_at.ns)
      end = std::max(end, event.event_time);
  for (const auto& fill : fills) {
    begin = std::min(begin, fill.at);  // the broker's clock may differ from ours
    end = std::max(end, fill.at);
  }
  for (const auto& price : ours) begin = std::min(begin, price.at);
  if (end <= begin) end = {saturate(Wide{begin.ns} + seconds(1).ns)};
  // A little air on both sides, so that the first and the last are seen.
  const auto air = std::max<std::int64_t>(saturate(Wide{end.ns} - begin.ns) / 40, 100'000'000);
  begin = {saturate(Wide{begin.ns} - air)};
  end = {saturate(Wide{end.ns} + air)};
  std::stable_sort(quotes.begin(), quotes.end(),
                   [](const Quote& a, const Quote& b) { return a.time < b.time; });
  // The last quote before the window holds until the next.
  auto first = std::find_if(quotes.begin(), quotes.end(),
                            [&](const Quote& quote) { return quote.time > begin; });
  if (first != quotes.begin()) (--first)->time = begin;
  quotes.erase(quotes.begin(), first);
  quotes.erase(std::find_if(quotes.begin(), quotes.end(),
                            [&](const Quote& quote) { return quote.time > end; }),
               quotes.end());
}

void WalkPlot::find_range() {
  std::optional<Price> least, most;
  const auto take = [&](Price price) {
    least = least ? std::min(*least, price) : price;
    most = most ? std::max(*most, price) : price;
  };
  for (const auto& quote : quotes) take(quote.bid), take(quote.ask);
  for (const auto& our : ours)
    if (our.price) take(*our.price);
  for (const auto& fill : fills) take(fill.price);
  low = least.value_or(Price{});
  high = most.value_or(Price::whole(1));
  if (low == high) high = {saturate(Wide{high.units} + Price::one / 100)};
  const auto air = std::max<std::int64_t>(saturate(Wide{high.units} - low.units) / 12, 1);
  low = {saturate(Wide{low.units} - air)};
  high = {saturate(Wide{high.units} + air)};
}

std::int64_t WalkPlot::x(Timestamp time) const {
  const auto span = Wide{end.ns} - begin.ns;
  return saturate(left + (Wide{time.ns} - begin.ns) * (right - left) / span);
}
std::int64_t WalkPlot::y(Price price) const {
  const auto span = Wide{high.units} - low.units;
  return saturate(bottom - (Wide{price.units} - low.units) * (bottom - top) / span);
}

}  // namespace fillwright
