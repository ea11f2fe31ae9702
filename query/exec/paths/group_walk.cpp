// GroupWalk: a quantified group of pattern elements. The newest ends of all the chunk's rows go
// together into one run of the inner plan, which finds the next repetition of each; memory follows
// the depth rather than the number of matches.
#include <algorithm>

#include "exec/operators/factories.h"
#include "liaison/engine/error.h"

namespace liaison::query {
namespace {

constexpr std::size_t kBatch = 256;
constexpr std::uint64_t kRepetitionsMax = 10'000'000;  // tried by one operator, over all its rows
constexpr std::uint32_t kNone = 0xFFFFFFFF;

// A repetition and the one before it. What it has matched is in WalkState::values.
struct Repetition {
  std::uint32_t parent;  // kNone: none yet
  std::uint32_t row;     // of the input
  std::uint32_t depth;
  NodeId end;
};

struct WalkState final : OperatorState {
  explicit WalkState(MemoryBudget& budget) : charge(budget) {}
  bool started = false;
  std::vector<Repetition> steps;
  std::vector<std::uint64_t> values;    // of each step: relationships, then collected ids
  std::vector<std::uint32_t> frontier;  // not yet repeated, newest last
  std::vector<std::uint32_t> results;   // not yet handed out
  std::size_t next_result = 0;
  std::uint64_t tried = 0;
  MemoryCharge charge;
};

class GroupWalkOperator final : public StreamOperator {
 public:
  GroupWalkOperator(const GroupWalk& op, PlanPtr inner, VariableId row_number, const RowLayout& in,
                    const RowLayout& out)
      : op_(op),
        inner_(std::move(inner)),
        extended_(in),
        carry_(in, out),
        from_column_(*in.column_of(op.from)),
        list_column_(out.column_of(op.relationship)),
        row_number_column_(*inner_->output.column_of(row_number)),
        end_column_(*inner_->output.column_of(op.group->end)) {
    start_column_ = extended_.add(op.group->start);
    extend_ = Carry(in, extended_);
    if (op.into) {
      to_in_column_ = in.column_of(op.to);
    } else {
      to_column_ = out.column_of(op.to);
    }
    for (VariableId variable : op.differs_from) differs_from_.push_back(*in.column_of(variable));
    const BoundPattern& pattern = op.group->pattern;
    for (std::size_t index : pattern.paths.front().relationships) {
      inner_columns_.push_back(*inner_->output.column_of(pattern.relationships[index].variable));
    }
    relationship_count_ = inner_columns_.size();
    for (const auto& item : op.group->collected) {
      inner_columns_.push_back(*inner_->output.column_of(item.inner));
      const bool is_node =
          std::any_of(pattern.nodes.begin(), pattern.nodes.end(),
                      [&](const PatternNode& node) { return node.variable == item.inner; });
      collected_.push_back({is_node, out.column_of(item.list)});
    }
  }

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<WalkState>(frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<WalkState&>(base);
    if (!state.started) start(state, in);
    std::vector<std::uint32_t> found;
    const std::size_t rows_max = frame.context.chunk_rows();
    for (;;) {
      while (state.next_result < state.results.size() && found.size() < rows_max) {
        found.push_back(state.results[state.next_result++]);
      }
      if (found.size() == rows_max || state.frontier.empty()) break;
      if (!found.empty()) break;  // repeating makes room for new steps in place of these
      state.results.clear();
      state.next_result = 0;
      repeat(frame, state, in);
    }
    hand_out(state, found, in, out);
    if (state.next_result < state.results.size() || !state.frontier.empty()) return true;
    state.started = false;
    return false;
  }

 private:
  struct Collected {
    bool is_node;
    std::optional<std::size_t> column;
  };

  void start(WalkState& state, const DataChunk& in) const {
    state.started = true;
    state.steps.clear();
    state.values.clear();
    state.frontier.clear();
    state.results.clear();
    state.next_result = 0;
    state.charge.clear();
    if (op_.repetitions_max && *op_.repetitions_max < op_.repetitions_min) return;
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> nodes;
    nodes_of(in.column(from_column_), 0, in.row_count(), rows, nodes);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      state.steps.push_back({kNone, rows[i], 0, nodes[i]});
      state.values.resize(state.values.size() + inner_columns_.size());
    }
    for (std::size_t i = 0; i < rows.size(); ++i) add(state, in, static_cast<std::uint32_t>(i));
  }

