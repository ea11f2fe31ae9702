// ExpandIntersect: nodes that several known nodes all have as neighbours. The lists are read where
// they lie, for a block of rows at a time. Two are intersected pair by pair; of more, the shortest
// is read and the others are searched for each of its nodes. With one known node it counts
// neighbours, with the end known as well it looks up the relationships between two nodes.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/list_intersection.h"
#include "exec/paths/neighbour_walker.h"
#include "liaison/engine/error.h"
#include "plan/label_proof.h"

namespace liaison::query {
namespace {

constexpr std::size_t kEntriesWanted = 8192;  // per block: they are still in the nearest caches

// One leg of the pattern, over a block of rows.
struct LegState {
  struct List {
    const NeighbourView* list;
    bool skips_loops;
    ListRun found;  // of the candidate; what is before it is smaller
  };
  explicit LegState(const LabelExpression* types)
      : reader(types, NeighbourLists::Order::ByNeighbour) {}

  NeighbourLists reader;
  std::vector<NodeId> from;  // by row of the chunk; 0: null
  // The nodes of the block, each once where it stands in several rows that follow each other.
  std::vector<NodeId> nodes;
  std::vector<std::uint32_t> place_of_row;  // in nodes, by row of the block
  NeighbourLists::Batch found;
  // Of the row at hand.
  NodeId node;
  std::vector<List> lists;
  std::size_t size = 0;
  std::vector<RelationshipId> taken;    // by earlier parts of the pattern
  std::vector<RelationshipId> matches;  // of the candidate
};

struct IntersectState final : OperatorState {
  std::vector<LegState> legs;
  bool started = false;  // with the chunk
  bool labels_proven = false;
  std::vector<LabelId> labels;
  bool is_impossible = false;  // a label that no node has
  std::vector<NodeId> to;      // into: by row; 0: null
  std::size_t row = 0;
  std::size_t block_begin = 0;
  std::size_t block_end = 0;
  std::size_t block = 64;
  bool has_taken = false;  // what is taken is known for the row
  // Matches not yet handed out: parallel.
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  std::vector<std::uint64_t> counts;                       // counting only
  std::vector<std::vector<RelationshipId>> relationships;  // by leg
  std::size_t offset = 0;
  std::vector<RelationshipId> chosen;
};

void read_nodes(const ColumnVector& column, std::size_t count, std::vector<NodeId>& out) {
  out.resize(count);
  if (column.type() == VectorType::Node && !column.may_have_nulls()) {
    const auto ids = column.ids();
    for (std::size_t i = 0; i < count; ++i) out[i] = NodeId(ids[i]);
    return;
  }
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  nodes_of(column, 0, count, rows, nodes);
  std::fill(out.begin(), out.end(), NodeId());
  for (std::size_t i = 0; i < rows.size(); ++i) out[rows[i]] = nodes[i];
}

// The ends that are looked for; what is no node is not found.
void read_ends(const ColumnVector& column, std::size_t count, std::vector<NodeId>& out) {
  if (column.type() == VectorType::Node) {
    read_nodes(column, count, out);
    return;
  }
  out.assign(count, NodeId());
  for (std::size_t i = 0; i < count; ++i) {
    const Value value = column.get(i);
    if (value.is_node()) out[i] = value.node_id();
  }
}

// Moves to the entries for the node, of which there may be none, from where the search before has
// ended.
void seek(LegState::List& list, NodeId node) {
  list.found = find_run(list.list->neighbours, node, list.found.first);
}

class ExpandIntersectOperator final : public StreamOperator {
 public:
  ExpandIntersectOperator(const ExpandIntersect& op, const RowLayout& in, const RowLayout& out)
      : op_(op), carry_(in, out) {
    for (const ExpandIntersect::Leg& leg : op.legs) {
      Leg made;
      made.from_column = *in.column_of(leg.from);
      if (!op.multiplicity) made.relationship_column = out.column_of(leg.relationship);
      made.direction = leg.direction;
      for (VariableId variable : leg.differs_from) {
        if (const auto column = in.column_of(variable)) {
          made.taken_columns.push_back(*column);
          continue;
        }
        for (std::size_t other = 0; other < legs_.size(); ++other) {
          if (op.legs[other].relationship == variable) made.differs_from.push_back(other);
        }
      }
      is_plain_ = is_plain_ && made.taken_columns.empty() && made.differs_from.empty();
      legs_.push_back(std::move(made));
    }
    if (op.into) {
      to_in_column_ = in.column_of(op.to);
    } else if (!op.multiplicity) {
      to_column_ = out.column_of(op.to);
    }
    if (op.multiplicity) multiplicity_column_ = out.column_of(*op.multiplicity);
  }

