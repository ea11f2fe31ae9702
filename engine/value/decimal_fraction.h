// Exact decimal arithmetic under durations: a count of units in steps of 1e-18, wide enough for
// every 64-bit count. A double stands for the shortest decimal that reads back as it, so that 1.1
// seconds are 1 second and exactly 100 milliseconds. Thread-safety: pure functions and values.
#pragma once

#include <cstdint>
#include <string_view>

#include "liaison/engine/temporal_functions.h"
#include "value/wide_integer.h"

namespace liaison::engine {

// A fixed-point number; `steps` are 1e-18 each. Requires: |value| < 2^64, so sums of two fit.
struct DecimalFraction {
  int128_t steps = 0;
};
inline constexpr std::int64_t kStepsPerUnit = 1'000'000'000'000'000'000;

// A decimal as digits * 10^exponent.
struct Decimal {
  std::int64_t digits = 0;
  int exponent = 0;
};

// Throws TemporalError for NaN and infinity. `what` names the number in messages.
Decimal decimal_of(DurationAmount amount, std::string_view what);

// value * factor and value / divisor, cut off towards zero at 1e-18.
// Throw TemporalError if the result passes 64 bits; divide: if the divisor is zero.
DecimalFraction multiply(std::int64_t value, const Decimal& factor, std::string_view what);
DecimalFraction divide(std::int64_t value, const Decimal& divisor, std::string_view what);

// months, days and seconds with fractions into a duration: what is below a whole month counts as
// days (30.436875 to a month), what is below a whole day as seconds (86400 to a day).
Duration carry_down(DecimalFraction months, DecimalFraction days, DecimalFraction seconds);

// Sum, range-checked.
DecimalFraction checked_sum(DecimalFraction a, DecimalFraction b, std::string_view what);

}  // namespace liaison::engine