  // A repetition has been found: it may be the last, and it may go on.
  void add(WalkState& state, const DataChunk& in, std::uint32_t index) const {
    const Repetition& step = state.steps[index];
    if (step.depth >= op_.repetitions_min && ends_well(in, step)) state.results.push_back(index);
    if (!op_.repetitions_max || step.depth < *op_.repetitions_max) state.frontier.push_back(index);
  }

  bool ends_well(const DataChunk& in, const Repetition& step) const {
    if (!to_in_column_) return true;
    const Value to = in.column(*to_in_column_).get(step.row);
    return to.is_node() && to.node_id() == step.end;
  }

  void repeat(Frame& frame, WalkState& state, const DataChunk& in) const {
    frame.context.check_cancelled();
    const std::size_t count = std::min(kBatch, state.frontier.size());
    const std::vector<std::uint32_t> batch(
        state.frontier.end() - static_cast<std::ptrdiff_t>(count), state.frontier.end());
    state.frontier.resize(state.frontier.size() - count);
    // Steps made after the newest one that is still wanted are done with.
    std::uint32_t needed = *std::max_element(batch.begin(), batch.end());
    for (std::uint32_t index : state.frontier) needed = std::max(needed, index);
    state.steps.resize(needed + 1);
    state.values.resize(state.steps.size() * inner_columns_.size());

    std::vector<std::uint32_t> rows;
    ColumnVector starts(VectorType::Node);
    for (std::uint32_t index : batch) {
      rows.push_back(state.steps[index].row);
      starts.append_node(state.steps[index].end);
    }
    DataChunk extended;
    extend_.select(in, rows, extended);
    extended.column(start_column_) = std::move(starts);
    const DataChunk argument = make_argument(*inner_, extended, extended_);
    PlanRun run(*inner_, frame.context, argument);
    DataChunk found;
    const std::size_t before = state.steps.capacity();
    const std::size_t values_before = state.values.capacity();
    while (run.next(found)) {
      frame.context.check_cancelled();
      for (std::size_t row = 0; row < found.row_count(); ++row) {
        if (++state.tried > kRepetitionsMax) {
          throw QueryError("ExecutionError", ErrorPhase::Runtime, "LimitExceeded",
                           "A quantified path was repeated more than " +
                               std::to_string(kRepetitionsMax) +
                               " times: give it an upper bound, or both of its ends, or a label"
                               " or condition inside",
                           op_.group->pattern.nodes.front().span);
        }
        take(state, in, batch, found, row);
      }
    }
    if (state.steps.capacity() > before) {
      state.charge.add((state.steps.capacity() - before) * sizeof(Repetition));
    }
    if (state.values.capacity() > values_before) {
      state.charge.add((state.values.capacity() - values_before) * sizeof(std::uint64_t));
    }
  }

  void take(WalkState& state, const DataChunk& in, const std::vector<std::uint32_t>& batch,
            const DataChunk& found, std::size_t row) const {
    const auto position =
        static_cast<std::size_t>(integer_at(found.column(row_number_column_), row));
    const std::uint32_t parent = batch[position];
    const NodeId end = found.column(end_column_).get(row).node_id();
    const std::size_t first = state.values.size();
    for (std::size_t i = 0; i < inner_columns_.size(); ++i) {
      const Value value = found.column(inner_columns_[i]).get(row);
      state.values.push_back(value.is_node() ? value.node_id().value
                                             : value.relationship_id().value);
    }
    if (!may_add(state, in, parent, end, first)) {
      state.values.resize(first);
      return;
    }
    const Repetition step{parent, state.steps[parent].row, state.steps[parent].depth + 1, end};
    state.steps.push_back(step);
    add(state, in, static_cast<std::uint32_t>(state.steps.size() - 1));
  }

