// ShortestPath: the shortest trails from each row's node.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/shortest_search.h"

namespace liaison::query {
namespace {

struct ShortestState final : OperatorState {
  ShortestState(const ShortestPath& op, const RowLayout& in, ExecutionContext& context)
      : walker(op.walk, in), search(op, walker, context) {}
  NeighbourWalker walker;
  ShortestSearch search;
  std::size_t row = 0;
  bool started = false;  // with the chunk
  bool searched = false;  // the row
  std::size_t next = 0;          // trail or run of the row
  std::uint64_t next_in_run = 0;
};

class ShortestPathOperator final : public StreamOperator {
 public:
  ShortestPathOperator(const ShortestPath& op, const RowLayout& in, const RowLayout& out)
      : op_(op),
        in_(in),
        carry_(in, out),
        from_column_(*in.column_of(op.walk.from)),
        list_column_(out.column_of(op.walk.relationship)) {
    if (op.walk.into) {
      to_in_column_ = in.column_of(op.walk.to);
    } else {
      to_column_ = out.column_of(op.walk.to);
    }
    if (op.walk.length) length_column_ = out.column_of(*op.walk.length);
    if (op.multiplicity) multiplicity_column_ = out.column_of(*op.multiplicity);
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<ShortestState>(op_, in_, frame.context);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ShortestState&>(base);
    if (!state.started) {
      state.walker.begin(frame.context, in);
      state.started = true;
    }
    Rows rows;
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.from.size() < rows_max) {
      if (!state.searched) search(state, in);
      const bool done = list_column_ ? take_trails(state, rows_max, rows)
                                     : take_runs(state, rows_max, rows);
      if (!done) break;
      state.searched = false;
      ++state.row;
    }
    carry_.select(in, rows.from, out);
    if (list_column_) out.column(*list_column_) = std::move(rows.lists);
    if (to_column_) out.column(*to_column_) = std::move(rows.ends);
    if (length_column_) out.column(*length_column_) = std::move(rows.lengths);
    if (multiplicity_column_) out.column(*multiplicity_column_) = std::move(rows.counts);
    if (state.row < in.row_count()) return true;
    state.row = 0;
    state.started = false;
    return false;
  }

 private:
  struct Rows {
    std::vector<std::uint32_t> from;
    ColumnVector lists;
    ColumnVector ends{VectorType::Node};
    ColumnVector lengths{VectorType::Integer};
    ColumnVector counts{VectorType::Integer};
  };

  void search(ShortestState& state, const DataChunk& in) const {
    state.searched = true;
    state.next = 0;
    state.next_in_run = 0;
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> from;
    nodes_of(in.column(from_column_), state.row, state.row + 1, rows, from);
    std::optional<NodeId> to;
    if (to_in_column_) {
      std::vector<NodeId> nodes;
      nodes_of(in.column(*to_in_column_), state.row, state.row + 1, rows, nodes);
      if (nodes.empty()) from.clear();
      if (!nodes.empty()) to = nodes.front();
    }
    if (from.empty()) {
      state.search.clear();
      return;
    }
    state.walker.set_row(static_cast<std::uint32_t>(state.row));
    state.search.run(from.front(), to, list_column_.has_value());
  }

  // Both: false when the row has more than there is room for.
  bool take_trails(ShortestState& state, std::size_t rows_max, Rows& rows) const {
    const auto& trails = state.search.trails();
    for (; state.next < trails.size(); ++state.next) {
      if (rows.from.size() == rows_max) return false;
      const FoundTrail& trail = trails[state.next];
      rows.lists.append(as_list(trail));
      add(state, trail.end, trail.relationships.size(), 1, rows);
    }
    return true;
  }

  bool take_runs(ShortestState& state, std::size_t rows_max, Rows& rows) const {
    const auto& runs = state.search.runs();
    for (; state.next < runs.size(); ++state.next) {
      const TrailRun& run = runs[state.next];
      const std::uint64_t times = op_.multiplicity ? 1 : run.count;
      for (; state.next_in_run < times; ++state.next_in_run) {
        if (rows.from.size() == rows_max) return false;
        add(state, run.end, run.length, run.count, rows);
      }
      state.next_in_run = 0;
    }
    return true;
  }

  void add(const ShortestState& state, NodeId end, std::uint64_t length, std::uint64_t count,
           Rows& rows) const {
    rows.from.push_back(static_cast<std::uint32_t>(state.row));
    if (to_column_) rows.ends.append_node(end);
    if (length_column_) rows.lengths.append_integer(static_cast<std::int64_t>(length));
    if (multiplicity_column_) rows.counts.append_integer(static_cast<std::int64_t>(count));
  }

  Value as_list(const FoundTrail& trail) const {
    ValueList list;
    for (RelationshipId relationship : trail.relationships) {
      list.push_back(Value::relationship(relationship));
    }
    if (op_.walk.reversed) std::reverse(list.begin(), list.end());
    return Value(std::move(list));
  }

  const ShortestPath& op_;
  RowLayout in_;
  Carry carry_;
  std::size_t from_column_;
  std::optional<std::size_t> list_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
  std::optional<std::size_t> length_column_;
  std::optional<std::size_t> multiplicity_column_;
};

}  // namespace

StreamPtr make_shortest_path(const ShortestPath& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ShortestPathOperator>(op, in, out);
}

}  // namespace liaison::query
