#include "actors/domain/calendar/market_calendar.hpp"

#include <algorithm>

namespace fillwright {
namespace {

constexpr std::int64_t ns_per_day = 86'400LL * 1'000'000'000LL;

// The first stretch for which `is_past` is false; null at the end. `is_past` is monotonic.
template <class IsPast>
const SessionStretch* first_not(const MarketCalendar& calendar, std::string_view name,
                                IsPast is_past) {
  const auto* session = find_session(calendar, name);
  if (!session) return nullptr;
  const auto& all = session->stretches;
  const auto found = std::partition_point(all.begin(), all.end(), is_past);
  return found == all.end() ? nullptr : &*found;
}

// Floor of the local time in days, without overflow at the ends of the range.
std::int64_t floor_days(std::int64_t ns) { return ns / ns_per_day - (ns % ns_per_day < 0 ? 1 : 0); }

}  // namespace

Duration offset_at(const ZoneOffsets& zone, Timestamp time) {
  if (zone.empty()) return {};
  const auto after = std::partition_point(
      zone.begin(), zone.end(), [&](const OffsetChange& each) { return each.from <= time; });
  return after == zone.begin() ? zone.front().offset : std::prev(after)->offset;
}

Date local_date(const ZoneOffsets& zone, Timestamp time) {
  std::int64_t local = 0;
  if (__builtin_add_overflow(time.ns, offset_at(zone, time).ns, &local)) local = time.ns;
  return {static_cast<std::int32_t>(floor_days(local))};
}

Timestamp from_local(const ZoneOffsets& zone, Date date, Duration time_of_day) {
  const Timestamp as_utc{date.days * ns_per_day + time_of_day.ns};
  // The offset in force well before the instant, and whether it still is: offsets are under a day.
  const auto before = offset_at(zone, as_utc - Duration{ns_per_day});
  const auto guess = as_utc - before;
  const auto then = offset_at(zone, guess);
  const auto again = as_utc - then;
  return offset_at(zone, again) == then && then != before ? again : guess;
}

Date exchange_date(const MarketCalendar& calendar, Timestamp time) {
  return local_date(calendar.exchange_zone, time);
}

Date account_date(const MarketCalendar& calendar, Timestamp time) {
  return local_date(calendar.account_zone, time);
}

const Session* find_session(const MarketCalendar& calendar, std::string_view session) {
  const auto found = std::find_if(calendar.sessions.begin(), calendar.sessions.end(),
                                  [&](const Session& each) { return each.name == session; });
  return found == calendar.sessions.end() ? nullptr : &*found;
}

bool is_open(const MarketCalendar& calendar, std::string_view session, Timestamp time) {
  const auto* stretch =
      first_not(calendar, session, [&](const SessionStretch& each) { return each.close <= time; });
  return stretch && stretch->open <= time;
}

std::optional<Date> trading_day(const MarketCalendar& calendar, std::string_view session,
                                Timestamp time) {
  const auto* known = find_session(calendar, session);
  if (!known || known->stretches.empty()) return std::nullopt;
  // Before the years covered: not even the day of the first stretch has begun.
  if (time < known->stretches.front().open - Duration{ns_per_day}) return std::nullopt;
  const auto* stretch = first_not(calendar, session,
                                  [&](const SessionStretch& each) { return each.day_end <= time; });
  if (!stretch) return std::nullopt;
  return stretch->trading_day;
}

std::optional<Timestamp> next_open(const MarketCalendar& calendar, std::string_view session,
                                   Timestamp time) {
  const auto* stretch =
      first_not(calendar, session, [&](const SessionStretch& each) { return each.open < time; });
  if (!stretch) return std::nullopt;
  return stretch->open;
}

std::optional<Timestamp> open_of(const MarketCalendar& calendar, std::string_view session,
                                 Date trading_day) {
  const auto* stretch = first_not(calendar, session, [&](const SessionStretch& each) {
    return each.trading_day < trading_day;
  });
  if (!stretch || stretch->trading_day != trading_day) return std::nullopt;
  return stretch->open;
}

std::optional<Timestamp> close_of(const MarketCalendar& calendar, std::string_view session,
                                  Date trading_day) {
  const auto* known = find_session(calendar, session);
  if (!known) return std::nullopt;
  const auto& all = known->stretches;
  const auto after = std::partition_point(all.begin(), all.end(), [&](const SessionStretch& each) {
    return each.trading_day <= trading_day;
  });
  if (after == all.begin() || std::prev(after)->trading_day != trading_day) return std::nullopt;
  return std::prev(after)->close;
}

bool is_trading_day(const MarketCalendar& calendar, std::string_view session, Date date) {
  return open_of(calendar, session, date).has_value();
}

std::optional<Date> next_trading_day(const MarketCalendar& calendar, std::string_view session,
                                     Date date) {
  const auto* stretch = first_not(
      calendar, session, [&](const SessionStretch& each) { return each.trading_day <= date; });
  if (!stretch) return std::nullopt;
  return stretch->trading_day;
}

std::optional<Date> previous_trading_day(const MarketCalendar& calendar, std::string_view session,
                                         Date date) {
  const auto* known = find_session(calendar, session);
  if (!known) return std::nullopt;
  const auto& all = known->stretches;
  const auto at = std::partition_point(
      all.begin(), all.end(), [&](const SessionStretch& each) { return each.trading_day < date; });
  if (at == all.begin()) return std::nullopt;
  return std::prev(at)->trading_day;
}

std::optional<Date> last_trading_day_of_week(const MarketCalendar& calendar,
                                             std::string_view session, Date date) {
  const auto days_since_monday = static_cast<std::int32_t>((weekday(date) + 6) % 7);
  const Date monday{date.days - days_since_monday};
  const auto last = previous_trading_day(calendar, session, Date{monday.days + 7});
  if (!last || *last < monday) return std::nullopt;
  return last;
}

}  // namespace fillwright
