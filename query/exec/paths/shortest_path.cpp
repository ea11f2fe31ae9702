// ShortestPath: the shortest trails from each row's node.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/shortest_search.h"

namespace liaison::query {
namespace {

struct ShortestState final : OperatorState {
  ShortestState(const VarLengthExpand& walk, const RowLayout& in) : filter(walk, in) {}
  RelationshipFilter filter;
  std::size_t row = 0;
  bool searched = false;
  std::vector<FoundTrail> found;
  std::size_t next = 0;
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
  }

  bool is_parallel() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ShortestState>(op_.walk, in_);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ShortestState&>(base);
    std::vector<std::uint32_t> rows;
    ColumnVector lists;
    ColumnVector ends(VectorType::Node);
    const std::size_t rows_max = frame.context.chunk_rows();
    while (state.row < in.row_count() && rows.size() < rows_max) {
      if (!state.searched) search(frame, state, in);
      for (; state.next < state.found.size() && rows.size() < rows_max; ++state.next) {
        rows.push_back(static_cast<std::uint32_t>(state.row));
        if (list_column_) lists.append(as_list(state.found[state.next]));
        if (to_column_) ends.append_node(state.found[state.next].end);
      }
      if (state.next < state.found.size()) break;
      state.searched = false;
      ++state.row;
    }
    carry_.select(in, rows, out);
    if (list_column_) out.column(*list_column_) = std::move(lists);
    if (to_column_) out.column(*to_column_) = std::move(ends);
    const bool more = state.row < in.row_count();
    if (!more) state.row = 0;
    return more;
  }

 private:
  void search(Frame& frame, ShortestState& state, const DataChunk& in) const {
    state.searched = true;
    state.next = 0;
    state.found.clear();
    std::vector<std::uint32_t> rows;
    std::vector<NodeId> from;
    nodes_of(in.column(from_column_), state.row, state.row + 1, rows, from);
    if (from.empty()) return;
    std::optional<NodeId> to;
    if (to_in_column_) {
      std::vector<NodeId> nodes;
      nodes_of(in.column(*to_in_column_), state.row, state.row + 1, rows, nodes);
      if (nodes.empty()) return;
      to = nodes.front();
    }
    state.filter.set_row(in, static_cast<std::uint32_t>(state.row));
    state.found = ShortestSearch(op_, state.filter, frame.context).run(from.front(), to);
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
};

}  // namespace

StreamPtr make_shortest_path(const ShortestPath& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ShortestPathOperator>(op, in, out);
}

}  // namespace liaison::query
