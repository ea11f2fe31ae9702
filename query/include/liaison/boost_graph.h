// Boost.Graph over a snapshot: ProjectedGraph and UndirectedProjectedGraph make a GraphProjection a
// model of VertexListGraph, IncidenceGraph, AdjacencyGraph and EdgeListGraph, so that any algorithm
// of the library that needs no more than these runs on the database without copying it out again.
// The one public header that includes Boost; include it only where an algorithm is called.
//
//   liaison::GraphProjection projection(transaction.reader(), {.node_labels = {"Agency"}});
//   liaison::ProjectedGraph graph(projection);
//   boost::breadth_first_search(graph, *projection.vertex(start), boost::visitor(visitor));
//
// Vertices are 0 .. n-1, so vertex_index is the identity and a std::vector serves as property map.
// Thread-safety: immutable views. Lifetime: the projection outlives its views.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <utility>

#include "liaison/query/projection.h"

namespace liaison {

// What the views can do, as Boost.Graph's tags say it.
struct ProjectionTraversal : boost::incidence_graph_tag,
                             boost::adjacency_graph_tag,
                             boost::vertex_list_graph_tag,
                             boost::edge_list_graph_tag {};

template <class DirectedCategory>
class BasicProjectedGraph {
 public:
  using vertex_descriptor = GraphProjection::Vertex;
  // An edge as it is walked. Two are equal when they are the same relationship.
  struct edge_descriptor {
    vertex_descriptor source = 0;
    vertex_descriptor target = 0;
    std::uint32_t index = 0;
    friend bool operator==(const edge_descriptor& a, const edge_descriptor& b) {
      return a.index == b.index;
    }
    friend bool operator!=(const edge_descriptor& a, const edge_descriptor& b) { return !(a == b); }
    friend bool operator<(const edge_descriptor& a, const edge_descriptor& b) {
      return a.index < b.index;
    }
  };
  using directed_category = DirectedCategory;
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  using traversal_category = ProjectionTraversal;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = boost::counting_iterator<vertex_descriptor>;

  // *Requires* a projection of this orientation (undirected or not).
  explicit BasicProjectedGraph(const GraphProjection& projection) : projection_(&projection) {}

  const GraphProjection& projection() const { return *projection_; }
  static constexpr vertex_descriptor null_vertex() { return static_cast<vertex_descriptor>(-1); }

  // Walks the adjacency of one vertex as edges.
  class out_edge_iterator
      : public boost::iterator_facade<out_edge_iterator, edge_descriptor,
                                      boost::random_access_traversal_tag, edge_descriptor> {
   public:
    out_edge_iterator() = default;
    out_edge_iterator(vertex_descriptor source, const GraphProjection::Neighbour* at)
        : source_(source), at_(at) {}

   private:
    friend class boost::iterator_core_access;
    edge_descriptor dereference() const { return {source_, at_->vertex, at_->edge}; }
    bool equal(const out_edge_iterator& other) const { return at_ == other.at_; }
    void increment() { ++at_; }
    void decrement() { --at_; }
    void advance(std::ptrdiff_t n) { at_ += n; }
    std::ptrdiff_t distance_to(const out_edge_iterator& other) const { return other.at_ - at_; }

    vertex_descriptor source_ = 0;
    const GraphProjection::Neighbour* at_ = nullptr;
  };

  // Walks the adjacency of one vertex as vertices.
  class adjacency_iterator
      : public boost::iterator_facade<adjacency_iterator, vertex_descriptor,
                                      boost::random_access_traversal_tag, vertex_descriptor> {
   public:
    adjacency_iterator() = default;
    explicit adjacency_iterator(const GraphProjection::Neighbour* at) : at_(at) {}

   private:
    friend class boost::iterator_core_access;
    vertex_descriptor dereference() const { return at_->vertex; }
    bool equal(const adjacency_iterator& other) const { return at_ == other.at_; }
    void increment() { ++at_; }
    void decrement() { --at_; }
    void advance(std::ptrdiff_t n) { at_ += n; }
    std::ptrdiff_t distance_to(const adjacency_iterator& other) const { return other.at_ - at_; }

    const GraphProjection::Neighbour* at_ = nullptr;
  };

