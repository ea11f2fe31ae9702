// VarLengthExpand where only the ends matter: breadth first, each node once for a row, with its
// least length. A node other than the start is reached by a trail just when it is reached by a walk
// that is no longer; the start itself only by a trail that closes, which is decided apart.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/closed_search.h"
#include "exec/paths/neighbour_walker.h"
#include "exec/paths/node_set.h"
#include "exec/paths/two_ended_search.h"

namespace liaison::query {
namespace {

struct ReachState final : OperatorState {
  ReachState(const VarLengthExpand& walk, const RowLayout& in, MemoryBudget& budget)
      : walker(walk, in), two_ended(walker, budget), charge(budget) {}
  NeighbourWalker walker;
  TwoEndedSearch two_ended;
  std::size_t row = 0;
  bool started = false;      // with the chunk
  bool row_started = false;  // the fields below are of this row
  NodeBitmap seen;
  NodeBitmap scratch;
  // Found at `length` steps, of which those from `next` on are not handed out yet. Under
  // `goes_on` they are what the search goes on from.
  std::vector<NodeId> found;
  std::vector<NodeId> frontier;
  std::uint32_t length = 0;
  std::uint32_t depth = 0;
  bool goes_on = false;
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

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
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
    std::vector<NodeId> ends;
    std::vector<std::int64_t> lengths;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.row_started) start_row(frame, state, in);
      if (state.next < state.found.size()) {
        const std::size_t count = std::min(state.found.size() - state.next, rows_max - rows.size());
        rows.insert(rows.end(), count, static_cast<std::uint32_t>(state.row));
        if (to_column_) {
          const auto first = state.found.begin() + static_cast<std::ptrdiff_t>(state.next);
          ends.insert(ends.end(), first, first + static_cast<std::ptrdiff_t>(count));
        }
        if (length_column_) lengths.insert(lengths.end(), count, state.length);
        state.next += count;
        continue;
      }
      if (state.goes_on) {
        advance(state);
      } else {
        ++state.row;
        state.row_started = false;
      }
    }
    carry_.select(in, rows, out);
    if (to_column_) {
      std::uint64_t* to = out.column(*to_column_).write_ids(VectorType::Node, ends.size());
      for (std::size_t i = 0; i < ends.size(); ++i) to[i] = ends[i].value;
    }
    if (length_column_) {
      std::copy(lengths.begin(), lengths.end(),
                out.column(*length_column_).write_integers(lengths.size()));
    }
    if (state.row < in.row_count()) return true;
    state.row = 0;
    state.started = false;
    return false;
  }

 private:
  void start_row(Frame& frame, ReachState& state, const DataChunk& in) const {
    state.row_started = true;
    state.found.clear();
    state.next = 0;
    state.goes_on = false;
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
    if (const auto length = length_back(frame, state, from)) {
      state.found.push_back(from);
      state.length = *length;
    }
    state.seen.clear();
    state.seen.insert(from);
    state.frontier.assign(1, from);
    state.depth = 0;
    state.goes_on = op_.length_max != std::uint64_t{0};
  }

  void reach_one(Frame& frame, ReachState& state, NodeId from, NodeId to) const {
    const auto length = from == to
                            ? length_back(frame, state, from)
                            : state.two_ended.length(from, to, op_.direction, op_.length_max);
    if (!length) return;
    state.found.push_back(to);
    state.length = *length;
  }

  std::optional<std::uint32_t> length_back(Frame& frame, ReachState& state, NodeId from) const {
    if (op_.length_min == 0) return 0;
    return shortest_closed_trail(state.walker, frame.context.memory(), from, op_.direction,
                                 op_.length_max);
  }

  // The nodes one step on, in the order in which they lie in memory: who reads their properties or
  // goes on from them meets one segment after the other.
  void advance(ReachState& state) const {
    if (state.depth > 0) state.frontier.swap(state.found);
    state.found.clear();
    state.next = 0;
    state.length = ++state.depth;
    if (state.walker.takes_all()) {
      state.walker.walk_lists(
          state.frontier, op_.direction, [&](std::uint32_t, const NeighbourView& list, bool) {
            // A loop leads to a node that has been seen.
            const std::size_t before = state.found.size();
            state.found.resize(before + list.size());
            const std::size_t fresh =
                list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
                  return state.seen.insert_all(ids, base, list.size(), state.found.data() + before);
                });
            state.found.resize(before + fresh);
            return true;
          });
    } else {
      state.walker.walk(state.frontier, op_.direction,
                        [&](std::uint32_t, NodeId neighbour, RelationshipId) {
                          if (state.seen.insert(neighbour)) state.found.push_back(neighbour);
                          return true;
                        });
    }
    sort_nodes(state.found, state.scratch);
    state.charge.add(2 * state.found.size() * sizeof(NodeId));
    state.goes_on = !state.found.empty() && !(op_.length_max && state.depth >= *op_.length_max);
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
