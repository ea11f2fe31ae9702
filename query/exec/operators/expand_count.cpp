// PartialAggregation right above an expansion: counts the neighbours as they are found, and no row
// is made for each: rows of a co-occurrence matrix, one after the other. With a mask of labels they
// are counted by their place in it.
#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

#include "exec/labelled_lists.h"
#include "exec/operators/factories.h"
#include "exec/operators/grouping_operator.h"
#include "exec/paths/list_intersection.h"
#include "exec/paths/neighbour_walker.h"
#include "exec/type_filter.h"

namespace liaison::query {
namespace {

// The expansion at or below `op` that binds a relationship, if one does.
const Expand* find_expand(const LogicalOperator& op, VariableId relationship) {
  const auto* expand = std::get_if<Expand>(&op.node);
  if (expand != nullptr && expand->relationship == relationship) return expand;
  return op.children.empty() ? nullptr : find_expand(*op.children.front(), relationship);
}

bool is_one_type(const LabelExpression* types) {
  return types != nullptr && types->kind == LabelExpression::Kind::Name;
}

// Whether what `before` has walked to or from the start of `next` is among what `next` finds there.
bool finds_again(const Expand& before, const Expand& next) {
  if (before.direction == Direction::Both || !is_one_type(before.types) ||
      !is_one_type(next.types) || before.types->name != next.types->name) {
    return false;
  }
  return next.direction ==
         (before.from == next.from ? before.direction : reverse(before.direction));
}

struct ExpandCountState final : PartialState {
  ExpandCountState(std::size_t key_count, bool is_whole, const LabelExpression* allowed,
                   MemoryBudget& budget)
      : PartialState(key_count, is_whole, budget),
        types(allowed),
        labelled(mask, budget),
        charge(budget) {}
  TypeFilter types;
  std::size_t next_row = 0;  // of the input: those before it are counted, or are in `rows`
  std::size_t block = 64;
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  ExpandResult found;
  // For one type in one direction: neighbours are counted where they lie. Of the rows at hand those
  // from `at` on are still to be counted.
  std::unique_ptr<NeighbourViews> views;
  std::vector<NodeId> unread;
  std::vector<NeighbourView> lists;                        // of `unread`
  std::vector<std::optional<LabelledLists::Extent>> kept;  // of each row, in `labelled`
  std::size_t at = 0;
  std::size_t list_at = 0;
  std::size_t rows_read = 0;
  LabelledLists labelled;
  MemoryCharge charge;
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
      const Expand* before = find_expand(*expand.children.front(), expand_.differs_from.front());
      if (before != nullptr && (before->from == expand_.from || before->to == expand_.from)) {
        other_end_column_ = in.column_of(before->from == expand_.from ? before->to : before->from);
        is_found_again_ = finds_again(*before, expand_);
      }
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
      state.nodes.clear();
      state.at = 0;
    }
    if (state.is_plain) return process_plain(frame, state, in, out);
    const bool in_place = has_views(frame, state);
    const auto has_rows = [&] {
      return state.next_row < in.row_count() || (in_place && state.at < state.nodes.size());
    };
    while (has_rows() && !is_worth_a_chunk(frame, groups)) {
      if (in_place) {
        if (state.at == state.nodes.size()) read_lists(frame, state, in);
        count_lists(frame, state, in);
      } else {
        expand_block(frame, state, in);
        count(frame, state, in);
      }
    }
    if (is_worth_a_chunk(frame, groups)) hand_out(frame, state, out);
    if (has_rows() || is_worth_a_chunk(frame, groups)) return true;
    state.next_row = 0;
    return false;
  }

 private:
  static constexpr std::size_t kResultsWanted = 16384;  // per block; bounds its memory
  static constexpr std::size_t kListsAhead = 4;
  // Of so many rows it does not matter whether their nodes come again.
  static constexpr std::size_t kRowsUnkept = 4096;
  static constexpr std::uint64_t kPlacesAlways = 65536;
  static constexpr std::uint64_t kPlacesPerNeighbour = 4;

  bool has_views(Frame& frame, ExpandCountState& state) const {
    if (state.views) return true;
    if (expand_.direction == Direction::Both) return false;
    state.types.resolve(frame.context.graph().catalog());
    if (state.types.is_impossible() || state.types.ids().size() != 1) return false;
    state.views = view_neighbours(frame.context.graph(), state.types.ids()[0], expand_.direction);
    return true;
  }

