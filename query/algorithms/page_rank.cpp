// PageRank (Brin and Page, 1998): boost::graph::page_rank over the projection.
#include <boost/graph/page_rank.hpp>
#include <vector>

#include "algorithms/families.h"
#include "algorithms/options.h"
#include "liaison/boost_graph.h"

namespace liaison::query {
namespace {

constexpr const char* kName = "algo.pageRank";
constexpr double kDamping = 0.85;
constexpr std::int64_t kIterations = 20;
constexpr std::int64_t kIterationsMax = 10'000;

// Tells Boost when to stop, and looks at the deadline before each round.
struct Rounds {
  std::int64_t left;
  const CancellationToken* cancellation;
  template <class RankMap, class Graph>
  bool operator()(const RankMap&, const Graph&) {
    if (cancellation) cancellation->check();
    return left-- == 0;
  }
};

template <class Graph>
std::vector<double> ranks_of(const Graph& graph, double damping, const Rounds& rounds) {
  const std::size_t count = num_vertices(graph);
  std::vector<double> rank(count);
  std::vector<double> scratch(count);
  const auto index = get(boost::vertex_index, graph);
  boost::graph::page_rank(graph, boost::make_iterator_property_map(rank.begin(), index), rounds,
                          damping, count,
                          boost::make_iterator_property_map(scratch.begin(), index));
  return rank;
}

void run(const ProcedureContext& context, std::span<const Value> arguments,
         const ProcedureSink& sink) {
  OptionReader reader(arguments[0], kName);
  const ProjectionOptions options = reader.projection(Orientation::Natural, context.cancellation);
  const double damping = reader.number("dampingFactor", kDamping, 0, 1);
  const std::int64_t rounds = reader.integer("maxIterations", kIterations, 1, kIterationsMax);
  reader.finish();
  const GraphProjection projection = make_projection(context, options, kName);
  if (projection.vertex_count() == 0) return;

  const Rounds done{rounds, context.cancellation};
  const std::vector<double> rank =
      projection.is_undirected() ? ranks_of(UndirectedProjectedGraph(projection), damping, done)
                                 : ranks_of(ProjectedGraph(projection), damping, done);
  emit_scores(projection, rank, sink);
}

}  // namespace

ProcedureSpec page_rank_procedure() {
  return {.name = kName,
          .mode = ProcedureMode::Read,
          .arguments = algorithm_arguments(),
          .results = score_results(),
          .doc =
              "PageRank: how often a random walk along relationships comes to a node. Options "
              "besides those of the projection: dampingFactor (0.85), maxIterations (20).",
          .example = "CALL algo.pageRank() YIELD node, score RETURN count(score)",
          .run = run};
}

}  // namespace liaison::query
