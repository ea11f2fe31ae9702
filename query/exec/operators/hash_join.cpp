// HashJoin: pairs the rows that stream through with the rows of a plan that runs once, on equal
// keys; without keys, all pairs. Threads share the table.
#include <algorithm>
#include <cmath>

#include "exec/key_table.h"
#include "exec/operators/factories.h"
#include "exec/row_store.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

// The rows of the right side by key. Constant once built.
struct JoinTable {
  JoinTable(std::size_t key_count, MemoryBudget& budget)
      : groups(key_count), rows(budget), charge(budget) {}
  KeyTable groups;
  RowStore rows;
  // Rows with keys, in the order in which they came, chained by group.
  std::vector<RowReference> entries;
  std::vector<std::uint32_t> next;         // by entry
  std::vector<std::uint32_t> first, last;  // by group
  MemoryCharge charge;
};

struct JoinState final : OperatorState {
  std::shared_ptr<JoinTable> table;
  std::vector<ColumnVector> keys;
  std::vector<const ColumnVector*> key_columns;  // the same
  std::vector<std::uint64_t> words;              // scratch
  bool evaluated = false;
  std::size_t row = 0;
  bool found = false;             // the row's partners were looked up
  std::uint32_t partner = kNone;  // the next one
};

// `=` holds between a value and itself: not for null or NaN, at any depth.
bool equals_itself(const ColumnVector& column, std::size_t row) {
  if (column.is_null(row)) return false;
  switch (column.type()) {
    case VectorType::Tagged: {
      const Value& value = column.tagged()[row];
      if (value.is_string() || value.is_integer()) return true;
      return equals(value, value).value_or(false);
    }
    case VectorType::Float:
      return !std::isnan(column.floats()[row]);
    default:
      return true;
  }
}

class HashJoinOperator final : public StreamOperator {
 public:
  HashJoinOperator(const HashJoin& op, PlanPtr right, const RowLayout& in, const RowLayout& out)
      : right_(std::move(right)), carry_(in, out) {
    for (Predicate key : op.left_keys) left_keys_.emplace_back(*key, in);
    for (Predicate key : op.right_keys) right_keys_.emplace_back(*key, right_->output);
    for (std::size_t to = 0; to < out.variables().size(); ++to) {
      if (in.contains(out.variables()[to])) continue;
      from_columns_.push_back(*right_->output.column_of(out.variables()[to]));
      to_columns_.push_back(to);
    }
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<JoinState>();
  }
  void prepare_parallel(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<JoinState&>(base);
    if (!state.table) state.table = build(frame);
  }
  std::unique_ptr<OperatorState> make_local(Frame&, const OperatorState& main) const override {
    auto state = std::make_unique<JoinState>();
    state->table = static_cast<const JoinState&>(main).table;
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<JoinState&>(base);
    if (!state.table) state.table = build(frame);
    const JoinTable& table = *state.table;
    if (!state.evaluated) {
      state.keys.assign(left_keys_.size(), ColumnVector());
      for (std::size_t i = 0; i < state.keys.size(); ++i) {
        left_keys_[i].evaluate(frame.context.eval(), in, state.keys[i]);
      }
      state.key_columns.clear();
      for (const ColumnVector& key : state.keys) state.key_columns.push_back(&key);
      state.evaluated = true;
      state.row = 0;
      state.found = false;
    }
    std::vector<std::uint32_t> rows;
    std::vector<RowReference> partners;
    const std::size_t rows_max = frame.context.chunk_rows();
    for (; state.row < in.row_count(); ++state.row, state.found = false) {
      if (!state.found) {
        state.partner = first_partner(state);
        state.found = true;
      }
      for (; state.partner != kNone && rows.size() < rows_max;
           state.partner = table.next[state.partner]) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        partners.push_back(table.entries[state.partner]);
      }
      if (state.partner != kNone) break;
    }
    carry_.select(in, rows, out);
    DataChunk right;
    table.rows.gather(partners, from_columns_, right);
    for (std::size_t i = 0; i < to_columns_.size(); ++i) {
      out.column(to_columns_[i]) = std::move(right.column(i));
    }
    const bool more = state.row < in.row_count();
    if (!more) state.evaluated = false;
    return more;
  }

 private:
  std::shared_ptr<JoinTable> build(Frame& frame) const {
    auto table = std::make_shared<JoinTable>(right_keys_.size(), frame.context.memory());
    DataChunk argument;
    argument.set_row_count(1);
    PlanRun run(*right_, frame.context, argument);
    DataChunk chunk;
    std::size_t charged_bytes = 0;
    while (run.next(chunk)) {
      add(frame, *table, std::move(chunk));
      const std::size_t bytes =
          table->groups.memory_bytes() + table->entries.size() * 12 + table->first.size() * 8;
      if (bytes > charged_bytes) table->charge.add(bytes - charged_bytes);
      charged_bytes = std::max(bytes, charged_bytes);
      chunk = DataChunk();
    }
    return table;
  }

  void add(Frame& frame, JoinTable& table, DataChunk chunk) const {
    std::vector<ColumnVector> keys(right_keys_.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      right_keys_[i].evaluate(frame.context.eval(), chunk, keys[i]);
    }
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
      bool is_whole = true;
      for (const ColumnVector& key : keys) is_whole = is_whole && equals_itself(key, row);
      if (is_whole) rows.push_back(row);
    }
    if (rows.size() < chunk.row_count()) {
      for (ColumnVector& key : keys) key = key.select(rows);
    }
    std::vector<const ColumnVector*> columns;
    for (const ColumnVector& key : keys) columns.push_back(&key);
    std::vector<std::uint32_t> groups;
    table.groups.find_or_add(columns, rows.size(), groups);
    table.first.resize(table.groups.size(), kNone);
    table.last.resize(table.groups.size(), kNone);
    const auto number = static_cast<std::uint32_t>(table.rows.chunks().size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto entry = static_cast<std::uint32_t>(table.entries.size());
      LIAISON_CHECK(entry != kNone);
      table.entries.push_back({number, rows[i]});
      table.next.push_back(kNone);
      std::uint32_t& last = table.last[groups[i]];
      (last == kNone ? table.first[groups[i]] : table.next[last]) = entry;
      last = entry;
    }
    table.rows.add(std::move(chunk));
  }

  std::uint32_t first_partner(JoinState& state) const {
    for (const ColumnVector& key : state.keys) {
      if (!equals_itself(key, state.row)) return kNone;
    }
    const auto group = state.table->groups.find(state.key_columns, state.row, state.words);
    return group ? state.table->first[*group] : kNone;
  }

  PlanPtr right_;
  std::vector<ExpressionEvaluator> left_keys_, right_keys_;
  Carry carry_;
  std::vector<std::size_t> from_columns_;
  std::vector<std::size_t> to_columns_;
};

}  // namespace

StreamPtr make_hash_join(const HashJoin& op, PlanPtr right, const RowLayout& in,
                         const RowLayout& out) {
  return std::make_unique<HashJoinOperator>(op, std::move(right), in, out);
}

}  // namespace liaison::query
