// 64-bit hashes for hash tables: every bit of the result depends on every bit of the input. The
// numbers may change between releases, so they are never stored; checksums are in crc32c.h.
// Not for secrets: no defence against chosen keys beyond a seed.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace liaison::engine {

namespace detail {
__extension__ using Uint128 = unsigned __int128;

// The core step: the two halves of the 128-bit product, folded.
inline std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Odd constants with no pattern: fractional parts of pi, written out 64 bits at a time.
inline constexpr std::uint64_t kHashKey0 = 0x243F6A8885A308D3ull;
inline constexpr std::uint64_t kHashKey1 = 0x13198A2E03707345ull;
inline constexpr std::uint64_t kHashKey2 = 0xA4093822299F31D1ull;

template <class T>
std::uint64_t load_word(const char* from) {
  T word;
  std::memcpy(&word, from, sizeof word);
  return word;
}
}  // namespace detail

inline std::uint64_t hash_u64(std::uint64_t value, std::uint64_t seed = 0) {
  return detail::fold_multiply(
      detail::fold_multiply(value ^ detail::kHashKey0, seed ^ detail::kHashKey1) ^ value,
      detail::kHashKey2);
}

// Hash of a sequence: fold its members in one after the other; order matters.
inline std::uint64_t hash_combine(std::uint64_t hash, std::uint64_t next) {
  return hash_u64(next, hash);
}

inline std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0) {
  using detail::fold_multiply;
  using detail::load_word;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t state = seed ^ detail::kHashKey0;
  for (; left > 16; at += 16, left -= 16) {
    state = fold_multiply(load_word<std::uint64_t>(at) ^ detail::kHashKey1,
                          load_word<std::uint64_t>(at + 8) ^ state);
  }
  // The last 0..16 bytes as two words that may overlap; the length tells such inputs apart.
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (left >= 8) {
    low = load_word<std::uint64_t>(at);
    high = load_word<std::uint64_t>(at + left - 8);
  } else if (left >= 4) {
    low = load_word<std::uint32_t>(at);
    high = load_word<std::uint32_t>(at + left - 4);
  } else if (left > 0) {
    low = static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) << 16 |
          static_cast<std::uint64_t>(static_cast<unsigned char>(at[left / 2])) << 8 |
          static_cast<unsigned char>(at[left - 1]);
  }
  state = fold_multiply(low ^ detail::kHashKey1, high ^ state);
  return fold_multiply(state ^ detail::kHashKey2, bytes.size() ^ detail::kHashKey1);
}

}  // namespace liaison::engine
