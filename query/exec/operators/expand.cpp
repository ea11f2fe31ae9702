// Expand: one relationship from each row's node. Neighbours are read where they lie, for a block of
// rows at a time; the size of a block follows the number of neighbours, so that lists which have to
// be put together for it do not fill the memory.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/neighbour_walker.h"

namespace liaison::query {
namespace {

constexpr std::size_t kResultsWanted = 16384;  // per block

struct ExpandState final : OperatorState {
  explicit ExpandState(const LabelExpression* types) : lists(types, NeighbourLists::Order::Any) {}
  NeighbourLists lists;
  std::size_t next_row = 0;  // first input row not yet in a block
  std::size_t block = 64;
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;  // parallel
  NeighbourLists::Batch found;
  // Where the block goes on.
  std::size_t node = 0;
  std::size_t part = 0;
  std::size_t at = 0;
  // The chunk being made: the input row of each of its rows, the relationship and its end.
  std::vector<std::uint32_t> out_rows;
  std::vector<std::uint64_t> relationships;
  std::vector<std::uint64_t> ends;

  bool is_block_done() const { return node == nodes.size(); }
};

class ExpandOperator final : public StreamOperator {
 public:
  ExpandOperator(const Expand& op, const RowLayout& in, const RowLayout& out)
      : op_(op),
        carry_(in, out),
        from_column_(*in.column_of(op.from)),
        to_column_(out.column_of(op.to)),
        relationship_column_(out.column_of(op.relationship)) {
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
    state.relationships.clear();
    state.ends.clear();
    while (state.out_rows.size() < rows_max) {
      if (state.is_block_done()) {
        if (state.next_row == in.row_count()) break;
        read_block(frame, state, in);
      } else {
        take(state, in, rows_max);
      }
    }
    carry_.select(in, state.out_rows, out);
    const std::size_t count = state.out_rows.size();
    if (relationship_column_) {
      std::copy_n(state.relationships.begin(), count,
                  out.column(*relationship_column_).write_ids(VectorType::Relationship, count));
    }
    if (to_column_) {
      std::copy_n(state.ends.begin(), count,
                  out.column(*to_column_).write_ids(VectorType::Node, count));
    }
    if (!state.is_block_done() || state.next_row < in.row_count()) return true;
    state.next_row = 0;
    return false;
  }

 private:
  void read_block(Frame& frame, ExpandState& state, const DataChunk& in) const {
    frame.context.check_cancelled();
    const std::size_t end = std::min(state.next_row + state.block, in.row_count());
    nodes_of(in.column(from_column_), state.next_row, end, state.rows, state.nodes);
    state.next_row = end;
    state.node = state.part = state.at = 0;
    if (state.nodes.empty()) return;
    state.lists.begin(frame.context.graph());
    state.lists.read(state.nodes, op_.direction, state.found);
    std::size_t size = 0;
    for (const auto& part : state.found.parts) {
      for (const NeighbourView& list : part.lists) size += list.size();
    }
    if (size > 2 * kResultsWanted) {
      state.block = std::max<std::size_t>(1, state.block / 4);
    } else if (size < kResultsWanted / 2) {
      state.block = std::min(state.block * 2, kChunkCapacity);
    }
  }

  // Takes neighbours of the block until there are `rows_max` rows.
  void take(ExpandState& state, const DataChunk& in, std::size_t rows_max) const {
    const auto& parts = state.found.parts;
    for (; state.node < state.nodes.size(); ++state.node, state.part = 0) {
      const std::uint32_t row = state.rows[state.node];
      for (; state.part < parts.size(); ++state.part, state.at = 0) {
        const NeighbourView& list = parts[state.part].lists[state.node];
        if (state.at == list.size()) continue;
        const std::size_t room = rows_max - state.out_rows.size();
        if (room == 0) return;
        const std::size_t count = std::min(room, list.size() - state.at);
        if (parts[state.part].skips_loops || !differs_from_.empty()) {
          take_some(state, in, row, list, count, parts[state.part].skips_loops);
        } else {
          take_all(state, row, list, count);
        }
        state.at += count;
        if (state.at < list.size()) return;
      }
    }
  }

  void take_all(ExpandState& state, std::uint32_t row, const NeighbourView& list,
                std::size_t count) const {
    state.out_rows.insert(state.out_rows.end(), count, row);
    const auto append = [&](const auto& ids, std::vector<std::uint64_t>& to) {
      const std::size_t before = to.size();
      to.resize(before + count);
      ids.subspan(state.at, count).copy_to(to.data() + before);
    };
    if (to_column_) append(list.neighbours, state.ends);
    if (relationship_column_) append(list.relationships, state.relationships);
  }

  // Without loops, when these are in another list already, and relationships that were walked
  // before.
  void take_some(ExpandState& state, const DataChunk& in, std::uint32_t row,
                 const NeighbourView& list, std::size_t count, bool skips_loops) const {
    const NodeId node = state.nodes[state.node];
    // The common case: one relationship walked before.
    const ColumnVector* before = differs_from_.size() == 1 ? &in.column(differs_from_[0]) : nullptr;
    const bool is_one = before && before->type() == VectorType::Relationship;
    const std::uint64_t walked = is_one && !before->is_null(row) ? before->ids()[row] : 0;
    for (std::size_t i = state.at; i < state.at + count; ++i) {
      const NodeId end = list.neighbours[i];
      if (skips_loops && end == node) continue;
      const RelationshipId relationship = list.relationships[i];
      if (is_one ? relationship.value == walked : was_walked(in, row, relationship)) continue;
      state.out_rows.push_back(row);
      state.ends.push_back(end.value);
      state.relationships.push_back(relationship.value);
    }
  }

  bool was_walked(const DataChunk& in, std::uint32_t row, RelationshipId relationship) const {
    for (std::size_t column : differs_from_) {
      const ColumnVector& other = in.column(column);
      if (other.type() == VectorType::Relationship) {
        if (!other.is_null(row) && other.ids()[row] == relationship.value) return true;
      } else if (contains_relationship(other.get(row), relationship)) {
        return true;
      }
    }
    return false;
  }

  const Expand& op_;
  Carry carry_;
  std::size_t from_column_;
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> relationship_column_;
  std::vector<std::size_t> differs_from_;
};

}  // namespace

StreamPtr make_expand(const Expand& op, const RowLayout& in, const RowLayout& out) {
  if (!op.into) return std::make_unique<ExpandOperator>(op, in, out);
  // The end is known: it is looked for in the sorted list.
  return make_expand_intersect(
      {.to = op.to,
       .legs = {{op.from, op.relationship, op.direction, op.types, op.differs_from}},
       .into = true,
       .labels = {}},
      in, out);
}

}  // namespace liaison::query
