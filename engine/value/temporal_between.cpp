// Differences of two points in time of any two types.
#include "liaison/engine/temporal_functions.h"
#include "value/temporal_build.h"
#include "value/temporal_civil.h"
#include "value/wide_integer.h"

namespace liaison {

using namespace engine;

namespace {

// Both ends brought to one form. Each end shows local clocks; `utc_seconds` places it on the time
// line that both share (the local one if neither has a zone).
struct End {
  LocalDateTime local;
  std::int64_t utc_seconds = 0;
};

struct Ends {
  End from, to;
  std::optional<Zone> zone;  // the zone local clocks are shown in
  bool have_days = false;    // both had a day of their own
};

bool has_day(const Temporal& value) {
  return !std::holds_alternative<LocalTime>(value) && !std::holds_alternative<Time>(value);
}

LocalTime time_or_midnight(const Temporal& value) {
  return std::holds_alternative<Date>(value) ? LocalTime{} : time_of(value);
}

End place(Date day, const Temporal& value, std::optional<Zone> zone) {
  End end{combine(day, time_or_midnight(value)), 0};
  end.utc_seconds = end.local.epoch_seconds;
  if (const auto* datetime = std::get_if<DateTime>(&value)) {
    end.utc_seconds = datetime->epoch_seconds;
  } else if (zone) {
    // A local time that falls into a gap of the other's zone moves on, as everywhere.
    DateTime resolved = resolve_local(end.local, *zone);
    end = {local_part(resolved), resolved.epoch_seconds};
  }
  return end;
}

// `to` shown on the clocks of `from`: calendar units are counted in one zone.
void align(Ends& ends, Zone zone) {
  ends.zone = zone;
  ends.to.local.epoch_seconds = ends.to.utc_seconds + offset_at(zone, ends.to.utc_seconds);
}

Ends prepare(const Temporal& from, const Temporal& to) {
  Ends ends;
  ends.have_days = has_day(from) && has_day(to);
  Date from_day = has_day(from) ? to_date(from) : has_day(to) ? to_date(to) : Date{};
  Date to_day = has_day(to) ? to_date(to) : from_day;
  std::optional<Zone> from_zone = zone_part(from);
  std::optional<Zone> to_zone = zone_part(to);
  // Without a zone on either side there is no time line but the local one; a zone on one side
  // holds for both.
  ends.from = place(from_day, from, from_zone ? from_zone : to_zone);
  ends.to = place(to_day, to, to_zone ? to_zone : from_zone);
  if (from_zone) {
    align(ends, *from_zone);
  } else if (to_zone) {
    ends.zone = to_zone;
  }
  return ends;
}

// Whole months from a to b, cut off towards zero.
std::int64_t months_between(const LocalDateTime& a, const LocalDateTime& b) {
  CivilDate from = civil_from_days(date_part(a).days);
  CivilDate to = civil_from_days(date_part(b).days);
  std::int64_t months = (to.year - from.year) * 12 + to.month - from.month;
  auto later_in_month = [&](const CivilDate& x, LocalTime x_time, const CivilDate& y,
                            LocalTime y_time) {
    return x.day != y.day ? x.day > y.day : x_time.nanoseconds > y_time.nanoseconds;
  };
  if (months > 0 && later_in_month(from, time_part(a), to, time_part(b))) --months;
  if (months < 0 && later_in_month(to, time_part(b), from, time_part(a))) ++months;
  return months;
}

// Whole days from a to b, cut off towards zero.
std::int64_t days_between(const LocalDateTime& a, const LocalDateTime& b) {
  std::int64_t days = date_part(b).days - date_part(a).days;
  std::int64_t times = time_part(b).nanoseconds - time_part(a).nanoseconds;
  if (days > 0 && times < 0) --days;
  if (days < 0 && times > 0) ++days;
  return days;
}

Duration seconds_between(const End& a, const End& b) {
  std::int64_t seconds = b.utc_seconds - a.utc_seconds;
  std::int32_t nanoseconds = b.local.nanosecond - a.local.nanosecond;
  if (nanoseconds < 0) {
    seconds -= 1;
    nanoseconds += static_cast<std::int32_t>(kNanosecondsPerSecond);
  }
  return {0, 0, seconds, nanoseconds};
}

// `end` moved on along the local calendar.
End moved(const End& end, std::int64_t months, std::int64_t days, std::optional<Zone> zone) {
  Date day = add_months(date_part(end.local), months);
  LocalDateTime local = combine(checked_date(day.days + days), time_part(end.local));
  if (!zone) return {local, local.epoch_seconds};
  std::int64_t offset = end.local.epoch_seconds - end.utc_seconds;
  DateTime resolved = resolve_local(local, *zone, static_cast<std::int32_t>(offset));
  return {local_part(resolved), resolved.epoch_seconds};
}

}  // namespace

Duration duration_between(const Temporal& from, const Temporal& to) {
  Ends ends = prepare(from, to);
  if (!ends.have_days) return seconds_between(ends.from, ends.to);
  std::int64_t months = months_between(ends.from.local, ends.to.local);
  End after_months = moved(ends.from, months, 0, ends.zone);
  std::int64_t days = days_between(after_months.local, ends.to.local);
  Duration rest = seconds_between(moved(ends.from, months, days, ends.zone), ends.to);
  return {months, days, rest.seconds, rest.nanoseconds};
}

Duration duration_in_months(const Temporal& from, const Temporal& to) {
  Ends ends = prepare(from, to);
  return {months_between(ends.from.local, ends.to.local), 0, 0, 0};
}

Duration duration_in_days(const Temporal& from, const Temporal& to) {
  Ends ends = prepare(from, to);
  return {0, days_between(ends.from.local, ends.to.local), 0, 0};
}

Duration duration_in_seconds(const Temporal& from, const Temporal& to) {
  Ends ends = prepare(from, to);
  return seconds_between(ends.from, ends.to);
}

}  // namespace liaison
