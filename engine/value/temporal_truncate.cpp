// Truncation: the start of the unit a value lies in, then components replaced.
#include <algorithm>
#include <array>

#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"
#include "value/temporal_civil.h"
#include "value/temporal_scanner.h"

namespace liaison {

using namespace engine;

namespace {

// From the largest down: the order is used to tell units of days from units of time.
enum class Unit {
  Millennium,
  Century,
  Decade,
  Year,
  WeekYear,
  Quarter,
  Month,
  Week,
  Day,
  Hour,
  Minute,
  Second,
  Millisecond,
  Microsecond
};
constexpr std::array<std::string_view, 14> kUnitNames{
    "millennium", "century", "decade", "year",   "weekYear", "quarter",     "month",
    "week",       "day",     "hour",   "minute", "second",   "millisecond", "microsecond"};

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return TemporalScanner::to_upper(x) == TemporalScanner::to_upper(y);
  });
}

Unit parse_unit(std::string_view name, Unit largest, Unit smallest) {
  for (std::size_t i = 0; i < kUnitNames.size(); ++i) {
    if (!equal_ignoring_case(name, kUnitNames[i])) continue;
    Unit unit = static_cast<Unit>(i);
    if (unit >= largest && unit <= smallest) return unit;
  }
  std::string allowed;
  for (Unit unit = largest; unit <= smallest;
       unit = static_cast<Unit>(static_cast<int>(unit) + 1)) {
    if (!allowed.empty()) allowed += ", ";
    allowed += kUnitNames[static_cast<std::size_t>(unit)];
  }
  throw TemporalError("cannot truncate this type to '" + std::string(name.substr(0, 64)) +
                      "', allowed are " + allowed);
}

Date start_of_year(std::int64_t year) {
  return checked_date(days_from_civil({std::max(year, kYearMin - 1), 1, 1}));
}

Date truncate_day(Unit unit, Date date) {
  CivilDate civil = civil_from_days(date.days);
  switch (unit) {
    case Unit::Millennium:
      return start_of_year(floor_div(civil.year, 1000) * 1000);
    case Unit::Century:
      return start_of_year(floor_div(civil.year, 100) * 100);
    case Unit::Decade:
      return start_of_year(floor_div(civil.year, 10) * 10);
    case Unit::Year:
      return start_of_year(civil.year);
    case Unit::WeekYear:
      return checked_date(days_from_week_date({week_date_from_days(date.days).year, 1, 1}));
    case Unit::Quarter:
      return {date.days - day_of_quarter(date.days) + 1};
    case Unit::Month:
      return {date.days - civil.day + 1};
    case Unit::Week:
      return checked_date(date.days - day_of_week(date.days) + 1);
    default:
      return date;
  }
}

LocalTime truncate_clock(Unit unit, LocalTime time) {
  auto cut = [&](std::int64_t step) { return LocalTime{time.nanoseconds / step * step}; };
  switch (unit) {
    case Unit::Hour:
      return cut(3600 * kNanosecondsPerSecond);
    case Unit::Minute:
      return cut(60 * kNanosecondsPerSecond);
    case Unit::Second:
      return cut(kNanosecondsPerSecond);
    case Unit::Millisecond:
      return cut(1'000'000);
    case Unit::Microsecond:
      return cut(1'000);
    default:
      return {};
  }
}

void require_no_source(const TemporalFields& fields) {
  if (fields.date || fields.time || fields.datetime || fields.epoch_seconds ||
      fields.epoch_millis) {
    throw TemporalError("truncation takes components only, not another value to start from");
  }
}

void require_no_timezone(const TemporalFields& fields) {
  if (fields.timezone) throw TemporalError("timezone does not apply to a value without zone");
}

Date truncated_date(Unit unit, Date date, const TemporalFields& fields) {
  require_no_source(fields);
  return build_date(fields, truncate_day(unit, date));
}

LocalTime truncated_time(Unit unit, LocalTime time, const TemporalFields& fields) {
  require_no_source(fields);
  int decimals_kept = unit == Unit::Microsecond ? 6 : unit == Unit::Millisecond ? 3 : 0;
  return build_time(fields, truncate_clock(unit, time), decimals_kept);
}

LocalDateTime truncated_local(Unit unit, const Temporal& value, const TemporalFields& fields) {
  LocalDateTime local = to_local_datetime(value);
  return combine(truncated_date(unit, date_part(local), fields),
                 truncated_time(unit, time_part(local), fields));
}

}  // namespace

Date truncate_date(std::string_view unit, const Temporal& value, const TemporalFields& fields) {
  require_no_timezone(fields);
  return truncated_date(parse_unit(unit, Unit::Millennium, Unit::Day), to_date(value), fields);
}

LocalTime truncate_local_time(std::string_view unit, const Temporal& value,
                              const TemporalFields& fields) {
  require_no_timezone(fields);
  return truncated_time(parse_unit(unit, Unit::Day, Unit::Microsecond), to_local_time(value),
                        fields);
}

Time truncate_time(std::string_view unit, const Temporal& value, const TemporalFields& fields,
                   const StatementClock& clock) {
  Time time = to_time(value, clock);
  time.local = truncated_time(parse_unit(unit, Unit::Day, Unit::Microsecond), time.local, fields);
  if (fields.timezone) time.offset_seconds = offset_now(parse_zone(*fields.timezone), clock);
  return time;
}

LocalDateTime truncate_local_datetime(std::string_view unit, const Temporal& value,
                                      const TemporalFields& fields) {
  require_no_timezone(fields);
  return truncated_local(parse_unit(unit, Unit::Millennium, Unit::Microsecond), value, fields);
}

DateTime truncate_datetime(std::string_view unit, const Temporal& value,
                           const TemporalFields& fields, const StatementClock& clock) {
  LocalDateTime local =
      truncated_local(parse_unit(unit, Unit::Millennium, Unit::Microsecond), value, fields);
  if (fields.timezone) return resolve_local(local, parse_zone(*fields.timezone));
  std::optional<std::int32_t> own_offset;
  if (const auto* datetime = std::get_if<DateTime>(&value)) own_offset = datetime->offset_seconds;
  return resolve_local(local, zone_part(value).value_or(clock.default_zone), own_offset);
}

}  // namespace liaison
