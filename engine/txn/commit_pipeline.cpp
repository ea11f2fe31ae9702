#include "txn/commit_pipeline.h"

#include <exception>
#include <utility>

#include "base/fault.h"
#include "base/futex.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"
#include "liaison/engine/stopped.h"
#include "txn/commit_row.h"

namespace liaison::engine {

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  if (this != &other) {
    release();
    pipeline_ = std::exchange(other.pipeline_, nullptr);
    window_open_ = std::exchange(other.window_open_, false);
  }
  return *this;
}

void WriterLock::release() noexcept {
  if (pipeline_ != nullptr) std::exchange(pipeline_, nullptr)->release_writer(*this);
}

CommitPipeline::CommitPipeline(KeyValueStore& store, CommitPipelineOptions options,
                               const Clock& clock)
    : store_(store), clock_(clock), durability_(options.durability) {
  recovered_ = read_commit_row(store_).number;
  written_ = recovered_;
  published_number_ = recovered_;
  if (!options.watermark_path.empty()) check_watermark(options);
}

CommitPipeline::~CommitPipeline() {
  LIAISON_ASSERT(!gate_.is_held());
}

void CommitPipeline::check_watermark(const CommitPipelineOptions& options) {
  std::string problem;
  try {
    watermark_ = WatermarkFile::open(options.watermark_path, clock_, *options.files);
    if (watermark_ == nullptr && recovered_ > 0) {
      problem = "watermark " + options.watermark_path +
                " is missing, so it cannot be told whether commits are; the store holds " +
                std::to_string(recovered_);
    } else if (watermark_ != nullptr && watermark_->commit() > recovered_) {
      const CommitNumber acknowledged = watermark_->commit();
      problem = "database " + store_.path() + ": " + std::to_string(acknowledged - recovered_) +
                " commits acknowledged before the last stop are missing (numbers " +
                std::to_string(recovered_ + 1) + " to " + std::to_string(acknowledged) +
                "); the store holds " + std::to_string(recovered_);
    }
  } catch (const CorruptionError& error) {
    problem = error.what();
  }
  if (!problem.empty() && !options.accept_loss && !LIAISON_FAULT("watermark-ignored")) {
    throw CorruptionError(
        problem + ". Restore a backup, or go on with what is left: liaison check --accept-loss");
  }
  if (watermark_ == nullptr) {
    watermark_ = WatermarkFile::create(options.watermark_path, recovered_, clock_, *options.files);
  } else if (watermark_->commit() > recovered_) {
    watermark_->reset(recovered_);
  }
}

void CommitPipeline::start(StateProvider provider) {
  LIAISON_CHECK(published() == nullptr);
  provider_ = std::move(provider);
  std::unique_lock lock(turn_mutex_);
  // Recovered commits may come from a log that a killed process never synced. Opening has made
  // them durable, and the sync asserts it before anybody sees them.
  lead(lock, durability_ == Durability::Synced);
  if (poisoned_) throw_outcome_unknown();
}

WriterLock CommitPipeline::lock_writer() {
  refuse_if_stopped();
  gate_.acquire();
  return locked();
}

WriterLock CommitPipeline::try_lock_writer() {
  refuse_if_stopped();
  if (!gate_.try_acquire()) return {};
  return locked();
}

WriterLock CommitPipeline::locked() {
  WriterLock lock(*this);
  if (closed_) throw UsageError("the database is closed");
  return lock;
}

void CommitPipeline::open_window(WriterLock& lock) {
  LIAISON_CHECK(lock.pipeline_ == this);
  LIAISON_CHECK(!lock.window_open_);  // one write per lock
  std::lock_guard window(window_mutex_);
  window_open_ = true;
  lock.window_open_ = true;
}

void CommitPipeline::release_writer(WriterLock& lock) noexcept {
  if (std::exchange(lock.window_open_, false)) {
    std::lock_guard window(window_mutex_);
    window_open_ = false;
    window_shut_.notify_one();
  }
  gate_.release();
}

CommitNumber CommitPipeline::written() const {
  std::lock_guard window(window_mutex_);
  return written_;
}

CommitNumber CommitPipeline::write(WriterLock& lock, WriteBatch&& batch) {
  return write_with(lock, [&](CommitNumber, const std::string& row) {
    batch.put(ColumnFamily::Catalog, std::string(kCommitRowKey), row);
    store_.write(batch);
  });
}

CommitNumber CommitPipeline::write_with(
    WriterLock& lock, const std::function<void(CommitNumber, const std::string& row)>& apply) {
  refuse_if_stopped();
  open_window(lock);
  const CommitNumber number = written() + 1;
  try {
    apply(number, encode_commit_row({.number = number, .utc = clock_.utc()}));
  } catch (const OutcomeUnknownError&) {
    poison();
    throw;
  }
  if (LIAISON_FAULT("sync-per-commit")) store_.sync();
  std::lock_guard window(window_mutex_);
  written_ = number;
  return number;
}

void CommitPipeline::write_maintenance(WriterLock& lock, WriteBatch&& batch) {
  refuse_if_stopped();
  // A snapshot taken between the write and the caller's notes about it would not match them.
  if (!lock.window_open_) open_window(lock);
  LIAISON_CHECK(lock.pipeline_ == this);
  try {
    store_.write(batch);
  } catch (const OutcomeUnknownError&) {
    poison();
    throw;
  }
}

