// VarLengthExpand: every trail from a row's node, depth first in batches: the newest unexpanded
// ends go together into one expansion, so memory follows the depth rather than the number of
// trails, and results leave a chunk at a time.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/relationship_filter.h"

namespace liaison::query {
namespace {

// Ends expanded together. Small, as each adds its neighbours to what must be kept.
constexpr std::size_t kBatch = 32;

// A trail as its last step and the trail before it.
struct Step {
  std::uint32_t parent;  // kNone: the start
  std::uint32_t depth;
  NodeId node;
  RelationshipId relationship;
};
constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct WalkState final : OperatorState {
  WalkState(const VarLengthExpand& walk, const RowLayout& in, MemoryBudget& budget)
      : filter(walk, in), charge(budget) {}
  RelationshipFilter filter;
  std::size_t row = 0;
  bool row_started = false;
  std::vector<Step> steps;              // every trail of this row that may still be needed
  std::vector<std::uint32_t> frontier;  // trails not yet expanded, newest last
  std::vector<std::uint32_t> results;   // trails not yet handed out
  std::size_t next_result = 0;
  ExpandResult found;
  MemoryCharge charge;
};

class VarLengthExpandOperator final : public StreamOperator {
 public:
  VarLengthExpandOperator(const VarLengthExpand& op, const RowLayout& in, const RowLayout& out)
      : op_(op),
        in_(in),
        carry_(in, out),
        from_column_(*in.column_of(op.from)),
        list_column_(out.column_of(op.relationship)) {
    if (op.into) {
      to_in_column_ = in.column_of(op.to);
    } else {
      to_column_ = out.column_of(op.to);
    }
  }

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<WalkState>(op_, in_, frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<WalkState&>(base);
    std::vector<std::uint32_t> rows;
    ColumnVector lists;
    ColumnVector ends(VectorType::Node);
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.row_started) start_row(state, in);
      while (state.next_result < state.results.size() && rows.size() < rows_max) {
        const std::uint32_t trail = state.results[state.next_result++];
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (list_column_) lists.append(relationships_of(state, trail));
        if (to_column_) ends.append_node(state.steps[trail].node);
      }
      if (state.next_result < state.results.size()) break;
      state.results.clear();
      state.next_result = 0;
      if (state.frontier.empty()) {
        ++state.row;
        state.row_started = false;
      } else {
        advance(frame, state, in);
      }
    }
    carry_.select(in, rows, out);
    if (list_column_) out.column(*list_column_) = std::move(lists);
    if (to_column_) out.column(*to_column_) = std::move(ends);
    const bool more = state.row < in.row_count();
    if (!more) state.row = 0;
    return more;
  }

 private:
  void start_row(WalkState& state, const DataChunk& in) const {
    state.row_started = true;
    state.steps.clear();
    state.charge.clear();
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> nodes;
    nodes_of(in.column(from_column_), state.row, state.row + 1, rows, nodes);
    if (nodes.empty()) return;
    if (op_.length_max && *op_.length_max < op_.length_min) return;
    state.filter.set_row(in, static_cast<std::uint32_t>(state.row));
    state.steps.push_back({kNone, 0, nodes.front(), RelationshipId()});
    add(state, in, 0);
  }

  // A trail has been found: it may be a result, and it may go on.
  void add(WalkState& state, const DataChunk& in, std::uint32_t trail) const {
    const Step& step = state.steps[trail];
    if (step.depth >= op_.length_min && ends_well(state, in, step.node)) {
      state.results.push_back(trail);
    }
    const bool is_closed = op_.restrictor == PathRestrictor::Simple && step.depth > 0 &&
                           step.node == state.steps.front().node;
    if (is_closed) return;
    if (!op_.length_max || step.depth < *op_.length_max) state.frontier.push_back(trail);
  }

  bool ends_well(const WalkState& state, const DataChunk& in, NodeId node) const {
    if (!to_in_column_) return true;
    const Value to = in.column(*to_in_column_).get(state.row);
    return to.is_node() && to.node_id() == node;
  }

  void advance(Frame& frame, WalkState& state, const DataChunk& in) const {
    const std::size_t count = std::min(kBatch, state.frontier.size());
    const std::vector<std::uint32_t> batch(
        state.frontier.end() - static_cast<std::ptrdiff_t>(count), state.frontier.end());
    state.frontier.resize(state.frontier.size() - count);
    // Trails made after the oldest one that is still wanted are done with.
    if (state.results.empty()) {
      std::uint32_t needed = 0;
      for (std::uint32_t trail : state.frontier) needed = std::max(needed, trail);
      for (std::uint32_t trail : batch) needed = std::max(needed, trail);
      state.steps.resize(needed + 1);
    }
    std::vector<NodeId> nodes;
    for (std::uint32_t trail : batch) nodes.push_back(state.steps[trail].node);
    state.filter.expand(frame.context, nodes, op_.direction, state.found);
    const std::size_t before = state.steps.capacity();
    for (std::size_t i = 0; i < state.found.size(); ++i) {
      const std::uint32_t parent = batch[state.found.source_row[i]];
      if (!may_add(state, parent, state.found.relationship[i], state.found.neighbour[i])) continue;
      state.steps.push_back({parent, state.steps[parent].depth + 1, state.found.neighbour[i],
                             state.found.relationship[i]});
      add(state, in, static_cast<std::uint32_t>(state.steps.size() - 1));
    }
    if (state.steps.capacity() > before) {
      state.charge.add((state.steps.capacity() - before) * sizeof(Step));
    }
  }

  // Whether the restrictor lets the walk go on over the relationship to the node.
  bool may_add(const WalkState& state, std::uint32_t trail, RelationshipId relationship,
               NodeId node) const {
    if (op_.restrictor == PathRestrictor::Walk) return true;
    const bool nodes_differ = op_.restrictor != PathRestrictor::Trail;
    for (; state.steps[trail].parent != kNone; trail = state.steps[trail].parent) {
      if (state.steps[trail].relationship == relationship) return false;
      if (nodes_differ && state.steps[trail].node == node) return false;
    }
    return op_.restrictor != PathRestrictor::Acyclic || state.steps[trail].node != node;
  }

  Value relationships_of(const WalkState& state, std::uint32_t trail) const {
    ValueList list;
    for (; state.steps[trail].parent != kNone; trail = state.steps[trail].parent) {
      list.push_back(Value::relationship(state.steps[trail].relationship));
    }
    // Gathered from the end; a reversed walk started at the pattern's right end.
    if (!op_.reversed) std::reverse(list.begin(), list.end());
    return Value(std::move(list));
  }

  const VarLengthExpand& op_;
  RowLayout in_;
  Carry carry_;
  std::size_t from_column_;
  std::optional<std::size_t> list_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
};

}  // namespace

StreamPtr make_var_length_expand(const VarLengthExpand& op, const RowLayout& in,
                                 const RowLayout& out) {
  return std::make_unique<VarLengthExpandOperator>(op, in, out);
}

}  // namespace liaison::query
