// Liaison inside a program: open a folder, write with parameters, read rows, run an algorithm of
// Boost.Graph on what was written. Uses public headers only.
//
//   liaison_embed_example FOLDER
#include <boost/graph/connected_components.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "liaison/boost_graph.h"
#include "liaison/engine/database.h"
#include "liaison/engine/error.h"
#include "liaison/query/session.h"

namespace {

using liaison::Value;
using liaison::ValueList;
using liaison::ValueMap;

void write(liaison::query::Session& session) {
  const ValueList meetings = {
      ValueMap{{"name", "Hội nghị SOMTC 20"},
               {"agencies", ValueList{"Bộ Công an", "INTERPOL", "ASEANAPOL"}}},
      ValueMap{{"name", "Đại hội đồng INTERPOL lần thứ 93"},
               {"agencies", ValueList{"Bộ Công an", "INTERPOL"}}},
      ValueMap{{"name", "Round of talks"}, {"agencies", ValueList{"Europol", "Frontex"}}},
  };
  // MERGE finds what is there: running this program twice changes nothing.
  auto result = session.run(
      "UNWIND $meetings AS meeting "
      "MERGE (c:Conference {name: meeting.name}) "
      "WITH c, meeting UNWIND meeting.agencies AS agency "
      "MERGE (a:Agency {name: agency}) "
      "MERGE (a)-[:ATTENDED]->(c)",
      {{"meetings", meetings}});
  std::cout << result.counters().nodes_created << " nodes and "
            << result.counters().relationships_created << " relationships created\n";
}

void read(liaison::query::Session& session) {
  auto result = session.run(
      "MATCH (a:Agency)-[:ATTENDED]->(c)<-[:ATTENDED]-(b:Agency) WHERE a.name < b.name "
      "WITH a, b, count(c) AS together WHERE together >= $at_least "
      "RETURN a.name AS one, b.name AS other, together ORDER BY together DESC, one, other",
      {{"at_least", 1}});
  while (const liaison::DataChunk* chunk = result.next_chunk()) {
    for (std::size_t row = 0; row < chunk->row_count(); ++row) {
      std::cout << chunk->column(0).get(row).as_string() << " and "
                << chunk->column(1).get(row).as_string() << ": "
                << chunk->column(2).get(row).as_integer() << "\n";
    }
  }
}

// Groups of agencies and conferences that nothing connects, by Boost.Graph on one snapshot.
void count_components(liaison::Database& database) {
  const liaison::Transaction snapshot = database.begin(liaison::TransactionMode::Read);
  liaison::ProjectionOptions options;
  options.node_labels = {"Agency", "Conference"};
  options.relationship_types = {"ATTENDED"};
  options.orientation = liaison::Orientation::Undirected;
  const liaison::GraphProjection projection(snapshot.reader(), options);
  const liaison::UndirectedProjectedGraph graph(projection);

  std::vector<std::size_t> component(num_vertices(graph));
  const auto component_of =
      boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph));
  const auto count = boost::connected_components(graph, component_of);
  std::cout << num_vertices(graph) << " nodes, " << num_edges(graph) << " relationships, " << count
            << " components\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: liaison_embed_example FOLDER\n";
    return 2;
  }
  try {
    const auto database = liaison::Database::open(argv[1]);
    liaison::query::Session session(*database);
    write(session);
    read(session);
    count_components(*database);
    return 0;
  } catch (const liaison::Error& error) {
    std::cerr << "liaison_embed_example: " << error.what() << "\n";
    return 1;
  }
}
