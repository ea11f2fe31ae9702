#include "liaison/boost_graph.h"

#include <doctest/doctest.h>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <set>

#include "liaison/engine/database.h"

namespace liaison {
namespace {

template <class Graph>
constexpr bool models_the_concepts() {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<Graph>));
  return true;
}
static_assert(models_the_concepts<ProjectedGraph>());
static_assert(models_the_concepts<UndirectedProjectedGraph>());

// a -R-> b -R-> c, c -S-> c (a loop), d alone, e -R-> a but e has another label. Deleted nodes
// leave holes in the ids.
struct Fixture {
  std::unique_ptr<Database> database = Database::open_in_memory();
  NodeId a, b, c, d, e;

  Fixture() {
    Transaction transaction = database->begin(TransactionMode::Write);
    GraphWriter& writer = transaction.writer();
    const LabelId agency = writer.label("Agency");
    const LabelId other = writer.label("Other");
    const RelationshipTypeId r = writer.relationship_type("R");
    const RelationshipTypeId s = writer.relationship_type("S");
    const PropertyKeyId km = writer.property_key("km");
    const auto node = [&](LabelId label) { return writer.create_node({&label, 1}, {}); };
    const auto link = [&](RelationshipTypeId type, NodeId from, NodeId to, int length) {
      const PropertyEntry entry{km, Value(length)};
      writer.create_relationship(type, from, to, {&entry, 1});
    };
    const NodeId gone = node(agency);
    a = node(agency);
    b = node(agency);
    const NodeId gone_too = node(agency);
    c = node(agency);
    d = node(agency);
    e = node(other);
    link(r, a, b, 5);
    link(r, b, c, 7);
    link(s, c, c, 1);
    link(r, e, a, 1);
    writer.delete_node(gone);
    writer.delete_node(gone_too);
    transaction.commit();
  }
  GraphProjection project(ProjectionOptions options) const {
    const Transaction transaction = database->begin(TransactionMode::Read);
    return GraphProjection(transaction.reader(), options);
  }
};

TEST_CASE("a projection numbers the nodes it was asked for and keeps edges between them") {
  const Fixture f;
  const GraphProjection p = f.project({.node_labels = {"Agency"}, .relationship_types = {}});
  CHECK(p.vertex_count() == 4);
  CHECK(p.edge_count() == 3);
  for (GraphProjection::Vertex v = 0; v < p.vertex_count(); ++v) CHECK(p.vertex(p.node(v)) == v);
  CHECK_FALSE(p.vertex(f.e).has_value());
  CHECK(f.project({.node_labels = {}, .relationship_types = {"S"}}).edge_count() == 1);
  CHECK(f.project({.node_labels = {}, .relationship_types = {}}).vertex_count() == 5);
}

TEST_CASE("adjacency follows the orientation, and a loop stands there once") {
  const Fixture f;
  ProjectionOptions options;
  const GraphProjection natural = f.project(options);
  CHECK(natural.neighbours(*natural.vertex(f.a)).size() == 1);
  CHECK(natural.node(natural.neighbours(*natural.vertex(f.a))[0].vertex) == f.b);
  CHECK(natural.neighbours(*natural.vertex(f.c)).size() == 1);
  options.orientation = Orientation::Reverse;
  const GraphProjection reverse = f.project(options);
  CHECK(reverse.node(reverse.neighbours(*reverse.vertex(f.a))[0].vertex) == f.e);
  CHECK(reverse.neighbours(*reverse.vertex(f.c)).size() == 2);
  options.orientation = Orientation::Undirected;
  const GraphProjection both = f.project(options);
  CHECK(both.neighbours(*both.vertex(f.b)).size() == 2);
  CHECK(both.neighbours(*both.vertex(f.c)).size() == 2);
  CHECK(both.neighbours(*both.vertex(f.d)).empty());
}

TEST_CASE("an unknown label or type is an error that names it") {
  const Fixture f;
  CHECK_THROWS_WITH_AS(f.project({.node_labels = {"Agencyy"}, .relationship_types = {}}),
                       "The graph has no label `Agencyy`.", UsageError);
  CHECK_THROWS_AS(f.project({.node_labels = {}, .relationship_types = {"X"}}), UsageError);
}

TEST_CASE("an empty graph projects to nothing") {
  const auto database = Database::open_in_memory();
  const Transaction transaction = database->begin(TransactionMode::Read);
  const GraphProjection p(transaction.reader(), {});
  const UndirectedProjectedGraph graph(p);
  CHECK(num_vertices(graph) == 0);
  CHECK(vertices(graph).first == vertices(graph).second);
  CHECK(edges(graph).first == edges(graph).second);
}

TEST_CASE("algorithms of the library run on a projection") {
  const Fixture f;
  ProjectionOptions options;
  options.orientation = Orientation::Undirected;
  const GraphProjection undirected = f.project(options);
  const UndirectedProjectedGraph graph(undirected);
  std::vector<int> component(num_vertices(graph));
  CHECK(boost::connected_components(
            graph, boost::make_iterator_property_map(component.begin(),
                                                     get(boost::vertex_index, graph))) == 2);
  CHECK(component[*undirected.vertex(f.e)] == component[*undirected.vertex(f.c)]);

  options.orientation = Orientation::Natural;
  options.weight_property = "km";
  const GraphProjection roads = f.project(options);
  const ProjectedGraph directed(roads);
  std::vector<double> distance(num_vertices(directed));
  const auto index = get(boost::vertex_index, directed);
  boost::dijkstra_shortest_paths(
      directed, *roads.vertex(f.e),
      boost::weight_map(ProjectionWeightMap{&roads})
          .distance_map(boost::make_iterator_property_map(distance.begin(), index))
          .vertex_index_map(index));
  CHECK(distance[*roads.vertex(f.c)] == 13);
}

TEST_CASE("edges are walked once each, and undirected ones are equal from both ends") {
  const Fixture f;
  ProjectionOptions options;
  options.orientation = Orientation::Undirected;
  const GraphProjection p = f.project(options);
  const UndirectedProjectedGraph graph(p);
  std::set<std::uint32_t> seen;
  for (auto [it, end] = edges(graph); it != end; ++it) seen.insert((*it).index);
  CHECK(seen.size() == num_edges(graph));
  const auto from_a = *out_edges(*p.vertex(f.a), graph).first;
  bool found = false;
  for (auto [it, end] = out_edges(from_a.target, graph); it != end; ++it) {
    found = found || *it == from_a;
  }
  CHECK(found);
}

}  // namespace
}  // namespace liaison
