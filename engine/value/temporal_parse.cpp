// ISO 8601 texts into dates, times and their combinations. Fields are read by position and handed
// to the same checks as maps, so that a text and a map fail for the same reasons.
#include "liaison/engine/temporal_functions.h"
#include "value/temporal_civil.h"
#include "value/temporal_scanner.h"

namespace liaison {

using namespace engine;

namespace {

constexpr std::string_view kDateForm =
    "a date such as 2015-07-21, 20150721, 2015-W30-2, 2015-Q3-21 or 2015-202";
constexpr std::string_view kTimeForm = "a time such as 21:40:32.142 or 2140";
constexpr std::string_view kZonedTimeForm = "a time such as 21:40:32.142+01:00 or 2140Z";
constexpr std::string_view kDateTimeForm =
    "a date and time such as 2015-07-21T21:40:32.142 or 20150721T2140";
constexpr std::string_view kZonedDateTimeForm =
    "a date and time such as 2015-07-21T21:40:32.142+02:00[Europe/Stockholm]";

// Takes the rest after the year: months, weeks, quarters or days of the year, with or without
// dashes throughout. Nothing left or 'T' next ends the date after any part.
Date scan_date(TemporalScanner& scanner) {
  TemporalFields fields;
  bool minus = scanner.peek() == '-';
  bool signed_year = minus || scanner.peek() == '+';
  if (signed_year) {
    // More digits than four need a sign. They run up to the next separator.
    scanner.accept(minus ? '-' : '+');
    std::size_t digits = scanner.digits_ahead();
    if (digits == 0 || digits > 9) scanner.fail();
    fields.year = scanner.number(digits) * (minus ? -1 : 1);
  } else {
    fields.year = scanner.number(4);
  }
  bool dashes = scanner.accept('-');
  auto next_part = [&](std::size_t width) {
    if (dashes ? !scanner.accept('-') : !TemporalScanner::is_digit(scanner.peek())) return false;
    if (scanner.digits_ahead() != width) scanner.fail();
    return true;
  };
  if (scanner.accept('W')) {
    fields.week = scanner.number(2);
    if (next_part(1)) fields.day_of_week = scanner.number(1);
  } else if (scanner.accept('Q')) {
    fields.quarter = scanner.number(1);
    if (next_part(2)) fields.day_of_quarter = scanner.number(2);
  } else if (scanner.digits_ahead() == 3) {
    fields.ordinal_day = scanner.number(3);
  } else if (dashes || scanner.digits_ahead() == 2 || scanner.digits_ahead() == 4) {
    fields.month = scanner.number(2);
    if (next_part(2)) fields.day = scanner.number(2);
  }
  return make_date(fields, {});
}

LocalTime scan_time(TemporalScanner& scanner) {
  ClockTime clock;
  clock.hour = scanner.number(2);
  bool colons = scanner.accept(':');
  if (colons || scanner.digits_ahead() > 0) {
    clock.minute = scanner.number(2);
    if (colons ? scanner.accept(':') : scanner.digits_ahead() > 0) {
      clock.second = scanner.number(2);
      clock.nanosecond = scanner.fraction_nanoseconds();
    }
  }
  require_range("hour", clock.hour, 0, 23);
  require_range("minute", clock.minute, 0, 59);
  require_range("second", clock.second, 0, 59);
  return local_time(clock);
}

LocalDateTime scan_local_datetime(TemporalScanner& scanner) {
  Date date = scan_date(scanner);
  return combine(date, scanner.accept('T') ? scan_time(scanner) : LocalTime{});
}

}  // namespace

Date parse_date(std::string_view text) {
  TemporalScanner scanner(text, kDateForm);
  Date date = scan_date(scanner);
  scanner.require_end();
  return date;
}

LocalTime parse_local_time(std::string_view text) {
  TemporalScanner scanner(text, kTimeForm);
  LocalTime time = scan_time(scanner);
  scanner.require_end();
  return time;
}

Time parse_time(std::string_view text, const StatementClock& clock) {
  TemporalScanner scanner(text, kZonedTimeForm);
  LocalTime time = scan_time(scanner);
  char next = scanner.peek();
  if (scanner.at_end()) return {time, offset_at(clock.default_zone, clock.epoch_seconds)};
  // A zone's name gives no offset without a day.
  if (next != '+' && next != '-' && next != 'Z' && next != 'z') scanner.fail();
  return {time, parse_zone(scanner.rest()).offset_seconds};
}

LocalDateTime parse_local_datetime(std::string_view text) {
  TemporalScanner scanner(text, kDateTimeForm);
  LocalDateTime value = scan_local_datetime(scanner);
  scanner.require_end();
  return value;
}

DateTime parse_datetime(std::string_view text, const StatementClock& clock) {
  TemporalScanner scanner(text, kZonedDateTimeForm);
  LocalDateTime local = scan_local_datetime(scanner);
  std::string_view rest = scanner.rest();
  if (rest.empty()) return resolve_local(local, clock.default_zone);
  std::size_t bracket = rest.find('[');
  std::string_view offset = rest.substr(0, bracket);
  std::optional<std::int32_t> offset_seconds;
  if (!offset.empty()) {
    if (TemporalScanner::to_upper(offset[0]) != 'Z' && offset[0] != '+' && offset[0] != '-') {
      scanner.fail();
    }
    offset_seconds = parse_zone(offset).offset_seconds;
  }
  if (bracket == std::string_view::npos) return resolve_local(local, {kNoZone, *offset_seconds});
  if (rest.back() != ']') scanner.fail();
  Zone zone = parse_zone(rest.substr(bracket + 1, rest.size() - bracket - 2));
  DateTime value = resolve_local(local, zone, offset_seconds);
  if (offset_seconds && value.offset_seconds != *offset_seconds) {
    throw TemporalError("offset " + offset_text(*offset_seconds) + " contradicts time zone " +
                        std::string(rest.substr(bracket)) + ", where " + to_string(local) +
                        " is at " + offset_text(value.offset_seconds));
  }
  return value;
}

}  // namespace liaison
