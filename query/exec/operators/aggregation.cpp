// Aggregation: one row per group of equivalent keys; without keys one row, also of nothing (for
// each outer row apart when partitioned).
#include <algorithm>

#include "exec/group_table.h"
#include "exec/operators/factories.h"
#include "liaison/query/function.h"

namespace liaison::query {
namespace {

struct AggregateColumn {
  const BoundAggregate* aggregate;
  VariableId variable;
  bool is_count_star;
  std::vector<ExpressionEvaluator> arguments;
};

struct AggregationState final : OperatorState {
  AggregationState(std::size_t key_count, MemoryBudget& budget)
      : groups(key_count), charge(budget) {}
  GroupTable groups;
  // By group, then aggregate.
  std::vector<std::unique_ptr<AggregateState>> states;
  std::vector<std::int64_t> row_counts;  // count(*)
  // Values seen by DISTINCT aggregates: (group, arguments), one table per aggregate.
  std::vector<std::unique_ptr<GroupTable>> seen;
  std::vector<std::size_t> order;
  std::size_t offset = 0;
  MemoryCharge charge;
};

class AggregationSink final : public Sink {
 public:
  AggregationSink(const Aggregation& op, const RowLayout& in, const RowLayout& out)
      : op_(op), out_(out) {
    if (op.partition) partition_ = in.column_of(*op.partition);
    for (const Assignment& item : op.aggregates) {
      const auto& aggregate = std::get<BoundAggregate>(item.expression->node);
      const bool star = aggregate.arguments.empty() && aggregate.function->name == "count";
      aggregates_.push_back({&aggregate, item.variable, star, {}});
      for (const auto& argument : aggregate.arguments) {
        aggregates_.back().arguments.emplace_back(*argument, in);
      }
    }
    for (const Assignment& key : op.keys) keys_.emplace_back(*key.expression, in);
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    const std::size_t key_count = op_.keys.size() + (partition_ ? 1 : 0);
    auto state = std::make_unique<AggregationState>(key_count, frame.context.memory());
    for (const AggregateColumn& column : aggregates_) {
      state->seen.push_back(column.aggregate->distinct
                                ? std::make_unique<GroupTable>(column.arguments.size() + 1)
                                : nullptr);
    }
    return state;
  }

  void consume(Frame& frame, OperatorState& base, DataChunk chunk) const override {
    auto& state = static_cast<AggregationState&>(base);
    const std::size_t row_count = chunk.row_count();
    std::vector<std::size_t> group_of(row_count);
    find_groups(frame, state, chunk, group_of);
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      if (aggregates_[i].is_count_star) {
        for (std::size_t row = 0; row < row_count; ++row) {
          ++state.row_counts[group_of[row] * aggregates_.size() + i];
        }
      } else {
        update(frame, state, i, chunk, group_of);
      }
    }
  }

  void finish(Frame& frame, OperatorState& base) const override {
    auto& state = static_cast<AggregationState&>(base);
    if (op_.keys.empty()) {
      // A group without rows still has an answer.
      const std::size_t partitions = partition_ ? frame.argument->row_count() : 1;
      for (std::size_t i = 0; i < partitions; ++i) {
        bool is_new = false;
        const Value number(static_cast<std::int64_t>(i));
        state.groups.find_or_add(std::span(&number, partition_ ? 1 : 0), is_new);
        if (is_new) add_group(frame, state);
      }
    }
    state.order.resize(state.groups.size());
    for (std::size_t i = 0; i < state.order.size(); ++i) state.order[i] = i;
    if (partition_) {
      std::stable_sort(state.order.begin(), state.order.end(), [&](std::size_t a, std::size_t b) {
        return state.groups.key(a, op_.keys.size()).as_integer() <
               state.groups.key(b, op_.keys.size()).as_integer();
      });
    }
  }

  bool produce(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<AggregationState&>(base);
    if (state.offset == state.order.size()) return false;
    const std::size_t end = std::min(state.offset + frame.context.chunk_rows(), state.order.size());
    out.columns().resize(out_.column_count());
    for (std::size_t at = state.offset; at < end; ++at) append_group(state, state.order[at], out);
    out.set_row_count(end - state.offset);
    state.offset = end;
    return true;
  }

