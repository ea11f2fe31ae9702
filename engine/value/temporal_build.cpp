// Temporal values from maps of components, with or without another value to start from, and
// conversions between the types.
#include <algorithm>
#include <array>
#include <utility>

#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"
#include "value/temporal_civil.h"

namespace liaison {

using namespace engine;

namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

using Field = std::optional<std::int64_t>;

// The components of one kind, largest first: leaving one out asks that the smaller ones are out
// too.
struct NamedField {
  std::string_view name;
  const Field& value;
};

void require_no_hole(std::initializer_list<NamedField> fields) {
  const NamedField* missing = nullptr;
  for (const NamedField& field : fields) {
    if (!field.value) {
      if (missing == nullptr) missing = &field;
    } else if (missing != nullptr) {
      throw TemporalError(std::string(field.name) + " is given without " +
                          std::string(missing->name));
    }
  }
}

// The four ways to name a day within a year exclude each other.
void require_one_form(const TemporalFields& f) {
  std::array<std::pair<std::string_view, bool>, 4> forms{
      {{"month or day", f.month || f.day},
       {"week or dayOfWeek", f.week || f.day_of_week},
       {"quarter or dayOfQuarter", f.quarter || f.day_of_quarter},
       {"ordinalDay", f.ordinal_day.has_value()}}};
  std::string_view first;
  for (const auto& [name, used] : forms) {
    if (!used) continue;
    if (!first.empty()) {
      throw TemporalError("cannot combine " + std::string(first) + " with " + std::string(name) +
                          " in one date");
    }
    first = name;
  }
}

Date build_calendar_date(const TemporalFields& f, const std::optional<Date>& base) {
  CivilDate start = base ? civil_from_days(base->days) : CivilDate{0, 1, 1};
  CivilDate civil{f.year.value_or(start.year), f.month.value_or(start.month), 1};
  require_range("month", civil.month, 1, 12);
  std::int64_t last = days_in_month(civil.year, civil.month);
  if (f.day) require_range("day", *f.day, 1, last);
  civil.day = f.day.value_or(std::min(start.day, last));  // the base's day may be one too many
  return {days_from_civil(civil)};
}

Date build_week_date(const TemporalFields& f, const std::optional<Date>& base) {
  WeekDate start = base ? week_date_from_days(base->days) : WeekDate{0, 1, 1};
  WeekDate date{f.year.value_or(start.year), 0, f.day_of_week.value_or(start.day)};
  require_range("dayOfWeek", date.day, 1, 7);
  std::int64_t last = weeks_in_year(date.year);
  if (f.week) require_range("week", *f.week, 1, last);
  date.week = f.week.value_or(std::min(start.week, last));
  return checked_date(days_from_week_date(date));
}

Date build_quarter_date(const TemporalFields& f, const std::optional<Date>& base) {
  CivilDate start = base ? civil_from_days(base->days) : CivilDate{0, 1, 1};
  std::int64_t year = f.year.value_or(start.year);
  std::int64_t quarter = f.quarter.value_or(quarter_of(start.month));
  require_range("quarter", quarter, 1, 4);
  std::int64_t last = days_in_quarter(year, quarter);
  if (f.day_of_quarter) require_range("dayOfQuarter", *f.day_of_quarter, 1, last);
  std::int64_t day =
      f.day_of_quarter.value_or(base ? std::min(day_of_quarter(base->days), last) : 1);
  return {days_from_civil({year, 3 * quarter - 2, 1}) + day - 1};
}

Date build_ordinal_date(const TemporalFields& f, const std::optional<Date>& base) {
  std::int64_t year = f.year ? *f.year : civil_from_days(base->days).year;
  require_range("ordinalDay", *f.ordinal_day, 1, days_in_year(year));
  return {days_from_civil({year, 1, 1}) + *f.ordinal_day - 1};
}

Date date_of(const Temporal& value) {
  return std::visit(
      Overloaded{[](const Date& v) { return v; },
                 [](const LocalDateTime& v) { return date_part(v); },
                 [](const DateTime& v) { return date_part(local_part(v)); },
                 [](const auto& v) -> Date {
                   throw TemporalError("a day is needed, the time '" + to_string(v) + "' has none");
                 }},
      value);
}

// The fraction of a second given by millisecond, microsecond and nanosecond together. A finer one
// next to a coarser one counts within it. `decimals_taken` is 3 or 6 when the digits before are
// fixed already (truncation), else 0.
std::int64_t build_fraction(const TemporalFields& f, int decimals_taken) {
  std::int64_t micro_max = f.millisecond || decimals_taken >= 3 ? 999 : 999'999;
  std::int64_t nano_max = 999'999'999;
  if (f.microsecond || decimals_taken >= 6) {
    nano_max = 999;
  } else if (f.millisecond || decimals_taken >= 3) {
    nano_max = 999'999;
  }
  if (f.millisecond) require_range("millisecond", *f.millisecond, 0, 999);
  if (f.microsecond) require_range("microsecond", *f.microsecond, 0, micro_max);
  if (f.nanosecond) require_range("nanosecond", *f.nanosecond, 0, nano_max);
  return f.millisecond.value_or(0) * 1'000'000 + f.microsecond.value_or(0) * 1'000 +
         f.nanosecond.value_or(0);
}

// A datetime for `date`, `time` and `datetime` sources, reduced to what is asked from them.
const std::optional<Temporal>& date_source(const TemporalFields& f) {
  return f.datetime ? f.datetime : f.date;
}
const std::optional<Temporal>& time_source(const TemporalFields& f) {
  return f.datetime ? f.datetime : f.time;
}

void require_sources_agree(const TemporalFields& f) {
  if (f.datetime && (f.date || f.time)) {
    throw TemporalError("cannot combine datetime with date or time as sources of one value");
  }
  if (f.datetime && !std::holds_alternative<LocalDateTime>(*f.datetime) &&
      !std::holds_alternative<DateTime>(*f.datetime)) {
    throw TemporalError("the source under datetime needs both a day and a time of day");
  }
}

LocalTime wrapped(std::int64_t nanoseconds) {
  return {floor_mod(nanoseconds, kNanosecondsPerDay)};
}

Date make_date_part(const TemporalFields& f) {
  require_sources_agree(f);
  const auto& source = date_source(f);
  return build_date(f, source ? std::optional(date_of(*source)) : std::nullopt);
}

LocalTime make_time_part(const TemporalFields& f, bool optional_hour) {
  require_sources_agree(f);
  const auto& source = time_source(f);
  if (source) return build_time(f, time_of(*source), 0);
  if (!f.hour && !optional_hour) throw TemporalError("a time of day needs at least the hour");
  return build_time(f, std::nullopt, 0);
}

// DateTime from seconds or milliseconds since 1970; the fraction may be given on its own.
DateTime make_from_epoch(const TemporalFields& f, const StatementClock& clock) {
  if (f.epoch_seconds && f.epoch_millis) {
    throw TemporalError("cannot combine epochSeconds with epochMillis");
  }
  std::int64_t millis = f.epoch_millis.value_or(0);
  std::int64_t seconds = f.epoch_seconds ? *f.epoch_seconds : floor_div(millis, 1000);
  std::int64_t fraction = floor_mod(millis, 1000) * 1'000'000;
  fraction += build_fraction(f, f.epoch_millis ? 3 : 0);
  Zone zone = f.timezone ? parse_zone(*f.timezone) : clock.default_zone;
  return checked_datetime(seconds, static_cast<std::int32_t>(fraction), zone);
}

bool only_timezone(const TemporalFields& f) {
  TemporalFields bare;
  bare.timezone = f.timezone;
  return f.timezone && same_fields(bare, f);
}

DateTime current(const TemporalFields& f, const StatementClock& clock) {
  return current_datetime(clock, parse_zone(*f.timezone));
}

void require_no_timezone(const TemporalFields& f) {
  if (f.timezone) throw TemporalError("timezone does not apply to a value without zone");
}

}  // namespace

