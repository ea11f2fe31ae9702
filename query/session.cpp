#include "liaison/query/session.h"

#include <algorithm>
#include <chrono>

#include "bind/binder.h"
#include "bind/unknown_names.h"
#include "exec/physical_planner.h"
#include "exec/schema_command.h"
#include "liaison/engine/worker_pool.h"
#include "optimize/optimizer.h"
#include "parse/parser.h"
#include "plan/plan_printer.h"
#include "plan/planner.h"
#include "plan_cache.h"
#include "result_impl.h"
#include "running_statements.h"

namespace liaison::query {
namespace {

bool is_schema_command(const BoundStatement& statement) {
  return std::holds_alternative<BoundSchemaCommand>(statement.body);
}

// The place of CALL { ... } IN TRANSACTIONS, if the statement has it.
const std::optional<SourceSpan>* batches_of(const BoundStatement& statement) {
  const auto* query = std::get_if<BoundQuery>(&statement.body);
  return query != nullptr && query->batches ? &query->batches : nullptr;
}

bool is_writing(const BoundStatement& statement) {
  return is_schema_command(statement) || batches_of(statement) != nullptr ||
         std::get<BoundQuery>(statement.body).writes;
}

// TERMINATE TRANSACTIONS.
bool administers(const BoundStatement& statement) {
  const auto* query = std::get_if<BoundQuery>(&statement.body);
  if (query == nullptr || query->arms.front().clauses.empty()) return false;
  const auto* call = std::get_if<BoundProcedureCall>(&query->arms.front().clauses.front().node);
  return call != nullptr && call->procedure->mode == ProcedureMode::Admin;
}

QueryType type_of(const BoundStatement& statement) {
  if (is_schema_command(statement)) return QueryType::Schema;
  const auto& query = std::get<BoundQuery>(statement.body);
  if (!query.writes && !query.batches) return QueryType::Read;
  return query.columns.empty() ? QueryType::Write : QueryType::ReadWrite;
}

// Whether a plan made for a graph of the one size is still good for the other: its costs were
// estimated from counts.
bool is_alike(std::uint64_t planned, std::uint64_t now) {
  constexpr std::uint64_t kSmall = 1000;
  return now / 4 <= planned + kSmall && planned / 4 <= now + kSmall;
}

void check_parameters(const BoundStatement& statement, const Parameters& parameters) {
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    const std::string& name = statement.parameters[i];
    const bool given = std::any_of(parameters.begin(), parameters.end(),
                                   [&](const auto& entry) { return entry.first == name; });
    if (given) continue;
    throw QueryError("ParameterMissing", ErrorPhase::CompileTime, "MissingParameter",
                     "The statement uses parameter $" + name + ", which was not given.",
                     statement.parameter_spans[i]);
  }
}

}  // namespace

class SessionImpl {
 public:
  SessionImpl(Database& db, SessionOptions given)
      : database(db),
        options(std::move(given)),
        cache(options.plan_cache ? options.plan_cache_entries : 0) {
    if (options.procedures) procedures.push_back(options.procedures.get());
    procedures.push_back(&ProcedureRegistry::builtin());
    threads = options.threads != 0 ? options.threads : WorkerPool::hardware_threads();
    if (options.chunk_rows < 1 || options.chunk_rows > kChunkCapacity) {
      throw UsageError("chunk_rows must be between 1 and " + std::to_string(kChunkCapacity) + ".");
    }
  }

  // parse -> bind
  PreparedStatement prepare(std::string_view text) {
    PreparedStatement prepared = cache.find(text);
    if (prepared.statement) return prepared;
    const ast::Statement tree = parse(text);
    BinderEnvironment environment;
    environment.procedures = procedures;
    environment.database_name = options.database_name;
    prepared.statement = std::make_shared<const BoundStatement>(bind(tree, environment));
    cache.put(text, prepared);
    return prepared;
  }

