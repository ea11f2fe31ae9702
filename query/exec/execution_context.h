// What all operators of one running statement share: the graph, the evaluator's context, counters,
// what was deleted, budgets and the profile.
// Thread-safety: needs external locking; one per running statement, and one more for each further
// thread that works on it. The memory budget is one for all of them, and safe. Lifetime: plan,
// transaction and parameters outlive it, the statement's own context those of its threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "eval/evaluator.h"
#include "liaison/engine/cancellation.h"
#include "liaison/engine/transaction.h"
#include "liaison/query/options.h"
#include "liaison/query/result.h"

namespace liaison::query {

class SessionAccess;
struct LogicalOperator;
struct ExecutablePlan;

// Bytes held by operators that keep rows. *Throws* CancelledError(MemoryLimit) beyond the limit.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  void charge(std::size_t bytes);
  void release(std::size_t bytes) { bytes_.fetch_sub(bytes, std::memory_order_relaxed); }

 private:
  std::size_t bytes_max_;
  std::atomic<std::size_t> bytes_{0};
};

// A share of the budget, given back when its holder goes.
class MemoryCharge {
 public:
  explicit MemoryCharge(MemoryBudget& budget) : budget_(&budget) {}
  MemoryCharge(const MemoryCharge&) = delete;
  MemoryCharge& operator=(const MemoryCharge&) = delete;
  ~MemoryCharge() { budget_->release(bytes_); }
  void add(std::size_t bytes) {
    bytes_ += bytes;
    budget_->charge(bytes);
  }
  // Goes on holding what `other`, of the same budget, holds.
  void take_over(MemoryCharge& other) { bytes_ += std::exchange(other.bytes_, 0); }
  void clear() {
    budget_->release(bytes_);
    bytes_ = 0;
  }

 private:
  MemoryBudget* budget_;
  std::size_t bytes_ = 0;
};

// Rough bytes of a chunk's values, for the budget.
std::size_t memory_of(const DataChunk& chunk);
std::size_t memory_of(const Value& value);

struct OperatorProfile {
  std::uint64_t rows = 0;
  std::uint64_t time_ns = 0;
};

struct ExecutionSettings {
  std::size_t chunk_rows = kChunkCapacity;
  std::size_t memory_max_bytes = 0;                 // 0: none
  std::shared_ptr<CancellationToken> cancellation;  // may be null
  bool profile = false;
  std::int64_t time_ns = 0;
  std::uint64_t random_seed = 0;
  Database* database = nullptr;  // for batches in transactions of their own
  SessionAccess* session = nullptr;  // may be null; outlives the statement
  // The session's; they outlive the statement.
  std::string_view time_zone = "Z";
  std::string_view database_name;
  std::string_view import_directory;  // empty: LOAD CSV is refused
  std::span<const ProcedureRegistry* const> procedures;
  // Threads that may work on the statement, and how long one alone does before others help.
  std::size_t threads = 1;
  std::int64_t parallel_after_us = 0;
};

class ExecutionContext {
 public:
  ExecutionContext(const ExecutablePlan& plan, Transaction& transaction,
                   const Parameters& parameters, ExecutionSettings settings);
  // For one more thread that works on the statement of `main`.
  static std::unique_ptr<ExecutionContext> for_thread(ExecutionContext& main);
  // For a batch of the statement of `main` in a transaction of its own.
  static std::unique_ptr<ExecutionContext> for_batch(ExecutionContext& main,
                                                     Transaction& transaction);
  ~ExecutionContext();
  ExecutionContext(const ExecutionContext&) = delete;
  ExecutionContext& operator=(const ExecutionContext&) = delete;

  const ExecutablePlan& plan() const { return plan_; }
  const GraphReader& graph() const { return transaction_->reader(); }
  GraphWriter& writer() { return transaction_->writer(); }
  EvalContext& eval() { return eval_; }
  MemoryBudget& memory() { return *budget_; }
  std::size_t chunk_rows() const { return settings_.chunk_rows; }
  void check_cancelled() const {
    if (settings_.cancellation) settings_.cancellation->check();
  }
  bool is_profiled() const { return settings_.profile; }
  const Parameters& parameters() const { return *eval_.parameters; }
  const ExecutionSettings& settings() const { return settings_; }

  Counters counters;
  DeletedEntities deleted;
  // Deleted nodes that still had relationships: tried again when the statement ends.
  std::vector<NodeId> undecided_nodes;
  std::unordered_map<const LogicalOperator*, OperatorProfile> profile;

  // Deletes the undecided nodes. *Throws* QueryError(ConstraintVerificationFailed,
  // DeleteConnectedNode) for one that is still connected.
  void finish_deletions();

  CommitNumber batch_commit_number = 0;  // of the last batch; 0: none
  // From now on everything reads the newest published commit, and so what batches have committed.
  // *Requires* that the statement's transaction is its own and only reads. *Throws* ConflictError
  // when the plan may use an index that is gone.
  void read_newest();

  // Takes over what a batch or another thread has counted and measured.
  void absorb(const ExecutionContext& other);

 private:
  const ExecutablePlan& plan_;
  Transaction* transaction_;  // the statement's, or newest_
  std::optional<Transaction> newest_;
  ExecutionSettings settings_;
  MemoryBudget memory_;
  MemoryBudget* budget_;  // memory_, or that of the statement's own context
  std::uint64_t random_state_;
  std::unique_ptr<SubqueryRunner> subqueries_;
  EvalContext eval_;
};

}  // namespace liaison::query
