// What the program asks of its allocator (docs/decisions/004-allocator.md).
// Thread-safety: call before threads start.
#pragma once

namespace liaison::cli {

// Memory that was freed stays with the process for half a second, in which it is mostly wanted
// again. For who allocates and frees much all the time; without it what a batch has freed goes
// back to the system at once and is faulted in by the next.
void keep_freed_memory();

// New memory comes in pages of 2 MB where the system has them (transparent huge pages), for who
// reads here and there in much of it. A process holds some megabytes more than it uses then.
void use_large_pages();

}  // namespace liaison::cli
