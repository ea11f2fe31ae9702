// Finding a text inside another: the hot loop of CONTAINS over long properties.
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "eval/operators.h"

namespace liaison::query {

#if defined(__SSE2__)

// Sixteen places at a time are compared with the first and the last byte of what is looked for;
// places at which both are right are few, and those are compared in full. (Mula's "generic SIMD"
// search.)
bool contains_text(std::string_view text, std::string_view part) {
  const std::size_t length = part.size();
  if (length == 0) return true;
  if (text.size() < length) return false;
  const char* at = text.data();
  const char* const last_place = at + (text.size() - length);
  const __m128i first = _mm_set1_epi8(part.front());
  const __m128i last = _mm_set1_epi8(part.back());
  // A load at `at` and one at `at + length - 1` must both end inside the text.
  for (; last_place - at >= 15; at += 16) {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + length - 1));
    auto places = static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last))));
    for (; places != 0; places &= places - 1) {
      const char* place = at + __builtin_ctz(places);
      if (std::memcmp(place, part.data(), length) == 0) return true;
    }
  }
  for (; at <= last_place; ++at) {
    if (*at == part.front() && std::memcmp(at, part.data(), length) == 0) return true;
  }
  return false;
}

#else

bool contains_text(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

#endif

}  // namespace liaison::query
