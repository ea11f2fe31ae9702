// What reads from entities one at a time: dynamic properties, map projections and paths. Properties
// and labels, which go by the chunk, are in property.cpp and label_test.cpp.
#include <algorithm>

#include "eval/evaluator_node.h"
#include "eval/operators.h"
#include "liaison/engine/assert.h"

namespace liaison::query {
namespace {

bool is_deleted(const DeletedEntities& deleted, const Value& entity) {
  return entity.is_node() ? deleted.nodes.contains(entity.node_id())
                          : deleted.relationships.contains(entity.relationship_id());
}

EntityKind entity_kind(const Value& entity) {
  return entity.is_node() ? EntityKind::Node : EntityKind::Relationship;
}
std::uint64_t entity_id(const Value& entity) {
  return entity.is_node() ? entity.node_id().value : entity.relationship_id().value;
}

// One property of one entity.
Value entity_property(EvalContext& context, const Value& entity, std::string_view key) {
  check_not_deleted(context, entity);
  const auto token = context.graph().catalog().property_key(key);
  if (!token) return Value();
  const std::uint64_t id = entity_id(entity);
  ColumnVector value;
  context.graph().gather(entity_kind(entity), std::span(&id, 1), *token, value);
  return value.get(0);
}

class IndexNode final : public EvaluatorNode {
 public:
  IndexNode(const SourceSpan& span, EvaluatorNodePtr object, EvaluatorNodePtr index)
      : EvaluatorNode(span), object_(std::move(object)), index_(std::move(index)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector objects, indexes;
    object_->evaluate(context, chunk, objects);
    index_->evaluate(context, chunk, indexes);
    out.reset(VectorType::Tagged);
    out.reserve(chunk.row_count());
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(element(context, objects.get(row), indexes.get(row)));
    }
  }

 private:
  static Value element(EvalContext& context, const Value& object, const Value& index) {
    if (object.is_null()) return Value();
    if (object.is_list()) return list_element(object, index);
    if (!object.is_map() && !object.is_node() && !object.is_relationship()) {
      throw_type_error("InvalidArgumentType",
                       "An element can be taken from a LIST, a MAP, a NODE or a RELATIONSHIP; "
                       "found " +
                           describe_kind(object) + ".");
    }
    if (index.is_null()) return Value();
    if (!index.is_string()) {
      throw_type_error(
          "MapElementAccessByNonString",
          "Entries and properties are named by a STRING; found " + describe_kind(index) + ".");
    }
    if (object.is_map()) return value_property(object, index.as_string());
    return entity_property(context, object, index.as_string());
  }

  EvaluatorNodePtr object_, index_;
};

class MapNode final : public EvaluatorNode {
 public:
  MapNode(const SourceSpan& span, const BoundMapLiteral& map, const RowLayout& layout)
      : EvaluatorNode(span), map_(map), guard_(compile_optional(map.null_if_null, layout)) {
    for (const auto& entry : map.entries) values_.push_back(compile(*entry.value, layout));
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector guards;
    if (guard_) guard_->evaluate(context, chunk, guards);
    std::vector<ColumnVector> columns(values_.size());
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i]->evaluate(context, chunk, columns[i]);
    }
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      if (guard_ && guards.is_null(row)) {
        out.append_null();
        continue;
      }
      ValueMap result;
      result.reserve(values_.size());
      for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto& entry = map_.entries[i];
        if (!entry.spread) {
          put(result, entry.key, columns[i].get(row));
          continue;
        }
        const Value all = properties_of(context, columns[i].get(row));
        if (all.is_null()) continue;
        for (const auto& [key, value] : all.as_map()) put(result, key, value);
      }
      out.append(Value(std::move(result)));
    }
  }

 private:
  static void put(ValueMap& map, const std::string& key, Value value) {
    for (auto& [name, old] : map) {
      if (name == key) {
        old = std::move(value);
        return;
      }
    }
    map.emplace_back(key, std::move(value));
  }

  const BoundMapLiteral& map_;
  EvaluatorNodePtr guard_;
  std::vector<EvaluatorNodePtr> values_;
};

