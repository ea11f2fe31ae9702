// Which properties the nodes and relationships have, of which types, and whether all of a kind have
// them: found by reading all of them, once.
#include <algorithm>
#include <map>
#include <set>

#include "procedures/families.h"
#include "procedures/listing.h"

namespace liaison::query {
namespace {

const StaticType kString = StaticType::of(ValueKind::String);
const StaticType kStringList = StaticType::list_of(kString);
const StaticType kBoolean = StaticType::of(ValueKind::Boolean);

struct PropertyUse {
  std::uint64_t count = 0;
  std::set<std::string> types;
};

struct Group {
  std::uint64_t count = 0;
  std::map<std::string, PropertyUse> properties;
};

// By labels, or by the one type.
using Groups = std::map<std::vector<std::string>, Group>;

std::string type_name(const Value& value) {
  if (!value.is_list()) return kind_name(value.kind());
  std::set<std::string> elements;
  for (const Value& element : value.as_list()) elements.insert(kind_name(element.kind()));
  std::string text;
  for (const std::string& element : elements) text += (text.empty() ? "" : " | ") + element;
  return "LIST<" + (text.empty() ? "NOTHING" : text) + ">";
}

void add(Groups& groups, const std::vector<std::string>& names, const Catalog& catalog,
         const std::vector<PropertyEntry>& properties) {
  Group& group = groups[names];
  ++group.count;
  for (const PropertyEntry& entry : properties) {
    PropertyUse& use = group.properties[catalog.property_key_name(entry.key)];
    ++use.count;
    use.types.insert(type_name(entry.value));
  }
}

Groups nodes_of(const ProcedureContext& context) {
  const GraphReader& graph = *context.graph;
  const Catalog& catalog = graph.catalog();
  Groups groups;
  const auto scan = graph.scan_nodes();
  std::vector<NodeId> nodes;
  std::vector<std::uint64_t> ids;
  std::vector<std::vector<LabelId>> labels;
  std::vector<std::vector<PropertyEntry>> properties;
  for (; scan->next(kChunkCapacity, nodes) > 0; nodes.clear()) {
    if (context.cancellation != nullptr) context.cancellation->check();
    ids.clear();
    for (const NodeId node : nodes) ids.push_back(node.value);
    graph.labels(nodes, labels);
    graph.gather_all(EntityKind::Node, ids, properties);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::vector<std::string> names;
      for (const LabelId label : labels[i]) names.push_back(catalog.label_name(label));
      std::sort(names.begin(), names.end());
      add(groups, names, catalog, properties[i]);
    }
  }
  return groups;
}

Groups relationships_of(const ProcedureContext& context) {
  const GraphReader& graph = *context.graph;
  const Catalog& catalog = graph.catalog();
  Groups groups;
  const auto scan = graph.scan_relationships();
  std::vector<RelationshipId> relationships;
  std::vector<RelationshipEnds> ends;
  std::vector<std::uint64_t> ids;
  std::vector<std::vector<PropertyEntry>> properties;
  while (scan->next(kChunkCapacity, relationships, ends) > 0) {
    if (context.cancellation != nullptr) context.cancellation->check();
    ids.clear();
    for (const RelationshipId relationship : relationships) ids.push_back(relationship.value);
    graph.gather_all(EntityKind::Relationship, ids, properties);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      add(groups, {catalog.relationship_type_name(ends[i].type)}, catalog, properties[i]);
    }
    relationships.clear();
    ends.clear();
  }
  return groups;
}

// :`A`:`B`, as a pattern would say it.
std::string pattern_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += ":" + quoted_name(name);
  return text;
}

// columns(names, values) appends the values that tell which group a row is about.
template <class Columns>
void emit(const Groups& groups, const Columns& columns, const ProcedureSink& sink) {
  for (const auto& [names, group] : groups) {
    const auto row = [&, &names = names](Value property, Value types, Value mandatory) {
      std::vector<Value> values;
      values.reserve(5);
      columns(names, values);
      values.push_back(std::move(property));
      values.push_back(std::move(types));
      values.push_back(std::move(mandatory));
      sink(values);
    };
    if (group.properties.empty()) row(Value(), Value(), false);
    for (const auto& [key, use] : group.properties) {
      row(key, ValueList(use.types.begin(), use.types.end()), use.count == group.count);
    }
  }
}

void run_node_properties(const ProcedureContext& context, std::span<const Value>,
                         const ProcedureSink& sink) {
  const auto columns = [](const std::vector<std::string>& names, std::vector<Value>& values) {
    values.emplace_back(pattern_text(names));
    values.emplace_back(ValueList(names.begin(), names.end()));
  };
  emit(nodes_of(context), columns, sink);
}

void run_relationship_properties(const ProcedureContext& context, std::span<const Value>,
                                 const ProcedureSink& sink) {
  const auto columns = [](const std::vector<std::string>& names, std::vector<Value>& values) {
    values.emplace_back(pattern_text(names));
  };
  emit(relationships_of(context), columns, sink);
}

}  // namespace

std::vector<ProcedureSpec> schema_property_procedures() {
  return {
      {.name = "db.schema.nodeTypeProperties",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"nodeType", kString},
                   {"nodeLabels", kStringList},
                   {"propertyName", kString},
                   {"propertyTypes", kStringList},
                   {"mandatory", kBoolean}},
       .doc = "Each set of labels in use with each property of such nodes: its types, and whether "
              "all of them have it. Reads every node.",
       .example = "CALL db.schema.nodeTypeProperties() YIELD nodeType, propertyName, propertyTypes "
                  "RETURN nodeType, propertyName, propertyTypes",
       .run = run_node_properties},
      {.name = "db.schema.relTypeProperties",
       .mode = ProcedureMode::Read,
       .arguments = {},
       .results = {{"relType", kString},
                   {"propertyName", kString},
                   {"propertyTypes", kStringList},
                   {"mandatory", kBoolean}},
       .doc = "Each relationship type in use with each property of such relationships: its types, "
              "and whether all of them have it. Reads every relationship.",
       .example = "CALL db.schema.relTypeProperties() YIELD relType, propertyName RETURN relType, "
                  "propertyName",
       .run = run_relationship_properties},
  };
}

}  // namespace liaison::query
