// PartialAggregation: counts equal rows before anything else is done with them. Right above an
// expansion it counts the neighbours as they are found, and no row is made for each: rows of a
// co-occurrence matrix, one after the other.
#include <algorithm>
#include <array>
#include <span>

#include "exec/group_counter.h"
#include "exec/label_mask.h"
#include "exec/labelled_lists.h"
#include "exec/operators/factories.h"
#include "exec/type_filter.h"

namespace liaison::query {
namespace {

// Groups that are done wait until they are worth a chunk.
constexpr std::size_t kChunkWorth = 1024;

struct PartialState : OperatorState {
  PartialState(std::size_t key_count, bool is_whole, MemoryBudget& budget)
      : groups(key_count, is_whole), mask(budget) {}
  GroupCounter groups;
  LabelMask mask;      // of the last key
  bool taken = false;  // the rows of the chunk at hand are in
};

// What both forms share: where keys come from and groups go to.
class GroupingOperator : public StreamOperator {
 public:
  GroupingOperator(const PartialAggregation& op, const RowLayout& in, const RowLayout& out)
      : count_column_(*out.column_of(op.count)), column_count_(out.column_count()) {
    for (VariableId key : op.keys) {
      if (const auto column = in.column_of(key)) keys_.push_back(*column);
      to_columns_.push_back(out.column_of(key));
    }
  }
  bool is_parallel() const override { return true; }

  bool flush(Frame& frame, OperatorState& base, DataChunk& out) const override {
    auto& state = static_cast<PartialState&>(base);
    state.groups.close();
    return hand_out(frame, state, out);
  }

 protected:
  // Sees to it that keys of these types can be taken. False: groups of other types had to be handed
  // out first, and the caller comes again.
  bool adopt_types(Frame& frame, PartialState& state, std::vector<VectorType> types,
                   DataChunk& out) const {
    if (types == state.groups.types()) return true;
    state.groups.close();
    if (hand_out(frame, state, out)) return false;
    state.groups.set_types(std::move(types));
    return true;
  }
  bool is_worth_a_chunk(Frame& frame, const GroupCounter& groups) const {
    return groups.waiting() >= std::min(kChunkWorth, frame.context.chunk_rows());
  }
  bool hand_out(Frame& frame, PartialState& state, DataChunk& out) const {
    out.columns().resize(column_count_);
    std::vector<ColumnVector*> columns;
    for (const auto& to : to_columns_) columns.push_back(to ? &out.column(*to) : nullptr);
    ColumnVector& counts = out.column(count_column_);
    if (!state.groups.take(frame.context.chunk_rows(), columns, counts)) return false;
    out.set_row_count(counts.size());
    if (!state.mask.is_all()) keep_labelled(frame, state, *columns.back(), out);
    return true;
  }
  // Groups that were counted before the mask was there.
  static void keep_labelled(Frame& frame, PartialState& state, const ColumnVector& ends,
                            DataChunk& out) {
    std::vector<NodeId> nodes;
    nodes.reserve(ends.size());
    for (const std::uint64_t id : ends.ids()) nodes.emplace_back(id);
    std::vector<std::uint32_t> rows;
    state.mask.select(frame.context.graph(), nodes, rows);
    if (rows.size() < nodes.size()) out = out.select(rows);
  }

  std::size_t count_column_;
  std::size_t column_count_;
  std::vector<std::size_t> keys_;                       // columns of the input
  std::vector<std::optional<std::size_t>> to_columns_;  // by key
};

class PartialAggregationOperator final : public GroupingOperator {
 public:
  PartialAggregationOperator(const PartialAggregation& op, const RowLayout& in,
                             const RowLayout& out)
      : GroupingOperator(op, in, out), carry_(in, out) {}

  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    return std::make_unique<PartialState>(keys_.size(), false, frame.context.memory());
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<PartialState&>(base);
    GroupCounter& groups = state.groups;
    if (!state.taken) {
      std::vector<VectorType> types;
      for (std::size_t key : keys_) types.push_back(GroupCounter::type_of(in.column(key)));
      if (!adopt_types(frame, state, std::move(types), out)) return true;
      if (std::find(groups.types().begin(), groups.types().end(), VectorType::Tagged) !=
          groups.types().end()) {
        carry_.copy(in, out);  // no words to count by: each row for itself
        std::int64_t* counts = out.column(count_column_).write_integers(in.row_count());
        std::fill_n(counts, in.row_count(), std::int64_t{1});
        return false;
      }
      take_rows(groups, in);
      state.taken = true;
    }
    if (is_worth_a_chunk(frame, groups)) return hand_out(frame, state, out);
    state.taken = false;
    return false;
  }

