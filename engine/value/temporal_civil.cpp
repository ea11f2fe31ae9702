#include "value/temporal_civil.h"

#include <algorithm>

namespace liaison::engine {

namespace {
constexpr std::int64_t kDaysPerEra = 146'097;  // 400 years, a whole number of weeks
}  // namespace

bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

std::int64_t days_in_year(std::int64_t year) {
  return is_leap_year(year) ? 366 : 365;
}

std::int64_t days_in_quarter(std::int64_t year, std::int64_t quarter) {
  std::int64_t days = 0;
  for (std::int64_t month = 3 * quarter - 2; month <= 3 * quarter; ++month) {
    days += days_in_month(year, month);
  }
  return days;
}

std::int64_t weeks_in_year(std::int64_t week_year) {
  // 28 December always lies in the last week.
  return week_date_from_days(days_from_civil({week_year, 12, 28})).week;
}

// Years are counted from 1 March, so that the leap day is the last of its year and the lengths of
// the months before it follow the line (153 * month + 2) / 5.
std::int64_t days_from_civil(const CivilDate& civil) {
  std::int64_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
  std::int64_t era = floor_div(year, 400);
  std::int64_t year_of_era = year - era * 400;
  std::int64_t month_from_march = (civil.month + 9) % 12;
  std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
  std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - 719'468;  // 0000-03-01 is 719468 days before 1970
}

CivilDate civil_from_days(std::int64_t days) {
  days += 719'468;
  std::int64_t era = floor_div(days, kDaysPerEra);
  std::int64_t day_of_era = days - era * kDaysPerEra;
  std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t day_of_week(std::int64_t days) {
  return floor_mod(days + 3, 7) + 1;  // 1970-01-01 was a Thursday
}

std::int64_t ordinal_day(std::int64_t days) {
  return days - days_from_civil({civil_from_days(days).year, 1, 1}) + 1;
}

std::int64_t quarter_of(std::int64_t month) {
  return (month + 2) / 3;
}

std::int64_t day_of_quarter(std::int64_t days) {
  CivilDate civil = civil_from_days(days);
  return days - days_from_civil({civil.year, 3 * quarter_of(civil.month) - 2, 1}) + 1;
}

WeekDate week_date_from_days(std::int64_t days) {
  std::int64_t weekday = day_of_week(days);
  std::int64_t thursday = days - weekday + 4;
  return {civil_from_days(thursday).year, (ordinal_day(thursday) - 1) / 7 + 1, weekday};
}

std::int64_t days_from_week_date(const WeekDate& week_date) {
  std::int64_t january_4 = days_from_civil({week_date.year, 1, 4});  // always in week 1
  std::int64_t first_monday = january_4 - day_of_week(january_4) + 1;
  return first_monday + (week_date.week - 1) * 7 + week_date.day - 1;
}

ClockTime clock_time(LocalTime time) {
  std::int64_t seconds = time.nanoseconds / kNanosecondsPerSecond;
  return {seconds / 3600, seconds / 60 % 60, seconds % 60,
          time.nanoseconds % kNanosecondsPerSecond};
}

LocalTime local_time(const ClockTime& clock) {
  return {((clock.hour * 60 + clock.minute) * 60 + clock.second) * kNanosecondsPerSecond +
          clock.nanosecond};
}

Date checked_date(std::int64_t days) {
  if (days < kDateMin || days > kDateMax) {
    throw TemporalError("date out of range: allowed are years " + std::to_string(kYearMin) +
                        " to " + std::to_string(kYearMax));
  }
  return {days};
}

Date add_months(Date date, std::int64_t months) {
  if (months == 0) return date;
  CivilDate civil = civil_from_days(date.days);
  std::int64_t total = checked_add(civil.year * 12 + civil.month - 1, months, "date");
  std::int64_t year = floor_div(total, 12);
  if (year < kYearMin || year > kYearMax)
    return checked_date(year < 0 ? kDateMin - 1 : kDateMax + 1);
  std::int64_t month = floor_mod(total, 12) + 1;
  return {days_from_civil({year, month, std::min(civil.day, days_in_month(year, month))})};
}

LocalDateTime combine(Date date, LocalTime time) {
  return {date.days * kSecondsPerDay + time.nanoseconds / kNanosecondsPerSecond,
          static_cast<std::int32_t>(time.nanoseconds % kNanosecondsPerSecond)};
}

Date date_part(const LocalDateTime& value) {
  return {floor_div(value.epoch_seconds, kSecondsPerDay)};
}

LocalTime time_part(const LocalDateTime& value) {
  return {floor_mod(value.epoch_seconds, kSecondsPerDay) * kNanosecondsPerSecond +
          value.nanosecond};
}

LocalDateTime local_part(const DateTime& value) {
  return {value.epoch_seconds + value.offset_seconds, value.nanosecond};
}

DateTime checked_datetime(std::int64_t utc_epoch_seconds, std::int32_t nanosecond, Zone zone) {
  // Local days reach past UTC days by at most one: look-ups of offsets must not see absurd values.
  std::int64_t utc_days = floor_div(utc_epoch_seconds, kSecondsPerDay);
  if (utc_days < kDateMin - 1 || utc_days > kDateMax + 1) checked_date(utc_days);
  std::int32_t offset = offset_at(zone, utc_epoch_seconds);
  checked_date(floor_div(utc_epoch_seconds + offset, kSecondsPerDay));
  return {utc_epoch_seconds, nanosecond, offset, zone.id};
}

std::int64_t checked_add(std::int64_t a, std::int64_t b, std::string_view what) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    throw TemporalError(std::string(what) + " out of range: " + std::to_string(a) + " and " +
                        std::to_string(b) + " together pass 64 bits");
  }
  return sum;
}

std::int64_t checked_multiply(std::int64_t a, std::int64_t b, std::string_view what) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    throw TemporalError(std::string(what) + " out of range: " + std::to_string(a) + " times " +
                        std::to_string(b) + " passes 64 bits");
  }
  return product;
}

void require_range(std::string_view field, std::int64_t found, std::int64_t low,
                   std::int64_t high) {
  if (found >= low && found <= high) return;
  throw TemporalError(std::string(field) + " is " + std::to_string(found) + ", allowed are " +
                      std::to_string(low) + " to " + std::to_string(high));
}

}  // namespace liaison::engine
