#include "deploy/simulation/simulated_market.hpp"

#include <algorithm>

namespace fillwright::simulation {
namespace {

constexpr std::int64_t nanos_of_second = 1'000'000'000;
constexpr std::int64_t nanos_of_cent = Price::one / 100;

}  // namespace

std::optional<Timestamp> SimulatedMarket::next_time() const {
  if (is_closed_) return std::nullopt;
  std::optional<Timestamp> next;
  for (const auto& [symbol, line] : lines_)
    if (!next || line.next < *next) next = line.next;
  return next;
}

void SimulatedMarket::deliver(Timestamp until) {
  now_ = std::max(now_, until);
  if (is_closed_) return;
  while (true) {
    Line* due = nullptr;
    for (auto& [symbol, line] : lines_)
      if (line.next <= until && (!due || line.next < due->next)) due = &line;
    if (!due) return;
    const auto made = quote(*due);
    const auto id = due->id;
    const bool is_silent = due->random.has_luck(accidents_.silent);
    due->next = due->next + Duration{due->random.between(1, is_silent ? 90 : 3) * nanos_of_second};
    if (sink_) sink_(id, made);
  }
}

Quote SimulatedMarket::quote(Line& line) const {
  const auto tick = line.tick_cents;
  line.bid_cents = std::max<std::int64_t>(tick, line.bid_cents + tick * line.random.between(-2, 2));
  line.spread_cents = std::clamp<std::int64_t>(
      line.spread_cents + tick * line.random.between(-1, 1), tick, 8 * tick);
  Quote made;
  made.time = line.next;
  made.bid = {line.bid_cents * nanos_of_cent};
  made.ask = {(line.bid_cents + line.spread_cents) * nanos_of_cent};
  made.bid_size = Quantity::whole(line.random.between(1, 12));
  made.ask_size = Quantity::whole(line.random.between(1, 12));
  if (line.random.has_luck(accidents_.crossed)) std::swap(made.bid, made.ask);
  if (line.random.has_luck(accidents_.one_sided)) made.bid = {}, made.bid_size = {};
  if (line.random.has_luck(accidents_.stale))
    made.time = made.time - Duration{line.random.between(1, 60) * nanos_of_second};
  return made;
}

bool SimulatedMarket::watch(const InstrumentDefined& instrument) {
  const auto found = lines_.find(instrument.symbol);
  if (found != lines_.end()) {
    found->second.id = instrument.instrument;
    return true;
  }
  Line line{instrument.instrument, Random(seed_, "quotes of " + instrument.symbol),
            now_ + Duration{1}};
  // From three dollars up an option may tick by five cents.
  line.tick_cents = 5;
  line.bid_cents = 5 * line.random.between(20, 120);
  line.spread_cents = 5 * line.random.between(1, 4);
  lines_.emplace(instrument.symbol, line);
  return true;
}

}  // namespace fillwright::simulation