 private:
  void take_rows(GroupCounter& groups, const DataChunk& in) const {
    std::vector<const std::uint64_t*> outer;
    for (std::size_t key : keys_) outer.push_back(GroupCounter::words_of(in.column(key)));
    const std::uint64_t* last = outer.back();
    outer.pop_back();
    for (std::size_t row = 0; row < in.row_count(); ++row) {
      groups.enter(outer, row);
      groups.add(last[row]);
    }
  }

  Carry carry_;
};

// The end of a relationship that is not `end`, where an expansion at or below `op` walked it.
std::optional<VariableId> other_end(const LogicalOperator& op, VariableId relationship,
                                    VariableId end) {
  const auto* expand = std::get_if<Expand>(&op.node);
  if (expand != nullptr && expand->relationship == relationship) {
    if (expand->to == end) return expand->from;
    if (expand->from == end) return expand->to;
    return std::nullopt;
  }
  if (op.children.empty()) return std::nullopt;
  return other_end(*op.children.front(), relationship, end);
}

// The same over an expansion whose end is the last key.
struct ExpandCountState final : PartialState {
  ExpandCountState(std::size_t key_count, bool is_whole, const LabelExpression* allowed,
                   MemoryBudget& budget)
      : PartialState(key_count, is_whole, budget), types(allowed), labelled(budget) {}
  TypeFilter types;
  std::size_t next_row = 0;
  std::size_t block = 64;
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  ExpandResult found;
  // For one type in one direction: neighbours are counted where they lie.
  std::unique_ptr<NeighbourViews> views;
  std::vector<NeighbourView> lists;
  LabelledLists labelled;
  // The keys at hand are no words to count by: each row for itself, this one next.
  bool is_plain = false;
  std::size_t offset = 0;
};

class ExpandCountOperator final : public GroupingOperator {
 public:
  ExpandCountOperator(const PartialAggregation& op, const LogicalOperator& expand,
                      const RowLayout& in, const RowLayout& out)
      : GroupingOperator(op, in, out),
        op_(op),
        expand_(std::get<Expand>(expand.node)),
        logical_expand_(&expand),
        carry_(in, out),
        to_column_(*out.column_of(expand_.to)),
        from_column_(*in.column_of(expand_.from)) {
    for (VariableId variable : expand_.differs_from) {
      differs_from_.push_back(*in.column_of(variable));
    }
    if (expand_.differs_from.size() == 1) {
      const auto other =
          other_end(*expand.children.front(), expand_.differs_from.front(), expand_.from);
      if (other) other_end_column_ = in.column_of(*other);
    }
  }

  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame& frame) const override {
    auto state = std::make_unique<ExpandCountState>(to_columns_.size(), op_.is_whole, expand_.types,
                                                    frame.context.memory());
    state->mask.begin(frame.context.graph(), op_.labels);
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ExpandCountState&>(base);
    GroupCounter& groups = state.groups;
    if (state.next_row == 0) {
      std::vector<VectorType> types;
      for (std::size_t key : keys_) types.push_back(GroupCounter::type_of(in.column(key)));
      state.is_plain = std::find(types.begin(), types.end(), VectorType::Tagged) != types.end();
      types.push_back(VectorType::Node);
      if (!adopt_types(frame, state, std::move(types), out)) return true;
      state.found.clear();
      state.offset = 0;
    }
    if (state.is_plain) return process_plain(frame, state, in, out);
    while (state.next_row < in.row_count() && !is_worth_a_chunk(frame, groups)) {
      if (has_views(frame, state)) {
        count_lists(frame, state, in);
      } else {
        expand_block(frame, state, in);
        count(frame, state, in);
      }
    }
    if (is_worth_a_chunk(frame, groups)) hand_out(frame, state, out);
    if (state.next_row < in.row_count() || is_worth_a_chunk(frame, groups)) return true;
    state.next_row = 0;
    return false;
  }

 private:
  static constexpr std::size_t kResultsWanted = 16384;  // per block; bounds its memory

  bool has_views(Frame& frame, ExpandCountState& state) const {
    if (state.views) return true;
    if (expand_.direction == Direction::Both) return false;
    state.types.resolve(frame.context.graph().catalog());
    if (state.types.is_impossible() || state.types.ids().size() != 1) return false;
    state.views = view_neighbours(frame.context.graph(), state.types.ids()[0], expand_.direction);
    return true;
  }