void CommitPipeline::wait_durable(CommitNumber number) {
  std::unique_lock lock(turn_mutex_);
  while (published_number_ < number) {
    if (poisoned_) throw_outcome_unknown();
    if (!leading_) {
      if (number > written()) {
        throw UsageError("commit " + std::to_string(number) + " was never written");
      }
      lead(lock, durability_ == Durability::Synced);
      continue;
    }
    const bool is_in_turn = !captured_ || number <= *captured_;
    const std::shared_ptr<Turn> turn = is_in_turn ? turn_ : next_turn_;
    turn->wait(lock);
    if (turn->served.load() >= number) return;
    lock.lock();
  }
}

std::shared_ptr<const Published> CommitPipeline::published() const {
  std::lock_guard lock(published_mutex_);
  return published_;
}

void CommitPipeline::sync() {
  std::unique_lock lock(turn_mutex_);
  while (leading_ && !poisoned_) {
    const std::shared_ptr<Turn> turn = turn_;
    turn->wait(lock);
    lock.lock();
  }
  if (!poisoned_) lead(lock, true);
  if (poisoned_) throw_outcome_unknown();
}

void CommitPipeline::close() {
  gate_.acquire();
  const bool was_closed = closed_.exchange(true);
  gate_.release();
  if (was_closed) return;
  sync();
  store_.flush();
  if (watermark_ != nullptr) watermark_->sync();
}

CommitPipeline::Statistics CommitPipeline::statistics() const {
  std::lock_guard turn(turn_mutex_);
  Statistics result = statistics_;
  result.commits = written() - recovered_;
  return result;
}

void CommitPipeline::refuse_if_stopped() const {
  std::lock_guard turn(turn_mutex_);
  LIAISON_CHECK(provider_ != nullptr);
  if (poisoned_) {
    throw StoppedError("database " + store_.path() +
                       " takes no more writes after a failed sync; restart to recover it");
  }
}

void CommitPipeline::poison() {
  const std::lock_guard lock(turn_mutex_);
  poisoned_ = true;
  turn_->wake_all();
  next_turn_->wake_all();
}

void CommitPipeline::Turn::wait(std::unique_lock<std::mutex>& lock) {
  has_waiters = true;
  const int seen = events_.load();
  lock.unlock();
  futex_wait(events_, seen);
}

void CommitPipeline::Turn::wake_one() {
  ++events_;
  futex_wake_one(events_);
}

void CommitPipeline::Turn::wake_all() {
  ++events_;
  futex_wake_all(events_);
}

std::shared_ptr<const Published> CommitPipeline::capture() {
  auto captured = std::make_shared<Published>();
  std::unique_lock window(window_mutex_);
  window_shut_.wait(window, [this] { return !window_open_; });
  captured->snapshot = store_.snapshot();
  captured->commit = written_;
  captured->state = provider_();
  return captured;
}

void CommitPipeline::lead(std::unique_lock<std::mutex>& lock, bool synced) {
  auto following_turn = std::make_shared<Turn>();  // may throw: nobody leads yet
  leading_ = true;
  turn_ = std::exchange(next_turn_, std::move(following_turn));
  captured_.reset();
  lock.unlock();
  std::shared_ptr<const Published> next;
  bool failed = false;
  std::exception_ptr capture_error;
  try {
    next = capture();
    const std::lock_guard captured(turn_mutex_);
    captured_ = next->commit;
  } catch (...) {
    // Nothing was promised or lost yet: the caller gets the error, another waiter may lead.
    capture_error = std::current_exception();
  }
  if (LIAISON_FAULT("publish-before-sync") && next != nullptr) {
    const std::lock_guard early(turn_mutex_);
    publish_locked(next);
    turn_->served = published_number_;
    turn_->wake_all();
  }
  if (next != nullptr && synced) {
    try {
      if (LIAISON_FAULT("watermark-early") && watermark_ != nullptr) {
        watermark_->record(next->commit);
      }
      store_.sync();
      // Before anybody is answered, so that a kill from here on leaves a watermark that covers
      // every answer; after the sync, so that it never promises what is not there.
      if (watermark_ != nullptr) watermark_->record(next->commit);
    } catch (const std::exception&) {
      failed = true;
    }
  }

  lock.lock();
  leading_ = false;
  // A failed sync and a failed write seen meanwhile are the same: what is not published now is
  // unknown for ever.
  poisoned_ |= failed;
  if (next != nullptr && !poisoned_) {
    if (synced) ++statistics_.syncs;
    publish_locked(std::move(next));
  }
  const std::shared_ptr<Turn> over = turn_;
  const std::shared_ptr<Turn> following = next_turn_;
  const bool over_has_waiters = over->has_waiters;
  const bool following_has_waiters = following->has_waiters;
  const bool is_poisoned = poisoned_;
  over->served = published_number_;
  lock.unlock();
  // One of those who are still to be served leads, and begins before the others are woken. If
  // somebody who comes by is quicker, they are all waiters of that turn, and woken at its end.
  if (is_poisoned) {
    following->wake_all();
  } else if (following_has_waiters) {
    following->wake_one();
  }
  if (over_has_waiters) over->wake_all();
  if (capture_error) std::rethrow_exception(capture_error);
  lock.lock();
}

void CommitPipeline::publish_locked(std::shared_ptr<const Published> next) {
  LIAISON_CHECK(next->commit >= published_number_);
  published_number_ = next->commit;
  ++statistics_.publishes;
  std::lock_guard lock(published_mutex_);
  published_.swap(next);  // readers may still hold the old one
}

void CommitPipeline::throw_outcome_unknown() const {
  throw OutcomeUnknownError("database " + store_.path() +
                            ": the log could not be made durable; the commit may or may not be "
                            "there after a restart");
}

}  // namespace liaison::engine
