// The one order of commits. A writer takes the writer lock, writes its batch and gives the lock
// back; then it waits until its commit is durable. Waiting commits share one sync: the first of
// them becomes leader, takes a snapshot of everything written so far, syncs, and publishes that
// snapshot. Readers get only published snapshots, so nobody sees what a crash can take back.
//
// Invariants: published number <= synced number <= written number (Durability::Buffered drops the
// middle term); each rises only. The watermark file holds what was published, and a store that
// opens below it is refused. After a failed sync nothing is published any more.
//
// Thread-safety: safe. A WriterLock may move between threads, and is used by one at a time.
// Lifetime: store and clock outlive the pipeline; the pipeline, every WriterLock and every
// Published are gone before the store is.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "kv/key_value_store.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/options.h"
#include "txn/watermark.h"
#include "txn/writer_gate.h"

namespace liaison::engine {

// The in-memory part of a state (catalog version, counts): immutable, made by the database. The
// pipeline only carries it from where it was written to where it is read.
struct CatalogState;

// What readers stand on: a snapshot with the newest commit in it and the state that belongs to
// both. Immutable; shared, as it lives until the last reader has gone.
struct Published {
  std::shared_ptr<const KeyValueSnapshot> snapshot;
  CommitNumber commit = 0;
  std::shared_ptr<const CatalogState> state;
};

struct CommitPipelineOptions {
  Durability durability = Durability::Synced;
  // Path of the watermark file, empty for a store in memory: then there is nothing to lose.
  std::string watermark_path{};
  // Take a store below its watermark as the truth and lower the watermark to it.
  bool accept_loss = false;
  // Where the watermark file lies; outlives the pipeline.
  FileAccess* files = &system_files();
};

class CommitPipeline;

// The right to write. Released by its destructor; moved-from or released ones hold nothing.
class WriterLock {
 public:
  WriterLock() = default;
  ~WriterLock() { release(); }
  WriterLock(WriterLock&& other) noexcept { *this = std::move(other); }
  WriterLock& operator=(WriterLock&& other) noexcept;

  bool held() const { return pipeline_ != nullptr; }
  // Gives the lock back early. Idempotent.
  void release() noexcept;

 private:
  friend class CommitPipeline;
  explicit WriterLock(CommitPipeline& pipeline) : pipeline_(&pipeline) {}
  CommitPipeline* pipeline_ = nullptr;
  bool window_open_ = false;  // this lock has written, see CommitPipeline
};

class CommitPipeline {
 public:
  // Returns the state that belongs to what is written. Called inside the commit window: while
  // nobody is between write() and the release of the writer lock. So what it returns may change
  // only there, and a statement may hold the writer lock for long without delaying a publish.
  // It must not call the pipeline.
  using StateProvider = std::function<std::shared_ptr<const CatalogState>()>;

  struct Statistics {
    std::uint64_t commits = 0;
    std::uint64_t syncs = 0;      // shared syncs that led to a publish
    std::uint64_t publishes = 0;  // including those without a sync
  };

  // Reads the newest commit of the store and compares it with the watermark.
  // Throws CorruptionError, naming the gap, when acknowledged commits are missing.
  CommitPipeline(KeyValueStore& store, CommitPipelineOptions options,
                 const Clock& clock = system_clock());
  ~CommitPipeline();
  CommitPipeline(const CommitPipeline&) = delete;
  CommitPipeline& operator=(const CommitPipeline&) = delete;

  // The newest commit that the store came back with. Its catalog is what start() needs.
  CommitNumber recovered() const { return recovered_; }
  // Publishes the recovered state. Required once, before everything below.
  void start(StateProvider provider);

  // Waits for the writer lock. Throws StorageError after a failed sync, UsageError when closed.
  WriterLock lock_writer();
  // The same, or a lock that is not held() when somebody else has it.
  WriterLock try_lock_writer();

  // The newest written commit. Stable while the caller holds the lock.
  CommitNumber written() const;

