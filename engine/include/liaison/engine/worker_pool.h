// Threads for work that comes now and then: parts of queries, connections of a server. One starts
// when work comes and none is free, and stays until the pool ends.
// Thread-safety: safe, but for finish(). Lifetime: the destructor drops what has not begun and
// waits for what has.
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
  // Work begins in its order. *Requires* work that does not throw. *Throws* std::system_error when
  // the first thread cannot be started; a later one that cannot leaves its work to the others.
  void submit(std::function<void()> work, std::size_t threads_max);
  // Waits until all work is done, also what has not begun, and all threads have ended. Nothing may
  // be submitted any more.
  void finish();

  std::size_t thread_count() const;

  // Threads that this machine runs at once; at least 1.
  static std::size_t hardware_threads();

 private:
  void run();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace liaison
