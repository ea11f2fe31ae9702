#include "exec/execution_context.h"

#include <algorithm>
#include <random>

#include "exec/subquery_runner.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/catalog.h"
#include "liaison/engine/database.h"

namespace liaison::query {

void MemoryBudget::charge(std::size_t bytes) {
  const std::size_t held = bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (bytes_max_ != 0 && held > bytes_max_) {
    throw CancelledError(CancelledError::Reason::MemoryLimit,
                         "The query needs more memory than its limit of " +
                             std::to_string(bytes_max_) + " bytes and was stopped.");
  }
}

std::size_t memory_of(const Value& value) {
  std::size_t bytes = sizeof(Value);
  if (value.is_string()) {
    bytes += value.as_string().size() + 32;
  } else if (value.is_list()) {
    for (const Value& element : value.as_list()) bytes += memory_of(element);
  } else if (value.is_map()) {
    for (const auto& [key, element] : value.as_map()) bytes += key.size() + 32 + memory_of(element);
  } else if (value.is_path()) {
    bytes += 64 + (value.as_path().nodes.size() + value.as_path().relationships.size()) * 16;
  }
  return bytes;
}

std::size_t memory_of(const DataChunk& chunk) {
  std::size_t bytes = 64;
  for (const ColumnVector& column : chunk.columns()) {
    if (column.type() != VectorType::Tagged) {
      bytes += column.size() * (ColumnVector::width_of(column.type()) + 1);
      continue;
    }
    for (const Value& value : column.tagged()) bytes += memory_of(value);
  }
  return bytes;
}

namespace {

// Seeds that differ from each other; the system is asked once, as that costs microseconds.
std::uint64_t next_seed() {
  static std::atomic<std::uint64_t> state = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }();
  std::uint64_t seed = state.fetch_add(0x9E3779B97F4A7C15ull, std::memory_order_relaxed);
  seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9ull;
  seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EBull;
  seed ^= seed >> 31;
  return seed == 0 ? 1 : seed;
}

}  // namespace

ExecutionContext::ExecutionContext(const ExecutablePlan& plan, Transaction& transaction,
                                   const Parameters& parameters, ExecutionSettings settings)
    : plan_(plan),
      transaction_(&transaction),
      settings_(std::move(settings)),
      memory_(settings_.memory_max_bytes),
      budget_(&memory_),
      random_state_(settings_.random_seed != 0 ? settings_.random_seed : next_seed()),
      subqueries_(make_subquery_runner(*this)) {
  eval_.functions.graph = &transaction.reader();
  eval_.functions.deleted = &deleted;
  eval_.functions.statement_time_ns = settings_.time_ns;
  eval_.functions.transaction_time_ns = settings_.time_ns;
  eval_.functions.time_zone = settings_.time_zone;
  eval_.functions.random_state = &random_state_;
  eval_.functions.cancellation = settings_.cancellation.get();
  eval_.parameters = &parameters;
  eval_.subqueries = subqueries_.get();
}

std::unique_ptr<ExecutionContext> ExecutionContext::for_thread(ExecutionContext& main) {
  auto context = std::make_unique<ExecutionContext>(main.plan_, *main.transaction_,
                                                    *main.eval_.parameters, main.settings_);
  context->settings_.threads = 1;  // threads of threads would only wait for each other
  context->budget_ = main.budget_;
  context->random_state_ = next_seed();
  return context;
}

std::unique_ptr<ExecutionContext> ExecutionContext::for_batch(ExecutionContext& main,
                                                              Transaction& transaction) {
  auto context = std::make_unique<ExecutionContext>(main.plan_, transaction, *main.eval_.parameters,
                                                    main.settings_);
  context->budget_ = main.budget_;
  // The next batch goes on where this one's random numbers end.
  context->eval_.functions.random_state = main.eval_.functions.random_state;
  return context;
}

void ExecutionContext::read_newest() {
  LIAISON_ASSERT(transaction_->mode() == TransactionMode::Read && settings_.database != nullptr);
  newest_.emplace(settings_.database->begin(TransactionMode::Read));
  const std::vector<IndexDefinition> indexes = newest_->reader().catalog().indexes();
  for (const IndexDefinition& planned : transaction_->reader().catalog().indexes()) {
    const bool is_there =
        std::any_of(indexes.begin(), indexes.end(),
                    [&](const IndexDefinition& index) { return index.id == planned.id; });
    if (is_there) continue;
    throw ConflictError("The index " + planned.name +
                        " was dropped while batches were running, and the rest of the statement "
                        "may need it. What the batches have done is committed.");
  }
  transaction_ = &*newest_;
  eval_.functions.graph = &newest_->reader();
}

ExecutionContext::~ExecutionContext() = default;

void ExecutionContext::absorb(const ExecutionContext& other) {
  counters.add(other.counters);
  for (const auto& [op, measured] : other.profile) {
    profile[op].rows += measured.rows;
    profile[op].time_ns += measured.time_ns;
  }
}

void ExecutionContext::finish_deletions() {
  for (NodeId node : undecided_nodes) {
    try {
      writer().delete_node(node);
    } catch (const ConstraintError& error) {
      if (error.reason() != ConstraintError::Reason::ConnectedNode) throw;
      throw QueryError("ConstraintVerificationFailed", ErrorPhase::Runtime, "DeleteConnectedNode",
                       "A node that still has relationships cannot be deleted: delete them too, "
                       "or use DETACH DELETE.");
    }
  }
  undecided_nodes.clear();
}

}  // namespace liaison::query
