#include "txn/writer_gate.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace liaison::engine {
namespace {

TEST_CASE("one thread at a time is behind the gate, and none is left asleep before it") {
  constexpr int kThreads = 12;
  constexpr int kRounds = 3000;
  WriterGate gate;
  std::int64_t guarded = 0;  // without the gate, updates of it are lost
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kRounds; ++i) {
          gate.acquire();
          const std::int64_t before = guarded;
          if ((i + t) % 64 == 0) std::this_thread::yield();
          // Some lose their patience.
          if ((i + t) % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
          guarded = before + 1;
          gate.release();
        }
      });
    }
  }
  CHECK(guarded == kThreads * kRounds);
  CHECK_FALSE(gate.is_held());
}

TEST_CASE("the gate may be released by another thread than took it") {
  WriterGate gate;
  gate.acquire();
  CHECK_FALSE(gate.try_acquire());
  std::atomic<bool> entered = false;
  std::jthread waiter([&] {
    gate.acquire();
    entered = true;
    gate.release();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK_FALSE(entered);
  std::jthread([&] { gate.release(); }).join();
  waiter.join();
  CHECK(entered);
  CHECK(gate.try_acquire());
  gate.release();
}

TEST_CASE("who has waited for long is not overtaken") {
  constexpr int kRounds = 20;
  WriterGate gate;
  int overtaken = 0;
  for (int round = 0; round < kRounds; ++round) {
    gate.acquire();
    std::jthread patient([&] {
      gate.acquire();
      gate.release();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    gate.release();
    // Quicker than anybody can wake up.
    if (gate.try_acquire()) {
      ++overtaken;
      gate.release();
    }
  }
  CHECK(overtaken <= kRounds / 4);  // a loaded machine may not have let it wait yet
}

}  // namespace
}  // namespace liaison::engine
