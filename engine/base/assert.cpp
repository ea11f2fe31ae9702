#include "liaison/engine/assert.h"

#include <cstdio>
#include <cstdlib>

namespace liaison::detail {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "liaison: assertion failed: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace liaison::detail