 private:
  void add_group(Frame& frame, AggregationState& state) const {
    for (const AggregateColumn& column : aggregates_) {
      state.row_counts.push_back(0);
      state.states.push_back(column.is_count_star ? nullptr
                                                  : column.aggregate->function->create(
                                                        frame.context.eval().functions));
    }
    state.charge.add(64 + aggregates_.size() * 64);
  }

  void find_groups(Frame& frame, AggregationState& state, const DataChunk& chunk,
                   std::vector<std::size_t>& group_of) const {
    std::vector<ColumnVector> keys(keys_.size());
    std::vector<const ColumnVector*> columns;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      keys_[i].evaluate(frame.context.eval(), chunk, keys[i]);
      columns.push_back(&keys[i]);
    }
    if (partition_) columns.push_back(&chunk.column(*partition_));
    for (std::size_t row = 0; row < group_of.size(); ++row) {
      bool is_new = false;
      group_of[row] = state.groups.find_or_add(columns, row, is_new);
      if (!is_new) continue;
      add_group(frame, state);
      for (const ColumnVector* column : columns) state.charge.add(memory_of(column->get(row)));
    }
  }

  void update(Frame& frame, AggregationState& state, std::size_t which, const DataChunk& chunk,
              const std::vector<std::size_t>& group_of) const {
    const BoundAggregate& aggregate = *aggregates_[which].aggregate;
    std::vector<ColumnVector> columns(aggregates_[which].arguments.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      aggregates_[which].arguments[i].evaluate(frame.context.eval(), chunk, columns[i]);
    }
    std::vector<Value> arguments(columns.size());
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < group_of.size(); ++row) {
      for (std::size_t i = 0; i < columns.size(); ++i) arguments[i] = columns[i].get(row);
      if (aggregate.function->skip_nulls && !arguments.empty() && arguments[0].is_null()) continue;
      if (aggregate.distinct) {
        std::vector<Value> key = arguments;
        key.push_back(Value(static_cast<std::int64_t>(group_of[row])));
        bool is_new = false;
        state.seen[which]->find_or_add(key, is_new);
        if (!is_new) continue;
        bytes += 48;
      }
      // What collect() and the percentiles keep; the others keep less than this.
      for (const Value& argument : arguments) {
        bytes += argument.is_number() ? 16 : memory_of(argument);
      }
      state.states[group_of[row] * aggregates_.size() + which]->update(arguments);
    }
    if (keeps_values(aggregate) || aggregate.distinct) state.charge.add(bytes);
  }

  static bool keeps_values(const BoundAggregate& aggregate) {
    const std::string_view name = aggregate.function->name;
    return name == "collect" || name.starts_with("percentile");
  }

  void append_group(AggregationState& state, std::size_t group, DataChunk& out) const {
    for (std::size_t i = 0; i < op_.keys.size(); ++i) {
      if (const auto column = out_.column_of(op_.keys[i].variable)) {
        out.column(*column).append(state.groups.key(group, i));
      }
    }
    if (partition_) {
      if (const auto column = out_.column_of(*op_.partition)) {
        out.column(*column).append(state.groups.key(group, op_.keys.size()));
      }
    }
    for (std::size_t i = 0; i < aggregates_.size(); ++i) {
      const std::size_t at = group * aggregates_.size() + i;
      const auto column = out_.column_of(aggregates_[i].variable);
      // Finished also when nobody asks: the percentiles find bad arguments there.
      Value value =
          aggregates_[i].is_count_star ? Value(state.row_counts[at]) : state.states[at]->finish();
      if (column) out.column(*column).append(std::move(value));
    }
  }

  const Aggregation& op_;
  RowLayout out_;
  std::vector<ExpressionEvaluator> keys_;
  std::optional<std::size_t> partition_;
  std::vector<AggregateColumn> aggregates_;
};

}  // namespace

SinkPtr make_aggregation(const Aggregation& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<AggregationSink>(op, in, out);
}

}  // namespace liaison::query
