#include "liaison/engine/temporal.h"
#include "value/wide_integer.h"

namespace liaison {

namespace {

std::int64_t utc_nanoseconds(const Time& time) {
  return time.local.nanoseconds - time.offset_seconds * kNanosecondsPerSecond;
}

// Whole seconds of the average length; the Gregorian year has 365.2425 days of 86400 seconds.
engine::int128_t average_seconds(const Duration& duration) {
  constexpr std::int64_t kAverageSecondsPerMonth = 2'629'746;
  return static_cast<engine::int128_t>(duration.months) * kAverageSecondsPerMonth +
         static_cast<engine::int128_t>(duration.days) * kSecondsPerDay + duration.seconds;
}

template <class T>
std::strong_ordering order_of(const T& a, const T& b) {
  return a < b   ? std::strong_ordering::less
         : b < a ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

}  // namespace

std::strong_ordering compare_order(const Date& a, const Date& b) {
  return a.days <=> b.days;
}

std::strong_ordering compare_order(const LocalTime& a, const LocalTime& b) {
  return a.nanoseconds <=> b.nanoseconds;
}

std::strong_ordering compare_order(const Time& a, const Time& b) {
  if (auto by = utc_nanoseconds(a) <=> utc_nanoseconds(b); by != 0) return by;
  return a.offset_seconds <=> b.offset_seconds;
}

std::strong_ordering compare_order(const LocalDateTime& a, const LocalDateTime& b) {
  if (auto by = a.epoch_seconds <=> b.epoch_seconds; by != 0) return by;
  return a.nanosecond <=> b.nanosecond;
}

std::strong_ordering compare_order(const DateTime& a, const DateTime& b) {
  if (auto by = a.epoch_seconds <=> b.epoch_seconds; by != 0) return by;
  if (auto by = a.nanosecond <=> b.nanosecond; by != 0) return by;
  if (auto by = a.offset_seconds <=> b.offset_seconds; by != 0) return by;
  if (a.zone == b.zone) return std::strong_ordering::equal;
  // By name, not by id: ids depend on the order in which this process met the zones.
  return order_of(zone_name(a.zone), zone_name(b.zone));
}

std::strong_ordering compare_order(const Duration& a, const Duration& b) {
  if (auto by = order_of(average_seconds(a), average_seconds(b)); by != 0) return by;
  if (auto by = a.nanoseconds <=> b.nanoseconds; by != 0) return by;
  if (auto by = a.months <=> b.months; by != 0) return by;
  if (auto by = a.days <=> b.days; by != 0) return by;
  return a.seconds <=> b.seconds;
}

}  // namespace liaison