  // Walks all edges, each once.
  class edge_iterator
      : public boost::iterator_facade<edge_iterator, edge_descriptor,
                                      boost::random_access_traversal_tag, edge_descriptor> {
   public:
    edge_iterator() = default;
    edge_iterator(const GraphProjection* projection, std::uint32_t index)
        : projection_(projection), index_(index) {}

   private:
    friend class boost::iterator_core_access;
    edge_descriptor dereference() const {
      const GraphProjection::Edge& edge = projection_->edge(index_);
      return {edge.source, edge.target, index_};
    }
    bool equal(const edge_iterator& other) const { return index_ == other.index_; }
    void increment() { ++index_; }
    void decrement() { --index_; }
    void advance(std::ptrdiff_t n) {
      index_ = static_cast<std::uint32_t>(static_cast<std::ptrdiff_t>(index_) + n);
    }
    std::ptrdiff_t distance_to(const edge_iterator& other) const {
      return static_cast<std::ptrdiff_t>(other.index_) - static_cast<std::ptrdiff_t>(index_);
    }

    const GraphProjection* projection_ = nullptr;
    std::uint32_t index_ = 0;
  };

  // --- VertexListGraph
  friend std::pair<vertex_iterator, vertex_iterator> vertices(const BasicProjectedGraph& g) {
    return {vertex_iterator(0),
            vertex_iterator(static_cast<vertex_descriptor>(g.projection_->vertex_count()))};
  }
  friend vertices_size_type num_vertices(const BasicProjectedGraph& g) {
    return g.projection_->vertex_count();
  }
  // --- IncidenceGraph
  friend vertex_descriptor source(const edge_descriptor& e, const BasicProjectedGraph&) {
    return e.source;
  }
  friend vertex_descriptor target(const edge_descriptor& e, const BasicProjectedGraph&) {
    return e.target;
  }
  friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor v,
                                                                   const BasicProjectedGraph& g) {
    const auto row = g.projection_->neighbours(v);
    return {out_edge_iterator(v, row.data()), out_edge_iterator(v, row.data() + row.size())};
  }
  friend degree_size_type out_degree(vertex_descriptor v, const BasicProjectedGraph& g) {
    return g.projection_->neighbours(v).size();
  }
  // --- AdjacencyGraph
  friend std::pair<adjacency_iterator, adjacency_iterator> adjacent_vertices(
      vertex_descriptor v, const BasicProjectedGraph& g) {
    const auto row = g.projection_->neighbours(v);
    return {adjacency_iterator(row.data()), adjacency_iterator(row.data() + row.size())};
  }
  // --- EdgeListGraph
  friend std::pair<edge_iterator, edge_iterator> edges(const BasicProjectedGraph& g) {
    return {edge_iterator(g.projection_, 0),
            edge_iterator(g.projection_, static_cast<std::uint32_t>(g.projection_->edge_count()))};
  }
  friend edges_size_type num_edges(const BasicProjectedGraph& g) {
    return g.projection_->edge_count();
  }
  // --- property maps: vertex_index, edge_index, edge_weight
  friend boost::typed_identity_property_map<vertex_descriptor> get(boost::vertex_index_t,
                                                                   const BasicProjectedGraph&) {
    return {};
  }
  friend vertex_descriptor get(boost::vertex_index_t, const BasicProjectedGraph&,
                               vertex_descriptor v) {
    return v;
  }

 private:
  const GraphProjection* projection_;
};

// The weight of an edge as a readable property map.
struct ProjectionWeightMap {
  using key_type = void;
  using value_type = double;
  using reference = double;
  using category = boost::readable_property_map_tag;
  const GraphProjection* projection;

  template <class Edge>
  friend double get(const ProjectionWeightMap& map, const Edge& edge) {
    return map.projection->weight(edge.index);
  }
};

using ProjectedGraph = BasicProjectedGraph<boost::directed_tag>;
using UndirectedProjectedGraph = BasicProjectedGraph<boost::undirected_tag>;

}  // namespace liaison

namespace boost {

template <class DirectedCategory>
struct property_map<liaison::BasicProjectedGraph<DirectedCategory>, vertex_index_t> {
  using type = typed_identity_property_map<liaison::GraphProjection::Vertex>;
  using const_type = type;
};

}  // namespace boost
