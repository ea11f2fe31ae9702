#include "txn/commit_pipeline.h"

#include <exception>
#include <utility>

#include "base/fault.h"
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
  LIAISON_ASSERT(!writer_busy_);
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
  std::unique_lock turn(turn_mutex_);
  // Recovered commits may come from a log that a killed process never synced. Opening has made
  // them durable, and the sync asserts it before anybody sees them.
  lead(turn, durability_ == Durability::Synced);
  if (poisoned_) throw_outcome_unknown();
}

WriterLock CommitPipeline::lock_writer() {
  refuse_if_stopped();
  std::unique_lock lock(writer_mutex_);
  writer_free_.wait(lock, [this] { return !writer_busy_; });
  if (closed_) throw UsageError("the database is closed");
  writer_busy_ = true;
  return WriterLock(*this);
}

WriterLock CommitPipeline::try_lock_writer_for(std::chrono::nanoseconds timeout) {
  refuse_if_stopped();
  std::unique_lock lock(writer_mutex_);
  if (!writer_free_.wait_for(lock, timeout, [this] { return !writer_busy_; })) return {};
  if (closed_) throw UsageError("the database is closed");
  writer_busy_ = true;
  return WriterLock(*this);
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
  std::lock_guard writer(writer_mutex_);
  writer_busy_ = false;
  writer_free_.notify_one();
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
  std::unique_lock turn(turn_mutex_);
  while (published_number_ < number) {
    if (poisoned_) throw_outcome_unknown();
    if (leading_) {
      const bool is_in_turn = !captured_ || number <= *captured_;
      wait_for_turn(turn, waiters_[is_in_turn ? turn_ : 1 - turn_]);
      continue;
    }
    if (number > written()) {
      throw UsageError("commit " + std::to_string(number) + " was never written");
    }
    lead(turn, durability_ == Durability::Synced);
  }
}

std::shared_ptr<const Published> CommitPipeline::published() const {
  std::lock_guard lock(published_mutex_);
  return published_;
}

void CommitPipeline::sync() {
  std::unique_lock turn(turn_mutex_);
  while (leading_) wait_for_turn(turn, waiters_[turn_]);
  if (!poisoned_) lead(turn, true);
  if (poisoned_) throw_outcome_unknown();
}

void CommitPipeline::close() {
  {
    std::unique_lock lock(writer_mutex_);
    writer_free_.wait(lock, [this] { return !writer_busy_; });
    if (std::exchange(closed_, true)) return;
    writer_free_.notify_all();
  }
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
  std::lock_guard turn(turn_mutex_);
  poisoned_ = true;
  for (Waiters& waiters : waiters_) waiters.over.notify_all();
}

void CommitPipeline::wait_for_turn(std::unique_lock<std::mutex>& turn, Waiters& waiters) {
  ++waiters.count;
  waiters.over.wait(turn);
  --waiters.count;
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

void CommitPipeline::lead(std::unique_lock<std::mutex>& turn, bool synced) {
  leading_ = true;
  turn_ = 1 - turn_;
  captured_.reset();
  turn.unlock();
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
    waiters_[turn_].over.notify_all();
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

  turn.lock();
  leading_ = false;
  // A failed sync and a failed write seen meanwhile are the same: what is not published now is
  // unknown for ever.
  poisoned_ |= failed;
  if (next != nullptr && !poisoned_) {
    if (synced) ++statistics_.syncs;
    publish_locked(std::move(next));
  }
  waiters_[turn_].over.notify_all();
  Waiters& others = waiters_[1 - turn_];
  if (poisoned_) {
    others.over.notify_all();
  } else if (others.count > 0) {
    // One of those who are still to be served leads. If somebody who comes by is quicker, they are
    // all waiters of that turn, and woken at its end.
    others.over.notify_one();
  }
  if (capture_error) std::rethrow_exception(capture_error);
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
