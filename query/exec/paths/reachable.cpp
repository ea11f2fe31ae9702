// VarLengthExpand where only the ends matter: breadth first, each node once for a row, with its
// least length. A node other than the start is reached by a trail just when it is reached by a walk
// that is no longer; the start itself only by a trail that closes, which is decided apart.
#include "exec/operators/factories.h"
#include "exec/paths/closed_search.h"
#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"
#include "exec/paths/two_ended_search.h"

namespace liaison::query {
namespace {

struct Found {
  NodeId node;
  std::uint32_t length;
};

struct ReachState final : OperatorState {
  ReachState(const VarLengthExpand& walk, const RowLayout& in, MemoryBudget& budget)
      : walker(walk, in), two_ended(walker, budget), charge(budget) {}
  NeighbourWalker walker;
  TwoEndedSearch two_ended;
  std::size_t row = 0;
  bool started = false;      // with the chunk
  bool row_started = false;  // the fields below are of this row
  NodeBitmap seen;
  std::vector<NodeId> frontier;
  std::uint32_t depth = 0;
  std::vector<Found> found;  // not all of it handed out
  std::size_t next = 0;
  MemoryCharge charge;
};

class ReachableOperator final : public StreamOperator {
 public:
  ReachableOperator(const VarLengthExpand& op, const RowLayout& in, const RowLayout& out)
      : op_(op), in_(in), carry_(in, out), from_column_(*in.column_of(op.from)) {
    if (op.into) {
      to_in_column_ = in.column_of(op.to);
    } else {
      to_column_ = out.column_of(op.to);
    }
    if (op.length) length_column_ = out.column_of(*op.length);
  }

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<ReachState>(op_, in_, frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ReachState&>(base);
    if (!state.started) {
      state.walker.begin(frame.context, in);
      state.started = true;
    }
    std::vector<std::uint32_t> rows;
    ColumnVector ends(VectorType::Node);
    ColumnVector lengths(VectorType::Integer);
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.row_started) start_row(frame, state, in);
      for (; state.next < state.found.size() && rows.size() < rows_max; ++state.next) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (to_column_) ends.append_node(state.found[state.next].node);
        if (length_column_) lengths.append_integer(state.found[state.next].length);
      }
      if (state.next < state.found.size()) break;
      state.found.clear();
      state.next = 0;
      if (state.frontier.empty()) {
        ++state.row;
        state.row_started = false;
      } else {
        advance(state);
      }
    }
    carry_.select(in, rows, out);
    if (to_column_) out.column(*to_column_) = std::move(ends);
    if (length_column_) out.column(*length_column_) = std::move(lengths);
    if (state.row < in.row_count()) return true;
    state.row = 0;
    state.started = false;
    return false;
  }

 private:
  void start_row(Frame& frame, ReachState& state, const DataChunk& in) const {
    state.row_started = true;
    state.frontier.clear();
    state.charge.clear();
    if (op_.length_max && *op_.length_max < op_.length_min) return;
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> nodes;
    nodes_of(in.column(from_column_), state.row, state.row + 1, rows, nodes);
    if (nodes.empty()) return;
    const NodeId from = nodes.front();
    state.walker.set_row(static_cast<std::uint32_t>(state.row));
    if (to_in_column_) {
      nodes_of(in.column(*to_in_column_), state.row, state.row + 1, rows, nodes);
      if (!nodes.empty()) reach_one(frame, state, from, nodes.front());
      return;
    }
    if (const auto length = length_back(frame, state, from)) state.found.push_back({from, *length});
    state.seen.clear();
    state.seen.insert(from);
    state.depth = 0;
    if (op_.length_max != std::uint64_t{0}) state.frontier.push_back(from);
  }

  void reach_one(Frame& frame, ReachState& state, NodeId from, NodeId to) const {
    const auto length =
        from == to ? length_back(frame, state, from)
                   : state.two_ended.length(from, to, op_.direction, op_.length_max);
    if (length) state.found.push_back({to, *length});
  }

  std::optional<std::uint32_t> length_back(Frame& frame, ReachState& state, NodeId from) const {
    if (op_.length_min == 0) return 0;
    return shortest_closed_trail(state.walker, frame.context.memory(), from, op_.direction,
                                 op_.length_max);
  }

  void advance(ReachState& state) const {
    ++state.depth;
    std::vector<NodeId> next;
    const bool is_last = op_.length_max && state.depth >= *op_.length_max;
    state.walker.walk(state.frontier, op_.direction,
                      [&](std::uint32_t, NodeId neighbour, RelationshipId) {
                        if (!state.seen.insert(neighbour)) return true;
                        state.found.push_back({neighbour, state.depth});
                        if (!is_last) next.push_back(neighbour);
                        return true;
                      });
    state.charge.add(state.found.size() * sizeof(Found) + next.size() * sizeof(NodeId));
    state.frontier = std::move(next);
  }

  const VarLengthExpand& op_;
  RowLayout in_;
  Carry carry_;
  std::size_t from_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
  std::optional<std::size_t> length_column_;
};

}  // namespace

StreamPtr make_reachable(const VarLengthExpand& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ReachableOperator>(op, in, out);
}

}  // namespace liaison::query
