// A thread that does one thing beside its owner, then the next. A thread of its own for each would
// begin with an empty heap each time and leave behind what it allocated, in blocks that nobody
// else fills up.
// Thread-safety: run() is safe; work waits for the work before it, so none may need other work to
// have begun. Lifetime: outlives its tasks.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "base/executor.h"

namespace liaison::engine {

class HelperThread {
 public:
  // Work under way, or none. Its end waits for it, so that it can refer to what its owner holds.
  class Task {
   public:
    Task() = default;
    explicit Task(std::future<void> done) : done_(std::move(done)) {}
    Task(Task&&) = default;
    Task& operator=(Task&&) = delete;
    ~Task() {
      if (done_.valid()) done_.wait();
    }
    // Waits for the work, and throws what it threw. Once.
    void get() {
      if (done_.valid()) done_.get();
    }

   private:
    std::future<void> done_;
  };

  Task run(std::function<void()> work) {
    const auto task = std::make_shared<std::packaged_task<void()>>(std::move(work));
    Task begun(task->get_future());
    executor_.submit([task] { (*task)(); });
    return begun;
  }

 private:
  ThreadExecutor executor_;
};

}  // namespace liaison::engine
