// The lock that one writer at a time holds. Unlike a std::mutex it may be released by another
// thread than took it.
//
// A small transaction holds it for about as long as it takes to put a thread to sleep and wake it
// up. So one of those who wait looks on for a short while before it sleeps, and a release that sees
// it wakes nobody. After 2 ms a sleeper loses its patience, and is handed the gate by a release, so
// that newcomers cannot keep it out (as in Go's sync.Mutex).
//
// Thread-safety: safe. When it is destroyed nobody may hold it, wait for it
// or be still about to leave release().
#pragma once

#include <atomic>

namespace liaison::engine {

class WriterGate {
 public:
  void acquire() noexcept;
  bool try_acquire() noexcept;
  void release() noexcept;
  bool is_held() const noexcept { return held_.load() != 0; }

 private:
  bool watch() noexcept;
  void sleep_until_acquired() noexcept;
  void wait_until_handed() noexcept;
  // Requires the gate, and somebody in wait_until_handed(), who gets it.
  void hand_over() noexcept;

  std::atomic<int> held_ = 0;
  std::atomic<int> sleepers_ = 0;      // on held_
  std::atomic<bool> watched_ = false;  // somebody looks on
  std::atomic<int> impatient_ = 0;     // sleepers on handed_
  std::atomic<int> handed_ = 0;        // held, by the sleeper that takes this back to 0
};

}  // namespace liaison::engine
