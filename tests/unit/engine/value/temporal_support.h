// Shared by the tests of temporal values: short ways to write maps and to show results.
// Thread-safety: plain helpers.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <utility>

#include "liaison/engine/temporal_functions.h"
#include "support/seed.h"

namespace liaison::test {

using Numbers = std::initializer_list<std::pair<const char*, std::int64_t>>;

inline TemporalFields fields(Numbers numbers, const char* timezone = nullptr) {
  TemporalFields out;
  for (const auto& [key, number] : numbers) REQUIRE(out.set(key, number));
  if (timezone != nullptr) out.timezone = timezone;
  return out;
}

inline DurationFields units(std::initializer_list<std::pair<const char*, DurationAmount>> amounts) {
  DurationFields out;
  for (const auto& [key, amount] : amounts) REQUIRE(out.set(key, amount));
  return out;
}

inline Duration duration(std::initializer_list<std::pair<const char*, DurationAmount>> amounts) {
  return make_duration(units(amounts));
}

inline std::string text(const Temporal& value) {
  return std::visit([](const auto& v) { return to_string(v); }, value);
}
inline std::string text(const Duration& value) {
  return to_string(value);
}

// 2023-11-14T22:13:20.123456789Z, default zone UTC.
inline constexpr StatementClock kClock{1'700'000'000, 123'456'789, {}};

// Too close to the ends of the range for steps of a few centuries.
inline bool date_out_of_reach(const LocalDateTime& local) {
  constexpr std::int64_t kReach = 200'000;
  std::int64_t days = local.epoch_seconds / kSecondsPerDay;
  return days < kDateMin + kReach || days > kDateMax - kReach;
}

// Random values over the whole range, with more weight on the ordinary years.
class TemporalSource {
 public:
  explicit TemporalSource(std::uint64_t seed) : random_(seed) {}

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }
  Date date() {
    return between(0, 3) == 0 ? Date{between(kDateMin, kDateMax)} : Date{between(-80'000, 80'000)};
  }
  LocalTime local_time() {
    std::int64_t steps[] = {1, 1'000, 1'000'000, kNanosecondsPerSecond, 60 * kNanosecondsPerSecond};
    std::int64_t step = steps[between(0, 4)];
    return {between(0, kNanosecondsPerDay / step - 1) * step};
  }
  std::int32_t offset() {
    std::int32_t step = between(0, 1) == 0 ? 900 : 1;
    return static_cast<std::int32_t>(between(-kOffsetMaxSeconds / step, kOffsetMaxSeconds / step)) *
           step;
  }
  Time time() { return {local_time(), offset()}; }
  LocalDateTime local_datetime() {
    LocalTime time = local_time();
    return {date().days * kSecondsPerDay + time.nanoseconds / kNanosecondsPerSecond,
            static_cast<std::int32_t>(time.nanoseconds % kNanosecondsPerSecond)};
  }
  Zone zone() {
    constexpr const char* kNames[] = {"Europe/Stockholm",
                                      "America/New_York",
                                      "Australia/Eucla",
                                      "Pacific/Apia",
                                      "Asia/Ho_Chi_Minh",
                                      "Africa/Casablanca",
                                      "UTC"};
    if (between(0, 1) == 0) return {kNoZone, offset()};
    return {intern_zone(kNames[between(0, std::size(kNames) - 1)]), 0};
  }
  DateTime datetime() {
    LocalDateTime local = local_datetime();
    // Keeps a few days from the ends of the range, which the zone could cross.
    local.epoch_seconds = std::max(local.epoch_seconds, (kDateMin + 5) * kSecondsPerDay);
    local.epoch_seconds = std::min(local.epoch_seconds, (kDateMax - 5) * kSecondsPerDay);
    return resolve_local(local, zone());
  }
  Duration duration() {
    std::int64_t limits[] = {3, 1'000, 1'000'000'000'000};
    std::int64_t limit = limits[between(0, 2)];
    return {between(-limit, limit), between(-limit, limit), between(-limit, limit),
            static_cast<std::int32_t>(between(0, 1) * between(0, 999'999'999))};
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace liaison::test
