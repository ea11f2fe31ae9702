// What the tests of encodings share: bytes as hex, and random storable values.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "liaison/engine/value.h"

namespace liaison::engine {

inline std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

class ValueSource {
 public:
  explicit ValueSource(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  // Small pools, so that equal and nearly equal values are common.
  Value scalar() {
    switch (below(13)) {
      case 0:
        return below(2) == 0;
      case 1:
        return integer();
      case 2:
        return floating();
      case 3:
        return text();
      case 4:
        return Value::bytes(text());
      case 5:
        return Date{static_cast<std::int64_t>(below(5)) - 2};
      case 6:
        return LocalTime{static_cast<std::int64_t>(below(3)) * 3'600'000'000'000};
      case 7:
        return Time{{static_cast<std::int64_t>(below(4)) * 3'600'000'000'000}, offset()};
      case 8:
        return LocalDateTime{static_cast<std::int64_t>(below(5)) - 2, nanosecond()};
      case 9: {
        DateTime value{static_cast<std::int64_t>(below(5)) - 2, nanosecond(), offset(), kNoZone};
        if (below(3) == 0) {
          value.zone = intern_zone(below(2) == 0 ? "Europe/Stockholm" : "Africa/Lagos");
          value.offset_seconds = offset_at({value.zone, 0}, value.epoch_seconds);
        }
        return value;
      }
      case 10:
        return Duration{small(), small() * 15, small() * 1'314'873, nanosecond()};
      case 11:
        return Point{below(2) == 0 ? 7203u : 4326u, coordinate(), coordinate(), 0};
      default:
        return Point{below(2) == 0 ? 9157u : 4979u, coordinate(), coordinate(), coordinate()};
    }
  }

  Value any() {
    if (below(4) != 0) return scalar();
    ValueList elements;
    for (std::uint64_t left = below(4); left > 0; --left) elements.push_back(scalar());
    return elements;
  }

  Value integer() {
    static constexpr std::int64_t kEdges[] = {
        0, 1, -1, 1ll << 53, -(1ll << 53), 1ll << 62, INT64_MAX - 3, INT64_MIN + 3};
    return kEdges[below(8)] + (static_cast<std::int64_t>(below(7)) - 3);
  }

  Value floating() {
    static constexpr double kEdges[] = {0.0,
                                        -0.0,
                                        1.5,
                                        -1.5,
                                        9007199254740992.0,
                                        -9007199254740994.0,
                                        9223372036854775808.0,
                                        -9223372036854775808.0,
                                        4.611686018427388e18,
                                        5e-324,
                                        1e308,
                                        HUGE_VAL,
                                        -HUGE_VAL};
    const std::uint64_t choice = below(15);
    if (choice < 13) return kEdges[choice];
    return choice == 13 ? std::nan("") : static_cast<double>(static_cast<std::int64_t>(random_()));
  }

  std::string text() {
    std::string bytes;
    for (std::uint64_t left = below(4); left > 0; --left)
      bytes += std::string_view("\0\1a\xFF", 4)[below(4)];
    return bytes;
  }

 private:
  std::int64_t small() { return static_cast<std::int64_t>(below(5)) - 2; }
  std::int32_t nanosecond() { return below(2) == 0 ? 0 : 999'999'999; }
  std::int32_t offset() { return (static_cast<std::int32_t>(below(3)) - 1) * 3600; }
  double coordinate() { return static_cast<double>(small()) / 2; }

  std::mt19937_64 random_;
};

}  // namespace liaison::engine
