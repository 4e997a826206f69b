#include "actors/domain/pricing/products.hpp"

#include <algorithm>
#include <array>

namespace fillwright {
namespace {

constexpr Price nanos(std::int64_t count) { return {count}; }
constexpr Price cents(std::int64_t count) { return {count * (Price::one / 100)}; }

TickTable one_tick(Price tick) { return {{Price{}, tick}}; }
TickTable two_ticks(Price below, Price breakpoint, Price above) {
  return {{Price{}, below}, {breakpoint, above}};
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& sorted, std::string_view root) {
  return std::binary_search(sorted.begin(), sorted.end(), root);
}

constexpr std::array<std::string_view, 3> penny_everywhere = {"IWM", "QQQ", "SPY"};

// The most traded classes of the penny programme; a class that is missing here only walks on the
// coarser grid.
constexpr std::array<std::string_view, 68> penny_classes = {
    "AAL",  "AAPL", "ABNB", "AMC",  "AMD",  "AMZN",  "ARKK", "BA",   "BABA", "BAC",  "C",    "COIN",
    "COST", "CRM",  "CSCO", "CVX",  "DAL",  "DIA",   "DIS",  "DKNG", "EEM",  "F",    "FXI",  "GDX",
    "GE",   "GLD",  "GM",   "GME",  "GOOG", "GOOGL", "GS",   "HD",   "HYG",  "IBM",  "INTC", "JNJ",
    "JPM",  "KO",   "MARA", "META", "MSFT", "MU",    "NFLX", "NIO",  "NKE",  "NVDA", "ORCL", "PFE",
    "PLTR", "PYPL", "RIOT", "RIVN", "ROKU", "SHOP",  "SLV",  "SMH",  "SNAP", "SOFI", "T",    "TLT",
    "TSLA", "UAL",  "UBER", "USO",  "WFC",  "WMT",   "XLF",  "XOM"};

// Options on indices: one exchange, and a complex tick of 0.05.
constexpr std::array<std::string_view, 9> index_classes = {"DJX", "NDX",  "NDXP", "RUT", "RUTW",
                                                           "SPX", "SPXW", "VIX",  "VIXW"};

static_assert(std::ranges::is_sorted(penny_everywhere));
static_assert(std::ranges::is_sorted(penny_classes));
static_assert(std::ranges::is_sorted(index_classes));

std::vector<FutureProduct> make_futures() {
  const auto whole = [](std::int64_t count) { return Quantity::whole(count); };
  const auto quarter = one_tick(cents(25));
  return {
      {"6J", "CME", whole(12'500'000), one_tick(nanos(500))},
      {"CL", "NYMEX", whole(1'000), one_tick(cents(1))},
      {"ES", "CME", whole(50), quarter},
      {"GC", "COMEX", whole(100), one_tick(cents(10))},
      {"M2K", "CME", whole(5), one_tick(cents(10))},
      {"MCL", "NYMEX", whole(100), one_tick(cents(1))},
      {"MES", "CME", whole(5), quarter},
      {"MGC", "COMEX", whole(10), one_tick(cents(10))},
      {"MNQ", "CME", whole(2), quarter},
      {"MYM", "CBOT", Quantity{Quantity::one / 2}, one_tick(Price::whole(1))},
      {"NG", "NYMEX", whole(10'000), one_tick(nanos(1'000'000))},
      {"NQ", "CME", whole(20), quarter},
      {"RTY", "CME", whole(50), one_tick(cents(10))},
      {"SI", "COMEX", whole(5'000), one_tick(nanos(5'000'000))},
      {"SIL", "COMEX", whole(1'000), one_tick(nanos(5'000'000))},
      {"YM", "CBOT", whole(5), one_tick(Price::whole(1))},
  };
}

}  // namespace

const std::vector<FutureProduct>& future_products() {
  static const auto products = make_futures();
  return products;
}

const FutureProduct* find_future(std::string_view root) {
  const auto& products = future_products();
  const auto found = std::lower_bound(
      products.begin(), products.end(), root,
      [](const FutureProduct& product, std::string_view wanted) { return product.root < wanted; });
  return found != products.end() && found->root == root ? &*found : nullptr;
}

const TickTable& stock_ticks() {
  static const auto ticks = two_ticks(nanos(100'000), Price::whole(1), cents(1));
  return ticks;
}

const TickTable& option_ticks(std::string_view root) {
  static const auto everywhere = one_tick(cents(1));
  static const auto penny = two_ticks(cents(1), Price::whole(3), cents(5));
  static const auto nickel = two_ticks(cents(5), Price::whole(3), cents(10));
  if (contains(penny_everywhere, root)) return everywhere;
  return contains(penny_classes, root) ? penny : nickel;
}

const TickTable& complex_ticks(std::string_view root) {
  static const auto penny = one_tick(cents(1));
  static const auto nickel = one_tick(cents(5));
  return contains(index_classes, root) ? nickel : penny;
}

std::string_view option_exchange(std::string_view root) {
  return contains(index_classes, root) ? "CBOE" : "OPRA";
}

}  // namespace fillwright
