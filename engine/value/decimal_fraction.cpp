#include "value/decimal_fraction.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "value/temporal_civil.h"

namespace liaison::engine {

namespace {

constexpr int kStepDigits = 18;
constexpr int128_t kStepsMax =
    static_cast<int128_t>(std::numeric_limits<std::int64_t>::max()) * kStepsPerUnit;
constexpr int128_t kWideMax =
    (static_cast<int128_t>(1) << 126) - 1 + (static_cast<int128_t>(1) << 126);

[[noreturn]] void fail_range(std::string_view what) {
  throw TemporalError(std::string(what) + " out of range: a duration counts in 64 bits");
}

int128_t magnitude(int128_t value) {
  return value < 0 ? -value : value;
}

DecimalFraction checked(int128_t steps, std::string_view what) {
  if (magnitude(steps) > kStepsMax) fail_range(what);
  return {steps};
}

// value * 10^power, cut off towards zero for negative powers.
int128_t scaled(int128_t value, int power, std::string_view what) {
  for (; power > 0 && value != 0; --power) {
    if (magnitude(value) > kWideMax / 10) fail_range(what);
    value *= 10;
  }
  for (; power < 0 && value != 0; ++power) value /= 10;
  return value;
}

std::int64_t whole(DecimalFraction value) {
  return static_cast<std::int64_t>(value.steps / kStepsPerUnit);
}

int128_t below_whole(DecimalFraction value) {
  return value.steps % kStepsPerUnit;
}

}  // namespace

Decimal decimal_of(DurationAmount amount, std::string_view what) {
  if (const auto* integer = std::get_if<std::int64_t>(&amount)) return {*integer, 0};
  double number = std::get<double>(amount);
  if (!std::isfinite(number)) {
    throw TemporalError(std::string(what) + " is not a finite number");
  }
  std::array<char, 32> buffer;
  auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                               std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  std::size_t e = text.find('e');
  Decimal decimal;
  for (char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') decimal.digits = decimal.digits * 10 + (c - '0');
  }
  if (text[0] == '-') decimal.digits = -decimal.digits;
  if (std::size_t point = text.find('.'); point != std::string_view::npos) {
    decimal.exponent -= static_cast<int>(e - point - 1);
  }
  int exponent = 0;
  const char* digits = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(digits, text.data() + text.size(), exponent);
  decimal.exponent += exponent;
  return decimal;
}

DecimalFraction multiply(std::int64_t value, const Decimal& factor, std::string_view what) {
  int128_t product = static_cast<int128_t>(value) * factor.digits;
  return checked(scaled(product, factor.exponent + kStepDigits, what), what);
}

DecimalFraction divide(std::int64_t value, const Decimal& divisor, std::string_view what) {
  if (divisor.digits == 0) throw TemporalError("cannot divide a duration by zero");
  // value / (digits * 10^e) = value * 10^-e / digits. Long division keeps the products narrow.
  int128_t numerator = scaled(value, divisor.exponent < 0 ? -divisor.exponent : 0, what);
  int128_t quotient = numerator / divisor.digits;
  int128_t rest = numerator % divisor.digits;
  if (magnitude(quotient) > std::numeric_limits<std::int64_t>::max()) fail_range(what);
  int128_t steps = quotient * kStepsPerUnit + rest * kStepsPerUnit / divisor.digits;
  return checked(divisor.exponent > 0 ? scaled(steps, -divisor.exponent, what) : steps, what);
}

DecimalFraction checked_sum(DecimalFraction a, DecimalFraction b, std::string_view what) {
  return checked(a.steps + b.steps, what);
}

Duration carry_down(DecimalFraction months, DecimalFraction days, DecimalFraction seconds) {
  // 30.436875 days a month: a fraction below 1e18 steps times 30436875 stays far below 2^127.
  days = checked_sum(days, {below_whole(months) * 30'436'875 / 1'000'000}, "days");
  seconds = checked_sum(seconds, {below_whole(days) * kSecondsPerDay}, "seconds");
  // A third of a month ends in 1e-18 steps cut off twice, a few 1e-12 s short of a whole second:
  // a hundredth of a nanosecond of grace before the rest is cut off.
  constexpr int128_t kGrace = 10'000'000;
  constexpr int128_t kStepsPerNanosecond = 1'000'000'000;
  int128_t nanoseconds =
      (seconds.steps + (seconds.steps < 0 ? -kGrace : kGrace)) / kStepsPerNanosecond;
  int128_t rest = nanoseconds % kNanosecondsPerSecond;
  if (rest < 0) rest += kNanosecondsPerSecond;
  return {whole(months), whole(days),
          static_cast<std::int64_t>((nanoseconds - rest) / kNanosecondsPerSecond),
          static_cast<std::int32_t>(rest)};
}

}  // namespace liaison::engine
