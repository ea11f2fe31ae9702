// Where time comes from. Nothing in the engine asks the operating system for the time on its own:
// it is handed a Clock, so that a test decides what time it is and a seed replays a failure.
// Thread-safety: safe. Lifetime: a clock outlives everything it was handed to.
#pragma once

#include <atomic>
#include <chrono>

namespace liaison::engine {

class Clock {
 public:
  virtual ~Clock() = default;
  // Time since an arbitrary start; never goes back. For intervals and deadlines.
  virtual std::chrono::nanoseconds monotonic() const = 0;
  // UTC since 1970-01-01; may jump. For what people read.
  virtual std::chrono::microseconds utc() const = 0;
};

// The clock of this machine; lives until the process ends.
const Clock& system_clock();

// A clock that moves when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(std::chrono::microseconds utc_start = {}) : utc_start_(utc_start) {}
  void advance(std::chrono::nanoseconds by) { elapsed_ += by.count(); }
  std::chrono::nanoseconds monotonic() const override {
    return std::chrono::nanoseconds(elapsed_.load());
  }
  std::chrono::microseconds utc() const override {
    return utc_start_ + std::chrono::duration_cast<std::chrono::microseconds>(monotonic());
  }

 private:
  std::chrono::microseconds utc_start_;
  std::atomic<std::chrono::nanoseconds::rep> elapsed_{0};
};

}  // namespace liaison::engine
