// Work on blocks by several threads, with its results taken in the order of the blocks: so a load
// gives the same ids whatever threads do, and the error that is reported is the first in the files.
// Thread-safety: one call at a time; `take` runs alone, in order, on any of the threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace liaison::engine {

// `next(block)` fills a block or says that there is none; it runs alone. `work(block)` returns a
// result, in parallel. The first exception in the order of blocks is thrown when all have stopped.
template <class Block, class Next, class Work, class Take>
void work_in_order(unsigned threads, Next next, Work work, Take take) {
  std::mutex source_mutex;
  std::uint64_t blocks = 0;
  bool is_drained = false;

  std::mutex turn_mutex;
  std::condition_variable turn_changed;
  std::uint64_t turn = 0;
  std::exception_ptr failure;

  const auto run = [&] {
    while (true) {
      Block block;
      std::uint64_t number = 0;
      std::exception_ptr problem;
      {
        const std::lock_guard lock(source_mutex);
        if (is_drained) return;
        number = blocks;
        try {
          if (!next(block)) {
            is_drained = true;
            return;
          }
        } catch (...) {
          is_drained = true;
          problem = std::current_exception();
        }
        ++blocks;
      }
      decltype(work(block)) result{};
      try {
        if (!problem) result = work(block);
      } catch (...) {
        problem = std::current_exception();
      }
      std::unique_lock lock(turn_mutex);
      turn_changed.wait(lock, [&] { return turn == number || failure != nullptr; });
      if (failure) return;
      if (!problem) {
        try {
          take(std::move(result));
        } catch (...) {
          problem = std::current_exception();
        }
      }
      if (problem) failure = problem;
      ++turn;
      turn_changed.notify_all();
      if (problem) return;
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace liaison::engine
