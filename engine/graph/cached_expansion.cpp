// The part of the cached reader that follows relationships.
#include <algorithm>
#include <deque>
#include <tuple>

#include "graph/adjacency_lists.h"
#include "graph/cached_reader.h"
#include "graph/expansion.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

namespace {

// From so many nodes on a call is part of a search that will want their neighbourhood.
constexpr std::size_t kSearchNodes = 16;

ReadIntent intent_of(std::size_t node_count) {
  return node_count >= kSearchNodes ? ReadIntent::Search : ReadIntent::Point;
}

// The lists that make up what is asked for: one per type, or one of all types, in each direction.
struct Sides {
  std::deque<AdjacencyLists> outgoing, incoming;  // by type ascending; pairs under Both

  Sides(const GraphState& state, std::span<const RelationshipTypeId> types, Direction direction) {
    std::vector<std::uint32_t> tokens;
    for (const RelationshipTypeId type : types) tokens.push_back(type.value);
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    if (tokens.empty()) tokens.push_back(0);
    for (const std::uint32_t token : tokens) {
      if (direction != Direction::Incoming) outgoing.emplace_back(state, token, true);
      if (direction != Direction::Outgoing) incoming.emplace_back(state, token, false);
    }
  }
  bool has_chunks(NodeId node, ReadIntent intent) {
    bool all = true;
    for (AdjacencyLists& lists : outgoing) all = lists.has_chunk(node, intent) && all;
    for (AdjacencyLists& lists : incoming) all = lists.has_chunk(node, intent) && all;
    return all;
  }
};

class Appender {
 public:
  explicit Appender(ExpandResult& out) : out_(out) {}

  void append(std::uint32_t row, std::uint32_t type, NodeId neighbour, RelationshipId relationship,
              bool outgoing) {
    out_.source_row.push_back(row);
    out_.neighbour.push_back(neighbour);
    out_.relationship.push_back(relationship);
    out_.type.push_back(RelationshipTypeId(type));
    out_.is_outgoing.push_back(outgoing ? 1 : 0);
  }

  // Everything a node has in one direction and list.
  void append_list(std::uint32_t row, NodeId node, AdjacencyLists& lists, bool outgoing,
                   ReadIntent intent) {
    AdjacencyLists::Place place;
    if (lists.has_chunk(node, intent) && lists.is_clean(node, place)) {
      const std::size_t size = place.last - place.first;
      if (size == 0) return;
      const std::size_t start = grow(row, size, lists.type(), outgoing);
      place.chunk->neighbours.unpack(
          place.first, place.last, reinterpret_cast<std::uint64_t*>(out_.neighbour.data() + start));
      place.chunk->relationships.unpack(
          place.first, place.last,
          reinterpret_cast<std::uint64_t*>(out_.relationship.data() + start));
      if (lists.type() == 0) {
        for (std::size_t i = 0; i < size; ++i) {
          out_.type[start + i] = RelationshipTypeId(place.chunk->types[place.first + i]);
        }
      }
      return;
    }
    const AdjacencyLists::List list = lists.list(node, intent);
    for (std::size_t i = 0; i < list.size(); ++i) {
      append(row, list.types != nullptr ? list.types[i] : lists.type(), list.neighbours[i],
             list.relationships[i], outgoing);
    }
  }

  // Both directions of a node in one order; a self-loop comes from the outgoing side alone.
  void append_both(std::uint32_t row, NodeId node, AdjacencyLists& outgoing,
                   AdjacencyLists& incoming, ReadIntent intent) {
    const AdjacencyLists::List out = outgoing.list(node, intent);
    const AdjacencyLists::List in = incoming.list(node, intent);
    const auto type_of = [](const AdjacencyLists& lists, const AdjacencyLists::List& list,
                            std::size_t i) {
      return list.types != nullptr ? list.types[i] : lists.type();
    };
    std::size_t a = 0;
    std::size_t b = 0;
    while (true) {
      while (b < in.size() && in.neighbours[b] == node) ++b;
      if (a == out.size() && b == in.size()) return;
      bool take_out = b == in.size();
      if (a < out.size() && b < in.size()) {
        take_out = std::tuple(type_of(outgoing, out, a), out.neighbours[a], out.relationships[a]) <
                   std::tuple(type_of(incoming, in, b), in.neighbours[b], in.relationships[b]);
      }
      if (take_out) {
        append(row, type_of(outgoing, out, a), out.neighbours[a], out.relationships[a], true);
        ++a;
      } else {
        append(row, type_of(incoming, in, b), in.neighbours[b], in.relationships[b], false);
        ++b;
      }
    }
  }

 private:
  // Makes room for `size` entries of a row; returns where they go.
  std::size_t grow(std::uint32_t row, std::size_t size, std::uint32_t type, bool outgoing) {
    const std::size_t start = out_.neighbour.size();
    out_.source_row.resize(start + size, row);
    out_.neighbour.resize(start + size);
    out_.relationship.resize(start + size);
    out_.type.resize(start + size, RelationshipTypeId(type));
    out_.is_outgoing.resize(start + size, outgoing ? 1 : 0);
    return start;
  }

