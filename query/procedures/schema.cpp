// What is in the graph: labels, relationship types, property keys, components.
#include <algorithm>

#include "procedures/families.h"

namespace liaison::query {
namespace {

const StaticType kString = StaticType::of(ValueKind::String);

void emit_sorted(std::vector<std::string> names, const ProcedureSink& sink) {
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const Value row[] = {name};
    sink(row);
  }
}

// Names that some node or relationship uses: a token outlives its last use.
void run_labels(const ProcedureContext& context, std::span<const Value>,
                const ProcedureSink& sink) {
  const Catalog& catalog = context.graph->catalog();
  std::vector<std::string> names;
  for (const std::string& name : catalog.labels()) {
    if (catalog.node_count(*catalog.label(name)) > 0) names.push_back(name);
  }
  emit_sorted(std::move(names), sink);
}

void run_relationship_types(const ProcedureContext& context, std::span<const Value>,
                            const ProcedureSink& sink) {
  const Catalog& catalog = context.graph->catalog();
  std::vector<std::string> names;
  for (const std::string& name : catalog.relationship_types()) {
    if (catalog.relationship_count(*catalog.relationship_type(name)) > 0) names.push_back(name);
  }
  emit_sorted(std::move(names), sink);
}

void run_property_keys(const ProcedureContext& context, std::span<const Value>,
                       const ProcedureSink& sink) {
  emit_sorted(context.graph->catalog().property_keys(), sink);
}

}  // namespace

std::vector<ProcedureSpec> schema_procedures() {
  return {
      {.name = "db.labels",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"label", kString}},
       .doc = "The labels in use, in alphabetical order.",
       .example = "CALL db.labels() YIELD label RETURN label",
       .run = run_labels},
      {.name = "db.relationshipTypes",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"relationshipType", kString}},
       .doc = "The relationship types in use, in alphabetical order.",
       .example = "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
       .run = run_relationship_types},
      {.name = "db.propertyKeys",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"propertyKey", kString}},
       .doc = "The property keys the database has ever seen, in alphabetical order.",
       .example = "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
       .run = run_property_keys},
  };
}

}  // namespace liaison::query
