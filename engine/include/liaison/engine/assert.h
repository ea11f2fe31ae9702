// LIAISON_ASSERT is for our own mistakes, never for input: on in every preset but release.
// LIAISON_CHECK stays on always; it guards the format and the commit path.
#pragma once

namespace liaison::detail {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;
}  // namespace liaison::detail

#define LIAISON_CHECK(condition) \
  ((condition) ? (void)0 : ::liaison::detail::assertion_failed(#condition, __FILE__, __LINE__))

#if defined(LIAISON_ASSERTS)
#define LIAISON_ASSERT(condition) LIAISON_CHECK(condition)
#else
#define LIAISON_ASSERT(condition) ((void)sizeof(!(condition)))
#endif
