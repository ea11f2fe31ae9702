// Stops work in progress: a cancel flag and a deadline that long loops look at.
// Thread-safety: cancel() and check() are safe from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "liaison/engine/error.h"

namespace liaison {

class CancellationToken {
 public:
  using Clock = std::chrono::steady_clock;

  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool is_cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

  // *Requires* that no check() runs yet.
  void set_deadline(Clock::time_point deadline) {
    deadline_ = deadline;
    has_deadline_ = true;
  }

  // *Throws* CancelledError once cancelled or past the deadline. Costs a clock reading: call it
  // once a chunk, or every thousand or so steps.
  void check() const {
    if (is_cancelled()) {
      throw CancelledError(CancelledError::Reason::Cancelled, "The query was cancelled.");
    }
    if (has_deadline_ && Clock::now() >= deadline_) {
      throw CancelledError(CancelledError::Reason::Timeout,
                           "The query took longer than its time limit and was stopped.");
    }
  }

 private:
  std::atomic<bool> cancelled_{false};
  bool has_deadline_ = false;
  Clock::time_point deadline_{};
};

}  // namespace liaison
