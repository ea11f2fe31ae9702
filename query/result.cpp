#include "liaison/query/result.h"

#include "exec/detach.h"
#include "liaison/engine/assert.h"
#include "plan/plan_printer.h"
#include "result_impl.h"

namespace liaison::query {

bool Counters::contains_updates() const {
  return nodes_created + nodes_deleted + relationships_created + relationships_deleted +
             properties_set + labels_added + labels_removed + indexes_added + indexes_removed +
             constraints_added + constraints_removed !=
         0;
}

void Counters::add(const Counters& other) {
  nodes_created += other.nodes_created;
  nodes_deleted += other.nodes_deleted;
  relationships_created += other.relationships_created;
  relationships_deleted += other.relationships_deleted;
  properties_set += other.properties_set;
  labels_added += other.labels_added;
  labels_removed += other.labels_removed;
  indexes_added += other.indexes_added;
  indexes_removed += other.indexes_removed;
  constraints_added += other.constraints_added;
  constraints_removed += other.constraints_removed;
}

bool Execution::next(DataChunk& out) {
  DataChunk chunk;
  if (!run->next(chunk)) return false;
  out = DataChunk();
  for (std::size_t column : plan->result_columns) out.columns().push_back(chunk.column(column));
  out.set_row_count(chunk.row_count());
  detach_entities(*context, out);
  return true;
}

void ResultImpl::collect_summary() {
  LIAISON_ASSERT(execution);
  counters = execution->context->counters;
  if (!is_profiled) return;
  const auto& profile = execution->context->profile;
  plan = view_of(execution->plan->logical, [&](const LogicalOperator& op, PlanView& view) {
    // Handing rows out is no operator that runs: its figures are those of what it hands out.
    const bool hands_out = std::holds_alternative<ProduceResults>(op.node);
    const auto found = profile.find(hands_out ? op.children.front().get() : &op);
    view.rows = found == profile.end() ? 0 : found->second.rows;
    view.time_ns = found == profile.end() ? 0 : found->second.time_ns;
  });
}

const DataChunk* ResultImpl::next_chunk() {
  if (!execution) {
    if (next_rows == rows.size()) return nullptr;
    current = std::move(rows[next_rows++]);
    return &current;
  }
  if (execution->next(current)) return &current;
  collect_summary();
  // Gives the snapshot back.
  if (execution->own_transaction) commit_number = execution->own_transaction->commit();
  execution.reset();
  return nullptr;
}

Result::Result(std::unique_ptr<ResultImpl> impl) : impl_(std::move(impl)) {}
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(Result&&) noexcept = default;
Result::~Result() = default;

const std::vector<std::string>& Result::columns() const {
  return impl_->columns;
}
const DataChunk* Result::next_chunk() {
  return impl_->next_chunk();
}
const Counters& Result::counters() const {
  return impl_->counters;
}
QueryType Result::type() const {
  return impl_->type;
}
const std::optional<PlanView>& Result::plan() const {
  return impl_->plan;
}
bool Result::is_profiled() const {
  return impl_->is_profiled;
}
const std::vector<Notification>& Result::notifications() const {
  return impl_->notifications;
}
CommitNumber Result::commit_number() const {
  return impl_->commit_number;
}

std::vector<std::vector<Value>> Result::all_rows() {
  std::vector<std::vector<Value>> rows;
  while (const DataChunk* chunk = next_chunk()) {
    for (std::size_t row = 0; row < chunk->row_count(); ++row) {
      auto& values = rows.emplace_back();
      for (const ColumnVector& column : chunk->columns()) values.push_back(column.get(row));
    }
  }
  return rows;
}

}  // namespace liaison::query
