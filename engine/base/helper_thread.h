// A thread that does one thing beside its owner, then the next. A thread of its own for each would
// begin with an empty heap each time and leave behind what it allocated, in blocks that nobody
// else fills up.
// Thread-safety: run() is safe; work waits for the work before it, so none may need later work to
// have begun. Lifetime: outlives its tasks.
#pragma once

#include <functional>
#include <memory>

#include "base/executor.h"

namespace liaison::engine {

class HelperThread {
 public:
  // Work under way. Its end waits for it, so that it can refer to what its owner holds.
  class Task {
   public:
    Task(Task&&) = default;
    Task& operator=(Task&&) = delete;
    ~Task();
    // Waits for the work, and throws what it threw. Once.
    void get();

   private:
    friend class HelperThread;
    struct State;
    explicit Task(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;  // null: waited for
  };

  Task run(std::function<void()> work);

 private:
  ThreadExecutor executor_;
};

}  // namespace liaison::engine