  bool is_parallel() const override { return true; }
  bool multiplies() const override { return true; }
  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    auto state = std::make_unique<IntersectState>();
    for (const ExpandIntersect::Leg& leg : op_.legs) state->legs.emplace_back(leg.types);
    state->relationships.resize(legs_.size());
    state->chosen.resize(legs_.size());
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<IntersectState&>(base);
    if (!state.started) start(frame, state, in);
    const std::size_t rows_max = frame.context.chunk_rows();
    if (state.offset == state.rows.size()) {
      clear(state);
      while (state.row < in.row_count() && state.rows.size() < rows_max) {
        if (state.row == state.block_end) read_block(frame, state, in.row_count());
        match_row(state, in);
        ++state.row;
      }
      if (!op_.labels.empty() && !state.labels_proven) keep_labelled(frame, state);
      if (op_.multiplicity) sum_counts(state);
    }
    hand_out(state, rows_max, in, out);
    if (state.offset < state.rows.size() || state.row < in.row_count()) return true;
    clear(state);
    state.row = state.block_end = 0;
    state.started = false;
    return false;
  }

 private:
  struct Leg {
    std::size_t from_column = 0;
    std::optional<std::size_t> relationship_column;
    Direction direction = Direction::Both;
    std::vector<std::size_t> taken_columns;
    std::vector<std::size_t> differs_from;  // legs before it
  };

  void start(Frame& frame, IntersectState& state, const DataChunk& in) const {
    state.started = true;
    const GraphReader& graph = frame.context.graph();
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      state.legs[i].reader.begin(graph);
      read_nodes(in.column(legs_[i].from_column), in.row_count(), state.legs[i].from);
    }
    if (to_in_column_) read_ends(in.column(*to_in_column_), in.row_count(), state.to);
    state.labels.clear();
    state.is_impossible = false;
    state.labels_proven = true;
    for (const LabelProof& asked : op_.labels) {
      if (holds(asked, graph.catalog())) continue;
      state.labels_proven = false;
      const auto label = graph.catalog().label(asked.label);
      state.is_impossible = state.is_impossible || !label;
      if (label) state.labels.push_back(*label);
    }
  }

  static void clear(IntersectState& state) {
    state.rows.clear();
    state.nodes.clear();
    state.counts.clear();
    for (auto& relationships : state.relationships) relationships.clear();
    state.offset = 0;
  }

