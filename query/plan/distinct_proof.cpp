#include "plan/distinct_proof.h"

#include "liaison/engine/index_facts.h"

namespace liaison::query {

bool holds(const DistinctProperty& property, const GraphReader& graph) {
  const Catalog& catalog = graph.catalog();
  const auto label = catalog.label(property.label);
  const auto key = catalog.property_key(property.key);
  if (!label || !key) return false;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.kind != IndexKind::Range || index.entity != EntityKind::Node ||
        index.token != label->value || index.keys.size() != 1 || index.keys.front() != *key) {
      continue;
    }
    return distinct_value_count(graph, index.id) == catalog.node_count(*label);
  }
  return false;
}

}  // namespace liaison::query
