// A snapshot's projection: the part of a graph that an algorithm runs over, as compressed sparse
// rows with vertices numbered 0, 1, ... in the order of their node ids. It copies what it needs, so
// it is independent of the transaction once made. liaison/boost_graph.h makes it a Boost.Graph
// model. Thread-safety: immutable after construction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "liaison/engine/cancellation.h"
#include "liaison/engine/graph.h"

namespace liaison {

enum class Orientation : std::uint8_t {
  Natural,     // a relationship leads from its source to its target
  Reverse,     // from its target to its source
  Undirected,  // both ways
};

struct ProjectionOptions {
  std::vector<std::string> node_labels{};         // nodes with one of them; empty: all nodes
  std::vector<std::string> relationship_types{};  // empty: all types
  Orientation orientation = Orientation::Natural;
  // Numeric property of relationships taken as their weight; empty: every weight is 1.
  std::string weight_property{};
  double default_weight = 1.0;
  const CancellationToken* cancellation = nullptr;
};

class GraphProjection {
 public:
  using Vertex = std::uint32_t;

  // Relationships whose ends are both in the projection, as edges numbered 0, 1, ...
  struct Edge {
    Vertex source;
    Vertex target;
  };
  // One entry of a vertex's adjacency.
  struct Neighbour {
    Vertex vertex;
    std::uint32_t edge;
  };

  // *Throws* UsageError for a label or type that the graph does not have, and for more than 2^32-1
  // nodes or edges. Cost: one scan of the nodes, one expansion of all.
  GraphProjection(const GraphReader& reader, const ProjectionOptions& options);

  std::size_t vertex_count() const { return nodes_.size(); }
  std::size_t edge_count() const { return edges_.size(); }
  bool is_undirected() const { return orientation_ == Orientation::Undirected; }

  NodeId node(Vertex vertex) const { return nodes_[vertex]; }
  std::optional<Vertex> vertex(NodeId node) const;
  RelationshipId relationship(std::uint32_t edge) const { return relationships_[edge]; }
  const Edge& edge(std::uint32_t index) const { return edges_[index]; }
  double weight(std::uint32_t edge) const { return weights_.empty() ? 1.0 : weights_[edge]; }
  // Out-neighbours; when undirected all neighbours, a loop once.
  std::span<const Neighbour> neighbours(Vertex vertex) const {
    return std::span(adjacency_).subspan(offsets_[vertex], offsets_[vertex + 1] - offsets_[vertex]);
  }

 private:
  void collect_nodes(const GraphReader& reader, const ProjectionOptions& options);
  void collect_edges(const GraphReader& reader, const ProjectionOptions& options);
  void build_rows();

  Orientation orientation_;
  std::vector<NodeId> nodes_;  // ascending
  std::vector<Edge> edges_;
  std::vector<RelationshipId> relationships_;
  std::vector<double> weights_;  // empty: all 1
  std::vector<std::size_t> offsets_;
  std::vector<Neighbour> adjacency_;
};

}  // namespace liaison
