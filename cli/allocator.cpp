#include "allocator.h"

#ifdef LIAISON_HAS_MIMALLOC
#include <mimalloc.h>
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#endif

namespace liaison::cli {

#ifdef LIAISON_HAS_MIMALLOC
namespace {

// What the program allocates first, and most of what a small database takes, lies in a segment that
// mimalloc has mapped before anybody could ask for large pages. It is as large as it is aligned.
// Without effect where that is not so.
void use_large_pages_in_first_segment() {
  constexpr std::uintptr_t kSegmentBytes = std::uintptr_t{32} << 20;
  const auto inside = std::make_unique<std::byte>();
  const auto address = reinterpret_cast<std::uintptr_t>(inside.get()) / kSegmentBytes;
  ::madvise(reinterpret_cast<void*>(address * kSegmentBytes), kSegmentBytes, MADV_HUGEPAGE);
}

}  // namespace
#endif

void keep_freed_memory() {
#ifdef LIAISON_HAS_MIMALLOC
  constexpr long kKeptForMs = 500;
#if MI_MALLOC_VERSION < 210
  mi_option_set(mi_option_decommit_delay, kKeptForMs);
#else
  mi_option_set(mi_option_purge_delay, kKeptForMs);
#endif
#endif
}

void use_large_pages() {
#ifdef LIAISON_HAS_MIMALLOC
  mi_option_enable(mi_option_large_os_pages);
  use_large_pages_in_first_segment();
#endif
}

}  // namespace liaison::cli
