// What the program asks of its allocator (docs/decisions/004-allocator.md).
// Thread-safety: call before threads start.
#pragma once

namespace liaison::cli {

// Memory that was freed stays with the process for half a second, in which it is mostly wanted
// again. For who allocates and frees much all the time; without it what a batch has freed goes
// back to the system at once and is faulted in by the next.
void keep_freed_memory();

}  // namespace liaison::cli
