#include "adapters/market/synthetic_levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "adapters/market/noise.hpp"

namespace fillwright {
namespace {

struct Row {
  std::string_view symbol;
  std::string_view series;
  double price;
  double volatility;
};

// Round figures of late 2025. Sorted by symbol.
constexpr std::array rows{
    Row{"6A", "6A", 0.6500, 0.09},    Row{"6B", "6B", 1.3100, 0.08},
    Row{"6C", "6C", 0.7150, 0.06},    Row{"6E", "6E", 1.1600, 0.07},
    Row{"6J", "6J", 0.0064500, 0.10}, Row{"AAPL", "AAPL", 270, 0.26},
    Row{"ABNB", "ABNB", 120, 0.36},   Row{"AMD", "AMD", 220, 0.50},
    Row{"AMZN", "AMZN", 225, 0.32},   Row{"AVGO", "AVGO", 345, 0.42},
    Row{"BA", "BA", 190, 0.34},       Row{"BABA", "BABA", 155, 0.42},
    Row{"BRK.B", "BRK.B", 505, 0.16}, Row{"CL", "CL", 58.50, 0.34},
    Row{"COIN", "COIN", 255, 0.65},   Row{"COST", "COST", 900, 0.20},
    Row{"DIA", "DJX", 464, 0.14},     Row{"DIS", "DIS", 105, 0.27},
    Row{"ES", "SPX", 6640, 0.16},     Row{"GC", "GC", 4080, 0.18},
    Row{"GLD", "GC", 374, 0.18},      Row{"GOOG", "GOOGL", 300, 0.30},
    Row{"GOOGL", "GOOGL", 299, 0.30}, Row{"HG", "HG", 5.00, 0.26},
    Row{"HOOD", "HOOD", 115, 0.65},   Row{"IWM", "RUT", 235, 0.22},
    Row{"JPM", "JPM", 300, 0.24},     Row{"M2K", "RUT", 2360, 0.22},
    Row{"MCL", "CL", 58.50, 0.34},    Row{"MES", "SPX", 6640, 0.16},
    Row{"META", "META", 595, 0.34},   Row{"MGC", "GC", 4080, 0.18},
    Row{"MNQ", "NDX", 24400, 0.20},   Row{"MSFT", "MSFT", 475, 0.24},
    Row{"MSTR", "MSTR", 175, 0.80},   Row{"MU", "MU", 210, 0.52},
    Row{"MYM", "DJX", 46400, 0.14},   Row{"NDX", "NDX", 24300, 0.20},
    Row{"NFLX", "NFLX", 105, 0.34},   Row{"NG", "NG", 4.50, 0.60},
    Row{"NQ", "NDX", 24400, 0.20},    Row{"NVDA", "NVDA", 180, 0.42},
    Row{"ORCL", "ORCL", 200, 0.48},   Row{"PLTR", "PLTR", 155, 0.60},
    Row{"QQQ", "NDX", 592, 0.20},     Row{"RTY", "RUT", 2360, 0.22},
    Row{"RUT", "RUT", 2350, 0.22},    Row{"SI", "SI", 50.00, 0.34},
    Row{"SIL", "SI", 50.00, 0.34},    Row{"SMCI", "SMCI", 33, 0.75},
    Row{"SOFI", "SOFI", 26, 0.62},    Row{"SPX", "SPX", 6620, 0.16},
    Row{"SPY", "SPX", 660, 0.16},     Row{"TLT", "ZB", 90, 0.12},
    Row{"TSLA", "TSLA", 395, 0.52},   Row{"UBER", "UBER", 84, 0.36},
    Row{"VIX", "VIX", 22, 0.90},      Row{"WMT", "WMT", 105, 0.22},
    Row{"XLE", "XLE", 89, 0.22},      Row{"XLF", "XLF", 52, 0.17},
    Row{"XOM", "XOM", 117, 0.22},     Row{"XSP", "SPX", 662, 0.16},
    Row{"YM", "DJX", 46400, 0.14},    Row{"ZB", "ZB", 117, 0.11},
    Row{"ZC", "ZC", 425, 0.24},       Row{"ZF", "ZN", 109, 0.04},
    Row{"ZN", "ZN", 113, 0.06},       Row{"ZS", "ZS", 1120, 0.20},
    Row{"ZT", "ZN", 104, 0.02},       Row{"ZW", "ZW", 530, 0.28},
};
static_assert(std::is_sorted(rows.begin(), rows.end(), [](const Row& left, const Row& right) {
  return left.symbol < right.symbol;
}));

}  // namespace

SyntheticLevel level_of(std::string_view symbol) {
  const auto row =
      std::lower_bound(rows.begin(), rows.end(), symbol,
                       [](const Row& one, std::string_view name) { return one.symbol < name; });
  if (row != rows.end() && row->symbol == symbol)
    return {std::string(row->series), row->price, row->volatility};
  // From 10 to 320, evenly by ratio; 25 % to 65 %.
  const auto hash = hash_of(0, symbol);
  return {std::string(symbol), 10 * std::exp2(5 * unit_of(mix(hash + 1))),
          0.25 + 0.40 * unit_of(mix(hash + 2))};
}

}  // namespace fillwright