class PathNode final : public EvaluatorNode {
 public:
  PathNode(const SourceSpan& span, std::vector<std::size_t> columns)
      : EvaluatorNode(span), columns_(std::move(columns)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(build(context, chunk, row));
    }
  }

 private:
  // Adds one relationship and the node it leads to from the path's last one.
  static void step(EvalContext& context, PathData& path, const Value& relationship) {
    const RelationshipId id = relationship.relationship_id();
    std::vector<std::optional<RelationshipEnds>> ends;
    context.graph().relationship_ends(std::span(&id, 1), ends);
    const NodeId here = path.nodes.back().node_id();
    const NodeId next = !ends[0]                  ? NodeId()
                        : ends[0]->source == here ? ends[0]->target
                                                  : ends[0]->source;
    path.relationships.push_back(relationship);
    path.nodes.push_back(Value::node(next));
  }

  Value build(EvalContext& context, const DataChunk& chunk, std::size_t row) const {
    for (const std::size_t column : columns_) {
      if (chunk.column(column).is_null(row)) return Value();
    }
    PathData path;
    path.nodes.push_back(chunk.column(columns_[0]).get(row));
    for (std::size_t i = 1; i + 1 < columns_.size(); i += 2) {
      const Value link = chunk.column(columns_[i]).get(row);
      if (link.is_list()) {
        // A variable-length step may have been walked against the way it is written.
        ValueList links = link.as_list();
        for (const Value& relationship : links) step(context, path, relationship);
      } else {
        path.relationships.push_back(link);
        path.nodes.push_back(chunk.column(columns_[i + 1]).get(row));
      }
    }
    return Value::path(std::move(path));
  }

  std::vector<std::size_t> columns_;
};

}  // namespace

void check_not_deleted(const EvalContext& context, const Value& entity) {
  const DeletedEntities* deleted = context.functions.deleted;
  if (!deleted || deleted->empty() || !is_deleted(*deleted, entity)) return;
  throw QueryError("EntityNotFound", ErrorPhase::Runtime, "DeletedEntityAccess",
                   std::string("This ") + (entity.is_node() ? "node" : "relationship") +
                       " was deleted earlier in the statement; its contents are gone.");
}

Value properties_of(EvalContext& context, const Value& value) {
  if (value.is_null() || value.is_map()) return value;
  if (!value.is_node() && !value.is_relationship()) {
    throw_type_error(
        "InvalidArgumentType",
        "Properties belong to nodes, relationships and maps; found " + describe_kind(value) + ".");
  }
  check_not_deleted(context, value);
  const std::uint64_t id = entity_id(value);
  std::vector<std::vector<PropertyEntry>> properties;
  context.graph().gather_all(entity_kind(value), std::span(&id, 1), properties);
  ValueMap map;
  for (PropertyEntry& entry : properties[0]) {
    map.emplace_back(context.graph().catalog().property_key_name(entry.key),
                     std::move(entry.value));
  }
  std::sort(map.begin(), map.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return map;
}

EvaluatorNodePtr compile_index(const BoundExpression& expression, const BoundIndex& index,
                               const RowLayout& layout) {
  return std::make_unique<IndexNode>(expression.span, compile(*index.object, layout),
                                     compile(*index.index, layout));
}

EvaluatorNodePtr compile_map(const BoundExpression& expression, const BoundMapLiteral& map,
                             const RowLayout& layout) {
  return std::make_unique<MapNode>(expression.span, map, layout);
}

EvaluatorNodePtr compile_path(const BoundExpression& expression, const BoundPath& path,
                              const RowLayout& layout) {
  std::vector<std::size_t> columns;
  for (const VariableId variable : path.elements) {
    const auto column = layout.column_of(variable);
    LIAISON_CHECK(column.has_value());
    columns.push_back(*column);
  }
  return std::make_unique<PathNode>(expression.span, std::move(columns));
}

}  // namespace liaison::query
