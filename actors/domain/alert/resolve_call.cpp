#include "actors/domain/alert/resolve_call.hpp"

#include <algorithm>

#include "actors/domain/alert/resolve_expiry.hpp"
#include "actors/domain/instrument/contracts.hpp"

namespace fillwright {
namespace {

tl::unexpected<AlertRefusal> refuse(RefusalReason reason, std::string detail) {
  return tl::unexpected(AlertRefusal{reason, std::move(detail)});
}

bool is_same_day_symbol(const AlertSettings& alerts, const std::string& symbol) {
  const auto& all = alerts.same_day_symbols;
  return std::find(all.begin(), all.end(), symbol) != all.end();
}

// What the channel's rule fills in for a missing expiry; empty when it fills nothing.
std::string default_expiry(const ChannelRule& rule, const AlertSettings& alerts,
                           const std::string& symbol) {
  const bool is_same_day = is_same_day_symbol(alerts, symbol);
  switch (rule.default_expiry) {
    case DefaultExpiry::none:
      return "";
    case DefaultExpiry::same_day:
      return is_same_day ? "0DTE" : "";
    case DefaultExpiry::friday:
      return "this week";
    case DefaultExpiry::same_day_or_friday:
      return is_same_day ? "0DTE" : "this week";
  }
  return "";
}

// Options of a Friday that is a holiday expire on the last trading day before it.
Date on_trading_day(const MarketCalendar& calendar, Date expiry) {
  for (int back = 0; back < 4; ++back)
    if (open_of(calendar, "us_option", Date{expiry.days - back})) return {expiry.days - back};
  return expiry;
}

tl::expected<ResolvedCall, AlertRefusal> resolve_option(ResolvedCall call, const ChannelRule& rule,
                                                        const AlertSettings& alerts,
                                                        const MarketCalendar& calendar,
                                                        Timestamp now) {
  auto& reading = call.reading;
  if (!reading.strike) return refuse(RefusalReason::incomplete, "the strike is missing, as in 78p");
  if (reading.right == Right::none)
    return refuse(RefusalReason::incomplete, "call or put is missing, as in 78c or 78p");
  if (reading.expiry.empty()) {
    reading.expiry = default_expiry(rule, alerts, reading.symbol);
    call.completed_by = "channel_rule";
    if (reading.expiry.empty())
      return refuse(RefusalReason::incomplete,
                    "the expiry is missing, as in 12/05, and the channel has no rule for it");
  }
  auto expiry = resolve_expiry(reading.expiry, reading.symbol, exchange_date(calendar, now));
  if (!expiry) return tl::unexpected(expiry.error());
  const bool is_week = call.completed_by == "channel_rule" && reading.expiry == "this week";
  const auto day = is_week ? on_trading_day(calendar, *expiry) : *expiry;
  const auto option = make_option(reading.symbol, day, reading.right, *reading.strike);
  if (!option)
    return refuse(RefusalReason::absurd_price,
                  "no option has the strike " + to_text(*reading.strike));
  call.instrument = *option;
  return call;
}

tl::expected<ResolvedCall, AlertRefusal> resolve_spread(ResolvedCall call,
                                                        const MarketCalendar& calendar,
                                                        Timestamp now) {
  const auto& reading = call.reading;
  if (reading.legs.size() < 2)
    return refuse(RefusalReason::incomplete, "a spread needs at least two legs");
  const auto expiry = resolve_expiry(reading.expiry, reading.symbol, exchange_date(calendar, now));
  if (!expiry) return tl::unexpected(expiry.error());
  std::vector<SpreadLeg> legs;
  for (const auto& leg : reading.legs) {
    const auto option = make_option(reading.symbol, *expiry, leg.right, leg.strike);
    if (!option)
      return refuse(RefusalReason::absurd_price, "no option has the strike " + to_text(leg.strike));
    call.legs.push_back(*option);
    legs.push_back({*option, leg.side, leg.quantity});
  }
  call.instrument = make_spread(legs);
  return call;
}

}  // namespace

tl::expected<ResolvedCall, AlertRefusal> resolve_call(const Reading& reading,
                                                      const ChannelRule& rule,
                                                      const AlertSettings& alerts,
                                                      const MarketCalendar& calendar,
                                                      Timestamp now) {
  ResolvedCall call;
  call.reading = reading;
  if (reading.symbol.empty()) return refuse(RefusalReason::incomplete, "the symbol is missing");
  switch (reading.kind) {
    case AssetClass::stock:
      call.instrument = make_stock(reading.symbol);
      return call;
    case AssetClass::future: {
      const auto future = make_front_future(reading.symbol, exchange_date(calendar, now));
      if (!future)
        return refuse(RefusalReason::unknown_instrument,
                      "no future has the root " + reading.symbol);
      call.instrument = *future;
      return call;
    }
    case AssetClass::spread:
      return resolve_spread(std::move(call), calendar, now);
    case AssetClass::option:
      return resolve_option(std::move(call), rule, alerts, calendar, now);
    case AssetClass::none:
      break;
  }
  return refuse(RefusalReason::incomplete,
                "it does not say what is traded: a stock, an option or a future");
}

}  // namespace fillwright
