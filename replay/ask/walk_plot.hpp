// What the picture of a walk shows, and where: the quotes, our prices and fills of the order's
// life, and the scales that place them.
//
// Places are reckoned in tenths of a pixel, in integers, so that the same journal gives the same
// bytes everywhere.
#pragma once

#include <optional>
#include <vector>

#include "replay/ask/order_story.hpp"

namespace fillwright {

struct WalkPlot {
  // The plot's edges.
  static constexpr std::int64_t left = 760, right = 8800, top = 640, bottom = 3600;

  struct OurPrice {
    Timestamp at;
    std::optional<Price> price;  // nothing: at the market, or gone
  };
  struct Fill {
    Timestamp at;
    Price price;
    Quantity quantity;
  };

  // `quotes` in any order; those of the order's life are kept.
  WalkPlot(const OrderStory& story, std::vector<Quote> quotes);

  std::int64_t x(Timestamp time) const;
  std::int64_t y(Price price) const;

  std::vector<Quote> quotes;  // by time; each holds until the next
  std::vector<OurPrice> ours;
  std::vector<Fill> fills;
  Timestamp begin, end;
  Price low, high;

 private:
  void find_prices(const OrderStory& story);
  void find_window(const OrderStory& story);
  void find_range();
};

}  // namespace fillwright
