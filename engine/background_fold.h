// Folds loose rows into their pages on the executor, so that no commit waits for it. One fence at a
// time, each under one hold of the writer lock, with a pause between two: writers that wait get
// their turn. Invisible to readers, and without a commit number: a fold that a crash takes back is
// done again.
// Thread-safety: safe. Lifetime: pipeline, tables and executor outlive it; stop() comes before the
// pipeline is closed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "base/executor.h"
#include "store/tables.h"
#include "txn/commit_pipeline.h"

namespace liaison::engine {

class BackgroundFolder {
 public:
  BackgroundFolder(CommitPipeline& pipeline, Tables& tables, Executor& executor)
      : pipeline_(pipeline), tables_(tables), executor_(executor) {}
  ~BackgroundFolder() { stop(); }
  BackgroundFolder(const BackgroundFolder&) = delete;
  BackgroundFolder& operator=(const BackgroundFolder&) = delete;

  // Says that there may be something to fold. Cheap.
  void wake();
  // Waits until no folding runs; nothing is folded afterwards. Idempotent. Requires that the
  // calling thread does not hold the writer lock.
  void stop();

 private:
  void run();
  // False when there is nothing to do any more, or the store takes no writes.
  bool fold_one();

  CommitPipeline& pipeline_;
  Tables& tables_;
  Executor& executor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool running_ = false;   // guarded by mutex_; from submit to the end of run()
  bool stopping_ = false;  // guarded by mutex_
};

}  // namespace liaison::engine
