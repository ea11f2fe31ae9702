// Weakly connected components: boost::connected_components over the undirected projection.
#include <boost/graph/connected_components.hpp>
#include <vector>

#include "algorithms/families.h"
#include "algorithms/options.h"
#include "liaison/boost_graph.h"

namespace liaison::query {
namespace {

constexpr const char* kName = "algo.wcc";

void run(const ProcedureContext& context, std::span<const Value> arguments,
         const ProcedureSink& sink) {
  OptionReader reader(arguments[0], kName);
  ProjectionOptions options = reader.projection(Orientation::Undirected, context.cancellation);
  reader.finish();
  options.orientation = Orientation::Undirected;  // a component has no direction
  const GraphProjection projection = make_projection(context, options, kName);
  const UndirectedProjectedGraph graph(projection);

  std::vector<std::uint32_t> component(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  boost::connected_components(graph, boost::make_iterator_property_map(component.begin(), index));
  for (GraphProjection::Vertex v = 0; v < component.size(); ++v) {
    const Value row[] = {Value::node(projection.node(v)), static_cast<std::int64_t>(component[v])};
    sink(row);
  }
}

}  // namespace

ProcedureSpec wcc_procedure() {
  return {.name = kName,
          .mode = ProcedureMode::Read,
          .arguments = algorithm_arguments(),
          .results = {{"node", StaticType::of(ValueKind::Node)},
                      {"componentId", StaticType::of(ValueKind::Integer)}},
          .doc =
              "Weakly connected components: nodes with one componentId can reach each other "
              "when directions are ignored. Components are numbered from 0 in the order of "
              "their smallest node.",
          .example = "CALL algo.wcc() YIELD node, componentId RETURN count(DISTINCT componentId)",
          .run = run};
}

}  // namespace liaison::query
