// What the query language does with temporal values: construction from maps and texts, conversion,
// components, truncation, differences and arithmetic. Pure functions of their arguments: whatever
// depends on "now" or on a default zone takes a StatementClock, nothing here reads a clock.
// All throw TemporalError for fields out of range, missing parts and overflow.
// Thread-safety: safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "liaison/engine/temporal.h"

namespace liaison {

// A point in time of any kind (everything but Duration).
using Temporal = std::variant<Date, LocalTime, Time, LocalDateTime, DateTime>;

// The instant a statement sees as "now", and the zone for values that name none.
struct StatementClock {
  std::int64_t epoch_seconds = 0;  // UTC
  std::int32_t nanosecond = 0;
  Zone default_zone;
};

// The map argument of date({...}) and friends. Unset members take their value from `date`, `time`
// or `datetime` when given, else the smallest possible one; a component may only be left out if
// all smaller ones are.
struct TemporalFields {
  std::optional<std::int64_t> year, quarter, month, week, day_of_quarter, ordinal_day, day_of_week,
      day, hour, minute, second, millisecond, microsecond, nanosecond, epoch_seconds, epoch_millis;
  std::optional<std::string> timezone;
  std::optional<Temporal> date, time, datetime;

  // Sets the member with this key in the query language, for example "dayOfWeek". False if there
  // is no numeric member of that name.
  bool set(std::string_view key, std::int64_t number);
};

// A number of units; only durations take fractions.
using DurationAmount = std::variant<std::int64_t, double>;

// The map argument of duration({...}).
struct DurationFields {
  std::optional<DurationAmount> years, quarters, months, weeks, days, hours, minutes, seconds,
      milliseconds, microseconds, nanoseconds;

  // As TemporalFields::set.
  bool set(std::string_view key, DurationAmount amount);
};

// --- Construction from a map. A map with nothing but a timezone gives the current value there.
Date make_date(const TemporalFields& fields, const StatementClock& clock);
LocalTime make_local_time(const TemporalFields& fields, const StatementClock& clock);
Time make_time(const TemporalFields& fields, const StatementClock& clock);
LocalDateTime make_local_datetime(const TemporalFields& fields, const StatementClock& clock);
DateTime make_datetime(const TemporalFields& fields, const StatementClock& clock);
// Fractions carry down only: half a month is 15 days 5:14:33, half a day is 12 hours.
// Parts below a nanosecond are cut off.
Duration make_duration(const DurationFields& fields);

DateTime datetime_from_epoch(std::int64_t seconds, std::int64_t nanoseconds);
DateTime datetime_from_epoch_millis(std::int64_t milliseconds);

// --- The current value, in the given zone or the clock's default one.
DateTime current_datetime(const StatementClock& clock, std::optional<Zone> zone = std::nullopt);

// --- Construction from a text: all basic and extended forms of ISO 8601 for calendar, week,
// quarter and ordinal dates, offsets and "[Zone/Name]".
Date parse_date(std::string_view text);
LocalTime parse_local_time(std::string_view text);
Time parse_time(std::string_view text, const StatementClock& clock);
LocalDateTime parse_local_datetime(std::string_view text);
DateTime parse_datetime(std::string_view text, const StatementClock& clock);
// 'P1Y2M3W4DT5H6M7.5S' with a sign and a fraction on any unit, or 'P2012-02-02T14:37:21.545'.
Duration parse_duration(std::string_view text);

// --- Conversion. Dates start at midnight; values without zone are placed in the default zone.
// Throws if the target needs a part (day, time of day) which the value does not have.
Date to_date(const Temporal& value);
LocalTime to_local_time(const Temporal& value);
Time to_time(const Temporal& value, const StatementClock& clock);
LocalDateTime to_local_datetime(const Temporal& value);
DateTime to_datetime(const Temporal& value, const StatementClock& clock);

// The instant which the zone's clocks show as `local`. In a gap of the clocks the time moves on by
// the gap's length; in an overlap the earlier instant is taken, or the one with `preferred_offset`.
DateTime resolve_local(const LocalDateTime& local, Zone zone,
                       std::optional<std::int32_t> preferred_offset = std::nullopt);
DateTime with_zone_same_instant(const DateTime& value, Zone zone);

// --- Truncation. `unit` is one of millennium, century, decade, year, weekYear, quarter, month,
// week, day, hour, minute, second, millisecond, microsecond (any case). The fields then replace
// components of the truncated value; below the unit, smaller fractions of a second are added to it.
// A timezone in the fields replaces the zone and keeps the local time.
Date truncate_date(std::string_view unit, const Temporal& value, const TemporalFields& fields);
LocalTime truncate_local_time(std::string_view unit, const Temporal& value,
                              const TemporalFields& fields);
Time truncate_time(std::string_view unit, const Temporal& value, const TemporalFields& fields,
                   const StatementClock& clock);
LocalDateTime truncate_local_datetime(std::string_view unit, const Temporal& value,
                                      const TemporalFields& fields);
DateTime truncate_datetime(std::string_view unit, const Temporal& value,
                           const TemporalFields& fields, const StatementClock& clock);

// --- Differences, cut off towards zero. What only one side has (day, zone) the other side takes
// over; a missing time of day is midnight.
Duration duration_between(const Temporal& from, const Temporal& to);     // months, days, seconds
Duration duration_in_months(const Temporal& from, const Temporal& to);   // whole months only
Duration duration_in_days(const Temporal& from, const Temporal& to);     // whole days only
Duration duration_in_seconds(const Temporal& from, const Temporal& to);  // seconds, nanoseconds

// --- Arithmetic. Months first (the day moves back to the month's last if need be), then days, both
// on the local calendar, then seconds on the time line. A date ignores parts of a day; a time of
// day wraps around and ignores months and days.
Temporal add(const Temporal& value, const Duration& duration);
Temporal subtract(const Temporal& value, const Duration& duration);
Duration add(const Duration& a, const Duration& b);
Duration subtract(const Duration& a, const Duration& b);
Duration negate(const Duration& value);
Duration multiply(const Duration& value, DurationAmount factor);
Duration divide(const Duration& value, DurationAmount divisor);

// --- Components by property name, for example "dayOfQuarter", "offsetMinutes", "monthsOfYear".
using TemporalComponent = std::variant<std::int64_t, std::string>;
// Nothing if the value's type has no such component.
std::optional<TemporalComponent> component(const Temporal& value, std::string_view name);
std::optional<TemporalComponent> component(const Duration& value, std::string_view name);

}  // namespace liaison