  // The lists of some rows' nodes, until there are groups worth a chunk.
  void count_lists(Frame& frame, ExpandCountState& state, const DataChunk& in) const {
    constexpr std::size_t kRowsAtATime = 256;
    frame.context.check_cancelled();
    const std::size_t end = std::min(state.next_row + kRowsAtATime, in.row_count());
    nodes_of(in.column(from_column_), state.next_row, end, state.rows, state.nodes);
    const std::vector<const std::uint64_t*> outer = outer_words(in);
    state.views->read(state.nodes, state.lists);
    std::size_t found = 0;
    std::size_t i = 0;
    for (; i < state.nodes.size() && !is_worth_a_chunk(frame, state.groups); ++i) {
      const NeighbourView& list = state.lists[i];
      if (list.size() == 0) continue;
      found += list.size();
      std::optional<NeighbourView> labelled;
      if (state.mask.expect(frame.context.graph(), 0)) {
        labelled = state.labelled.of(state.nodes[i], state.mask, list);
        if (labelled && labelled->size() == 0) continue;
      }
      state.groups.enter(outer, state.rows[i]);
      if (labelled) {
        add_where(state.groups, *labelled, in, state.rows[i], [](std::uint64_t) { return true; });
      } else {
        add_all(frame, state, list, in, state.rows[i]);
      }
    }
    state.next_row = i < state.nodes.size() ? state.rows[i] : end;
    if (frame.context.is_profiled()) frame.context.profile[logical_expand_].rows += found;
  }

  void expand_block(Frame& frame, ExpandCountState& state, const DataChunk& in) const {
    frame.context.check_cancelled();
    state.types.resolve(frame.context.graph().catalog());
    if (state.types.is_impossible()) {
      state.next_row = in.row_count();
      return;
    }
    const std::size_t end = std::min(state.next_row + state.block, in.row_count());
    nodes_of(in.column(from_column_), state.next_row, end, state.rows, state.nodes);
    state.next_row = end;
    state.found.clear();
    if (state.nodes.empty()) return;
    frame.context.graph().expand(state.nodes, state.types.ids(), expand_.direction, state.found);
    if (frame.context.is_profiled()) {
      frame.context.profile[logical_expand_].rows += state.found.size();
    }
    if (state.found.size() > 2 * kResultsWanted) {
      state.block = std::max<std::size_t>(1, state.block / 4);
    } else if (state.found.size() < kResultsWanted / 2) {
      state.block = std::min(state.block * 2, kChunkCapacity);
    }
  }

  void count(Frame& frame, ExpandCountState& state, const DataChunk& in) const {
    const ExpandResult& found = state.found;
    const std::vector<const std::uint64_t*> outer = outer_words(in);
    for (std::size_t begin = 0; begin < found.size();) {
      const std::uint32_t source = found.source_row[begin];
      std::size_t end = begin + 1;
      while (end < found.size() && found.source_row[end] == source) ++end;
      const std::uint32_t row = state.rows[source];
      state.groups.enter(outer, row);
      add_all(frame, state,
              {{raw(found.neighbour) + begin, end - begin},
               {raw(found.relationship) + begin, end - begin}},
              in, row);
      begin = end;
    }
  }

  std::vector<const std::uint64_t*> outer_words(const DataChunk& in) const {
    std::vector<const std::uint64_t*> outer;
    for (std::size_t key : keys_) outer.push_back(GroupCounter::words_of(in.column(key)));
    return outer;
  }

  bool process_plain(Frame& frame, ExpandCountState& state, const DataChunk& in,
                     DataChunk& out) const {
    std::vector<std::uint32_t> rows;
    std::vector<std::uint64_t> ends;
    while (rows.size() < frame.context.chunk_rows()) {
      if (state.offset == state.found.size()) {
        if (state.next_row == in.row_count()) break;
        expand_block(frame, state, in);
        state.offset = 0;
        continue;
      }
      const std::size_t i = state.offset++;
      const std::uint32_t row = state.rows[state.found.source_row[i]];
      if (!is_new(state.found.relationship[i], in, row)) continue;
      rows.push_back(row);
      ends.push_back(state.found.neighbour[i].value);
    }
    if (!state.mask.is_all()) keep_ends(frame, state, rows, ends);
    carry_.select(in, rows, out);
    std::copy(ends.begin(), ends.end(),
              out.column(to_column_).write_ids(VectorType::Node, ends.size()));
    std::fill_n(out.column(count_column_).write_integers(rows.size()), rows.size(),
                std::int64_t{1});
    if (state.offset < state.found.size() || state.next_row < in.row_count()) return true;
    state.found.clear();
    state.offset = state.next_row = 0;
    return false;
  }

