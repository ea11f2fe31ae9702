#include "background_fold.h"

#include <utility>

#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

// Between two folds, which take some hundred microseconds each: longer than it takes to wake a
// writer, short enough to fold what a stream of small commits writes.
constexpr std::chrono::microseconds kPause{500};

}  // namespace

void BackgroundFolder::wake() {
  if (tables_.due_count() == 0) return;
  const std::lock_guard lock(mutex_);
  if (running_ || stopping_) return;
  running_ = true;
  executor_.submit([this] { run(); });
}

void BackgroundFolder::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !running_; });
}

void BackgroundFolder::run() {
  while (true) {
    {
      // What falls due after this look wakes us anew, as running_ is false by then.
      std::unique_lock lock(mutex_);
      if (stopping_ || tables_.due_count() == 0) {
        running_ = false;
        changed_.notify_all();
        return;
      }
    }
    const bool goes_on = fold_one();
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kPause, [this] { return stopping_; });
    if (!goes_on) {
      running_ = false;
      changed_.notify_all();
      return;
    }
  }
}

bool BackgroundFolder::fold_one() {
  try {
    WriterLock lock = pipeline_.lock_writer();
    tables_.fold_due(
        1, [&](WriteBatch& batch) { pipeline_.write_maintenance(lock, std::move(batch)); });
    return true;
  } catch (const Error&) {
    // Rows can stay loose. A store that cannot write says so to the next commit, and damage to who
    // reads it.
    return false;
  }
}

}  // namespace liaison::engine