  // Takes some rows to count next, and finds the lists of their nodes.
  void read_lists(Frame& frame, ExpandCountState& state, const DataChunk& in) const {
    constexpr std::size_t kRowsAtATime = 256;
    frame.context.check_cancelled();
    const std::size_t end = std::min(state.next_row + kRowsAtATime, in.row_count());
    nodes_of(in.column(from_column_), state.next_row, end, state.rows, state.nodes);
    state.next_row = end;
    state.at = 0;
    state.list_at = 0;
    state.unread.clear();
    state.kept.clear();
    for (const NodeId node : state.nodes) {
      state.kept.push_back(state.labelled.find(node));
      if (!state.kept.back()) state.unread.push_back(node);
    }
    state.rows_read += state.nodes.size();
    state.views->read(state.unread, state.lists);
    std::size_t entries = 0;
    for (const NeighbourView& list : state.lists) entries += list.size();
    LabelMask& mask = state.mask;
    if (state.groups.has_places()) return;
    if (!mask.expect(frame.context.graph(), entries)) return state.groups.expect_words(entries);
    // Making room for many places must be worth it.
    const std::uint64_t most = std::max(kPlacesAlways, mask.expected() * kPlacesPerNeighbour);
    if (mask.place_count() > std::min(most, GroupCounter::kPlacesMax)) return;
    static_assert(GroupCounter::kBlockPlaces == NodeBlock::kIds);
    state.charge.add(state.groups.use_places(
        mask.block_firsts(), [&](std::uint64_t node) { return mask.test(NodeId(node)); }));
  }