  // plan -> optimize -> physical plan
  std::shared_ptr<const ExecutablePlan> plan(std::string_view text, PreparedStatement& prepared,
                                             const Catalog& catalog) {
    // Counts are read for choosing a plan only, so nothing conflicts over them.
    const Catalog& counts = catalog.for_planning();
    const std::uint64_t size = counts.node_count() + counts.relationship_count();
    if (prepared.plan && prepared.catalog_version == catalog.version() &&
        is_alike(prepared.graph_size, size)) {
      return prepared.plan;
    }
    LogicalPlan logical = plan_statement(prepared.statement);
    optimize(logical, counts, options.disabled_rules);
    prepared.plan = make_executable(std::move(logical));
    prepared.catalog_version = catalog.version();
    prepared.graph_size = size;
    prepared.notifications = std::make_shared<const std::vector<Notification>>(
        unknown_names(*prepared.statement, catalog));
    cache.put(text, prepared);
    return prepared.plan;
  }

  ExecutionSettings settings(const RunOptions& run, RunningStatement& statement, bool profile,
                             bool only_reads) const {
    ExecutionSettings result;
    result.chunk_rows = options.chunk_rows;
    result.memory_max_bytes = run.memory_max_bytes;
    result.cancellation = statement.cancellation();
    result.session = &statement;
    if (run.timeout_ms > 0) {
      result.cancellation->set_deadline(CancellationToken::Clock::now() +
                                        std::chrono::milliseconds(run.timeout_ms));
    }
    result.profile = profile;
    result.time_ns = options.clock_ns ? options.clock_ns()
                                      : std::chrono::duration_cast<std::chrono::nanoseconds>(
                                            std::chrono::system_clock::now().time_since_epoch())
                                            .count();
    result.time_zone = options.default_time_zone;
    result.random_seed = options.random_seed;
    result.database_name = options.database_name;
    result.import_directory = options.import_directory;
    result.procedures = procedures;
    result.database = &database;
    result.threads = only_reads ? threads : 1;
    result.parallel_after_us = options.parallel_after_us;
    return result;
  }

  // execute. `transaction` null: one of its own.
  Result run(Transaction* transaction, std::string_view text, const Parameters& parameters,
             const RunOptions& run) {
    PreparedStatement prepared = prepare(text);
    const BoundStatement& statement = *prepared.statement;
    const bool writes = is_writing(statement) && statement.explain != ExplainMode::Explain;
    if (writes && run.read_only) {
      throw AccessError("The statement writes, and only reading is allowed here.");
    }
    if (run.read_only && administers(statement)) {
      throw AccessError("The statement ends what others run, and only reading is allowed here.");
    }
    check_parameters(statement, parameters);

    auto result = std::make_unique<ResultImpl>();
    result->type = type_of(statement);
    result->is_profiled = statement.explain == ExplainMode::Profile;
    const auto* batches = batches_of(statement);
    if (transaction && batches && writes) {
      throw QueryError("SemanticError", ErrorPhase::CompileTime, "InvalidClauseComposition",
                       "CALL { ... } IN TRANSACTIONS begins and commits transactions, so it cannot "
                       "run inside of one: send the statement by itself.",
                       *batches);
    }
    // Listed from here on: it may have to wait for the writer before it.
    auto running = std::make_unique<RunningStatement>(running_statements, options, run, text);
    std::optional<Transaction> own;
    if (!transaction) {
      // Beside its batches a statement only reads.
      const bool takes_lock = writes && !batches;
      own.emplace(database.begin(takes_lock ? TransactionMode::Write : TransactionMode::Read));
    }
    Transaction& used = transaction ? *transaction : *own;

    if (is_schema_command(statement)) {
      if (statement.explain == ExplainMode::Explain) {
        result->plan = PlanView{"SchemaCommand", {}, {}, {}, {}, {}};
        return Result(std::move(result));
      }
      run_schema(std::get<BoundSchemaCommand>(statement.body), used, *result, !own);
      if (own) result->commit_number = own->commit();
      return Result(std::move(result));
    }

    const auto executable = plan(text, prepared, used.reader().catalog());
    result->notifications = *prepared.notifications;
    for (const BoundColumn& column : std::get<BoundQuery>(statement.body).columns) {
      result->columns.push_back(column.name);
    }
    if (statement.explain == ExplainMode::Explain) {
      result->plan = view_of(executable->logical, {});
      return Result(std::move(result));
    }

    auto execution = std::make_unique<Execution>();
    execution->plan = executable;
    execution->parameters = parameters;
    execution->own_transaction = std::move(own);
    execution->transaction = transaction ? transaction : &*execution->own_transaction;
    // Several threads may read through a transaction that cannot write.
    const bool only_reads =
        !writes && !batches && execution->transaction->mode() == TransactionMode::Read;
    execution->running = std::move(running);
    execution->context = std::make_unique<ExecutionContext>(
        *executable, *execution->transaction, execution->parameters,
        settings(run, *execution->running, result->is_profiled, only_reads));
    execution->argument.set_row_count(1);
    execution->run =
        std::make_unique<PlanRun>(*executable->root, *execution->context, execution->argument);
    result->execution = std::move(execution);
    if (writes) {
      run_to_end(*result);
    } else if (result->columns.empty()) {
      result->next_chunk();  // a query that returns nothing still has its errors
    }
    return Result(std::move(result));
  }

