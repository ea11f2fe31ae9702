// Components of temporal values by their property names.
#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"
#include "value/temporal_civil.h"

namespace liaison {

using namespace engine;

namespace {

using Component = std::optional<TemporalComponent>;

Component number(std::int64_t value) {
  return TemporalComponent(value);
}

Component date_component(Date date, std::string_view name) {
  CivilDate civil = civil_from_days(date.days);
  if (name == "year") return number(civil.year);
  if (name == "quarter") return number(quarter_of(civil.month));
  if (name == "month") return number(civil.month);
  if (name == "week") return number(week_date_from_days(date.days).week);
  if (name == "weekYear") return number(week_date_from_days(date.days).year);
  if (name == "dayOfQuarter" || name == "quarterDay") return number(day_of_quarter(date.days));
  if (name == "day") return number(civil.day);
  if (name == "ordinalDay" || name == "dayOfYear") return number(ordinal_day(date.days));
  if (name == "weekDay" || name == "dayOfWeek") return number(day_of_week(date.days));
  return std::nullopt;
}

Component time_component(LocalTime time, std::string_view name) {
  ClockTime clock = clock_time(time);
  if (name == "hour") return number(clock.hour);
  if (name == "minute") return number(clock.minute);
  if (name == "second") return number(clock.second);
  if (name == "millisecond") return number(clock.nanosecond / 1'000'000);
  if (name == "microsecond") return number(clock.nanosecond / 1'000);
  if (name == "nanosecond") return number(clock.nanosecond);
  return std::nullopt;
}

Component offset_component(std::int32_t offset_seconds, std::string_view name) {
  if (name == "offset") return TemporalComponent(offset_text(offset_seconds));
  if (name == "offsetMinutes") return number(offset_seconds / 60);
  if (name == "offsetSeconds") return number(offset_seconds);
  return std::nullopt;
}

Component either(Component first, Component second) {
  return first ? first : second;
}

Component component_of(const Date& value, std::string_view name) {
  return date_component(value, name);
}

Component component_of(const LocalTime& value, std::string_view name) {
  return time_component(value, name);
}

Component component_of(const Time& value, std::string_view name) {
  if (name == "timezone") return TemporalComponent(offset_text(value.offset_seconds));
  return either(time_component(value.local, name), offset_component(value.offset_seconds, name));
}

Component component_of(const LocalDateTime& value, std::string_view name) {
  return either(date_component(date_part(value), name), time_component(time_part(value), name));
}

Component component_of(const DateTime& value, std::string_view name) {
  if (name == "timezone") {
    return TemporalComponent(value.zone != kNoZone ? std::string(zone_name(value.zone))
                                                   : offset_text(value.offset_seconds));
  }
  if (name == "epochSeconds") return number(value.epoch_seconds);
  if (name == "epochMillis") {
    return number(checked_add(checked_multiply(value.epoch_seconds, 1000, "epochMillis"),
                              value.nanosecond / 1'000'000, "epochMillis"));
  }
  return either(component_of(local_part(value), name),
                offset_component(value.offset_seconds, name));
}

// All seconds of a duration in a smaller unit.
std::int64_t seconds_in(const Duration& value, std::int64_t per_second) {
  return checked_add(checked_multiply(value.seconds, per_second, "duration"),
                     value.nanoseconds / (kNanosecondsPerSecond / per_second), "duration");
}

}  // namespace

std::optional<TemporalComponent> component(const Temporal& value, std::string_view name) {
  return std::visit([&](const auto& v) { return component_of(v, name); }, value);
}

std::optional<TemporalComponent> component(const Duration& value, std::string_view name) {
  // Whole units of each part. Larger ones never take from another part: hours stay below days.
  if (name == "years") return number(value.months / 12);
  if (name == "quarters") return number(value.months / 3);
  if (name == "months") return number(value.months);
  if (name == "weeks") return number(value.days / 7);
  if (name == "days") return number(value.days);
  if (name == "hours") return number(value.seconds / 3600);
  if (name == "minutes") return number(value.seconds / 60);
  if (name == "seconds") return number(value.seconds);
  if (name == "milliseconds") return number(seconds_in(value, 1'000));
  if (name == "microseconds") return number(seconds_in(value, 1'000'000));
  if (name == "nanoseconds") return number(seconds_in(value, 1'000'000'000));
  // What is left below the next larger unit.
  if (name == "quartersOfYear") return number(value.months / 3 % 4);
  if (name == "monthsOfYear") return number(value.months % 12);
  if (name == "monthsOfQuarter") return number(value.months % 3);
  if (name == "daysOfWeek") return number(value.days % 7);
  if (name == "minutesOfHour") return number(value.seconds / 60 % 60);
  if (name == "secondsOfMinute") return number(value.seconds % 60);
  if (name == "millisecondsOfSecond") return number(value.nanoseconds / 1'000'000);
  if (name == "microsecondsOfSecond") return number(value.nanoseconds / 1'000);
  if (name == "nanosecondsOfSecond") return number(value.nanoseconds);
  return std::nullopt;
}

}  // namespace liaison
