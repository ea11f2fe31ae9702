// Threads that help with queries. They start when first asked for and stay until the pool goes.
// Thread-safety: safe. Lifetime: the destructor drops what has not begun and waits for what has.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace liaison {

class WorkerPool {
 public:
  WorkerPool() = default;
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs the work on one of the pool's threads, of which there are at most `threads_max` once it
  // has been asked so. It may wait behind other work for ever, so nobody may need it to have begun.
  // *Requires* work that does not throw.
  void submit(std::function<void()> work, std::size_t threads_max);

  // Threads that this machine runs at once; at least 1.
  static std::size_t hardware_threads();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace liaison
