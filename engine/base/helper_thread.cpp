#include "base/helper_thread.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace liaison::engine {

struct HelperThread::Task::State {
  std::function<void()> work;
  std::mutex mutex;
  std::condition_variable changed;
  bool is_done = false;
  std::exception_ptr error;  // the owner's once it is done

  void run() {
    std::exception_ptr thrown;
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    error = std::move(thrown);
    is_done = true;
    changed.notify_all();
  }

  std::exception_ptr wait() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return is_done; });
    return std::move(error);
  }
};

HelperThread::Task::Task(std::shared_ptr<State> state) : state_(std::move(state)) {}

HelperThread::Task::~Task() {
  if (state_) state_->wait();
}

void HelperThread::Task::get() {
  const std::shared_ptr<State> state = std::move(state_);
  if (std::exception_ptr error = state->wait()) std::rethrow_exception(std::move(error));
}

HelperThread::Task HelperThread::run(std::function<void()> work) {
  const auto state = std::make_shared<Task::State>();
  state->work = std::move(work);
  executor_.submit([state] { state->run(); });
  return Task(state);
}

}  // namespace liaison::engine
