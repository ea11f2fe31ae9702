// Calendar arithmetic under the temporal values: days since 1970 against year, month and day, ISO
// weeks, quarters, and the split of clock times. Integers only, exact over the whole range.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "liaison/engine/temporal.h"

namespace liaison::engine {

struct CivilDate {
  std::int64_t year = 1970;
  std::int64_t month = 1;  // 1..12
  std::int64_t day = 1;    // 1..31
};

// ISO 8601 week: `year` is the one the week's Thursday lies in.
struct WeekDate {
  std::int64_t year = 1970;
  std::int64_t week = 1;  // 1..53
  std::int64_t day = 1;   // 1 is Monday, 7 is Sunday
};

struct ClockTime {
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t nanosecond = 0;
};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  return a - floor_div(a, b) * b;
}

bool is_leap_year(std::int64_t year);
std::int64_t days_in_month(std::int64_t year, std::int64_t month);
std::int64_t days_in_year(std::int64_t year);
std::int64_t weeks_in_year(std::int64_t week_year);
std::int64_t days_in_quarter(std::int64_t year, std::int64_t quarter);

// Requires: a valid month; a day outside of its month counts on from the month's first.
std::int64_t days_from_civil(const CivilDate& civil);
CivilDate civil_from_days(std::int64_t days);
WeekDate week_date_from_days(std::int64_t days);
std::int64_t days_from_week_date(const WeekDate& week_date);
std::int64_t day_of_week(std::int64_t days);  // 1 is Monday
std::int64_t ordinal_day(std::int64_t days);  // 1..366
std::int64_t quarter_of(std::int64_t month);  // 1..4
std::int64_t day_of_quarter(std::int64_t days);

ClockTime clock_time(LocalTime time);
LocalTime local_time(const ClockTime& clock);

// Throws TemporalError if `days` is outside of the range of dates.
Date checked_date(std::int64_t days);
// The months are added, the day is moved back to the last of its month if need be.
Date add_months(Date date, std::int64_t months);

LocalDateTime combine(Date date, LocalTime time);
Date date_part(const LocalDateTime& value);
LocalTime time_part(const LocalDateTime& value);
LocalDateTime local_part(const DateTime& value);
// Throws TemporalError unless the local day is in the range of dates.
DateTime checked_datetime(std::int64_t utc_epoch_seconds, std::int32_t nanosecond, Zone zone);

std::int64_t checked_add(std::int64_t a, std::int64_t b, std::string_view what);
std::int64_t checked_multiply(std::int64_t a, std::int64_t b, std::string_view what);
// Throws TemporalError naming the field, what was found and the allowed range.
void require_range(std::string_view field, std::int64_t found, std::int64_t low, std::int64_t high);

// '+01:00', '-02:05:07', 'Z'.
std::string offset_text(std::int32_t offset_seconds);

}  // namespace liaison::engine
