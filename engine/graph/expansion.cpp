#include "graph/expansion.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/bytes.h"
#include "encoding/key_codec.h"

namespace liaison::engine {

namespace {

struct Step {
  RelationshipTypeId type;
  NodeId neighbour;
  RelationshipId relationship;
  std::uint8_t is_outgoing;
};
bool operator<(const Step& a, const Step& b) {
  return std::tie(a.type, a.neighbour, a.relationship) <
         std::tie(b.type, b.neighbour, b.relationship);
}

// One cursor over a twin of the adjacency, seeked from node to node in ascending order.
class AdjacencyWalk {
 public:
  AdjacencyWalk(const GraphState& state, bool outgoing, NodeId first, NodeId last)
      : outgoing_(outgoing),
        cursor_(state.table(outgoing ? TableId::Outgoing : TableId::Incoming)
                    .scan(state.view(), adjacency_prefix(first),
                          prefix_successor(adjacency_prefix(last)))) {}

  // Appends the steps of a node; `types` sorted, empty for all. Under `skip_loops` those that come
  // back to the node are left out.
  void append(NodeId node, std::span<const RelationshipTypeId> types, bool skip_loops,
              std::vector<Step>& out) {
    if (types.empty()) {
      append_prefix(node, adjacency_prefix(node), skip_loops, out);
      return;
    }
    for (const RelationshipTypeId type : types) {
      append_prefix(node, adjacency_prefix(node, type), skip_loops, out);
    }
  }

 private:
  void append_prefix(NodeId node, const std::string& prefix, bool skip_loops,
                     std::vector<Step>& out) {
    // The cursor often stands on the right entry already: nodes are asked in ascending order.
    if (cursor_->valid() && cursor_->key() < prefix) cursor_->seek(prefix);
    for (; cursor_->valid() && cursor_->key().starts_with(prefix); cursor_->next()) {
      const AdjacencyKey key = decode_adjacency_key(cursor_->key());
      if (skip_loops && key.neighbour == node) continue;
      out.push_back({key.type, key.neighbour, key.relationship,
                     outgoing_ ? std::uint8_t{1} : std::uint8_t{0}});
    }
  }

  bool outgoing_;
  std::unique_ptr<TableCursor> cursor_;
};

// Calls visit(position, steps) for each position of `nodes`.
template <class Visit>
void walk(const GraphState& state, std::span<const NodeId> nodes,
          std::span<const RelationshipTypeId> types, Direction direction, Visit visit) {
  if (nodes.empty()) return;
  std::vector<RelationshipTypeId> sorted_types(types.begin(), types.end());
  std::sort(sorted_types.begin(), sorted_types.end());
  sorted_types.erase(std::unique(sorted_types.begin(), sorted_types.end()), sorted_types.end());

  std::vector<std::uint32_t> order(nodes.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return nodes[a] < nodes[b]; });
  const NodeId first = nodes[order.front()];
  const NodeId last = nodes[order.back()];
  std::optional<AdjacencyWalk> outgoing;
  std::optional<AdjacencyWalk> incoming;
  if (direction != Direction::Incoming) outgoing.emplace(state, true, first, last);
  if (direction != Direction::Outgoing) incoming.emplace(state, false, first, last);

  std::vector<Step> steps;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const NodeId node = nodes[order[i]];
    if (i == 0 || node != nodes[order[i - 1]]) {
      steps.clear();
      if (outgoing) outgoing->append(node, sorted_types, false, steps);
      const auto middle = static_cast<std::ptrdiff_t>(steps.size());
      if (incoming) incoming->append(node, sorted_types, outgoing.has_value(), steps);
      std::inplace_merge(steps.begin(), steps.begin() + middle, steps.end());
    }
    visit(order[i], steps);
  }
}

}  // namespace

void expand_nodes(const GraphState& state, std::span<const NodeId> nodes,
                  std::span<const RelationshipTypeId> types, Direction direction,
                  ExpandResult& out) {
  out.clear();
  const auto append = [&](std::uint32_t row, const Step& step) {
    out.source_row.push_back(row);
    out.neighbour.push_back(step.neighbour);
    out.relationship.push_back(step.relationship);
    out.type.push_back(step.type);
    out.is_outgoing.push_back(step.is_outgoing);
  };
  if (std::is_sorted(nodes.begin(), nodes.end())) {
    walk(state, nodes, types, direction, [&](std::uint32_t row, const std::vector<Step>& steps) {
      for (const Step& step : steps) append(row, step);
    });
    return;
  }
  // Nodes are walked in the order of their ids; the answer is in the order of the question.
  std::vector<Step> found;
  std::vector<std::pair<std::size_t, std::size_t>> place(nodes.size());
  walk(state, nodes, types, direction, [&](std::uint32_t row, const std::vector<Step>& steps) {
    place[row] = {found.size(), found.size() + steps.size()};
    found.insert(found.end(), steps.begin(), steps.end());
  });
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    for (std::size_t i = place[row].first; i < place[row].second; ++i) {
      append(static_cast<std::uint32_t>(row), found[i]);
    }
  }
}

void count_degrees(const GraphState& state, std::span<const NodeId> nodes,
                   std::span<const RelationshipTypeId> types, Direction direction,
                   std::vector<std::uint64_t>& out) {
  out.assign(nodes.size(), 0);
  walk(state, nodes, types, direction,
       [&](std::uint32_t row, const std::vector<Step>& steps) { out[row] = steps.size(); });
}

}  // namespace liaison::engine

void liaison::ExpandResult::clear() {
  source_row.clear();
  neighbour.clear();
  relationship.clear();
  type.clear();
  is_outgoing.clear();
}