  Database& database;
  SessionOptions options;
  PlanCache cache;
  // Where procedures are looked up, in this order.
  std::vector<const ProcedureRegistry*> procedures;
  std::size_t threads = 1;
  // Shared with the statements, which may end after the session.
  std::shared_ptr<RunningStatements> running_statements =
      std::make_shared<RunningStatements>(options.database_name);

 private:
  // A statement that writes is done, and committed when the transaction is its own, before its
  // first row is handed out. An error leaves the caller's transaction as it was.
  static void run_to_end(ResultImpl& result) {
    Execution& execution = *result.execution;
    const bool is_own = execution.own_transaction.has_value();
    const std::size_t savepoint = is_own ? 0 : execution.transaction->savepoint();
    try {
      DataChunk chunk;
      while (execution.next(chunk)) {
        if (!result.columns.empty()) result.rows.push_back(std::move(chunk));
      }
      execution.context->finish_deletions();
    } catch (...) {
      if (!is_own) execution.transaction->rollback_to(savepoint);
      throw;
    }
    result.collect_summary();
    if (is_own) {
      const CommitNumber batch = execution.context->batch_commit_number;
      execution.run.reset();
      execution.context.reset();
      result.commit_number = std::max(batch, execution.own_transaction->commit());
    }
    result.execution.reset();
  }

  static void run_schema(const BoundSchemaCommand& command, Transaction& transaction,
                         ResultImpl& result, bool is_callers) {
    const std::size_t savepoint = is_callers ? transaction.savepoint() : 0;
    try {
      run_schema_command(command, transaction, result.counters, result.notifications);
    } catch (...) {
      if (is_callers) transaction.rollback_to(savepoint);
      throw;
    }
  }
};

Session::Session(Database& database, SessionOptions options)
    : impl_(std::make_unique<SessionImpl>(database, std::move(options))) {}
Session::Session(Session&&) noexcept = default;
Session::~Session() = default;

Result Session::run(std::string_view text, const Parameters& parameters,
                    const RunOptions& options) {
  return impl_->run(nullptr, text, parameters, options);
}

Result Session::run(Transaction& transaction, std::string_view text, const Parameters& parameters,
                    const RunOptions& options) {
  return impl_->run(&transaction, text, parameters, options);
}

bool Session::writes(std::string_view text) {
  const PreparedStatement prepared = impl_->prepare(text);
  return prepared.statement->explain != ExplainMode::Explain && is_writing(*prepared.statement);
}

}  // namespace liaison::query
