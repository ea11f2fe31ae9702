// HashJoin: pairs the rows that stream through with the rows of a plan that runs once, on equal
// keys; without keys, all pairs.
#include <unordered_map>

#include "exec/group_table.h"
#include "exec/operators/factories.h"
#include "exec/row_store.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

struct JoinState final : OperatorState {
  JoinState(std::size_t key_count, MemoryBudget& budget) : groups(key_count), rows(budget) {}
  bool built = false;
  GroupTable groups;
  std::vector<std::vector<RowReference>> members;  // by group
  RowStore rows;
  std::vector<ColumnVector> keys;
  bool evaluated = false;
  std::size_t row = 0;
  std::size_t offset = 0;
};

// `=` holds between keys: never for null or NaN, at any depth.
bool equals_itself(std::span<const Value> key) {
  for (const Value& value : key) {
    if (!equals(value, value).value_or(false)) return false;
  }
  return true;
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

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<JoinState>(left_keys_.size(), frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<JoinState&>(base);
    if (!state.built) build(frame, state);
    if (!state.evaluated) {
      state.keys.assign(left_keys_.size(), ColumnVector());
      for (std::size_t i = 0; i < state.keys.size(); ++i) {
        left_keys_[i].evaluate(frame.context.eval(), in, state.keys[i]);
      }
      state.evaluated = true;
      state.row = state.offset = 0;
    }
    std::vector<std::uint32_t> rows;
    std::vector<RowReference> partners;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      const std::vector<RowReference>* members = find(state);
      for (; members && state.offset < members->size() && rows.size() < rows_max; ++state.offset) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        partners.push_back((*members)[state.offset]);
      }
      if (members && state.offset < members->size()) break;
      state.offset = 0;
      ++state.row;
    }
    carry_.select(in, rows, out);
    DataChunk right;
    state.rows.gather(partners, from_columns_, right);
    for (std::size_t i = 0; i < to_columns_.size(); ++i) {
      out.column(to_columns_[i]) = std::move(right.column(i));
    }
    const bool more = state.row < in.row_count();
    if (!more) state.evaluated = false;
    return more;
  }

 private:
  void build(Frame& frame, JoinState& state) const {
    state.built = true;
    DataChunk argument;
    argument.set_row_count(1);
    PlanRun run(*right_, frame.context, argument);
    DataChunk chunk;
    std::vector<Value> key(right_keys_.size());
    while (run.next(chunk)) {
      std::vector<ColumnVector> keys(right_keys_.size());
      for (std::size_t i = 0; i < keys.size(); ++i) {
        right_keys_[i].evaluate(frame.context.eval(), chunk, keys[i]);
      }
      const auto number = static_cast<std::uint32_t>(state.rows.chunks().size());
      for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
        for (std::size_t i = 0; i < keys.size(); ++i) key[i] = keys[i].get(row);
        if (!equals_itself(key)) continue;
        bool is_new = false;
        const std::size_t group = state.groups.find_or_add(key, is_new);
        if (is_new) state.members.emplace_back();
        state.members[group].push_back({number, row});
      }
      state.rows.add(std::move(chunk));
    }
  }

  // The partners of the current row. Null: none.
  const std::vector<RowReference>* find(JoinState& state) const {
    std::vector<Value> key;
    for (const ColumnVector& column : state.keys) key.push_back(column.get(state.row));
    if (!equals_itself(key)) return nullptr;
    bool is_new = false;
    const std::size_t group = state.groups.find_or_add(key, is_new);
    if (is_new) state.members.emplace_back();
    return &state.members[group];
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
