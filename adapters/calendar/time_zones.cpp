#include "adapters/calendar/time_zones.hpp"

#include <date/tz.h>

#include <exception>
#include <fstream>

#include "actors/domain/calendar/us_calendar.hpp"

namespace fillwright {

std::string tzdata_version() {
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  std::string hash_sign, word, version;
  if (file >> hash_sign >> word >> version && word == "version" && version.size() <= 16)
    return version;
  return "unknown";
}

tl::expected<ZoneOffsets, std::string> load_time_zone(const std::string& name) {
  using namespace std::chrono;
  try {
    const auto* zone = date::locate_zone(name);
    date::sys_seconds at = date::sys_days{date::year{first_calendar_year} / 1 / 1} - days{1};
    const date::sys_seconds end = date::sys_days{date::year{last_calendar_year + 1} / 1 / 2};
    ZoneOffsets offsets;
    while (at < end) {
      const auto info = zone->get_info(at);
      offsets.push_back({{duration_cast<nanoseconds>(at.time_since_epoch()).count()},
                         {duration_cast<nanoseconds>(info.offset).count()}});
      if (info.end <= at) break;
      at = info.end;
    }
    return offsets;
  } catch (const std::exception& error) {
    return tl::unexpected("time zone \"" + name + "\" is not known (" + error.what() +
                          "); expected a name like \"America/New_York\" and an installed tzdata");
  }
}

tl::expected<MarketCalendar, std::string> load_market_calendar(const std::string& account_zone,
                                                               bool is_always_open) {
  auto new_york = load_time_zone("America/New_York");
  if (!new_york) return tl::unexpected(new_york.error());
  auto account = load_time_zone(account_zone);
  if (!account) return tl::unexpected(account.error());
  return make_us_calendar(std::move(*new_york), std::move(*account), tzdata_version(),
                          is_always_open);
}

}  // namespace fillwright
