#include "allocator.h"

#ifdef LIAISON_HAS_MIMALLOC
#include <mimalloc.h>
#endif

namespace liaison::cli {

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
#endif
}

}  // namespace liaison::cli
