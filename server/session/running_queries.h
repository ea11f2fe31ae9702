// The statements that run right now, so that a shutdown can wait for them and then end them.
// Thread-safety: safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include "liaison/engine/cancellation.h"

namespace liaison::server {

class RunningQueries {
 public:
  // Listed for as long as the returned handle lives.
  std::shared_ptr<CancellationToken> add() {
    auto* token = new CancellationToken;
    const std::lock_guard lock(mutex_);
    tokens_.insert(token);
    if (is_closing_) token->cancel();
    return {token, [this](CancellationToken* done) {
              {
                const std::lock_guard relock(mutex_);
                tokens_.erase(done);
              }
              changed_.notify_all();
              delete done;
            }};
  }

  // Waits up to `grace` for all to end by themselves, then cancels them and all that come later.
  void close(std::chrono::milliseconds grace) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, grace, [this] { return tokens_.empty(); });
    is_closing_ = true;
    for (CancellationToken* token : tokens_) token->cancel();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<CancellationToken*> tokens_;
  bool is_closing_ = false;
};

}  // namespace liaison::server