  ExpandResult& out_;
};

void append_node(Appender& out, std::uint32_t row, NodeId node, Sides& sides, ReadIntent intent) {
  for (std::size_t i = 0; i < std::max(sides.outgoing.size(), sides.incoming.size()); ++i) {
    if (sides.incoming.empty()) {
      out.append_list(row, node, sides.outgoing[i], true, intent);
    } else if (sides.outgoing.empty()) {
      out.append_list(row, node, sides.incoming[i], false, intent);
    } else {
      out.append_both(row, node, sides.outgoing[i], sides.incoming[i], intent);
    }
  }
}

class CachedNeighbourCursor final : public NeighbourCursor {
 public:
  CachedNeighbourCursor(const GraphState& state, RelationshipTypeId type, Direction direction)
      : state_(state),
        direction_(direction),
        lists_(state, type.value, direction == Direction::Outgoing) {}

  NeighbourList list(NodeId node) override {
    state_.note_read(adjacency_object(node, direction_, lists_.type()));
    const AdjacencyLists::List list = lists_.list(node, ReadIntent::Search);
    neighbours_.resize(list.size());
    relationships_.resize(list.size());
    list.neighbours.copy_to(reinterpret_cast<std::uint64_t*>(neighbours_.data()));
    list.relationships.copy_to(reinterpret_cast<std::uint64_t*>(relationships_.data()));
    return {neighbours_, relationships_};
  }

 private:
  const GraphState& state_;
  Direction direction_;
  AdjacencyLists lists_;
  std::vector<NodeId> neighbours_;
  std::vector<RelationshipId> relationships_;
};

}  // namespace

void CachedGraphReader::expand(std::span<const NodeId> nodes,
                               std::span<const RelationshipTypeId> types, Direction direction,
                               ExpandResult& out) const {
  tables_.note_adjacency(nodes, types, direction);
  out.clear();
  if (nodes.empty()) return;
  const ReadIntent intent = intent_of(nodes.size());
  Sides sides(state_, types, direction);
  // Nodes without chunks are read from the tables in one pass.
  std::vector<NodeId> missing;
  std::vector<std::uint32_t> missing_rows;
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    if (sides.has_chunks(nodes[row], intent)) continue;
    missing.push_back(nodes[row]);
    missing_rows.push_back(row);
  }
  if (missing.size() == nodes.size()) {
    expand_nodes(state_, nodes, types, direction, out);
    return;
  }
  ExpandResult stored;
  if (!missing.empty()) expand_nodes(state_, missing, types, direction, stored);
  std::size_t next_missing = 0;
  std::size_t next_stored = 0;
  Appender appender(out);
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    if (next_missing == missing.size() || missing_rows[next_missing] != row) {
      append_node(appender, row, nodes[row], sides, intent);
      continue;
    }
    for (; next_stored < stored.size() && stored.source_row[next_stored] == next_missing;
         ++next_stored) {
      appender.append(row, stored.type[next_stored].value, stored.neighbour[next_stored],
                      stored.relationship[next_stored], stored.is_outgoing[next_stored] != 0);
    }
    ++next_missing;
  }
}

void CachedGraphReader::degree(std::span<const NodeId> nodes,
                               std::span<const RelationshipTypeId> types, Direction direction,
                               std::vector<std::uint64_t>& out) const {
  tables_.note_adjacency(nodes, types, direction);
  out.assign(nodes.size(), 0);
  if (nodes.empty()) return;
  const ReadIntent intent = intent_of(nodes.size());
  Sides sides(state_, types, direction);
  std::vector<NodeId> missing;
  std::vector<std::uint32_t> missing_rows;
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    const NodeId node = nodes[row];
    if (!sides.has_chunks(node, intent)) {
      missing.push_back(node);
      missing_rows.push_back(row);
      continue;
    }
    for (AdjacencyLists& lists : sides.outgoing) {
      AdjacencyLists::Place place;
      out[row] += lists.has_chunk(node, intent) && lists.is_clean(node, place)
                      ? place.last - place.first
                      : lists.list(node, intent).size();
    }
    for (AdjacencyLists& lists : sides.incoming) {
      AdjacencyLists::Place place;
      if (sides.outgoing.empty() && lists.has_chunk(node, intent) && lists.is_clean(node, place)) {
        out[row] += place.last - place.first;
        continue;
      }
      // Self-loops are counted on the outgoing side already.
      const AdjacencyLists::List list = lists.list(node, intent);
      const auto loops = sides.outgoing.empty()
                             ? 0
                             : std::count(list.neighbours.begin(), list.neighbours.end(), node);
      out[row] += list.size() - static_cast<std::size_t>(loops);
    }
  }
  if (missing.empty()) return;
  std::vector<std::uint64_t> stored;
  count_degrees(state_, missing, types, direction, stored);
  for (std::size_t i = 0; i < missing.size(); ++i) out[missing_rows[i]] = stored[i];
}

std::unique_ptr<NeighbourCursor> CachedGraphReader::neighbours(RelationshipTypeId type,
                                                               Direction direction) const {
  LIAISON_ASSERT(direction != Direction::Both);
  return std::make_unique<CachedNeighbourCursor>(state_, type, direction);
}

}  // namespace liaison::engine
