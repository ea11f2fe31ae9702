#include "exec/pattern_creator.h"

#include <algorithm>
#include <utility>

namespace liaison::query {
namespace {

// The names and $(..) parts of a conjunction of labels.
void flatten(const LabelExpression& labels, std::vector<std::string>& names,
             std::vector<const BoundExpression*>& dynamic) {
  if (labels.kind == LabelExpression::Kind::Name) names.push_back(labels.name);
  if (labels.dynamic) dynamic.push_back(labels.dynamic.get());
  for (const LabelExpression& operand : labels.operands) flatten(operand, names, dynamic);
}

Value bound_node(const DataChunk& chunk, const RowLayout& in, const PatternNode& node,
                 std::size_t row) {
  const Value value = chunk.column(*in.column_of(node.variable)).get(row);
  if (value.is_node()) return value;
  if (value.is_null()) {
    throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                     "A relationship cannot be created: one of its nodes is null.", node.span);
  }
  throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                   std::string("A pattern expected a node and found a value of type ") +
                       kind_name(value.kind()) + ".",
                   node.span);
}

}  // namespace

template <class PatternElement>
PatternCreator::Element PatternCreator::make_element(const PatternElement& element,
                                                     const std::optional<LabelExpression>& labels,
                                                     const RowLayout& in) const {
  Element result;
  if (labels) {
    std::vector<const BoundExpression*> dynamic;
    flatten(*labels, result.names, dynamic);
    for (const BoundExpression* expression : dynamic) {
      result.dynamic_names.emplace_back(*expression, in);
    }
  }
  for (const auto& [key, value] : element.properties) {
    result.keys.push_back(key);
    result.properties.emplace_back(*value, in);
  }
  if (element.properties_map) result.properties_map.emplace_back(*element.properties_map, in);
  return result;
}

PatternCreator::PatternCreator(const BoundPattern& pattern, const RowLayout& in)
    : pattern_(pattern), in_(in) {
  for (const PatternNode& node : pattern.nodes) {
    nodes_.push_back(node.is_bound ? Element() : make_element(node, node.labels, in));
  }
  for (const PatternRelationship& relationship : pattern.relationships) {
    relationships_.push_back(make_element(relationship, relationship.types, in));
  }
}

void PatternCreator::prepare(ExecutionContext& context, const DataChunk& chunk, Element& element) {
  element.name_columns.assign(element.dynamic_names.size(), ColumnVector());
  for (std::size_t i = 0; i < element.dynamic_names.size(); ++i) {
    element.dynamic_names[i].evaluate(context.eval(), chunk, element.name_columns[i]);
  }
  element.property_columns.assign(element.properties.size(), ColumnVector());
  for (std::size_t i = 0; i < element.properties.size(); ++i) {
    element.properties[i].evaluate(context.eval(), chunk, element.property_columns[i]);
  }
  for (ExpressionEvaluator& map : element.properties_map) {
    map.evaluate(context.eval(), chunk, element.map_column);
  }
}

void PatternCreator::prepare(ExecutionContext& context, const DataChunk& chunk) {
  for (Element& element : nodes_) prepare(context, chunk, element);
  for (Element& element : relationships_) prepare(context, chunk, element);
}

ValueMap PatternCreator::properties_at(const Element& element, std::size_t row) {
  ValueMap result;
  if (!element.properties_map.empty()) {
    const Value map = element.map_column.get(row);
    if (map.is_map()) return map.as_map();
    if (map.is_null()) return result;
    throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                     std::string("Properties must be a map, found a value of type ") +
                         kind_name(map.kind()) + ".");
  }
  for (std::size_t i = 0; i < element.keys.size(); ++i) {
    result.emplace_back(element.keys[i], element.property_columns[i].get(row));
  }
  return result;
}

std::vector<std::string> PatternCreator::names_at(const Element& element, std::size_t row) {
  std::vector<std::string> names = element.names;
  auto add = [&](const Value& value) {
    if (!value.is_string()) {
      throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                       std::string("A label or type must be a string, found a value of type ") +
                           kind_name(value.kind()) + ".");
    }
    names.emplace_back(value.as_string());
  };
  for (const ColumnVector& column : element.name_columns) {
    const Value value = column.get(row);
    if (value.is_list()) {
      for (const Value& name : value.as_list()) add(name);
    } else {
      add(value);
    }
  }
  return names;
}

