#include "adapters/tape/instrument_of.hpp"

#include "actors/domain/instrument/contracts.hpp"
#include "actors/domain/pricing/products.hpp"
#include "adapters/market/symbol_text.hpp"

namespace fillwright {
namespace {

constexpr std::string_view month_codes = "FGHJKMNQUVXZ";

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

// The first day of the month that a future's symbol names.
Date month_of(std::string_view symbol) {
  const auto code = month_codes.find(symbol[symbol.size() - 3]);
  const auto year = 2000 + two_digits(symbol.substr(symbol.size() - 2));
  return *make_date(year, static_cast<unsigned>(code) + 1, 1);
}

// What both futures and options on them take from the product, or from the tape.
bool add_terms(InstrumentDefined& instrument, std::string_view root, const tape::Terms& terms) {
  const auto* product = find_future(root);
  instrument.multiplier = product ? product->multiplier : terms.multiplier;
  instrument.ticks = product ? product->ticks : terms.ticks;
  instrument.exchange = product ? product->exchange : "";
  instrument.session = "us_futures";
  return instrument.multiplier.units > 0 && is_usable(instrument.ticks);
}

std::optional<InstrumentDefined> future_of(const SymbolText& symbol, const tape::Terms& terms) {
  const auto code = symbol.symbol[symbol.symbol.size() - 3];
  const auto month = month_of(symbol.symbol);
  const auto [year, of_year, day] = year_month_day(month);
  if (auto known = make_future(symbol.root, code, year)) return known;
  InstrumentDefined future;
  future.asset_class = AssetClass::future;
  future.symbol = symbol.symbol;
  future.root = future.underlying = symbol.root;
  future.expiry = third_friday(year, of_year);
  if (!add_terms(future, symbol.root, terms)) return std::nullopt;
  return future;
}

// "SPX" for the root "SPXW".
std::string underlying_of(const std::string& root) {
  for (const auto* index : {"SPX", "NDX"})
    if (option_root(index) == root) return index;
  return root;
}

std::optional<InstrumentDefined> option_of(const SymbolText& symbol, const tape::Terms& terms) {
  const std::string_view contract = std::string_view(symbol.symbol).substr(6);
  const auto expiry =
      make_date(2000 + two_digits(contract), static_cast<unsigned>(two_digits(contract.substr(2))),
                static_cast<unsigned>(two_digits(contract.substr(4))));
  const auto strike = parse_decimal(contract.substr(7), Price::digits - 3);
  if (!expiry || !strike) return std::nullopt;
  auto option = make_option(underlying_of(symbol.root), *expiry,
                            contract[6] == 'C' ? Right::call : Right::put, Price{*strike});
  if (!option) return std::nullopt;
  option->symbol = symbol.symbol;  // as it is: "SPX" itself is another class than SPXW
  option->root = symbol.root;
  const auto future = read_symbol(symbol.root);
  if (!future || future->asset_class != AssetClass::future) return option;
  // An option on a future. Its ticks are the tape's where it has them.
  if (!add_terms(*option, future->root, terms)) return std::nullopt;
  if (is_usable(terms.ticks)) option->ticks = terms.ticks;
  return option;
}

}  // namespace

std::optional<InstrumentDefined> instrument_of(const tape::Terms& terms) {
  const auto symbol = read_symbol(terms.symbol);
  if (!symbol) return std::nullopt;
  switch (symbol->asset_class) {
    case AssetClass::stock:
      return make_stock(symbol->symbol);
    case AssetClass::option:
      return option_of(*symbol, terms);
    case AssetClass::future:
      return future_of(*symbol, terms);
    case AssetClass::none:
    case AssetClass::spread:
      break;
  }
  return std::nullopt;
}

}  // namespace fillwright
