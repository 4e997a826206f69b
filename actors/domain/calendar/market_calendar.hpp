// When each market trades, as data: the stretches of every trading day, and local dates. Built by
// adapters/calendar from hours, holidays and time-zone data, all named in `version`, which
// decisions cite. An unknown session, or a time outside the years covered, is closed and has no
// trading day: nothing is guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/values.hpp"

namespace fillwright {

// From `from` on, local time is UTC + `offset`.
struct OffsetChange {
  Timestamp from;
  Duration offset;
};
using ZoneOffsets = std::vector<OffsetChange>;  // by rising `from`

// One uninterrupted stretch of trading, [open, close). A trading day may have several.
struct SessionStretch {
  Date trading_day;
  Timestamp open;
  Timestamp close;
  Timestamp day_end;  // from then on things belong to the next trading day
};

struct Session {
  std::string name;
  std::vector<SessionStretch> stretches;  // by rising time
};

// us_equity, us_option 9:30-16:00; us_index_option to 16:15 (index classes and the broad ETFs);
// us_futures Sunday to Friday 18:00-17:00. Times of New York.
struct MarketCalendar {
  std::string version;            // "hours 1, tzdata 2025b"
  std::vector<Session> sessions;  // by name
  ZoneOffsets exchange_zone;      // New York
  ZoneOffsets account_zone;
};

// UTC offsets: before the first change the first one holds; none is UTC.
Duration offset_at(const ZoneOffsets& zone, Timestamp time);
Date local_date(const ZoneOffsets& zone, Timestamp time);
// The instant at which local clocks show `time_of_day` (may be negative or past 24 h) on `date`. In
// the hour that clocks skip: as if they had not; in the hour that comes twice: the first. REQUIRES:
// a date of the years 1700 to 2250.
Timestamp from_local(const ZoneOffsets& zone, Date date, Duration time_of_day);

// The date in New York: what 0DTE and expiries go by.
Date exchange_date(const MarketCalendar& calendar, Timestamp time);
// The date in the account's own time zone.
Date account_date(const MarketCalendar& calendar, Timestamp time);

// Null when there is none of that name.
const Session* find_session(const MarketCalendar& calendar, std::string_view session);
bool is_open(const MarketCalendar& calendar, std::string_view session, Timestamp time);
// The trading day that things at `time` belong to: the running one until its `day_end` (midnight in
// New York; futures roll at 18:00), then the next. Saturday belongs to Monday.
std::optional<Date> trading_day(const MarketCalendar& calendar, std::string_view session,
                                Timestamp time);
// The first opening at or after `time`.
std::optional<Timestamp> next_open(const MarketCalendar& calendar, std::string_view session,
                                   Timestamp time);
// The first opening, and the last close, of a trading day; nothing when it is none.
std::optional<Timestamp> open_of(const MarketCalendar& calendar, std::string_view session,
                                 Date trading_day);
std::optional<Timestamp> close_of(const MarketCalendar& calendar, std::string_view session,
                                  Date trading_day);
bool is_trading_day(const MarketCalendar& calendar, std::string_view session, Date date);
// The nearest trading day after, or before, `date`.
std::optional<Date> next_trading_day(const MarketCalendar& calendar, std::string_view session,
                                     Date date);
std::optional<Date> previous_trading_day(const MarketCalendar& calendar, std::string_view session,
                                         Date date);
// "This week's Friday": the last trading day of the week of `date` (Monday to Sunday), whether past
// or to come; weekly options expire on it.
std::optional<Date> last_trading_day_of_week(const MarketCalendar& calendar,
                                             std::string_view session, Date date);

}  // namespace fillwright
