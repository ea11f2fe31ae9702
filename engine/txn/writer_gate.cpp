#include "txn/writer_gate.h"

#include <chrono>
#include <thread>

#include "base/futex.h"

namespace liaison::engine {
namespace {

using Clock = std::chrono::steady_clock;

// A few times what a small transaction takes, some ten microseconds.
constexpr int kLooks = 1000;
constexpr std::chrono::milliseconds kPatience{2};

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

bool WriterGate::try_acquire() noexcept {
  int expected = 0;
  return held_.compare_exchange_strong(expected, 1);
}

void WriterGate::acquire() noexcept {
  if (!try_acquire() && !watch()) sleep_until_acquired();
}

void WriterGate::release() noexcept {
  // Who is impatient while somebody has the gate cannot get it but from them.
  while (impatient_.load() == 0) {
    held_ = 0;
    // Either this sees who began to wait meanwhile, or they see the gate free.
    if (impatient_.load() == 0) {
      if (sleepers_.load() > 0 && !watched_.load()) futex_wake_one(held_);
      return;
    }
    // They may have had it already; whoever has it now hands it over.
    if (!try_acquire()) return;
  }
  hand_over();
}

// Who looks on sees to it that the gate is used: it takes it, or sleeps after one more try.
bool WriterGate::watch() noexcept {
  static const bool has_processors = std::thread::hardware_concurrency() > 1;
  if (!has_processors || watched_.exchange(true)) return false;
  bool acquired = false;
  for (int i = 0; i < kLooks && !acquired; ++i) {
    pause();
    acquired = held_.load(std::memory_order_relaxed) == 0 && try_acquire();
  }
  watched_ = false;
  return acquired;
}

void WriterGate::sleep_until_acquired() noexcept {
  const auto patient_until = Clock::now() + kPatience;
  ++sleepers_;
  bool acquired = try_acquire();
  while (!acquired) {
    const auto left = patient_until - Clock::now();
    if (left <= left.zero()) break;
    futex_wait(held_, 1, left);
    acquired = try_acquire();
  }
  --sleepers_;
  if (!acquired) wait_until_handed();
}

void WriterGate::wait_until_handed() noexcept {
  ++impatient_;
  while (!try_acquire()) {
    futex_wait(handed_, 0);
    int expected = 1;
    if (handed_.compare_exchange_strong(expected, 0)) break;
  }
  --impatient_;
}

void WriterGate::hand_over() noexcept {
  handed_ = 1;
  futex_wake_one(handed_);
}

}  // namespace liaison::engine
