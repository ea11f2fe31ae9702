// What reads from entities: properties, dynamic properties, labels, map projections and paths.
// Ids of a chunk are gathered in one call each.
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

class PropertyNode final : public EvaluatorNode {
 public:
  PropertyNode(const SourceSpan& span, const std::string& key, EvaluatorNodePtr object)
      : EvaluatorNode(span), key_(key), object_(std::move(object)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    object_->evaluate(context, chunk, objects_);
    collect(EntityKind::Node);
    collect(EntityKind::Relationship);
    if (node_rows_.empty() && relationship_rows_.empty()) {
      out.reset(VectorType::Tagged);
      for (std::size_t row = 0; row < objects_.size(); ++row) {
        out.append(value_property(objects_.get(row), key_));
      }
      return;
    }
    const bool only_nodes = node_rows_.size() == objects_.size();
    const bool only_relationships = relationship_rows_.size() == objects_.size();
    if (only_nodes || only_relationships) {
      gather(context, only_nodes ? EntityKind::Node : EntityKind::Relationship, out);
      return;
    }
    out.reset(VectorType::Tagged);
    out.resize_nulls(objects_.size());
    for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
      const auto& rows = kind == EntityKind::Node ? node_rows_ : relationship_rows_;
      if (rows.empty()) continue;
      gather(context, kind, gathered_);
      for (std::size_t i = 0; i < rows.size(); ++i) out.set(rows[i], gathered_.get(i));
    }
    for (std::size_t row = 0; row < objects_.size(); ++row) {
      const Value object = objects_.get(row);
      if (object.is_null() || object.is_node() || object.is_relationship()) continue;
      out.set(row, value_property(object, key_));
    }
  }

 private:
  // Notes the rows that hold an entity of this kind.
  void collect(EntityKind kind) {
    auto& rows = kind == EntityKind::Node ? node_rows_ : relationship_rows_;
    rows.clear();
    const bool typed =
        objects_.type() == (kind == EntityKind::Node ? VectorType::Node : VectorType::Relationship);
    if (!typed && objects_.type() != VectorType::Tagged) return;
    for (std::uint32_t row = 0; row < objects_.size(); ++row) {
      if (objects_.is_null(row)) continue;
      if (typed || is_kind(objects_.tagged()[row], kind)) rows.push_back(row);
    }
  }

  static bool is_kind(const Value& value, EntityKind kind) {
    return kind == EntityKind::Node ? value.is_node() : value.is_relationship();
  }

  void gather(EvalContext& context, EntityKind kind, ColumnVector& out) {
    const auto& rows = kind == EntityKind::Node ? node_rows_ : relationship_rows_;
    ids_.clear();
    for (const std::uint32_t row : rows) {
      const Value entity = objects_.get(row);
      check_not_deleted(context, entity);
      ids_.push_back(entity_id(entity));
    }
    out.reset(VectorType::Tagged);
    if (const auto token = context.graph().catalog().property_key(key_)) {
      context.graph().gather(kind, ids_, *token, out);
    } else {
      out.resize_nulls(ids_.size());
    }
  }

  const std::string& key_;
  EvaluatorNodePtr object_;
  ColumnVector objects_, gathered_;
  std::vector<std::uint32_t> node_rows_, relationship_rows_;
  std::vector<std::uint64_t> ids_;
};

class IndexNode final : public EvaluatorNode {
 public:
  IndexNode(const SourceSpan& span, EvaluatorNodePtr object, EvaluatorNodePtr index)
      : EvaluatorNode(span), object_(std::move(object)), index_(std::move(index)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    object_->evaluate(context, chunk, objects_);
    index_->evaluate(context, chunk, indexes_);
    out.reset(VectorType::Tagged);
    out.reserve(chunk.row_count());
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(element(context, objects_.get(row), indexes_.get(row)));
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
  ColumnVector objects_, indexes_;
};

// A label expression with its dynamic parts compiled.
struct CompiledLabels {
  const LabelExpression* expression;
  EvaluatorNodePtr dynamic;
  ColumnVector dynamic_values;
  std::vector<CompiledLabels> operands;
};

CompiledLabels compile_labels(const LabelExpression& expression, const RowLayout& layout) {
  CompiledLabels compiled{&expression, compile_optional(expression.dynamic, layout), {}, {}};
  for (const LabelExpression& operand : expression.operands) {
    compiled.operands.push_back(compile_labels(operand, layout));
  }
  return compiled;
}

class LabelTestNode final : public EvaluatorNode {
 public:
  LabelTestNode(const SourceSpan& span, EvaluatorNodePtr object, CompiledLabels labels)
      : EvaluatorNode(span), object_(std::move(object)), labels_(std::move(labels)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    object_->evaluate(context, chunk, objects_);
    evaluate_dynamic(context, chunk, labels_);
    fetch(context);
    out.reset(VectorType::Boolean);
    out.reserve(chunk.row_count());
    const Catalog& catalog = context.graph().catalog();
    std::size_t fetched = 0;
    for (std::size_t row = 0; row < objects_.size(); ++row) {
      const Value object = objects_.get(row);
      if (object.is_null()) {
        out.append_null();
        continue;
      }
      names_.clear();
      if (object.is_node()) {
        for (const LabelId label : node_labels_[fetched]) {
          names_.push_back(&catalog.label_name(label));
        }
      } else if (const auto& ends = relationship_ends_[fetched]) {
        names_.push_back(&catalog.relationship_type_name(ends->type));
      }
      ++fetched;
      out.append_boolean(holds(labels_, row));
    }
  }

