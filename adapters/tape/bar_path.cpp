#include "adapters/tape/bar_path.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "events/chance.hpp"

namespace fillwright {
namespace {

constexpr std::uint64_t bar_milliseconds = 60'000;

struct Point {
  Price bid;
  Price ask;
  bool operator==(const Point&) const = default;
};

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return mix(state_ += golden_ratio) % bound; }

 private:
  std::uint64_t state_;
};

bool is_on(const TickTable& grid, const BarSide& side) {
  const auto prices = {side.open, side.high, side.low, side.close};
  return std::all_of(prices.begin(), prices.end(),
                     [&](Price price) { return is_on_tick(price, grid); });
}

const TickTable* find_grid(const std::vector<TickTable>& grids, const QuoteBar& bar) {
  for (const auto& grid : grids)
    if (is_on(grid, bar.bid) && is_on(grid, bar.ask)) return &grid;
  return nullptr;
}

// On the way from one point to the other: between on each side, the bid rounded down and the ask
// up, so that they stay as far apart as they were. Nothing when no price of the grid lies between.
std::optional<Point> between(const Point& from, const Point& to, const TickTable& grid,
                             Chance& chance) {
  constexpr std::int64_t parts = 256;
  const auto part = static_cast<std::int64_t>(1 + chance.below(parts - 1));
  const auto on_the_way = [&](Price begin, Price end) {
    return Price{begin.units + (end.units - begin.units) * part / parts};
  };
  const auto bid = round_to_tick(on_the_way(from.bid, to.bid), Side::buy, Rounding::down, grid);
  const auto ask = round_to_tick(on_the_way(from.ask, to.ask), Side::sell, Rounding::up, grid);
  if (!bid || !ask) return std::nullopt;
  const Point point{*bid, *ask};
  return point == from || point == to ? std::nullopt : std::optional(point);
}

}  // namespace

bool is_possible(const BarSide& side) {
  return side.low.units >= 0 && side.size.units >= 0 &&
         side.low <= std::min(side.open, side.close) &&
         side.high >= std::max(side.open, side.close);
}

void invent_path(const QuoteBar& bar, const std::vector<TickTable>& grids, std::uint64_t seed,
                 std::vector<Quote>& out) {
  Chance chance(seed);
  const auto& [start, bid, ask] = bar;
  std::array<Point, 4> corners{Point{bid.open, ask.open}, Point{bid.high, ask.high},
                               Point{bid.low, ask.low}, Point{bid.close, ask.close}};
  if (chance.below(2) == 0) std::swap(corners[1], corners[2]);
  const auto* grid = find_grid(grids, bar);

  std::array<Point, most_quotes_a_bar> points{corners[0]};
  std::size_t count = 1;
  for (std::size_t i = 1; i < corners.size(); ++i) {
    const bool is_last_of_flat = i + 1 == corners.size() && count == 1;
    if (corners[i] == points[count - 1] && !is_last_of_flat) continue;
    if (const auto point =
            grid ? between(points[count - 1], corners[i], *grid, chance) : std::nullopt)
      points[count++] = *point;
    points[count++] = corners[i];
  }

  // The first at the start, each other at some moment of its own part of the minute.
  const auto width = bar_milliseconds / (count - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto offset = i == 0 ? 0 : (i - 1) * width + 1 + chance.below(width - 1);
    out.push_back({start + milliseconds(static_cast<std::int64_t>(offset)), points[i].bid,
                   points[i].ask, bid.size, ask.size});
  }
}

}  // namespace fillwright
