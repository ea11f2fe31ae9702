#include <cstdint>
#include <cstdlib>

#include "liaison/engine/temporal.h"
#include "value/temporal_civil.h"

namespace liaison {

using namespace engine;

namespace {

// Appends a non-negative number with leading zeros.
void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_date(std::string& out, Date date) {
  CivilDate civil = civil_from_days(date.days);
  // Four digits, or a sign: what ISO 8601 asks for when years have more digits than four.
  if (civil.year < 0) out += '-';
  if (civil.year > 9999) out += '+';
  append_padded(out, std::abs(civil.year), 4);
  out += '-';
  append_padded(out, civil.month, 2);
  out += '-';
  append_padded(out, civil.day, 2);
}

void append_time(std::string& out, LocalTime time) {
  ClockTime clock = clock_time(time);
  append_padded(out, clock.hour, 2);
  out += ':';
  append_padded(out, clock.minute, 2);
  if (clock.second == 0 && clock.nanosecond == 0) return;
  out += ':';
  append_padded(out, clock.second, 2);
  if (clock.nanosecond == 0) return;
  out += '.';
  if (clock.nanosecond % 1'000'000 == 0) {
    append_padded(out, clock.nanosecond / 1'000'000, 3);
  } else if (clock.nanosecond % 1'000 == 0) {
    append_padded(out, clock.nanosecond / 1'000, 6);
  } else {
    append_padded(out, clock.nanosecond, 9);
  }
}

void append_local_datetime(std::string& out, const LocalDateTime& value) {
  append_date(out, date_part(value));
  out += 'T';
  append_time(out, time_part(value));
}

void append_unit(std::string& out, std::int64_t amount, char unit) {
  if (amount == 0) return;
  out += std::to_string(amount);
  out += unit;
}

}  // namespace

std::string to_string(const Date& value) {
  std::string out;
  append_date(out, value);
  return out;
}

std::string to_string(const LocalTime& value) {
  std::string out;
  append_time(out, value);
  return out;
}

std::string to_string(const Time& value) {
  return to_string(value.local) + offset_text(value.offset_seconds);
}

std::string to_string(const LocalDateTime& value) {
  std::string out;
  append_local_datetime(out, value);
  return out;
}

std::string to_string(const DateTime& value) {
  std::string out;
  append_local_datetime(out, local_part(value));
  out += offset_text(value.offset_seconds);
  if (value.zone != kNoZone) {
    out += '[';
    out += zone_name(value.zone);
    out += ']';
  }
  return out;
}

std::string to_string(const Duration& value) {
  std::string out = "P";
  append_unit(out, value.months / 12, 'Y');
  append_unit(out, value.months % 12, 'M');
  append_unit(out, value.days, 'D');
  if (value.seconds != 0 || value.nanoseconds != 0) {
    out += 'T';
    // From floored to cut off towards zero, so that seconds and fraction have one sign.
    bool negative = value.seconds < 0;
    std::int64_t seconds = value.seconds;
    std::int64_t nanoseconds = value.nanoseconds;
    if (negative && nanoseconds > 0) {
      seconds += 1;
      nanoseconds = kNanosecondsPerSecond - nanoseconds;
    }
    append_unit(out, seconds / 3600, 'H');
    append_unit(out, seconds / 60 % 60, 'M');
    std::int64_t rest = seconds % 60;
    if (rest != 0 || nanoseconds != 0) {
      if (negative) out += '-';
      out += std::to_string(std::abs(rest));
      if (nanoseconds != 0) {
        out += '.';
        append_padded(out, nanoseconds, 9);
        out.erase(out.find_last_not_of('0') + 1);
      }
      out += 'S';
    }
  }
  return out.size() > 1 ? out : "PT0S";
}

namespace engine {

std::string offset_text(std::int32_t offset_seconds) {
  if (offset_seconds == 0) return "Z";
  std::int32_t length = std::abs(offset_seconds);
  std::string out(1, offset_seconds < 0 ? '-' : '+');
  append_padded(out, length / 3600, 2);
  out += ':';
  append_padded(out, length / 60 % 60, 2);
  if (length % 60 != 0) {
    out += ':';
    append_padded(out, length % 60, 2);
  }
  return out;
}

}  // namespace engine

}  // namespace liaison