void PatternCreator::check_no_nulls(std::size_t row) const {
  auto check = [&](const Element& element, const SourceSpan& span) {
    for (const auto& [key, value] : properties_at(element, row)) {
      if (!value.is_null()) continue;
      throw QueryError(
          "SemanticError", ErrorPhase::Runtime, "MergeReadOwnWrites",
          "MERGE cannot use the null value of property `" + key + "`: nothing equals null.", span);
    }
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) check(nodes_[i], pattern_.nodes[i].span);
  for (std::size_t i = 0; i < relationships_.size(); ++i) {
    check(relationships_[i], pattern_.relationships[i].span);
  }
}

std::span<const PropertyEntry> PatternCreator::entries_at(ExecutionContext& context,
                                                          const Element& element, std::size_t row) {
  element.entries.clear();
  element.key_ids.resize(element.keys.size());
  for (std::size_t i = 0; i < element.keys.size(); ++i) {
    Value value = element.property_columns[i].get(row);
    if (value.is_null()) continue;
    check_storable(value);
    std::optional<PropertyKeyId>& key = element.key_ids[i];
    if (!key) key = context.writer().property_key(element.keys[i]);
    element.entries.push_back({*key, std::move(value)});
  }
  return element.entries;
}

NodeId PatternCreator::create_node(EntityWriter& writer, ExecutionContext& context,
                                   const Element& element, std::size_t row) {
  if (!element.is_static()) {
    return writer.create_node(names_at(element, row), properties_at(element, row));
  }
  if (element.labels.empty()) {
    for (const std::string& name : element.names) {
      element.labels.push_back(context.writer().label(name));
    }
    std::sort(element.labels.begin(), element.labels.end());
    element.labels.erase(std::unique(element.labels.begin(), element.labels.end()),
                         element.labels.end());
  }
  return writer.create_node(element.labels, entries_at(context, element, row));
}

RelationshipId PatternCreator::create_relationship(EntityWriter& writer, ExecutionContext& context,
                                                   const Element& element, std::size_t row,
                                                   const PatternRelationship& pattern,
                                                   NodeId source, NodeId target) {
  if (!element.type) {
    const auto types = names_at(element, row);
    if (types.size() != 1) {
      throw QueryError("SyntaxError", ErrorPhase::Runtime, "NoSingleRelationshipType",
                       "A relationship is created with exactly one type.", pattern.span);
    }
    if (!element.is_static()) {
      return writer.create_relationship(types.front(), source, target, properties_at(element, row));
    }
    element.type = context.writer().relationship_type(types.front());
  }
  return writer.create_relationship(*element.type, source, target,
                                    entries_at(context, element, row));
}

void PatternCreator::create(ExecutionContext& context, const DataChunk& chunk, std::size_t row,
                            std::map<VariableId, Value>& created) const {
  EntityWriter writer(context);
  std::vector<Value> nodes(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const PatternNode& node = pattern_.nodes[i];
    if (node.is_bound) continue;  // looked at only when a relationship needs it
    nodes[i] = Value::node(create_node(writer, context, nodes_[i], row));
    created[node.variable] = nodes[i];
  }
  auto node_id = [&](std::size_t index) {
    const PatternNode& node = pattern_.nodes[index];
    if (!node.is_bound) return nodes[index].node_id();
    const NodeId id = bound_node(chunk, in_, node, row).node_id();
    if (context.deleted.nodes.contains(id)) {
      throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                       "A relationship cannot be created: one of its nodes has been deleted by "
                       "this statement.",
                       node.span);
    }
    return id;
  };
  for (std::size_t i = 0; i < relationships_.size(); ++i) {
    const PatternRelationship& relationship = pattern_.relationships[i];
    const bool forward = relationship.direction != Direction::Incoming;
    const NodeId source = node_id(forward ? relationship.left : relationship.right);
    const NodeId target = node_id(forward ? relationship.right : relationship.left);
    created[relationship.variable] = Value::relationship(
        create_relationship(writer, context, relationships_[i], row, relationship, source, target));
  }
  for (const PatternPath& path : pattern_.paths) {
    if (!path.has_variable) continue;
    PathData data;
    for (std::size_t index : path.nodes) data.nodes.push_back(Value::node(node_id(index)));
    for (std::size_t index : path.relationships) {
      data.relationships.push_back(created.at(pattern_.relationships[index].variable));
    }
    created[path.variable] = Value::path(std::move(data));
  }
}

}  // namespace liaison::query
