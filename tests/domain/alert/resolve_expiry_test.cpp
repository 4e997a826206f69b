#include "actors/domain/alert/resolve_expiry.hpp"

#include <catch2/catch.hpp>

using namespace fillwright;

TEST_CASE("an expiry as written names one day", "[alert]") {
  // A Friday, a Wednesday, a Saturday.
  const auto [today, written, day] = GENERATE(table<const char*, const char*, const char*>({
      {"2026-11-20", "12/05", "2026-12-05"},       {"2026-11-20", "11/20", "2026-11-20"},
      {"2026-11-20", "11/19", "2027-11-19"},       {"2026-11-20", "1/5/27", "2027-01-05"},
      {"2026-11-20", "12/05/2026", "2026-12-05"},  {"2026-11-20", "2026-12-05", "2026-12-05"},
      {"2026-11-20", "2/29", "2028-02-29"},        {"2026-11-20", "0DTE", "2026-11-20"},
      {"2026-11-20", "1dte", "2026-11-23"},        {"2026-11-18", "8 DTE", "2026-11-30"},
      {"2026-11-18", "weekly", "2026-11-20"},      {"2026-11-18", "THIS WEEK", "2026-11-20"},
      {"2026-11-20", "weeklies", "2026-11-20"},    {"2026-11-21", "weekly", "2026-11-27"},
      {"2026-11-18", "next week", "2026-11-27"},   {"2026-11-18", "Friday", "2026-11-20"},
      {"2026-11-18", "Aug 6th", "2027-08-06"},     {"2026-11-18", "AUG 21", "2027-08-21"},
      {"2026-11-18", "20 Feb", "2027-02-20"},      {"2026-11-18", "15 jan 27", "2027-01-15"},
      {"2026-11-18", "Jan 15 2027", "2027-01-15"}, {"2026-11-18", "March", "2027-03-19"},
      {"2026-11-18", "NOV", "2026-11-20"},         {"2026-11-21", "nov", "2027-11-19"},
      {"2026-11-18", "03/2027", "2027-03-19"},     {"2026-11-18", "Jan 2027", "2027-01-15"},
      {"2026-11-18", "261218", "2026-12-18"},
  }));
  INFO(written);
  const auto date = resolve_expiry(written, "SPY", *parse_date(today));
  if (!date) FAIL(date.error().detail);
  CHECK(to_text(*date) == day);
}

TEST_CASE("an expiry that is past, impossible or no day is refused", "[alert]") {
  const auto [written, reason] = GENERATE(table<const char*, RefusalReason>({
      {"12/05/25", RefusalReason::expired},
      {"2026-11-17", RefusalReason::expired},
      {"260731", RefusalReason::expired},
      {"15 mar 24", RefusalReason::expired},
      {"2/30", RefusalReason::impossible_date},
      {"6/31", RefusalReason::impossible_date},
      {"13/1", RefusalReason::impossible_date},
      {"0/12", RefusalReason::impossible_date},
      {"2/29/27", RefusalReason::impossible_date},
      {"1/1/2099", RefusalReason::impossible_date},
      {"2026-13-01", RefusalReason::impossible_date},
      {"269931", RefusalReason::impossible_date},
      {"Feb 30", RefusalReason::impossible_date},
      {"99999999DTE", RefusalReason::impossible_date},
      {"soon", RefusalReason::impossible_date},
      {"", RefusalReason::impossible_date},
      {"123456789012345", RefusalReason::impossible_date},
  }));
  INFO(written);
  const auto date = resolve_expiry(written, "SPY", *parse_date("2026-11-18"));
  REQUIRE(!date);
  CHECK(date.error().reason == reason);
}
