// VarLengthExpand: every trail from a row's node, depth first in batches: the newest unexpanded
// ends go together into one expansion, so memory follows the depth rather than the number of
// trails, and results leave a chunk at a time. Where the end is known, distances from it tell which
// trails can still get there.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"

namespace liaison::query {
namespace {

// Ends expanded together. Small, as each adds its neighbours to what must be kept.
constexpr std::size_t kBatch = 32;
// Measuring distances from the end stops at so many nodes: farther ones are not ruled out.
constexpr std::size_t kMeasuredMax = 1 << 16;
// Below this bound the distances cost more than they save.
constexpr std::uint64_t kLengthMeasured = 3;

// A trail as its last step and the trail before it.
struct Step {
  std::uint32_t parent;  // kNone: the start
  std::uint32_t depth;
  NodeId node;
  RelationshipId relationship;
};
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint64_t kUnbounded = kNone;

struct WalkState final : OperatorState {
  WalkState(const VarLengthExpand& walk, const RowLayout& in, MemoryBudget& budget)
      : walker(walk, in), charge(budget) {}
  NeighbourWalker walker;
  std::size_t row = 0;
  bool started = false;  // with the chunk
  bool row_started = false;
  std::optional<NodeId> to;
  NodeMap<std::uint32_t> distances;  // to `to`; empty: not measured
  std::uint32_t measured = 0;        // nodes without a distance are farther than this
  std::vector<Step> steps;              // every trail of this row that may still be needed
  std::vector<std::uint32_t> frontier;  // trails not yet expanded, newest last
  std::vector<std::uint32_t> results;   // trails not yet handed out
  std::size_t next_result = 0;
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
    if (op.length) length_column_ = out.column_of(*op.length);
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
    ColumnVector lengths(VectorType::Integer);
    if (!state.started) {
      state.walker.begin(frame.context, in);
      state.started = true;
    }
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.row_started) start_row(state, in);
      while (state.next_result < state.results.size() && rows.size() < rows_max) {
        const std::uint32_t trail = state.results[state.next_result++];
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (list_column_) lists.append(relationships_of(state, trail));
        if (to_column_) ends.append_node(state.steps[trail].node);
        if (length_column_) lengths.append_integer(state.steps[trail].depth);
      }
      if (state.next_result < state.results.size()) break;
      state.results.clear();
      state.next_result = 0;
      if (state.frontier.empty()) {
        ++state.row;
        state.row_started = false;
      } else {
        advance(state);
      }
    }
    carry_.select(in, rows, out);
    if (list_column_) out.column(*list_column_) = std::move(lists);
    if (to_column_) out.column(*to_column_) = std::move(ends);
    if (length_column_) out.column(*length_column_) = std::move(lengths);
    if (state.row < in.row_count()) return true;
    state.row = 0;
    state.started = false;
    return false;
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
    state.walker.set_row(static_cast<std::uint32_t>(state.row));
    const NodeId start = nodes.front();
    state.to.reset();
    if (to_in_column_) {
      nodes_of(in.column(*to_in_column_), state.row, state.row + 1, rows, nodes);
      if (nodes.empty()) return;
      state.to = nodes.front();
      measure(state);
    }
    state.steps.push_back({kNone, 0, start, RelationshipId()});
    add(state, 0);
  }

  // Breadth first from the end, against the walking direction.
  void measure(WalkState& state) const {
    state.distances = NodeMap<std::uint32_t>();
    state.measured = 0;
    if (op_.length_max.value_or(kLengthMeasured) < kLengthMeasured) return;
    state.distances.try_emplace(*state.to, 0);
    std::vector<NodeId> frontier{*state.to};
    while (!frontier.empty() && state.distances.size() < kMeasuredMax &&
           (!op_.length_max || state.measured + 1 < *op_.length_max)) {
      std::vector<NodeId> next;
      const bool is_whole = state.walker.walk(
          frontier, reverse(op_.direction), [&](std::uint32_t, NodeId neighbour, RelationshipId) {
            if (state.distances.try_emplace(neighbour, state.measured + 1).second) {
              next.push_back(neighbour);
            }
            return state.distances.size() < 2 * kMeasuredMax;
          });
      if (!is_whole) return;
      ++state.measured;
      frontier = std::move(next);
    }
    if (frontier.empty()) state.measured = kNone;
  }

  // Whether a trail with so many relationships left to walk may still reach the end from there.
  bool can_reach(const WalkState& state, NodeId node, std::uint64_t left) const {
    if (state.distances.size() == 0) return true;
    if (const std::uint32_t* distance = state.distances.find(node)) return *distance <= left;
    return left > state.measured;
  }

  // A trail has been found: it may be a result, and it may go on.
  void add(WalkState& state, std::uint32_t trail) const {
    const Step& step = state.steps[trail];
    if (step.depth >= op_.length_min && (!state.to || *state.to == step.node)) {
      state.results.push_back(trail);
    }
    const bool is_closed = op_.restrictor == PathRestrictor::Simple && step.depth > 0 &&
                           step.node == state.steps.front().node;
    if (is_closed) return;
    if (!op_.length_max || step.depth < *op_.length_max) state.frontier.push_back(trail);
  }

  void advance(WalkState& state) const {
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
    const std::size_t before = state.steps.capacity();
    state.walker.walk(
        nodes, op_.direction,
        [&](std::uint32_t position, NodeId neighbour, RelationshipId relationship) {
          const std::uint32_t parent = batch[position];
          const std::uint32_t depth = state.steps[parent].depth + 1;
          const std::uint64_t left = op_.length_max ? *op_.length_max - depth : kUnbounded;
          if (!can_reach(state, neighbour, left)) return true;
          if (!may_add(state, parent, relationship, neighbour)) return true;
          state.steps.push_back({parent, depth, neighbour, relationship});
          add(state, static_cast<std::uint32_t>(state.steps.size() - 1));
          return true;
        });
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
  std::optional<std::size_t> length_column_;
};

}  // namespace

StreamPtr make_var_length_expand(const VarLengthExpand& op, const RowLayout& in,
                                 const RowLayout& out) {
  if (op.distinct_ends) return make_reachable(op, in, out);
  return std::make_unique<VarLengthExpandOperator>(op, in, out);
}

}  // namespace liaison::query
