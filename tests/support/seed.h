// The seed of a random test: LIAISON_TEST_SEED when set, to replay a failure, else a new one. Show
// it with INFO("seed ", seed), so that a failure names it.
// Thread-safety: safe.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace liaison::test {

inline std::uint64_t random_seed() {
  if (const char* given = std::getenv("LIAISON_TEST_SEED"))
    return std::strtoull(given, nullptr, 10);
  std::random_device device;
  return std::uint64_t{device()} << 16 ^ device();
}

}  // namespace liaison::test
