// Durations from maps and texts, and their own arithmetic.
#include "liaison/engine/temporal_functions.h"
#include "value/decimal_fraction.h"
#include "value/temporal_civil.h"
#include "value/temporal_scanner.h"

namespace liaison {

using namespace engine;

namespace {

constexpr std::string_view kDurationForm =
    "a duration such as P1Y2M3W4DT5H6M7.5S or P2012-02-02T14:37:21.545";

// Adds up amounts of units, exactly, before anything is carried down.
class DurationSum {
 public:
  void add_months(const Decimal& amount, std::int64_t per_unit, std::string_view unit) {
    months_ = checked_sum(months_, engine::multiply(per_unit, amount, unit), unit);
  }
  void add_days(const Decimal& amount, std::int64_t per_unit, std::string_view unit) {
    days_ = checked_sum(days_, engine::multiply(per_unit, amount, unit), unit);
  }
  void add_seconds(const Decimal& amount, std::int64_t per_unit, std::string_view unit) {
    seconds_ = checked_sum(seconds_, engine::multiply(per_unit, amount, unit), unit);
  }
  Duration total() const { return carry_down(months_, days_, seconds_); }

 private:
  DecimalFraction months_, days_, seconds_;
};

Decimal scaled_down(Decimal decimal, int digits) {
  decimal.exponent -= digits;
  return decimal;
}

// '-12.345' into exact digits; up to 9 decimals and 18 digits in all.
Decimal scan_amount(TemporalScanner& scanner, bool negate_all) {
  bool negative = negate_all;
  if (scanner.accept('-')) {
    negative = !negative;
  } else {
    scanner.accept('+');
  }
  std::size_t count = scanner.digits_ahead();
  Decimal amount;
  if (count > 18 || (count == 0 && scanner.peek() != '.' && scanner.peek() != ',')) scanner.fail();
  amount.digits = scanner.number(count);
  if (scanner.accept('.') || scanner.accept(',')) {
    std::size_t decimals = scanner.digits_ahead();
    if (decimals == 0 || decimals > 9) scanner.fail();
    std::int64_t fraction = scanner.number(decimals);
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < decimals; ++i) scale *= 10;
    amount.digits =
        checked_add(checked_multiply(amount.digits, scale, "duration"), fraction, "duration");
    amount.exponent = -static_cast<int>(decimals);
  }
  if (negative) amount.digits = -amount.digits;
  return amount;
}

// After 'P': amounts with unit letters, each letter at most once and in this order.
Duration scan_units(TemporalScanner& scanner, bool negative) {
  DurationSum sum;
  bool in_time = false;
  bool any = false;
  std::string_view letters = "YMWD";
  while (!scanner.at_end()) {
    if (!in_time && scanner.accept('T')) {
      in_time = true;
      letters = "HMS";
      if (scanner.at_end()) scanner.fail();
      continue;
    }
    Decimal amount = scan_amount(scanner, negative);
    char letter = TemporalScanner::to_upper(scanner.peek());
    std::size_t index = letter == '\0' ? std::string_view::npos : letters.find(letter);
    if (index == std::string_view::npos) scanner.fail();
    scanner.accept(letter);
    letters.remove_prefix(index + 1);
    any = true;
    switch (letter) {
      case 'Y':
        sum.add_months(amount, 12, "years");
        break;
      case 'M':
        if (in_time) {
          sum.add_seconds(amount, 60, "minutes");
        } else {
          sum.add_months(amount, 1, "months");
        }
        break;
      case 'W':
        sum.add_days(amount, 7, "weeks");
        break;
      case 'D':
        sum.add_days(amount, 1, "days");
        break;
      case 'H':
        sum.add_seconds(amount, 3600, "hours");
        break;
      default:
        sum.add_seconds(amount, 1, "seconds");
        break;
    }
  }
  if (!any) scanner.fail();
  return sum.total();
}

// After 'P': years, months and days, then a time, written like a date and a time of day.
Duration scan_date_form(TemporalScanner& scanner) {
  Duration value;
  std::int64_t years = scanner.number(4);
  bool dashes = scanner.accept('-');
  std::int64_t months = scanner.number(2);
  if (dashes && !scanner.accept('-')) scanner.fail();
  value.days = scanner.number(2);
  require_range("months", months, 0, 12);
  require_range("days", value.days, 0, 31);
  value.months = years * 12 + months;
  if (!scanner.accept('T')) return value;
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
  require_range("hours", clock.hour, 0, 24);
  require_range("minutes", clock.minute, 0, 60);
  require_range("seconds", clock.second, 0, 60);
  value.seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second;
  value.nanoseconds = static_cast<std::int32_t>(clock.nanosecond);
  return value;
}

// Whether digits, then '-', 'T' or the end follow: an amount would have a unit letter after it.
bool looks_like_date(const TemporalScanner& scanner) {
  std::size_t digits = scanner.digits_ahead();
  char next = TemporalScanner::to_upper(scanner.peek(digits));
  return (digits == 4 && next == '-') || (digits == 8 && (next == 'T' || next == '\0'));
}

}  // namespace

