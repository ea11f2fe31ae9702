// Where background work goes: one seam, so that tests run it when they like and production hands it
// to a thread that its owner joins. Work must be small and independent; nobody waits for it.
// Thread-safety: safe. Lifetime: what a piece of work refers to outlives the executor; the
// destructor of a ThreadExecutor drops what has not begun and waits for what has.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace liaison::engine {

class Executor {
 public:
  using Work = std::function<void()>;
  virtual ~Executor() = default;
  // Work that throws ends the program: whoever submits it deals with its own errors.
  virtual void submit(Work work) = 0;
};

// One thread, started with the first piece of work: a database that is only opened and asked once
// never pays for it.
class ThreadExecutor final : public Executor {
 public:
  ThreadExecutor() = default;
  ~ThreadExecutor() override;
  ThreadExecutor(const ThreadExecutor&) = delete;
  ThreadExecutor& operator=(const ThreadExecutor&) = delete;

  void submit(Work work) override;

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace liaison::engine