  bool may_add(const WalkState& state, const DataChunk& in, std::uint32_t parent, NodeId end,
               std::size_t first) const {
    const std::uint32_t input_row = state.steps[parent].row;
    for (std::size_t i = 0; i < relationship_count_; ++i) {
      const RelationshipId relationship{state.values[first + i]};
      for (std::size_t column : differs_from_) {
        if (contains_relationship(in.column(column).get(input_row), relationship)) return false;
      }
    }
    if (op_.restrictor == PathRestrictor::Walk) return true;
    const bool nodes_differ = op_.restrictor != PathRestrictor::Trail;
    for (std::uint32_t at = parent; state.steps[at].parent != kNone; at = state.steps[at].parent) {
      const std::uint64_t* known = &state.values[at * inner_columns_.size()];
      for (std::size_t i = 0; i < relationship_count_; ++i) {
        const std::uint64_t* end_of_known = known + relationship_count_;
        if (std::find(known, end_of_known, state.values[first + i]) != end_of_known) return false;
      }
      // Only where repetitions meet; the nodes between are looked at when the path is whole.
      if (nodes_differ && state.steps[at].end == end) return false;
    }
    return true;
  }

  void hand_out(const WalkState& state, const std::vector<std::uint32_t>& found,
                const DataChunk& in, DataChunk& out) const {
    std::vector<std::uint32_t> rows;
    ColumnVector lists;
    ColumnVector ends(VectorType::Node);
    std::vector<ColumnVector> collected(collected_.size());
    std::vector<std::uint32_t> chain;
    for (std::uint32_t index : found) {
      rows.push_back(state.steps[index].row);
      if (to_column_) ends.append_node(state.steps[index].end);
      chain.clear();
      for (std::uint32_t at = index; state.steps[at].parent != kNone; at = state.steps[at].parent) {
        chain.push_back(at);
      }
      std::reverse(chain.begin(), chain.end());
      if (list_column_) {
        ValueList list;
        for (std::uint32_t at : chain) {
          for (std::size_t i = 0; i < relationship_count_; ++i) {
            list.push_back(Value::relationship(RelationshipId{value_of(state, at, i)}));
          }
        }
        lists.append(Value(std::move(list)));
      }
      for (std::size_t i = 0; i < collected_.size(); ++i) {
        if (!collected_[i].column) continue;
        ValueList list;
        for (std::uint32_t at : chain) {
          const std::uint64_t id = value_of(state, at, relationship_count_ + i);
          list.push_back(collected_[i].is_node ? Value::node(NodeId{id})
                                               : Value::relationship(RelationshipId{id}));
        }
        collected[i].append(Value(std::move(list)));
      }
    }
    carry_.select(in, rows, out);
    if (list_column_) out.column(*list_column_) = std::move(lists);
    if (to_column_) out.column(*to_column_) = std::move(ends);
    for (std::size_t i = 0; i < collected_.size(); ++i) {
      if (collected_[i].column) out.column(*collected_[i].column) = std::move(collected[i]);
    }
  }

  std::uint64_t value_of(const WalkState& state, std::uint32_t step, std::size_t i) const {
    return state.values[step * inner_columns_.size() + i];
  }

  const GroupWalk& op_;
  PlanPtr inner_;
  RowLayout extended_;  // the input's columns and the node at which a repetition starts
  Carry carry_;
  Carry extend_;
  std::size_t from_column_;
  std::optional<std::size_t> list_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
  std::size_t start_column_ = 0;
  std::size_t row_number_column_;
  std::size_t end_column_;
  std::size_t relationship_count_ = 0;
  std::vector<std::size_t> inner_columns_;  // relationships in walking order, then `collected`
  std::vector<Collected> collected_;
  std::vector<std::size_t> differs_from_;
};

}  // namespace

StreamPtr make_group_walk(const GroupWalk& op, PlanPtr inner, VariableId row_number,
                          const RowLayout& in, const RowLayout& out) {
  return std::make_unique<GroupWalkOperator>(op, std::move(inner), row_number, in, out);
}

}  // namespace liaison::query