Duration make_duration(const DurationFields& f) {
  DurationSum sum;
  auto amount = [](const std::optional<DurationAmount>& field, std::string_view unit) {
    return decimal_of(field.value_or(std::int64_t{0}), unit);
  };
  sum.add_months(amount(f.years, "years"), 12, "years");
  sum.add_months(amount(f.quarters, "quarters"), 3, "quarters");
  sum.add_months(amount(f.months, "months"), 1, "months");
  sum.add_days(amount(f.weeks, "weeks"), 7, "weeks");
  sum.add_days(amount(f.days, "days"), 1, "days");
  sum.add_seconds(amount(f.hours, "hours"), 3600, "hours");
  sum.add_seconds(amount(f.minutes, "minutes"), 60, "minutes");
  sum.add_seconds(amount(f.seconds, "seconds"), 1, "seconds");
  sum.add_seconds(scaled_down(amount(f.milliseconds, "milliseconds"), 3), 1, "milliseconds");
  sum.add_seconds(scaled_down(amount(f.microseconds, "microseconds"), 6), 1, "microseconds");
  sum.add_seconds(scaled_down(amount(f.nanoseconds, "nanoseconds"), 9), 1, "nanoseconds");
  return sum.total();
}

Duration parse_duration(std::string_view text) {
  TemporalScanner scanner(text, kDurationForm);
  bool negative = scanner.accept('-');
  if (!negative) scanner.accept('+');
  if (!scanner.accept('P') || scanner.at_end()) scanner.fail();
  if (!looks_like_date(scanner)) return scan_units(scanner, negative);
  Duration value = scan_date_form(scanner);
  scanner.require_end();
  return negative ? negate(value) : value;
}

Duration add(const Duration& a, const Duration& b) {
  std::int64_t nanoseconds = std::int64_t{a.nanoseconds} + b.nanoseconds;
  std::int64_t carry = nanoseconds / kNanosecondsPerSecond;
  return {checked_add(a.months, b.months, "months"), checked_add(a.days, b.days, "days"),
          checked_add(checked_add(a.seconds, carry, "seconds"), b.seconds, "seconds"),
          static_cast<std::int32_t>(nanoseconds % kNanosecondsPerSecond)};
}

Duration negate(const Duration& value) {
  Duration out{checked_multiply(value.months, -1, "months"),
               checked_multiply(value.days, -1, "days"), 0, 0};
  if (value.nanoseconds == 0) {
    out.seconds = checked_multiply(value.seconds, -1, "seconds");
  } else {
    out.seconds = -(value.seconds + 1);  // floored again; cannot overflow
    out.nanoseconds = static_cast<std::int32_t>(kNanosecondsPerSecond - value.nanoseconds);
  }
  return out;
}

Duration subtract(const Duration& a, const Duration& b) {
  return add(a, negate(b));
}

Duration multiply(const Duration& value, DurationAmount factor) {
  Decimal by = decimal_of(factor, "factor");
  return carry_down(
      engine::multiply(value.months, by, "months"), engine::multiply(value.days, by, "days"),
      checked_sum(engine::multiply(value.seconds, by, "seconds"),
                  engine::multiply(value.nanoseconds, scaled_down(by, 9), "seconds"), "seconds"));
}

Duration divide(const Duration& value, DurationAmount divisor) {
  Decimal by = decimal_of(divisor, "divisor");
  DecimalFraction nanoseconds = engine::divide(value.nanoseconds, by, "nanoseconds");
  return carry_down(engine::divide(value.months, by, "months"),
                    engine::divide(value.days, by, "days"),
                    checked_sum(engine::divide(value.seconds, by, "seconds"),
                                {nanoseconds.steps / kNanosecondsPerSecond}, "seconds"));
}

}  // namespace liaison
