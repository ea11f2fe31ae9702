// A 128-bit integer for intermediate results that pass 64 bits. A compiler extension of GCC and
// Clang, named in this one place. Thread-safety: a plain integer.
#pragma once

namespace liaison::engine {

__extension__ using int128_t = __int128;

}  // namespace liaison::engine