  // Counts the neighbours in lists that were read, until there are groups worth a chunk.
  void count_lists(Frame& frame, ExpandCountState& state, const DataChunk& in) const {
    const std::vector<const std::uint64_t*> outer = outer_words(in);
    if (op_.is_whole) state.groups.want_counts_from(frame.wanted_count);
    const bool is_masked = state.mask.expect(frame.context.graph(), 0);
    state.is_unmasked = state.is_unmasked || !(is_masked || state.mask.is_all());
    std::size_t found = 0;
    for (; state.at < state.nodes.size() && !is_worth_a_chunk(frame, state.groups); ++state.at) {
      std::optional<LabelledLists::Extent> kept = state.kept[state.at];
      const NeighbourView* list = kept ? nullptr : &state.lists[state.list_at++];
      if (list != nullptr && list->size() > 0 && is_masked && state.rows_read > kRowsUnkept) {
        kept = state.labelled.keep(state.nodes[state.at], *list);
      }
      if (state.at + kListsAhead < state.kept.size() && state.kept[state.at + kListsAhead]) {
        state.labelled.prefetch(*state.kept[state.at + kListsAhead]);
      }
      const std::uint32_t row = state.rows[state.at];
      if (kept) {
        found += kept->read_size;
        if (kept->size == 0) continue;
        state.groups.enter(outer, row);
        add_kept(state, state.labelled.list(*kept), in, row);
      } else if (list->size() > 0) {
        found += list->size();
        state.groups.enter(outer, row);
        add_all(state, *list, is_masked, in, row);
      }
    }
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
    const bool is_masked = state.mask.expect(frame.context.graph(), found.size());
    state.is_unmasked = state.is_unmasked || !(is_masked || state.mask.is_all());
    for (std::size_t begin = 0; begin < found.size();) {
      const std::uint32_t source = found.source_row[begin];
      std::size_t end = begin + 1;
      while (end < found.size() && found.source_row[end] == source) ++end;
      const std::uint32_t row = state.rows[source];
      state.groups.enter(outer, row);
      add_all(state,
              {{raw(found.neighbour) + begin, end - begin},
               {raw(found.relationship) + begin, end - begin}},
              is_masked, in, row);
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

  // Every neighbour in a list but one, or every one.
  struct AllBut {
    static constexpr std::size_t kNone = SIZE_MAX;
    std::size_t left_out = kNone;
    bool operator()(std::size_t i) const { return i != left_out; }
  };

  // Calls f(is_new), where is_new(i) says whether the relationship to neighbour i of a list,
  // relationship_at(i), was not walked before. run_of(node): where in the list it may be; where it
  // is when the relationship walked must be there.
  template <class RunOf, class RelationshipAt, class F>
  void with_novelty(const DataChunk& in, std::uint32_t row, RunOf run_of,
                    RelationshipAt relationship_at, F f) const {
    if (differs_from_.empty()) return f(AllBut{});
    const ColumnVector& before = in.column(differs_from_.front());
    if (differs_from_.size() == 1 && before.type() == VectorType::Relationship &&
        !before.may_have_nulls()) {
      const RelationshipId walked(before.ids()[row]);
      if (const auto other = other_end_of(in, row)) {
        // The relationship is looked at only where its end is, and not even there when it is the
        // only one that leads there: most of the list stays unread.
        const ListRun run = run_of(*other);
        AllBut others;
        for (std::size_t i = run.first; i < run.last; ++i) {
          if ((is_found_again_ && run.size() == 1) || relationship_at(i) == walked) {
            others.left_out = i;
          }
        }
        return f(others);
      }
      return f([&](std::size_t i) { return relationship_at(i) != walked; });
    }
    f([&](std::size_t i) { return is_new(relationship_at(i), in, row); });
  }

  // Counts the neighbours in a list that was kept, whose relationship was not walked before.
  void add_kept(ExpandCountState& state, const LabelledLists::List& list, const DataChunk& in,
                std::uint32_t row) const {
    const auto run_of = [&](std::uint64_t node) {
      const std::uint64_t place = state.mask.place_of(node);
      if (state.mask.bit(place) == 0) return ListRun{};
      return find_run({0, list.places.data(), list.places.size()}, NodeId(place));
    };
    const auto relationship_at = [&](std::size_t i) {
      return RelationshipId(list.relationships[i]);
    };
    with_novelty(in, row, run_of, relationship_at, [&](auto is_new_at) {
      if constexpr (std::is_same_v<decltype(is_new_at), AllBut>) {
        if (state.groups.has_places()) {
          const std::size_t before = std::min(is_new_at.left_out, list.places.size());
          state.groups.add_places(list.places.first(before));
          if (before < list.places.size()) {
            state.groups.add_places(list.places.subspan(before + 1));
          }
          return;
        }
      }
      for (std::size_t i = 0; i < list.places.size(); ++i) {
        if (!is_new_at(i)) continue;
        if (state.groups.has_places()) {
          state.groups.add_places(list.places.subspan(i, 1));
        } else {
          state.groups.add(state.mask.node_at(list.places[i]));
        }
      }
    });
  }

  // The same of any list, with the labels looked at if they can be. Lists that are no views are of
  // several types, and in the order of those.
  void add_all(ExpandCountState& state, const NeighbourView& list, bool is_masked,
               const DataChunk& in, std::uint32_t row) const {
    const LabelMask& mask = state.mask;
    const auto run_of = [&](std::uint64_t node) {
      return state.views ? find_run(list.neighbours, NodeId(node)) : ListRun{0, list.size()};
    };
    const auto relationship_at = [&](std::size_t i) { return list.relationships[i]; };
    with_novelty(in, row, run_of, relationship_at, [&](auto is_new_at) {
      if (state.groups.has_places()) {
        add_at_places(state.groups, mask, list, is_new_at);
      } else if (is_masked) {
        add_words(state.groups, list, [&](std::size_t i, std::uint64_t node) {
          return mask.test(NodeId(node)) && is_new_at(i);
        });
      } else {
        add_words(state.groups, list, [&](std::size_t i, std::uint64_t) { return is_new_at(i); });
      }
    });
  }

  // Neighbours are written down a batch at a time, and kept by moving on: whether they have the
  // labels is a matter of chance, and a branch on it would be guessed wrong.
  static constexpr std::size_t kAtATime = 256;

  template <class IsWanted>
  static void add_words(GroupCounter& groups, const NeighbourView& list, IsWanted is_wanted) {
    std::array<std::uint64_t, kAtATime> kept;
    list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t begin = 0; begin < list.size(); begin += kAtATime) {
        const std::size_t end = std::min(begin + kAtATime, list.size());
        std::size_t count = 0;
        for (std::size_t i = begin; i < end; ++i) {
          const std::uint64_t node = base + ids[i];
          kept[count] = node;
          count += static_cast<std::size_t>(is_wanted(i, node));
        }
        groups.add(std::span(kept.data(), count));
      }
    });
  }

  // The same by place. Neighbours ascend, so those in blocks without the labels are jumped over.
  template <class IsNew>
  static void add_at_places(GroupCounter& groups, const LabelMask& mask, const NeighbourView& list,
                            IsNew is_new_at) {
    std::array<std::uint32_t, kAtATime> kept;
    std::size_t count = 0;
    list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t i = 0; i < list.size();) {
        const std::uint64_t node = base + ids[i];
        const std::uint64_t place = mask.place_of(node);
        if (place < NodeBlock::kIds) [[unlikely]] {
          i = skip_to(ids, base, list.size(), i, mask.next_after(node));
          continue;
        }
        kept[count] = static_cast<std::uint32_t>(place);
        count += static_cast<std::size_t>(mask.bit(place) & std::uint64_t{is_new_at(i)});
        ++i;
        if (count < kAtATime) continue;
        groups.add_places(kept);
        count = 0;
      }
    });
    groups.add_places(std::span(kept).first(count));
  }

  const PartialAggregation& op_;
  const Expand& expand_;
  const LogicalOperator* logical_expand_;
  Carry carry_;
  std::size_t to_column_;
  std::size_t from_column_;
  std::vector<std::size_t> differs_from_;
  // With one relationship to differ from: the node that it leads to, where known, and whether it is
  // always in the list of the node at hand.
  std::optional<std::size_t> other_end_column_;
  bool is_found_again_ = false;
};

}  // namespace

StreamPtr make_expand_count(const PartialAggregation& op, const LogicalOperator& expand,
                            const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ExpandCountOperator>(op, expand, in, out);
}

}  // namespace liaison::query
