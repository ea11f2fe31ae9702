// Ctrl-C as a wish to stop: what runs ends where it may, and says what is there.
// Thread-safety: one guard at a time; the token is safe.
#pragma once

#include <signal.h>

#include <array>
#include <memory>

#include "liaison/engine/cancellation.h"

namespace liaison::cli {

// Cancelled by SIGINT and SIGTERM while an InterruptGuard lives. One for the process.
const std::shared_ptr<CancellationToken>& interrupted();

// Takes SIGINT and SIGTERM; the second time ends the process at once. Gives them back at its end.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace liaison::cli
