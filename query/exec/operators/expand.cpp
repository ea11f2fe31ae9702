// Expand: one relationship from each row's node. Rows are expanded in blocks whose size follows the
// number of neighbours, so that hubs do not fill the memory.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/type_filter.h"

namespace liaison::query {
namespace {

constexpr std::size_t kResultsWanted = 16384;  // per block; bounds memory to about half a megabyte

struct ExpandState final : OperatorState {
  explicit ExpandState(const LabelExpression* allowed) : types(allowed) {}
  TypeFilter types;
  std::size_t next_row = 0;  // first input row not yet expanded
  std::size_t block = 64;
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  ExpandResult found;
  std::size_t offset = 0;
};

class ExpandOperator final : public StreamOperator {
 public:
  ExpandOperator(const Expand& op, const RowLayout& in, const RowLayout& out)
      : op_(op),
        carry_(in, out),
        from_column_(*in.column_of(op.from)),
        relationship_column_(out.column_of(op.relationship)) {
    if (op.into) {
      to_in_column_ = in.column_of(op.to);
    } else {
      to_column_ = out.column_of(op.to);
    }
    for (VariableId variable : op.differs_from) differs_from_.push_back(*in.column_of(variable));
  }

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ExpandState>(op_.types);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ExpandState&>(base);
    std::vector<std::uint32_t> rows;
    ColumnVector relationships(VectorType::Relationship);
    ColumnVector neighbours(VectorType::Node);
    const std::size_t rows_max = frame.context.chunk_rows();
    while (rows.size() < rows_max) {
      if (state.offset == state.found.size()) {
        if (state.next_row == in.row_count()) break;
        expand_block(frame, state, in);
        continue;
      }
      const std::size_t i = state.offset++;
      const std::uint32_t row = state.rows[state.found.source_row[i]];
      if (!is_wanted(in, row, state.found.neighbour[i], state.found.relationship[i])) continue;
      rows.push_back(row);
      if (relationship_column_) relationships.append_relationship(state.found.relationship[i]);
      if (to_column_) neighbours.append_node(state.found.neighbour[i]);
    }
    carry_.select(in, rows, out);
    if (relationship_column_) out.column(*relationship_column_) = std::move(relationships);
    if (to_column_) out.column(*to_column_) = std::move(neighbours);
    const bool more = state.offset < state.found.size() || state.next_row < in.row_count();
    if (!more) {
      state.next_row = 0;
      state.found.clear();
      state.offset = 0;
    }
    return more;
  }

 private:
  void expand_block(Frame& frame, ExpandState& state, const DataChunk& in) const {
    frame.context.check_cancelled();
    state.types.resolve(frame.context.graph().catalog());
    state.found.clear();
    state.offset = 0;
    if (state.types.is_impossible()) {
      state.next_row = in.row_count();
      return;
    }
    const std::size_t end = std::min(state.next_row + state.block, in.row_count());
    nodes_of(in.column(from_column_), state.next_row, end, state.rows, state.nodes);
    state.next_row = end;
    if (state.nodes.empty()) return;
    frame.context.graph().expand(state.nodes, state.types.ids(), op_.direction, state.found);
    if (state.found.size() > 2 * kResultsWanted) {
      state.block = std::max<std::size_t>(1, state.block / 4);
    } else if (state.found.size() < kResultsWanted / 2) {
      state.block = std::min(state.block * 2, kChunkCapacity);
    }
  }

  bool is_wanted(const DataChunk& in, std::uint32_t row, NodeId neighbour,
                 RelationshipId relationship) const {
    if (to_in_column_) {
      const ColumnVector& to = in.column(*to_in_column_);
      if (to.is_null(row)) return false;
      if (to.type() == VectorType::Node) {
        if (to.ids()[row] != neighbour.value) return false;
      } else {
        const Value value = to.get(row);
        if (!value.is_node() || value.node_id() != neighbour) return false;
      }
    }
    for (std::size_t column : differs_from_) {
      const ColumnVector& other = in.column(column);
      if (other.type() == VectorType::Relationship) {
        if (!other.is_null(row) && other.ids()[row] == relationship.value) return false;
      } else if (contains_relationship(other.get(row), relationship)) {
        return false;
      }
    }
    return true;
  }

  const Expand& op_;
  Carry carry_;
  std::size_t from_column_;
  std::optional<std::size_t> relationship_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
  std::vector<std::size_t> differs_from_;
};

}  // namespace

StreamPtr make_expand(const Expand& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ExpandOperator>(op, in, out);
}

}  // namespace liaison::query