  // Writes a commit and returns its number. The commit row is added to the batch. Once per lock:
  // after it the caller updates what the provider returns and releases the lock.
  // Throws StorageError: nothing was written. Throws OutcomeUnknownError: it may have been.
  CommitNumber write(WriterLock& lock, WriteBatch&& batch);
  // The same for writing by other means (ingesting files): `apply` must make the commit and the
  // row, which it is handed encoded, visible together and durable no later than the next sync.
  CommitNumber write_with(WriterLock& lock,
                          const std::function<void(CommitNumber, const std::string& row)>& apply);
  // Writes what changes no reader's answer (folding): no commit number, no waiting. The caller then
  // brings its own notes up to date and releases the lock. May be called more than once, and after
  // a write under the same lock.
  void write_maintenance(WriterLock& lock, WriteBatch&& batch);

  // Returns once commit `number` is published (and, when Synced, durable). To answer a statement
  // that wrote nothing but read written state, pass the number it read. Requires that the lock
  // under which the calling thread wrote is released, else it waits for itself. Throws
  // OutcomeUnknownError when the sync failed.
  void wait_durable(CommitNumber number);

  // Newest published state. Never waits for a write or a sync.
  std::shared_ptr<const Published> published() const;

  // Syncs and publishes everything written, also maintenance and also when Buffered.
  void sync();
  // Waits for the writer, syncs, flushes, makes the watermark durable; later writes throw
  // UsageError. Idempotent. Without it the next open recovers from the log, as after a kill.
  void close();

  Statistics statistics() const;

 private:
  // One round of a leader, and those who wait for it. They sleep without the mutex, and whom
  // `served` covers goes on without it: a mutex that all of them need when they wake up would put
  // them back to sleep.
  struct Turn {
    std::atomic<CommitNumber> served = 0;  // what was published when it was over
    bool has_waiters = false;              // under turn_mutex_

    // Entered with turn_mutex_ held by `lock`, left without it after the next wake-up.
    void wait(std::unique_lock<std::mutex>& lock);
    void wake_one();
    void wake_all();

   private:
    std::atomic<int> events_ = 0;  // counts wake-ups, so that none is missed
  };

  friend class WriterLock;

  void check_watermark(const CommitPipelineOptions& options);
  void open_window(WriterLock& lock);
  void release_writer(WriterLock& lock) noexcept;
  void refuse_if_stopped() const;
  // The lock of who has acquired the gate.
  WriterLock locked();
  void poison();
  std::shared_ptr<const Published> capture();
  // Runs one leader round: capture, sync if `synced`, publish. Entered and left with turn_mutex_
  // held by `lock`; when the capture throws, left without it.
  void lead(std::unique_lock<std::mutex>& lock, bool synced);
  void publish_locked(std::shared_ptr<const Published> next);
  [[noreturn]] void throw_outcome_unknown() const;

  KeyValueStore& store_;
  const Clock& clock_;
  const Durability durability_;
  CommitNumber recovered_ = 0;
  std::unique_ptr<WatermarkFile> watermark_;  // used by the leader only
  StateProvider provider_;

  WriterGate gate_;
  std::atomic<bool> closed_ = false;  // set by who holds the gate

  // The commit window: open from write() to the release of the writer lock. In between store,
  // number and provider disagree, so a leader captures only while it is shut.
  mutable std::mutex window_mutex_;
  std::condition_variable window_shut_;
  bool window_open_ = false;
  CommitNumber written_ = 0;

  // One leader at a time. A commit that was written after the turn at hand was captured waits for
  // the next turn.
  mutable std::mutex turn_mutex_;
  bool leading_ = false;
  std::shared_ptr<Turn> turn_ = std::make_shared<Turn>();
  std::shared_ptr<Turn> next_turn_ = std::make_shared<Turn>();
  std::optional<CommitNumber> captured_;  // by the turn at hand, once it has
  bool poisoned_ = false;
  CommitNumber published_number_ = 0;
  Statistics statistics_;

  // Held only to copy or replace the pointer.
  mutable std::mutex published_mutex_;
  std::shared_ptr<const Published> published_;
};

}  // namespace liaison::engine
