// Points in time plus and minus durations.
#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"
#include "value/temporal_civil.h"
#include "value/wide_integer.h"

namespace liaison {

using namespace engine;

namespace {

// A duration with the sign it is applied with; seconds and nanoseconds in one, cut at no boundary.
struct Step {
  std::int64_t months, days;
  int128_t nanoseconds;
};

Step step_of(const Duration& duration, int sign) {
  int128_t nanoseconds =
      static_cast<int128_t>(duration.seconds) * kNanosecondsPerSecond + duration.nanoseconds;
  return {checked_multiply(duration.months, sign, "months"),
          checked_multiply(duration.days, sign, "days"), nanoseconds * sign};
}

Date move_date(Date date, std::int64_t months, std::int64_t days) {
  return checked_date(checked_add(add_months(date, months).days, days, "date"));
}

// Adds nanoseconds to a floored pair of seconds and nanoseconds.
LocalDateTime move_seconds(const LocalDateTime& value, int128_t nanoseconds) {
  int128_t total = static_cast<int128_t>(value.epoch_seconds) * kNanosecondsPerSecond +
                   value.nanosecond + nanoseconds;
  int128_t rest = total % kNanosecondsPerSecond;
  if (rest < 0) rest += kNanosecondsPerSecond;
  int128_t seconds = (total - rest) / kNanosecondsPerSecond;
  if (seconds < (kDateMin - 1) * kSecondsPerDay || seconds > (kDateMax + 2) * kSecondsPerDay) {
    checked_date(seconds < 0 ? kDateMin - 1 : kDateMax + 1);
  }
  return {static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(rest)};
}

Date moved(const Date& value, const Step& step) {
  auto whole_days = static_cast<std::int64_t>(step.nanoseconds / kNanosecondsPerDay);
  return move_date(value, step.months, checked_add(step.days, whole_days, "days"));
}

LocalTime moved(const LocalTime& value, const Step& step) {
  auto part = static_cast<std::int64_t>(step.nanoseconds % kNanosecondsPerDay);
  return {floor_mod(value.nanoseconds + part, kNanosecondsPerDay)};
}

Time moved(const Time& value, const Step& step) {
  return {moved(value.local, step), value.offset_seconds};
}

LocalDateTime moved(const LocalDateTime& value, const Step& step) {
  LocalDateTime day_moved =
      combine(move_date(date_part(value), step.months, step.days), time_part(value));
  LocalDateTime out = move_seconds(day_moved, step.nanoseconds);
  checked_date(date_part(out).days);
  return out;
}

DateTime moved(const DateTime& value, const Step& step) {
  DateTime day_moved = value;
  Zone zone{value.zone, value.zone == kNoZone ? value.offset_seconds : 0};
  if (step.months != 0 || step.days != 0) {
    LocalDateTime local = local_part(value);
    day_moved = resolve_local(
        combine(move_date(date_part(local), step.months, step.days), time_part(local)), zone,
        value.offset_seconds);
  }
  LocalDateTime utc =
      move_seconds({day_moved.epoch_seconds, day_moved.nanosecond}, step.nanoseconds);
  return checked_datetime(utc.epoch_seconds, utc.nanosecond, zone);
}

Temporal apply(const Temporal& value, const Duration& duration, int sign) {
  Step step = step_of(duration, sign);
  return std::visit([&](const auto& v) -> Temporal { return moved(v, step); }, value);
}

}  // namespace

Temporal add(const Temporal& value, const Duration& duration) {
  return apply(value, duration, 1);
}

Temporal subtract(const Temporal& value, const Duration& duration) {
  return apply(value, duration, -1);
}

}  // namespace liaison
