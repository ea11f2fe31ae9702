// The statements that a session is running, for SHOW TRANSACTIONS and TERMINATE TRANSACTIONS. Each
// is listed from before it begins its transaction until its last row is read or its result is gone.
// Thread-safety: RunningStatements is safe; a RunningStatement belongs to whoever runs it, its
// SessionAccess part is safe. Lifetime: a statement keeps the list alive, options are the session's
// and outlive it.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/cancellation.h"
#include "liaison/query/options.h"
#include "liaison/query/procedure.h"

namespace liaison::query {

class RunningStatements {
 public:
  struct Entry {
    std::uint64_t number;
    std::string text;
    std::int64_t begin_ns;  // since 1970, UTC
    CancellationToken::Clock::time_point begin;
    std::shared_ptr<CancellationToken> cancellation;
  };
  using Place = std::list<Entry>::iterator;

  explicit RunningStatements(std::string database_name)
      : database_name_(std::move(database_name)) {}

  std::uint64_t new_number() { return last_number_.fetch_add(1, std::memory_order_relaxed) + 1; }
  std::string id_of(std::uint64_t number) const;

  Place add(Entry entry);
  void remove(Place place);
  std::vector<RunningTransaction> list() const;
  bool terminate(std::string_view id);

 private:
  std::string database_name_;
  std::atomic<std::uint64_t> last_number_{0};
  mutable std::mutex mutex_;
  std::list<Entry> entries_;
};

class RunningStatement final : public SessionAccess {
 public:
  // Uses the token of `run`, or one of its own when that has none.
  RunningStatement(std::shared_ptr<RunningStatements> all, const SessionOptions& options,
                   const RunOptions& run, std::string_view text);
  RunningStatement(const RunningStatement&) = delete;
  RunningStatement& operator=(const RunningStatement&) = delete;
  ~RunningStatement() override;

  const std::shared_ptr<CancellationToken>& cancellation() const { return cancellation_; }

  std::vector<Setting> settings() const override;
  std::vector<RunningTransaction> running() const override { return all_->list(); }
  bool terminate(std::string_view id) const override { return all_->terminate(id); }
  std::string new_transaction_id() override { return all_->id_of(all_->new_number()); }
  std::unique_ptr<VariableExpression> expression(std::string_view text, std::string_view variable,
                                                 const StaticType& type,
                                                 const FunctionContext& context) const override;

 private:
  std::shared_ptr<RunningStatements> all_;
  const SessionOptions& options_;
  std::int64_t timeout_ms_;
  std::size_t memory_max_bytes_;
  std::shared_ptr<CancellationToken> cancellation_;
  RunningStatements::Place place_;
};

}  // namespace liaison::query
