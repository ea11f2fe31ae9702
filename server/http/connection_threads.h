// The threads that connections are answered on. One is started when a connection comes and none is
// free, up to a limit; further connections wait for one. They stay until shutdown(): a server that
// is asked little starts with none, and has as many as it ever needed at once.
// Thread-safety: enqueue() may be called from any thread, shutdown() once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace liaison::server {

class ConnectionThreads {
 public:
  // *Requires* count_max > 0.
  explicit ConnectionThreads(std::size_t count_max) : count_max_(count_max) {}
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;
  ~ConnectionThreads() { shutdown(); }

  // Jobs begin in their order, and throw nothing. *Throws* std::system_error when the first thread
  // cannot be started; a later one that cannot leaves its job to the others.
  void enqueue(std::function<void()> job);
  // Waits until all jobs are done and all threads have ended. None may come any more.
  void shutdown();

  std::size_t thread_count() const;

 private:
  void run();

  const std::size_t count_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool is_ending_ = false;
};

}  // namespace liaison::server
