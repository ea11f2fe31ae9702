// Betweenness centrality: boost::brandes_betweenness_centrality (Brandes, 2001) over the
// projection.
#include <boost/graph/betweenness_centrality.hpp>
#include <vector>

#include "algorithms/families.h"
#include "algorithms/options.h"
#include "liaison/boost_graph.h"

namespace liaison::query {
namespace {

constexpr const char* kName = "algo.betweenness";

// Brandes' algorithm searches from each vertex in turn and reads its index first: the place to
// look at the deadline, as the library offers no other.
struct CheckedIndexMap {
  using key_type = GraphProjection::Vertex;
  using value_type = GraphProjection::Vertex;
  using reference = GraphProjection::Vertex;
  using category = boost::readable_property_map_tag;
  const CancellationToken* cancellation;
  std::uint64_t* reads;

  friend reference get(const CheckedIndexMap& map, key_type vertex) {
    if (map.cancellation && (++*map.reads & 0xFFFFF) == 0) map.cancellation->check();
    return vertex;
  }
};

template <class Graph>
std::vector<double> scores_of(const Graph& graph, const CancellationToken* cancellation) {
  std::vector<double> score(num_vertices(graph));
  std::uint64_t reads = 0;
  const CheckedIndexMap index{cancellation, &reads};
  boost::brandes_betweenness_centrality(
      graph, boost::centrality_map(boost::make_iterator_property_map(score.begin(), index))
                 .vertex_index_map(index));
  return score;
}

void run(const ProcedureContext& context, std::span<const Value> arguments,
         const ProcedureSink& sink) {
  OptionReader reader(arguments[0], kName);
  const ProjectionOptions options = reader.projection(Orientation::Natural, context.cancellation);
  reader.finish();
  const GraphProjection projection = make_projection(context, options, kName);
  const std::vector<double> score =
      projection.is_undirected()
          ? scores_of(UndirectedProjectedGraph(projection), context.cancellation)
          : scores_of(ProjectedGraph(projection), context.cancellation);
  emit_scores(projection, score, sink);
}

}  // namespace

ProcedureSpec betweenness_procedure() {
  return {.name = kName,
          .mode = ProcedureMode::Read,
          .arguments = algorithm_arguments(),
          .results = score_results(),
          .doc =
              "Betweenness centrality: on how many shortest paths between others a node lies. "
              "Undirected projections count each pair of ends once.",
          .example = "CALL algo.betweenness() YIELD node, score RETURN count(score)",
          .run = run};
}

}  // namespace liaison::query