namespace engine {

Date build_date(const TemporalFields& f, const std::optional<Date>& base) {
  require_one_form(f);
  if (f.year) require_range("year", *f.year, kYearMin, kYearMax);
  if (!base) {
    require_no_hole({{"year", f.year}, {"month", f.month}, {"day", f.day}});
    require_no_hole({{"year", f.year}, {"week", f.week}, {"dayOfWeek", f.day_of_week}});
    require_no_hole({{"year", f.year}, {"quarter", f.quarter}, {"dayOfQuarter", f.day_of_quarter}});
    if (!f.year) throw TemporalError("a date needs at least the year");
  }
  if (f.week || f.day_of_week) return build_week_date(f, base);
  if (f.quarter || f.day_of_quarter) return build_quarter_date(f, base);
  if (f.ordinal_day) return build_ordinal_date(f, base);
  return build_calendar_date(f, base);
}

LocalTime build_time(const TemporalFields& f, const std::optional<LocalTime>& base,
                     int decimals_kept) {
  bool has_fraction = f.millisecond || f.microsecond || f.nanosecond;
  if (!base) {
    Field fraction = has_fraction ? Field(0) : Field();
    require_no_hole({{"hour", f.hour},
                     {"minute", f.minute},
                     {"second", f.second},
                     {"a fraction of a second", fraction}});
  }
  ClockTime clock = base ? clock_time(*base) : ClockTime{};
  if (f.hour) require_range("hour", clock.hour = *f.hour, 0, 23);
  if (f.minute) require_range("minute", clock.minute = *f.minute, 0, 59);
  if (f.second) require_range("second", clock.second = *f.second, 0, 59);
  if (f.millisecond) decimals_kept = 0;  // replaces the digits kept
  if (has_fraction) {
    std::int64_t kept = decimals_kept > 0 ? clock.nanosecond : 0;
    if (f.microsecond && decimals_kept > 3) {
      decimals_kept = 3;
      kept -= kept % 1'000'000;
    }
    clock.nanosecond = kept + build_fraction(f, decimals_kept);
  }
  return local_time(clock);
}

LocalTime time_of(const Temporal& value) {
  return std::visit(
      Overloaded{[](const LocalTime& v) { return v; }, [](const Time& v) { return v.local; },
                 [](const LocalDateTime& v) { return time_part(v); },
                 [](const DateTime& v) { return time_part(local_part(v)); },
                 [](const Date& v) -> LocalTime {
                   throw TemporalError("a time of day is needed, the date '" + to_string(v) +
                                       "' has none");
                 }},
      value);
}

std::optional<Zone> zone_part(const Temporal& value) {
  if (const auto* time = std::get_if<Time>(&value)) return Zone{kNoZone, time->offset_seconds};
  if (const auto* datetime = std::get_if<DateTime>(&value)) {
    if (datetime->zone != kNoZone) return Zone{datetime->zone, 0};
    return Zone{kNoZone, datetime->offset_seconds};
  }
  return std::nullopt;
}

std::int32_t offset_now(Zone zone, const StatementClock& clock) {
  return offset_at(zone, clock.epoch_seconds);
}

}  // namespace engine