  // The lists of the next rows.
  void read_block(Frame& frame, IntersectState& state, std::size_t row_count) const {
    frame.context.check_cancelled();
    state.block_begin = state.block_end;
    state.block_end = std::min(state.block_begin + state.block, row_count);
    if (state.is_impossible) return;
    std::size_t size = 0;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      LegState& leg = state.legs[i];
      leg.nodes.clear();
      leg.place_of_row.clear();
      for (std::size_t row = state.block_begin; row < state.block_end; ++row) {
        if (leg.nodes.empty() || leg.nodes.back() != leg.from[row]) {
          leg.nodes.push_back(leg.from[row]);
        }
        leg.place_of_row.push_back(static_cast<std::uint32_t>(leg.nodes.size() - 1));
      }
      leg.reader.read(leg.nodes, legs_[i].direction, leg.found);
      for (std::size_t node = 0; node < leg.nodes.size(); ++node) size += leg.found.size_of(node);
    }
    if (size > 2 * kEntriesWanted) {
      state.block = std::max<std::size_t>(1, state.block / 4);
    } else if (size < kEntriesWanted / 2) {
      state.block = std::min(state.block * 2, kChunkCapacity);
    }
  }

  void match_row(IntersectState& state, const DataChunk& in) const {
    if (state.is_impossible) return;
    state.has_taken = is_plain_;
    std::size_t shortest = 0;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      LegState& leg = state.legs[i];
      const std::size_t place = leg.place_of_row[state.row - state.block_begin];
      leg.node = leg.nodes[place];
      leg.lists.clear();
      leg.size = 0;
      for (const NeighbourLists::Batch::Part& part : leg.found.parts) {
        const NeighbourView& list = part.lists[place];
        if (list.size() == 0) continue;
        leg.lists.push_back({&list, part.skips_loops, {}});
        leg.size += list.size();
      }
      // A null has no neighbours.
      if (leg.size == 0) return;
      if (leg.size < state.legs[shortest].size) shortest = i;
    }
    if (to_in_column_) {
      const NodeId to = state.to[state.row];
      if (to == NodeId()) return;
      for (LegState& leg : state.legs) {
        for (LegState::List& list : leg.lists) list.found = find_run(list.list->neighbours, to);
      }
      match_candidate(state, in, to);
    } else if (op_.multiplicity && legs_.size() == 1 && is_plain_ && are_labels_settled(state)) {
      add(state, NodeId(), degree(state.legs.front()));
    } else if (legs_.size() == 2) {
      match_pair(state, in);
    } else {
      match_all(state, in, shortest);
    }
  }

  bool are_labels_settled(const IntersectState& state) const {
    return op_.labels.empty() || state.labels_proven;
  }

  // Two legs: every pair of their lists. The pairs of relationships that lead to a node are those
  // of the pairs of lists.
  void match_pair(IntersectState& state, const DataChunk& in) const {
    LegState& first = state.legs[0];
    LegState& second = state.legs[1];
    const bool counts_only = op_.multiplicity && is_plain_;
    const bool must_differ = !legs_[1].differs_from.empty();
    for (const LegState::List& a : first.lists) {
      for (const LegState::List& b : second.lists) {
        intersect_lists(a.list->neighbours, b.list->neighbours,
                        [&](NodeId node, ListRun of_a, ListRun of_b) {
                          if (a.skips_loops && node == first.node) return;
                          if (b.skips_loops && node == second.node) return;
                          if (counts_only) {
                            add(state, node, of_a.size() * of_b.size());
                            return;
                          }
                          if (!state.has_taken) read_taken(state, in);
                          for (std::size_t i = of_a.first; i < of_a.last; ++i) {
                            state.chosen[0] = a.list->relationships[i];
                            if (is_taken(first, state.chosen[0])) continue;
                            for (std::size_t j = of_b.first; j < of_b.last; ++j) {
                              state.chosen[1] = b.list->relationships[j];
                              if (must_differ && state.chosen[1] == state.chosen[0]) continue;
                              if (!is_taken(second, state.chosen[1])) add_chosen(state, node);
                            }
                          }
                        });
      }
    }
  }

  // A node may be in several lists of the driving leg: it is taken with the first of them.
  void match_all(IntersectState& state, const DataChunk& in, std::size_t shortest) const {
    LegState& driver = state.legs[shortest];
    for (std::size_t first = 0; first < driver.lists.size(); ++first) {
      for (LegState& leg : state.legs) {
        for (LegState::List& list : leg.lists) list.found = {};
      }
      const IdList<NodeId>& neighbours = driver.lists[first].list->neighbours;
      for (std::size_t at = 0; at < neighbours.size();) {
        const NodeId node = neighbours[at];
        std::size_t end = at + 1;
        while (end < neighbours.size() && neighbours[end] == node) ++end;
        if (find(state, shortest, first, node)) match_candidate(state, in, node);
        at = end;
      }
    }
  }

  void read_taken(IntersectState& state, const DataChunk& in) const {
    state.has_taken = true;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      state.legs[i].taken.clear();
      for (std::size_t column : legs_[i].taken_columns) {
        const ColumnVector& other = in.column(column);
        if (other.is_null(state.row)) continue;
        if (other.type() == VectorType::Relationship) {
          state.legs[i].taken.emplace_back(other.ids()[state.row]);
        } else {
          collect_relationships(other.get(state.row), state.legs[i].taken);
        }
      }
    }
  }

  static bool is_taken(const LegState& leg, RelationshipId relationship) {
    return std::find(leg.taken.begin(), leg.taken.end(), relationship) != leg.taken.end();
  }

  static std::uint64_t degree(const LegState& leg) {
    std::uint64_t count = 0;
    for (const LegState::List& list : leg.lists) {
      count += list.list->size();
      if (list.skips_loops) count -= find_run(list.list->neighbours, leg.node).size();
    }
    return count;
  }

  // Looks the candidate up in every list. False: some leg does not have it, or it has had its turn
  // with an earlier list of the driver.
  static bool find(IntersectState& state, std::size_t driver, std::size_t first, NodeId node) {
    for (std::size_t i = 0; i < state.legs.size(); ++i) {
      LegState& leg = state.legs[i];
      bool has = false;
      for (std::size_t list = 0; list < leg.lists.size(); ++list) {
        seek(leg.lists[list], node);
        if (leg.lists[list].found.size() == 0) continue;
        if (i == driver && list < first) return false;
        has = true;
      }
      if (!has) return false;
    }
    return true;
  }

  // The lists of every leg stand at the candidate.
  void match_candidate(IntersectState& state, const DataChunk& in, NodeId node) const {
    if (!state.has_taken) read_taken(state, in);
    std::uint64_t product = 1;
    const bool counts_only = op_.multiplicity && is_plain_;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      LegState& leg = state.legs[i];
      leg.matches.clear();
      std::uint64_t count = 0;
      for (const LegState::List& list : leg.lists) {
        if (list.skips_loops && node == leg.node) continue;
        if (counts_only) {
          count += list.found.size();
          continue;
        }
        for (std::size_t at = list.found.first; at < list.found.last; ++at) {
          const RelationshipId relationship = list.list->relationships[at];
          if (!is_taken(leg, relationship)) leg.matches.push_back(relationship);
        }
      }
      if (!counts_only) count = leg.matches.size();
      if (count == 0) return;
      product *= count;
    }
    if (counts_only) {
      add(state, node, product);
    } else {
      choose(state, node, 0);
    }
  }

  // Every choice of one relationship per leg in which they differ as they have to.
  void choose(IntersectState& state, NodeId node, std::size_t leg) const {
    if (leg == legs_.size()) {
      add_chosen(state, node);
      return;
    }
    for (RelationshipId relationship : state.legs[leg].matches) {
      const auto& others = legs_[leg].differs_from;
      const bool repeats = std::any_of(others.begin(), others.end(), [&](std::size_t other) {
        return state.chosen[other] == relationship;
      });
      if (repeats) continue;
      state.chosen[leg] = relationship;
      choose(state, node, leg + 1);
    }
  }

  void add_chosen(IntersectState& state, NodeId node) const {
    add(state, node, 1);
    if (op_.multiplicity) return;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      if (legs_[i].relationship_column) state.relationships[i].push_back(state.chosen[i]);
    }
  }

  void add(IntersectState& state, NodeId node, std::uint64_t count) const {
    if (count == 0) return;
    // While labels are settled, matches of one row are one entry.
    if (op_.multiplicity && are_labels_settled(state) && !state.rows.empty() &&
        state.rows.back() == state.row) {
      state.counts.back() += count;
      return;
    }
    state.rows.push_back(static_cast<std::uint32_t>(state.row));
    state.nodes.push_back(node);
    if (op_.multiplicity) state.counts.push_back(count);
  }

  // Leaves out the matches whose node lacks a label.
  void keep_labelled(Frame& frame, IntersectState& state) const {
    std::vector<std::uint8_t> keep;
    std::vector<std::uint8_t> has;
    for (std::size_t i = 0; i < state.labels.size(); ++i) {
      frame.context.graph().has_label(state.nodes, state.labels[i], i == 0 ? keep : has);
      if (i == 0) continue;
      for (std::size_t at = 0; at < keep.size(); ++at) keep[at] &= has[at];
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < state.rows.size(); ++i) {
      if (keep[i] == 0) continue;
      state.rows[kept] = state.rows[i];
      state.nodes[kept] = state.nodes[i];
      if (op_.multiplicity) state.counts[kept] = state.counts[i];
      for (auto& relationships : state.relationships) {
        if (!relationships.empty()) relationships[kept] = relationships[i];
      }
      ++kept;
    }
    state.rows.resize(kept);
    state.nodes.resize(kept);
    if (op_.multiplicity) state.counts.resize(kept);
    for (auto& relationships : state.relationships) {
      if (!relationships.empty()) relationships.resize(kept);
    }
  }

  // One entry per row.
  static void sum_counts(IntersectState& state) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < state.rows.size(); ++i) {
      if (kept > 0 && state.rows[kept - 1] == state.rows[i]) {
        state.counts[kept - 1] += state.counts[i];
        continue;
      }
      state.rows[kept] = state.rows[i];
      state.counts[kept] = state.counts[i];
      ++kept;
    }
    state.rows.resize(kept);
    state.counts.resize(kept);
  }

  void hand_out(IntersectState& state, std::size_t rows_max, const DataChunk& in,
                DataChunk& out) const {
    const std::size_t begin = state.offset;
    const std::size_t end = std::min(state.rows.size(), begin + rows_max);
    state.offset = end;
    carry_.select(in, std::span(state.rows).subspan(begin, end - begin), out);
    if (to_column_) {
      ColumnVector nodes(VectorType::Node);
      nodes.reserve(end - begin);
      for (std::size_t i = begin; i < end; ++i) nodes.append_node(state.nodes[i]);
      out.column(*to_column_) = std::move(nodes);
    }
    for (std::size_t leg = 0; leg < legs_.size(); ++leg) {
      if (!legs_[leg].relationship_column) continue;
      ColumnVector relationships(VectorType::Relationship);
      relationships.reserve(end - begin);
      for (std::size_t i = begin; i < end; ++i) {
        relationships.append_relationship(state.relationships[leg][i]);
      }
      out.column(*legs_[leg].relationship_column) = std::move(relationships);
    }
    if (!multiplicity_column_) return;
    ColumnVector counts(VectorType::Integer);
    counts.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      counts.append_integer(static_cast<std::int64_t>(state.counts[i]));
    }
    out.column(*multiplicity_column_) = std::move(counts);
  }

  const ExpandIntersect op_;
  Carry carry_;
  std::vector<Leg> legs_;
  bool is_plain_ = true;  // relationships need not differ from any other
  std::optional<std::size_t> to_column_;
  std::optional<std::size_t> to_in_column_;
  std::optional<std::size_t> multiplicity_column_;
};

}  // namespace

StreamPtr make_expand_intersect(const ExpandIntersect& op, const RowLayout& in,
                                const RowLayout& out) {
  return std::make_unique<ExpandIntersectOperator>(op, in, out);
}

}  // namespace liaison::query
