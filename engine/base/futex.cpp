#include "base/futex.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

namespace liaison::engine {
namespace {

static_assert(sizeof(std::atomic<int>) == sizeof(int) && std::atomic<int>::is_always_lock_free);

// Its errors (changed meanwhile, interrupted, timed out) all mean: look again.
void call_futex(std::atomic<int>& word, int operation, int value,
                const timespec* timeout = nullptr) noexcept {
  syscall(SYS_futex, reinterpret_cast<int*>(&word), operation | FUTEX_PRIVATE_FLAG, value, timeout,
          nullptr, 0);
}

}  // namespace

void futex_wait(std::atomic<int>& word, int seen) noexcept {
  call_futex(word, FUTEX_WAIT, seen);
}

void futex_wait(std::atomic<int>& word, int seen, std::chrono::nanoseconds timeout) noexcept {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  const timespec relative{.tv_sec = seconds.count(), .tv_nsec = (timeout - seconds).count()};
  call_futex(word, FUTEX_WAIT, seen, &relative);
}

void futex_wake_one(std::atomic<int>& word) noexcept {
  call_futex(word, FUTEX_WAKE, 1);
}

void futex_wake_all(std::atomic<int>& word) noexcept {
  call_futex(word, FUTEX_WAKE, INT_MAX);
}

}  // namespace liaison::engine
