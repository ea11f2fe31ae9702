// Sleeps until an atomic number changes, by Linux's futex(2). std::atomic::wait does the same after
// it has given up the processor several times, which costs more than it saves where many wait.
// Thread-safety: safe. A wake-up may come without a reason; the caller looks at the number again.
#pragma once

#include <atomic>
#include <chrono>

namespace liaison::engine {

// Sleeps while `word` is `seen`, `timeout` at most. Returns at once when it is not.
void futex_wait(std::atomic<int>& word, int seen) noexcept;
void futex_wait(std::atomic<int>& word, int seen, std::chrono::nanoseconds timeout) noexcept;
void futex_wake_one(std::atomic<int>& word) noexcept;
void futex_wake_all(std::atomic<int>& word) noexcept;

}  // namespace liaison::engine
