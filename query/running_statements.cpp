#include "running_statements.h"

#include <chrono>

#include "variable_expression.h"

namespace liaison::query {

std::string RunningStatements::id_of(std::uint64_t number) const {
  return database_name_ + "-transaction-" + std::to_string(number);
}

RunningStatements::Place RunningStatements::add(Entry entry) {
  std::list<Entry> one;
  one.push_back(std::move(entry));
  const Place place = one.begin();
  const std::lock_guard lock(mutex_);
  entries_.splice(entries_.end(), one);
  return place;
}

void RunningStatements::remove(Place place) {
  std::list<Entry> one;  // freed after the lock
  const std::lock_guard lock(mutex_);
  one.splice(one.end(), entries_, place);
}

std::vector<RunningTransaction> RunningStatements::list() const {
  const auto now = CancellationToken::Clock::now();
  std::vector<RunningTransaction> result;
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - entry.begin).count();
    result.push_back({id_of(entry.number), entry.text, entry.begin_ns, elapsed,
                      entry.cancellation->is_cancelled()});
  }
  return result;
}

bool RunningStatements::terminate(std::string_view id) {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (id_of(entry.number) != id) continue;
    entry.cancellation->cancel();
    return true;
  }
  return false;
}

RunningStatement::RunningStatement(std::shared_ptr<RunningStatements> all,
                                   const SessionOptions& options, const RunOptions& run,
                                   std::string_view text)
    : all_(std::move(all)),
      options_(options),
      timeout_ms_(run.timeout_ms),
      memory_max_bytes_(run.memory_max_bytes),
      cancellation_(run.cancellation ? run.cancellation : std::make_shared<CancellationToken>()) {
  const std::int64_t now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count();
  place_ = all_->add(
      {all_->new_number(), std::string(text), now, CancellationToken::Clock::now(), cancellation_});
}

RunningStatement::~RunningStatement() {
  all_->remove(place_);
}

std::unique_ptr<VariableExpression> RunningStatement::expression(
    std::string_view text, std::string_view variable, const StaticType& type,
    const FunctionContext& context) const {
  return make_variable_expression(text, variable, type, context);
}

std::vector<Setting> RunningStatement::settings() const {
  static const SessionOptions usual;
  const auto number = [](auto value) { return Value(static_cast<std::int64_t>(value)); };
  const auto list = [](const std::vector<std::string>& names) {
    ValueList values(names.begin(), names.end());
    return Value(std::move(values));
  };
  return {
      {"database.name", options_.database_name, usual.database_name,
       "What the database is called."},
      {"import.directory", options_.import_directory, usual.import_directory,
       "The folder that LOAD CSV may read from; empty: none."},
      {"query.chunk_rows", number(options_.chunk_rows), number(usual.chunk_rows),
       "Rows that are worked on at a time."},
      {"query.disabled_rules", list(options_.disabled_rules), list(usual.disabled_rules),
       "Rules that the optimizer leaves out."},
      {"query.memory_max_bytes", number(memory_max_bytes_), number(0),
       "Memory that this statement may use for rows; 0: no limit."},
      {"query.parallel_after_us", number(options_.parallel_after_us),
       number(usual.parallel_after_us),
       "Microseconds that one thread works on a statement before others help."},
      {"query.plan_cache_entries",
       number(options_.plan_cache ? options_.plan_cache_entries : std::size_t{0}),
       number(usual.plan_cache_entries), "Plans that are kept for statements to come."},
      {"query.threads", number(options_.threads), number(usual.threads),
       "Threads that may work on one reading statement; 0: as many as the machine has."},
      {"query.timeout_ms", number(timeout_ms_), number(0),
       "Milliseconds that this statement may take; 0: no limit."},
      {"time_zone.default", options_.default_time_zone, usual.default_time_zone,
       "The zone of times that name none."},
  };
}

}  // namespace liaison::query
