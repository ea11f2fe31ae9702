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
  // Of the chunk being made: the input row of each of its rows, and which results they are; none
  // when they are a run of them.
  std::vector<std::uint32_t> out_rows;
  std::vector<std::uint32_t> picked;
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

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    return std::make_unique<ExpandState>(op_.types);
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ExpandState&>(base);
    const std::size_t rows_max = frame.context.chunk_rows();
    state.out_rows.clear();
    state.picked.clear();
    std::size_t begin = 0;  // of the picked results, when all between are taken
    while (state.out_rows.size() < rows_max) {
      if (state.offset == state.found.size()) {
        // The columns are filled from one block of results at a time.
        if (!state.out_rows.empty() || state.next_row == in.row_count()) break;
        expand_block(frame, state, in);
        continue;
      }
      const std::size_t end =
          std::min(state.found.size(), state.offset + rows_max - state.out_rows.size());
      if (!to_in_column_ && differs_from_.empty()) {
        begin = state.offset;
        for (; state.offset < end; ++state.offset) {
          state.out_rows.push_back(state.rows[state.found.source_row[state.offset]]);
        }
      } else {
        pick(state, in, end);
      }
    }
    carry_.select(in, state.out_rows, out);
    const std::size_t count = state.out_rows.size();
    const bool all = count != 0 && state.picked.empty();
    const auto fill = [&](const auto& from, std::uint64_t* to) {
      for (std::size_t i = 0; i < count; ++i) to[i] = from[all ? begin + i : state.picked[i]].value;
    };
    if (relationship_column_) {
      fill(state.found.relationship,
           out.column(*relationship_column_).write_ids(VectorType::Relationship, count));
    }
    if (to_column_) {
      fill(state.found.neighbour, out.column(*to_column_).write_ids(VectorType::Node, count));
    }
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

  // Takes the results up to `end` that end where they have to and repeat no relationship.
  void pick(ExpandState& state, const DataChunk& in, std::size_t end) const {
    // The common case: one relationship walked before, and no end to meet.
    const ColumnVector* before =
        !to_in_column_ && differs_from_.size() == 1 ? &in.column(differs_from_[0]) : nullptr;
    if (before && before->type() == VectorType::Relationship && !before->may_have_nulls()) {
      const auto ids = before->ids();
      for (; state.offset < end; ++state.offset) {
        const std::uint32_t row = state.rows[state.found.source_row[state.offset]];
        if (ids[row] == state.found.relationship[state.offset].value) continue;
        state.out_rows.push_back(row);
        state.picked.push_back(static_cast<std::uint32_t>(state.offset));
      }
      return;
    }
    for (; state.offset < end; ++state.offset) {
      const std::uint32_t row = state.rows[state.found.source_row[state.offset]];
      if (!is_wanted(in, row, state.found.neighbour[state.offset],
                     state.found.relationship[state.offset])) {
        continue;
      }
      state.out_rows.push_back(row);
      state.picked.push_back(static_cast<std::uint32_t>(state.offset));
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
