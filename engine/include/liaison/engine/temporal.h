// The six temporal values of openCypher as plain structs, their order and their text. All are
// trivially copyable and canonical: one value has one bit pattern, so `==` is component equality
// and storage may encode the fields as they are (a named zone by its name: zone ids are per
// process). Calendar: proleptic Gregorian, local years -999999999 to 999999999, no leap seconds.
// Operations on them (construction, arithmetic, truncation) are in temporal_functions.h.
// Thread-safety: the values are plain data; every function here is safe from any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "liaison/engine/error.h"

namespace liaison {

// A temporal value that cannot be: a field out of its range, a text that is no date, an unknown
// time zone, an overflow. The message says what was found and what is allowed. The query layer
// turns it into an openCypher error.
class TemporalError : public Error {
  using Error::Error;
};

inline constexpr std::int64_t kYearMin = -999'999'999;
inline constexpr std::int64_t kYearMax = 999'999'999;
inline constexpr std::int64_t kSecondsPerDay = 86'400;
inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosecondsPerDay = kSecondsPerDay * kNanosecondsPerSecond;
// 1 January -999999999 and 31 December 999999999 in days since 1970-01-01.
inline constexpr std::int64_t kDateMin = -365'243'219'162;
inline constexpr std::int64_t kDateMax = 365'241'780'471;
// Offsets from UTC, as ISO 8601 writers bound them: 18 hours either way.
inline constexpr std::int32_t kOffsetMaxSeconds = 18 * 3600;

// A day. Invariant: kDateMin <= days <= kDateMax.
struct Date {
  std::int64_t days = 0;  // since 1970-01-01
  friend constexpr bool operator==(const Date&, const Date&) = default;
};

// A time of day without zone. Invariant: 0 <= nanoseconds < kNanosecondsPerDay.
struct LocalTime {
  std::int64_t nanoseconds = 0;  // since midnight
  friend constexpr bool operator==(const LocalTime&, const LocalTime&) = default;
};

// A time of day with an offset. Invariant: |offset_seconds| <= kOffsetMaxSeconds.
struct Time {
  LocalTime local;
  std::int32_t offset_seconds = 0;  // local minus UTC
  friend constexpr bool operator==(const Time&, const Time&) = default;
};

// A day and a time of day without zone. Invariant: the day is a valid Date,
// 0 <= nanosecond < kNanosecondsPerSecond (also before 1970: seconds are floored).
struct LocalDateTime {
  std::int64_t epoch_seconds = 0;  // local clock, since 1970-01-01T00:00
  std::int32_t nanosecond = 0;
  friend constexpr bool operator==(const LocalDateTime&, const LocalDateTime&) = default;
};

// A named time zone, interned for the life of the process; 0 means no name, just an offset.
using ZoneId = std::uint32_t;
inline constexpr ZoneId kNoZone = 0;

// An instant as seen in a zone. Invariant: the local day is a valid Date, nanosecond as above,
// and for a named zone offset_seconds is the offset which that zone has at this instant.
struct DateTime {
  std::int64_t epoch_seconds = 0;  // UTC
  std::int32_t nanosecond = 0;
  std::int32_t offset_seconds = 0;  // local minus UTC
  ZoneId zone = kNoZone;
  friend constexpr bool operator==(const DateTime&, const DateTime&) = default;
};

// A length of time in three parts that are never converted into each other, as months and days
// differ in length. Invariant: 0 <= nanoseconds < kNanosecondsPerSecond; a negative length has
// floored seconds (minus a tenth of a second is seconds -1, nanoseconds 900000000).
struct Duration {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  friend constexpr bool operator==(const Duration&, const Duration&) = default;
};

// A zone to look at an instant in: a named one (offset_seconds is then unused and 0) or an offset.
struct Zone {
  ZoneId id = kNoZone;
  std::int32_t offset_seconds = 0;
  friend constexpr bool operator==(const Zone&, const Zone&) = default;
};

// The id of a zone of the time zone database, such as "Europe/Stockholm". The name is kept as
// given, aliases are names of their own. Throws TemporalError if there is no such zone.
ZoneId intern_zone(std::string_view name);
// Requires: id came from intern_zone. The view stays valid for the life of the process.
std::string_view zone_name(ZoneId id);
// Seconds that a zone's clocks are ahead of UTC at an instant.
std::int32_t offset_at(Zone zone, std::int64_t utc_epoch_seconds);
// "Z", "+02", "+0200", "+02:00", "-02:05:07" or a zone's name. Throws TemporalError.
Zone parse_zone(std::string_view text);

// Total orders. Time and DateTime sort by instant first; equal instants by offset, then by zone
// name (no name first). So `compare_order(a, b) == 0` exactly when `a == b`, in every process.
// Durations sort by average length (a month is 30.436875 days), then months, days, seconds.
// For Cypher's `<` use these too, except for durations, which Cypher cannot compare (null).
std::strong_ordering compare_order(const Date& a, const Date& b);
std::strong_ordering compare_order(const LocalTime& a, const LocalTime& b);
std::strong_ordering compare_order(const Time& a, const Time& b);
std::strong_ordering compare_order(const LocalDateTime& a, const LocalDateTime& b);
std::strong_ordering compare_order(const DateTime& a, const DateTime& b);
std::strong_ordering compare_order(const Duration& a, const Duration& b);

// openCypher notation: '2015-07-20', '12:31' (zero seconds are left out), '12:31:14.645', with
// offset '21:40:32.142+01:00' or 'Z', with zone '1984-10-11T12:00+01:00[Europe/Stockholm]',
// durations 'P14DT16H12M', 'PT-1M-0.001S', zero 'PT0S'. Fractions of times have 3, 6 or 9 digits,
// those of durations as few as needed. Parsing the text gives the same value back.
std::string to_string(const Date& value);
std::string to_string(const LocalTime& value);
std::string to_string(const Time& value);
std::string to_string(const LocalDateTime& value);
std::string to_string(const DateTime& value);
std::string to_string(const Duration& value);

}  // namespace liaison
