// The New York Stock Exchange's holidays and early closes, by its rules, which have held since 2014
// (Juneteenth since 2022), and the days of mourning it kept. Days that are yet to be announced are
// not known: an order then finds no quotes.
#pragma once

#include "events/values.hpp"

namespace fillwright {

// A weekday on which the stock exchange is closed.
bool is_us_holiday(Date date);
// The stock exchange closes at 13:00: before Independence Day, after Thanksgiving, Christmas Eve.
bool is_us_half_day(Date date);
// Futures are closed, too: New Year, Good Friday, Christmas. On other holidays they stop at 13:00,
// and what trades until then belongs to the next trading day.
bool is_us_future_holiday(Date date);

}  // namespace fillwright
