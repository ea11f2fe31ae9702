// What stands behind a Result: either rows already made, or a running plan with its transaction.
// Thread-safety: needs external locking.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exec/execution_context.h"
#include "exec/pipeline.h"
#include "liaison/query/result.h"
#include "running_statements.h"

namespace liaison::query {

// A plan being run. Members are destroyed from the last to the first: the run before the context,
// the context before the transaction.
struct Execution {
  std::unique_ptr<RunningStatement> running;
  std::shared_ptr<const ExecutablePlan> plan;  // shared with the plan cache
  Parameters parameters;
  std::optional<Transaction> own_transaction;  // unset: the caller's
  Transaction* transaction = nullptr;
  std::unique_ptr<ExecutionContext> context;
  DataChunk argument;
  std::unique_ptr<PlanRun> run;

  // The next rows as result columns, entities detached. False: there is no more.
  bool next(DataChunk& out);
};

class ResultImpl {
 public:
  std::vector<std::string> columns;
  QueryType type = QueryType::Read;
  Counters counters;
  std::optional<PlanView> plan;
  bool is_profiled = false;
  std::vector<Notification> notifications;
  CommitNumber commit_number = 0;

  std::unique_ptr<Execution> execution;  // null once exhausted, or when the rows are made already
  std::vector<DataChunk> rows;
  std::size_t next_rows = 0;
  DataChunk current;

  const DataChunk* next_chunk();
  // Takes what the plan has counted and measured.
  void collect_summary();
};

}  // namespace liaison::query
