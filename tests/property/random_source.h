// Random choices of the property tests, all from one seed.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace liaison::property {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // 0 .. bound - 1. By hand, as the distributions of the standard library differ between libraries.
  int below(int bound) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(bound)); }
  int between(int low, int high) { return low + below(high - low + 1); }
  bool chance(int percent) { return below(100) < percent; }
  std::uint64_t next() { return engine_(); }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace liaison::property