 private:
  static void evaluate_dynamic(EvalContext& context, const DataChunk& chunk,
                               CompiledLabels& labels) {
    if (labels.dynamic) labels.dynamic->evaluate(context, chunk, labels.dynamic_values);
    for (CompiledLabels& operand : labels.operands) evaluate_dynamic(context, chunk, operand);
  }

  // Labels and types of the rows' entities, in row order, nulls left out.
  void fetch(EvalContext& context) {
    std::vector<NodeId> nodes;
    std::vector<RelationshipId> relationships;
    for (std::size_t row = 0; row < objects_.size(); ++row) {
      const Value object = objects_.get(row);
      if (object.is_null()) continue;
      if (!object.is_node() && !object.is_relationship()) {
        throw_type_error("InvalidArgumentType",
                         "Labels belong to nodes; found " + describe_kind(object) + ".");
      }
      if (object.is_node()) check_not_deleted(context, object);
      // One array for both keeps positions in step; the other kind's place is never looked at.
      nodes.push_back(object.is_node() ? object.node_id() : NodeId());
      relationships.push_back(object.is_relationship() ? object.relationship_id()
                                                       : RelationshipId());
    }
    const bool any_node =
        std::any_of(nodes.begin(), nodes.end(), [](NodeId id) { return id != NodeId(); });
    const bool any_relationship =
        std::any_of(relationships.begin(), relationships.end(),
                    [](RelationshipId id) { return id != RelationshipId(); });
    node_labels_.clear();
    relationship_ends_.clear();
    if (any_node) context.graph().labels(nodes, node_labels_);
    if (any_relationship) context.graph().relationship_ends(relationships, relationship_ends_);
  }

  bool has(std::string_view name) const {
    return std::any_of(names_.begin(), names_.end(),
                       [name](const std::string* n) { return *n == name; });
  }

  bool has_dynamic(const Value& wanted, bool one_is_enough) const {
    if (wanted.is_string()) return has(wanted.as_string());
    if (wanted.is_list()) {
      const auto holds_one = [&](const Value& v) { return has_dynamic(v, one_is_enough); };
      const ValueList& names = wanted.as_list();
      return one_is_enough ? std::any_of(names.begin(), names.end(), holds_one)
                           : std::all_of(names.begin(), names.end(), holds_one);
    }
    throw_type_error(
        "InvalidArgumentType",
        "A dynamic label is a STRING or a LIST of them; found " + describe_kind(wanted) + ".");
  }

  bool holds(const CompiledLabels& labels, std::size_t row) const {
    switch (labels.expression->kind) {
      case LabelExpression::Kind::Name:
        return has(labels.expression->name);
      case LabelExpression::Kind::Any:
        return !names_.empty();
      case LabelExpression::Kind::Not:
        return !holds(labels.operands[0], row);
      case LabelExpression::Kind::And:
        return std::all_of(labels.operands.begin(), labels.operands.end(),
                           [&](const CompiledLabels& o) { return holds(o, row); });
      case LabelExpression::Kind::Or:
        return std::any_of(labels.operands.begin(), labels.operands.end(),
                           [&](const CompiledLabels& o) { return holds(o, row); });
      case LabelExpression::Kind::Dynamic:

        return has_dynamic(labels.dynamic_values.get(row), labels.expression->dynamic_any);
    }
    return false;
  }

  EvaluatorNodePtr object_;
  CompiledLabels labels_;
  ColumnVector objects_;
  std::vector<std::vector<LabelId>> node_labels_;
  std::vector<std::optional<RelationshipEnds>> relationship_ends_;
  std::vector<const std::string*> names_;
};

class MapNode final : public EvaluatorNode {
 public:
  MapNode(const SourceSpan& span, const BoundMapLiteral& map, const RowLayout& layout)
      : EvaluatorNode(span), map_(map), guard_(compile_optional(map.null_if_null, layout)) {
    for (const auto& entry : map.entries) values_.push_back(compile(*entry.value, layout));
    columns_.resize(values_.size());
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    if (guard_) guard_->evaluate(context, chunk, guards_);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i]->evaluate(context, chunk, columns_[i]);
    }
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      if (guard_ && guards_.is_null(row)) {
        out.append_null();
        continue;
      }
      ValueMap result;
      result.reserve(values_.size());
      for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto& entry = map_.entries[i];
        if (!entry.spread) {
          put(result, entry.key, columns_[i].get(row));
          continue;
        }
        const Value all = properties_of(context, columns_[i].get(row));
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
  ColumnVector guards_;
  std::vector<ColumnVector> columns_;
};

class PathNode final : public EvaluatorNode {
 public:
  PathNode(const SourceSpan& span, std::vector<std::size_t> columns)
      : EvaluatorNode(span), columns_(std::move(columns)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
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

EvaluatorNodePtr compile_property(const BoundExpression& expression, const BoundProperty& property,
                                  const RowLayout& layout) {
  return std::make_unique<PropertyNode>(expression.span, property.key,
                                        compile(*property.object, layout));
}

EvaluatorNodePtr compile_index(const BoundExpression& expression, const BoundIndex& index,
                               const RowLayout& layout) {
  return std::make_unique<IndexNode>(expression.span, compile(*index.object, layout),
                                     compile(*index.index, layout));
}

EvaluatorNodePtr compile_label_test(const BoundExpression& expression, const BoundLabelTest& test,
                                    const RowLayout& layout) {
  return std::make_unique<LabelTestNode>(expression.span, compile(*test.object, layout),
                                         compile_labels(test.labels, layout));
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