Date make_date(const TemporalFields& f, const StatementClock& clock) {
  if (only_timezone(f)) return to_date(current(f, clock));
  require_no_timezone(f);
  return make_date_part(f);
}

LocalTime make_local_time(const TemporalFields& f, const StatementClock& clock) {
  if (only_timezone(f)) return to_local_time(current(f, clock));
  require_no_timezone(f);
  return make_time_part(f, false);
}

Time make_time(const TemporalFields& f, const StatementClock& clock) {
  if (only_timezone(f)) return to_time(current(f, clock), clock);
  LocalTime local = make_time_part(f, false);
  const auto& source = time_source(f);
  std::optional<std::int32_t> own;
  if (source && zone_part(*source)) own = to_time(*source, clock).offset_seconds;
  if (!f.timezone) return {local, own.value_or(offset_now(clock.default_zone, clock))};
  std::int32_t offset = offset_now(parse_zone(*f.timezone), clock);
  if (!own) return {local, offset};
  // The source says which instant is meant: another zone shows it differently.
  return {wrapped(local.nanoseconds + (offset - *own) * kNanosecondsPerSecond), offset};
}

LocalDateTime make_local_datetime(const TemporalFields& f, const StatementClock& clock) {
  if (only_timezone(f)) return to_local_datetime(current(f, clock));
  require_no_timezone(f);
  return combine(make_date_part(f), make_time_part(f, true));
}

DateTime make_datetime(const TemporalFields& f, const StatementClock& clock) {
  if (only_timezone(f)) return current(f, clock);
  if (f.epoch_seconds || f.epoch_millis) return make_from_epoch(f, clock);
  LocalDateTime local = combine(make_date_part(f), make_time_part(f, true));
  const auto& source = time_source(f);
  std::optional<Zone> own = source ? zone_part(*source) : std::nullopt;
  std::optional<std::int32_t> preferred;
  if (source) {
    if (const auto* datetime = std::get_if<DateTime>(&*source)) {
      preferred = datetime->offset_seconds;
    }
  }
  if (!f.timezone) return resolve_local(local, own.value_or(clock.default_zone), preferred);
  Zone zone = parse_zone(*f.timezone);
  if (!own) return resolve_local(local, zone);
  return with_zone_same_instant(resolve_local(local, *own, preferred), zone);
}

DateTime datetime_from_epoch(std::int64_t seconds, std::int64_t nanoseconds) {
  require_range("nanoseconds", nanoseconds, 0, kNanosecondsPerSecond - 1);
  return checked_datetime(seconds, static_cast<std::int32_t>(nanoseconds), {});
}

DateTime datetime_from_epoch_millis(std::int64_t milliseconds) {
  return checked_datetime(floor_div(milliseconds, 1000),
                          static_cast<std::int32_t>(floor_mod(milliseconds, 1000) * 1'000'000), {});
}

Date to_date(const Temporal& value) {
  return date_of(value);
}

LocalTime to_local_time(const Temporal& value) {
  return time_of(value);
}

Time to_time(const Temporal& value, const StatementClock& clock) {
  if (const auto* time = std::get_if<Time>(&value)) return *time;
  if (const auto* datetime = std::get_if<DateTime>(&value)) {
    return {time_of(value), datetime->offset_seconds};
  }
  return {time_of(value), offset_now(clock.default_zone, clock)};
}

LocalDateTime to_local_datetime(const Temporal& value) {
  if (const auto* date = std::get_if<Date>(&value)) return combine(*date, {});
  return combine(date_of(value), time_of(value));
}

DateTime to_datetime(const Temporal& value, const StatementClock& clock) {
  if (const auto* datetime = std::get_if<DateTime>(&value)) return *datetime;
  return resolve_local(to_local_datetime(value), clock.default_zone);
}

}  // namespace liaison
