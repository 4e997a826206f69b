#include "actors/domain/calendar/us_calendar.hpp"

#include <algorithm>
#include <array>

#include "actors/domain/calendar/us_holidays.hpp"

namespace fillwright {
namespace {

constexpr Duration at(int hour, int minute = 0) { return seconds((hour * 60 + minute) * 60); }
constexpr auto midnight_after = at(24);

struct DayHours {
  const char* session;
  Duration open;
  Duration close;
  Duration half_day_close;
};
// A change of hours raises `hours_version`.
constexpr int hours_version = 1;
constexpr std::array day_sessions = {
    DayHours{"us_equity", at(9, 30), at(16), at(13)},
    DayHours{"us_index_option", at(9, 30), at(16, 15), at(13, 15)},
    DayHours{"us_option", at(9, 30), at(16), at(13)},
};
constexpr auto future_open = at(18 - 24);  // the evening before
constexpr auto future_close = at(17);
constexpr auto future_roll = at(18);
// Products differ by up to two hours on short days; the earliest is safe.
constexpr auto future_short_close = at(13);

bool is_weekend(Date date) { return weekday(date) == 0 || weekday(date) == 6; }

Session make_day_session(const DayHours& hours, const ZoneOffsets& zone, Date first, Date last) {
  Session session{hours.session, {}};
  for (auto date = first; date <= last; ++date.days) {
    if (is_weekend(date) || is_us_holiday(date)) continue;
    session.stretches.push_back(
        {date, from_local(zone, date, hours.open),
         from_local(zone, date, is_us_half_day(date) ? hours.half_day_close : hours.close),
         from_local(zone, date, midnight_after)});
  }
  return session;
}

// A stock holiday is no trading day of its own: what futures trade then belongs to the next one.
Session make_future_session(const ZoneOffsets& zone, Date first, Date last) {
  Session session{"us_futures", {}};
  auto& all = session.stretches;
  std::size_t first_of_day = 0;
  for (auto date = first; date <= last; ++date.days) {
    if (is_weekend(date) || is_us_future_holiday(date)) continue;
    const bool is_holiday = is_us_holiday(date);
    const bool is_short = is_holiday || is_us_half_day(date);
    all.push_back({date, from_local(zone, date, future_open),
                   from_local(zone, date, is_short ? future_short_close : future_close),
                   from_local(zone, date, future_roll)});
    if (is_holiday) continue;
    for (auto i = first_of_day; i < all.size(); ++i) {
      all[i].trading_day = date;
      all[i].day_end = all.back().day_end;
    }
    first_of_day = all.size();
  }
  all.resize(first_of_day);  // a holiday at the very end has no day to belong to
  return session;
}

Session make_open_session(const char* name, const ZoneOffsets& zone, Date first, Date last) {
  Session session{name, {}};
  for (auto date = first; date <= last; ++date.days) {
    const auto end = from_local(zone, date, midnight_after);
    session.stretches.push_back({date, from_local(zone, date, {}), end, end});
  }
  return session;
}

}  // namespace

MarketCalendar make_us_calendar(ZoneOffsets new_york, ZoneOffsets account,
                                const std::string& tzdata, bool is_always_open) {
  const auto first = make_date(first_calendar_year, 1, 1).value_or(Date{});
  const auto last = make_date(last_calendar_year, 12, 31).value_or(Date{});
  MarketCalendar calendar;
  calendar.version = (is_always_open ? "always open" : "hours " + std::to_string(hours_version)) +
                     ", tzdata " + tzdata;
  if (is_always_open) {
    calendar.sessions.push_back(make_open_session("us_futures", new_york, first, last));
    for (const auto& hours : day_sessions)
      calendar.sessions.push_back(make_open_session(hours.session, new_york, first, last));
  } else {
    calendar.sessions.push_back(make_future_session(new_york, first, last));
    for (const auto& hours : day_sessions)
      calendar.sessions.push_back(make_day_session(hours, new_york, first, last));
  }
  calendar.exchange_zone = std::move(new_york);
  calendar.account_zone = std::move(account);
  return calendar;
}

}  // namespace fillwright