  static void keep_ends(Frame& frame, ExpandCountState& state, std::vector<std::uint32_t>& rows,
                        std::vector<std::uint64_t>& ends) {
    std::vector<NodeId> nodes;
    for (const std::uint64_t id : ends) nodes.emplace_back(id);
    std::vector<std::uint32_t> kept;
    state.mask.select(frame.context.graph(), nodes, kept);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      rows[i] = rows[kept[i]];
      ends[i] = ends[kept[i]];
    }
    rows.resize(kept.size());
    ends.resize(kept.size());
  }

  bool is_new(RelationshipId relationship, const DataChunk& in, std::uint32_t row) const {
    return std::none_of(differs_from_.begin(), differs_from_.end(), [&](std::size_t column) {
      return contains_relationship(in.column(column).get(row), relationship);
    });
  }

  // The node that the row's one forbidden relationship leads to from the node at hand, where known.
  std::optional<std::uint64_t> other_end_of(const DataChunk& in, std::uint32_t row) const {
    if (!other_end_column_) return std::nullopt;
    const ColumnVector& ends = in.column(*other_end_column_);
    if (ends.type() != VectorType::Node || ends.may_have_nulls()) return std::nullopt;
    return ends.ids()[row];
  }

  template <class Id>
  static const std::uint64_t* raw(const std::vector<Id>& ids) {
    static_assert(sizeof(Id) == sizeof(std::uint64_t));
    return reinterpret_cast<const std::uint64_t*>(ids.data());
  }

  // Counts the neighbours with the labels whose relationship was not walked before.
  void add_all(Frame& frame, ExpandCountState& state, const NeighbourView& list,
               const DataChunk& in, std::uint32_t row) const {
    if (state.mask.expect(frame.context.graph(), list.size())) {
      add_where(state.groups, list, in, row,
                [&](std::uint64_t node) { return state.mask.test(NodeId(node)); });
    } else {
      add_where(state.groups, list, in, row, [](std::uint64_t) { return true; });
    }
  }

  template <class Wanted>
  void add_where(GroupCounter& groups, const NeighbourView& list, const DataChunk& in,
                 std::uint32_t row, Wanted wanted) const {
    if (differs_from_.empty()) {
      return add_each(groups, list, wanted, [](std::size_t, std::uint64_t) { return true; });
    }
    const ColumnVector& before = in.column(differs_from_.front());
    if (differs_from_.size() == 1 && before.type() == VectorType::Relationship &&
        !before.may_have_nulls()) {
      const RelationshipId walked(before.ids()[row]);
      if (const auto other = other_end_of(in, row)) {
        // The relationship is looked at only where its end is: most of the list stays unread.
        return add_each(groups, list, wanted, [&](std::size_t i, std::uint64_t node) {
          return node != *other || list.relationships[i] != walked;
        });
      }
      return add_each(groups, list, wanted, [&](std::size_t i, std::uint64_t) {
        return list.relationships[i] != walked;
      });
    }
    add_each(groups, list, wanted,
             [&](std::size_t i, std::uint64_t) { return is_new(list.relationships[i], in, row); });
  }

  template <class Wanted, class IsNew>
  static void add_each(GroupCounter& groups, const NeighbourView& list, Wanted wanted,
                       IsNew is_new_at) {
    constexpr std::size_t kAtATime = 256;
    std::array<std::uint64_t, kAtATime> kept;
    list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t begin = 0; begin < list.size(); begin += kAtATime) {
        const std::size_t end = std::min(begin + kAtATime, list.size());
        // Every neighbour is written down and kept by moving on: whether it has the labels is a
        // matter of chance, and a branch on it would be guessed wrong.
        std::size_t count = 0;
        for (std::size_t i = begin; i < end; ++i) {
          const std::uint64_t node = base + ids[i];
          kept[count] = node;
          count += static_cast<std::size_t>(wanted(node) && is_new_at(i, node));
        }
        groups.add(std::span(kept.data(), count));
      }
    });
  }

  const PartialAggregation& op_;
  const Expand& expand_;
  const LogicalOperator* logical_expand_;
  Carry carry_;
  std::size_t to_column_;
  std::size_t from_column_;
  std::vector<std::size_t> differs_from_;
  std::optional<std::size_t> other_end_column_;
};

}  // namespace

StreamPtr make_partial_aggregation(const PartialAggregation& op, const RowLayout& in,
                                   const RowLayout& out) {
  return std::make_unique<PartialAggregationOperator>(op, in, out);
}
StreamPtr make_expand_count(const PartialAggregation& op, const LogicalOperator& expand,
                            const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ExpandCountOperator>(op, expand, in, out);
}

}  // namespace liaison::query
