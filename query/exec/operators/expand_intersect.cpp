// ExpandIntersect: nodes that several known nodes all have as neighbours. The shortest list is
// read, the others are searched for each of its nodes; they are sorted, so the search goes on from
// where the last has ended. With one known node it counts neighbours, with the end known as well
// it looks up the relationships between two nodes.
#include <algorithm>

#include "exec/operators/factories.h"
#include "exec/paths/neighbour_walker.h"
#include "liaison/engine/error.h"
#include "plan/label_proof.h"

namespace liaison::query {
namespace {

// One leg of the pattern at one input row.
struct LegState {
  struct List {
    NeighbourList list;
    bool skips_loops;
    std::size_t at = 0;     // entries before it are smaller than what is looked for
    std::size_t found = 0;  // entries from `at` on that are equal to it
  };
  explicit LegState(const LabelExpression* types) : reader(types) {}

  NeighbourLists reader;
  NodeId node;  // whose lists these are; 0: none yet
  std::vector<List> lists;
  std::size_t size = 0;
  std::vector<RelationshipId> taken;    // by earlier parts of the pattern, of the row
  std::vector<RelationshipId> matches;  // of the candidate
};

struct IntersectState final : OperatorState {
  std::vector<LegState> legs;
  bool started = false;  // with the chunk
  bool labels_proven = false;
  std::vector<LabelId> labels;
  bool is_impossible = false;  // a label that no node has
  std::vector<std::vector<NodeId>> from;  // by leg and row of the chunk; 0: null
  std::vector<NodeId> to;                 // into
  std::size_t row = 0;
  // Matches not yet handed out: parallel.
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  std::vector<std::uint64_t> counts;                       // counting only
  std::vector<std::vector<RelationshipId>> relationships;  // by leg
  std::size_t offset = 0;
  std::vector<RelationshipId> chosen;
};

void read_nodes(const ColumnVector& column, std::size_t count, std::vector<NodeId>& out) {
  std::vector<std::uint32_t> rows;
  std::vector<NodeId> nodes;
  nodes_of(column, 0, count, rows, nodes);
  out.assign(count, NodeId());
  for (std::size_t i = 0; i < rows.size(); ++i) out[rows[i]] = nodes[i];
}

// Moves `at` to the first entry that is not smaller than the node: by doubling steps from where it
// is, then by halves.
void seek(LegState::List& list, NodeId node) {
  const auto& neighbours = list.list.neighbours;
  std::size_t low = list.at;
  std::size_t step = 1;
  while (low + step < neighbours.size() && neighbours[low + step] < node) {
    low += step;
    step *= 2;
  }
  const std::size_t high = std::min(low + step + 1, neighbours.size());
  list.at = static_cast<std::size_t>(
      std::lower_bound(neighbours.begin() + static_cast<std::ptrdiff_t>(low),
                       neighbours.begin() + static_cast<std::ptrdiff_t>(high), node) -
      neighbours.begin());
  list.found = 0;
  while (list.at + list.found < neighbours.size() && neighbours[list.at + list.found] == node) {
    ++list.found;
  }
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

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    auto state = std::make_unique<IntersectState>();
    for (const ExpandIntersect::Leg& leg : op_.legs) state->legs.emplace_back(leg.types);
    state->from.resize(legs_.size());
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
        if (state.row % 256 == 0) frame.context.check_cancelled();
        match_row(state, in);
        ++state.row;
      }
      if (!op_.labels.empty() && !state.labels_proven) keep_labelled(frame, state);
      if (op_.multiplicity) sum_counts(state);
    }
    hand_out(state, rows_max, in, out);
    if (state.offset < state.rows.size() || state.row < in.row_count()) return true;
    clear(state);
    state.row = 0;
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
      state.legs[i].node = NodeId();
      read_nodes(in.column(legs_[i].from_column), in.row_count(), state.from[i]);
    }
    if (to_in_column_) read_nodes(in.column(*to_in_column_), in.row_count(), state.to);
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

  void match_row(IntersectState& state, const DataChunk& in) const {
    if (state.is_impossible) return;
    std::size_t shortest = 0;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      LegState& leg = state.legs[i];
      const NodeId node = state.from[i][state.row];
      if (node == NodeId()) return;
      read_lists(leg, node, legs_[i].direction);
      if (leg.size == 0) return;
      if (leg.size < state.legs[shortest].size) shortest = i;
    }
    if (!is_plain_) read_taken(state, in);
    if (to_in_column_) {
      const NodeId to = state.to[state.row];
      if (to == NodeId()) return;
      restart(state);
      for (LegState& leg : state.legs) {
        for (LegState::List& list : leg.lists) seek(list, to);
      }
      match_candidate(state, to);
      return;
    }
    if (op_.multiplicity && legs_.size() == 1 && is_plain_ &&
        (op_.labels.empty() || state.labels_proven)) {
      add(state, NodeId(), degree(state.legs.front()));
      return;
    }
    // A node may be in several lists of the leg: it is taken with the first of them.
    LegState& driver = state.legs[shortest];
    for (std::size_t first = 0; first < driver.lists.size(); ++first) {
      restart(state);
      const auto& neighbours = driver.lists[first].list.neighbours;
      for (std::size_t at = 0; at < neighbours.size();) {
        const NodeId node = neighbours[at];
        std::size_t end = at + 1;
        while (end < neighbours.size() && neighbours[end] == node) ++end;
        if (find(state, shortest, first, node)) match_candidate(state, node);
        at = end;
      }
    }
  }

  static void restart(IntersectState& state) {
    for (LegState& leg : state.legs) {
      for (LegState::List& list : leg.lists) list.at = list.found = 0;
    }
  }

  void read_lists(LegState& leg, NodeId node, Direction direction) const {
    if (leg.node == node) return;
    leg.node = node;
    leg.lists.clear();
    leg.size = 0;
    leg.reader.for_each(node, direction, [&](const NeighbourList& list, bool skip_loops) {
      if (list.size() > 0) leg.lists.push_back({list, skip_loops});
      leg.size += list.size();
      return true;
    });
  }

  void read_taken(IntersectState& state, const DataChunk& in) const {
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

  static std::uint64_t degree(const LegState& leg) {
    std::uint64_t count = 0;
    for (const LegState::List& list : leg.lists) {
      count += list.list.size();
      if (!list.skips_loops) continue;
      const auto& neighbours = list.list.neighbours;
      const auto [begin, end] = std::equal_range(neighbours.begin(), neighbours.end(), leg.node);
      count -= static_cast<std::uint64_t>(end - begin);
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
        if (leg.lists[list].found == 0) continue;
        if (i == driver && list < first) return false;
        has = true;
      }
      if (!has) return false;
    }
    return true;
  }

  // The lists of every leg stand at the candidate.
  void match_candidate(IntersectState& state, NodeId node) const {
    std::uint64_t product = 1;
    const bool counts_only = op_.multiplicity && is_plain_;
    for (std::size_t i = 0; i < legs_.size(); ++i) {
      LegState& leg = state.legs[i];
      leg.matches.clear();
      std::uint64_t count = 0;
      for (const LegState::List& list : leg.lists) {
        if (list.skips_loops && node == leg.node) continue;
        if (counts_only) {
          count += list.found;
          continue;
        }
        for (std::size_t at = list.at; at < list.at + list.found; ++at) {
          const RelationshipId relationship = list.list.relationships[at];
          const bool is_taken = std::find(leg.taken.begin(), leg.taken.end(), relationship) !=
                                leg.taken.end();
          if (!is_taken) leg.matches.push_back(relationship);
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
      add(state, node, 1);
      if (op_.multiplicity) return;
      for (std::size_t i = 0; i < legs_.size(); ++i) {
        if (legs_[i].relationship_column) state.relationships[i].push_back(state.chosen[i]);
      }
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

  void add(IntersectState& state, NodeId node, std::uint64_t count) const {
    if (count == 0) return;
    // While labels are settled, matches of one row are one entry.
    if (op_.multiplicity && (op_.labels.empty() || state.labels_proven) && !state.rows.empty() &&
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
    std::vector<std::vector<LabelId>> labels;
    frame.context.graph().labels(state.nodes, labels);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < state.rows.size(); ++i) {
      const bool has_all =
          std::all_of(state.labels.begin(), state.labels.end(), [&](LabelId label) {
            return std::binary_search(labels[i].begin(), labels[i].end(), label);
          });
      if (!has_all) continue;
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

  const ExpandIntersect& op_;
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
