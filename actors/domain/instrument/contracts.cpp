#include "actors/domain/instrument/contracts.hpp"

#include <algorithm>
#include <array>

#include "actors/domain/pricing/products.hpp"

namespace fillwright {
namespace {

std::string padded(std::int64_t value, std::size_t width) {
  auto text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

bool is_index_session(std::string_view symbol) {
  static constexpr std::array<std::string_view, 14> late = {"DIA", "IWM", "NDX",  "NDXP", "OEX",
                                                            "QQQ", "RUT", "RUTW", "SPX",  "SPXW",
                                                            "SPY", "VIX", "VIXW", "XSP"};
  return std::find(late.begin(), late.end(), symbol) != late.end();
}

constexpr std::string_view month_codes = "FGHJKMNQUVXZ";

struct MonthRule {
  std::string_view months;  // that are listed and liquid, by code
  bool is_third_friday;     // of its own month; else `day` of the month before
  unsigned day;
};

MonthRule rule_of(std::string_view root) {
  if (root == "CL" || root == "MCL") return {month_codes, false, 20};
  if (root == "NG") return {month_codes, false, 25};
  if (root == "GC" || root == "MGC") return {"GJMQVZ", false, 27};
  if (root == "SI" || root == "SIL") return {"HKNUZ", false, 27};
  return {"HMUZ", true, 0};
}

}  // namespace

Date third_friday(int year, unsigned month) {
  const auto first = *make_date(year, month, 1);
  const auto to_friday = (5 + 7 - weekday(first)) % 7;
  return {first.days + static_cast<std::int32_t>(to_friday) + 14};
}

std::string occ_symbol(std::string_view root, Date expiry, Right right, Price strike) {
  std::string symbol(root);
  symbol.resize(6, ' ');
  const auto [year, month, day] = year_month_day(expiry);
  symbol += padded(year % 100, 2) + padded(month, 2) + padded(day, 2);
  symbol += right == Right::call ? 'C' : 'P';
  return symbol + padded(strike.units / (Price::one / 1000), 8);
}

std::string option_root(std::string_view symbol) {
  if (symbol == "SPX") return "SPXW";
  if (symbol == "NDX") return "NDXP";
  return std::string(symbol);
}

InstrumentDefined make_stock(std::string_view symbol) {
  InstrumentDefined stock;
  stock.asset_class = AssetClass::stock;
  stock.symbol = stock.root = stock.underlying = symbol;
  stock.exchange = "SMART";
  stock.ticks = stock_ticks();
  stock.session = "us_equity";
  return stock;
}

std::optional<InstrumentDefined> make_option(std::string_view symbol, Date expiry, Right right,
                                             Price strike) {
  constexpr auto finest = Price::one / 1000;
  if (strike.units <= 0 || strike.units % finest != 0 || strike >= Price::whole(100'000))
    return std::nullopt;
  InstrumentDefined option;
  option.asset_class = AssetClass::option;
  option.root = option_root(symbol);
  option.underlying = symbol;
  if (option.root.size() > 6) return std::nullopt;
  option.symbol = occ_symbol(option.root, expiry, right, strike);
  option.expiry = expiry;
  option.strike = strike;
  option.right = right;
  option.exchange = option_exchange(option.root);
  option.multiplier = option_multiplier;
  option.ticks = option_ticks(option.root);
  option.session = is_index_session(symbol) ? "us_index_option" : "us_option";
  return option;
}

namespace {

// REQUIRES: a month from 1 to 12.
Date expiry_of(const MonthRule& rule, int year, unsigned month) {
  if (rule.is_third_friday) return third_friday(year, month);
  return month == 1 ? *make_date(year - 1, 12, rule.day) : *make_date(year, month - 1, rule.day);
}

InstrumentDefined future_of(const FutureProduct& product, std::string_view root, char month_code,
                            int year, Date expiry) {
  InstrumentDefined future;
  future.asset_class = AssetClass::future;
  future.root = future.underlying = root;
  future.symbol = std::string(root) + month_code + padded(year % 100, 2);
  future.expiry = expiry;
  future.exchange = product.exchange;
  future.multiplier = product.multiplier;
  future.ticks = product.ticks;
  future.session = "us_futures";
  return future;
}

}  // namespace

std::optional<InstrumentDefined> make_future(std::string_view root, char month_code, int year) {
  const auto* product = find_future(root);
  const auto month = month_codes.find(month_code);
  if (!product || month == std::string_view::npos) return std::nullopt;
  const auto expiry = expiry_of(rule_of(root), year, static_cast<unsigned>(month) + 1);
  return future_of(*product, root, month_code, year, expiry);
}

std::optional<InstrumentDefined> make_front_future(std::string_view root, Date today) {
  const auto* product = find_future(root);
  if (!product) return std::nullopt;
  const auto rule = rule_of(root);
  auto [year, month, day] = year_month_day(today);
  for (int ahead = 0; ahead < 18; ++ahead, month = month % 12 + 1, year += month == 1) {
    const auto code = month_codes[month - 1];
    if (rule.months.find(code) == std::string_view::npos) continue;
    const auto expiry = expiry_of(rule, year, month);
    if (expiry.days - today.days <= 7) continue;
    return future_of(*product, root, code, year, expiry);
  }
  return std::nullopt;
}

InstrumentDefined make_spread(const std::vector<SpreadLeg>& legs) {
  InstrumentDefined spread;
  spread.asset_class = AssetClass::spread;
  for (const auto& [leg, side, ratio] : legs) {
    if (!spread.symbol.empty()) spread.symbol += ' ';
    spread.symbol += (side == Side::buy ? "+" : "-") + std::to_string(ratio) + " " + leg.symbol;
    spread.legs.push_back({leg.instrument, side, ratio});
    spread.root = leg.root;
    spread.underlying = leg.underlying;
    spread.expiry = leg.expiry;
    spread.exchange = leg.exchange;
    spread.multiplier = leg.multiplier;
    spread.session = leg.session;
    spread.ticks = complex_ticks(leg.root);
  }
  return spread;
}

}  // namespace fillwright
