// A question about the bytes of a text and the three before each of them, asked of many at once:
// the loop has no branches, so that compilers turn it into vector instructions. What can be said of
// UTF-8 this way is said here too.
// Thread-safety: pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace liaison::text {

// The byte `b` with those before it: `p1` right before, 0 before the start of the text.
struct ByteWindow {
  std::uint8_t p3, p2, p1, b;
};

// Whether kIsWrong (a function from ByteWindow to std::uint8_t, without branches) gives 0 for every
// byte of the text and for the three zero bytes that are put behind it.
template <auto kIsWrong>
bool no_window(std::string_view text) {
  constexpr std::size_t kBlock = 64;
  const auto wrong_in = [&](const std::uint8_t* bytes) {
    std::uint8_t wrong = 0;
    for (std::size_t k = 3; k < kBlock + 3; ++k) {
      wrong |= kIsWrong(ByteWindow{bytes[k - 3], bytes[k - 2], bytes[k - 1], bytes[k]});
    }
    return wrong != 0;
  };
  // The first block and what is left at the end are looked at between zeros.
  std::array<std::uint8_t, kBlock + 3> padded{};
  const std::size_t first = std::min(kBlock, text.size());
  if (first > 0) std::memcpy(padded.data() + 3, text.data(), first);
  if (wrong_in(padded.data())) return false;
  if (first + 3 <= kBlock) return true;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t at = first - 3;  // three bytes that were seen before those that were not
  for (; at + kBlock + 3 <= text.size(); at += kBlock) {
    if (wrong_in(bytes + at)) return false;
  }
  for (; at < text.size(); at += kBlock) {
    padded.fill(0);
    std::memcpy(padded.data(), bytes + at, std::min(text.size() - at, padded.size()));
    if (wrong_in(padded.data())) return false;
  }
  return true;
}

// Not 0 where the window shows that a text is no well-formed UTF-8: a continuation byte too many or
// too few, a byte that never stands there, an overlong form, a surrogate, beyond U+10FFFF.
constexpr std::uint8_t is_ill_formed(ByteWindow w) {
  const std::uint8_t due = (w.p1 >= 0xC0) | (w.p2 >= 0xE0) | (w.p3 >= 0xF0);
  const std::uint8_t is_continuation = (w.b & 0xC0) == 0x80;
  return (due ^ is_continuation) | (w.b == 0xC0) | (w.b == 0xC1) | (w.b >= 0xF5) |
         ((w.p1 == 0xE0) & (w.b < 0xA0)) | ((w.p1 == 0xED) & (w.b > 0x9F)) |
         ((w.p1 == 0xF0) & (w.b < 0x90)) | ((w.p1 == 0xF4) & (w.b > 0x8F));
}

}  // namespace liaison::text
