// A property of every row's node, relationship, map, temporal value or point. The ids of a chunk
// are gathered in one call, and the column comes out in the type in which the graph keeps it.
#include <algorithm>

#include "eval/evaluator_node.h"
#include "eval/operators.h"
#include "liaison/engine/temporal_functions.h"

namespace liaison::query {
namespace {

class PropertyNode final : public EvaluatorNode {
 public:
  PropertyNode(const SourceSpan& span, const std::string& key, EvaluatorNodePtr object)
      : EvaluatorNode(span), key_(key), object_(std::move(object)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector objects;
    object_->evaluate(context, chunk, objects);
    if (objects.type() == VectorType::Node) {
      of_column(context, EntityKind::Node, objects, out);
    } else if (objects.type() == VectorType::Relationship) {
      of_column(context, EntityKind::Relationship, objects, out);
    } else if (objects.type() == VectorType::Date) {
      of_dates(objects, out);
    } else {
      of_values(context, objects, out);
    }
  }

 private:
  void of_column(EvalContext& context, EntityKind kind, const ColumnVector& objects,
                 ColumnVector& out) const {
    if (context.functions.deleted && !context.functions.deleted->empty()) {
      for (std::size_t row = 0; row < objects.size(); ++row) {
        if (!objects.is_null(row)) check_not_deleted(context, objects.get(row));
      }
    }
    if (!objects.may_have_nulls()) return gather(context, kind, objects.ids(), out);
    std::vector<std::uint64_t> ids;
    ids.reserve(objects.size());
    for (std::size_t row = 0; row < objects.size(); ++row) {
      if (!objects.is_null(row)) ids.push_back(objects.ids()[row]);
    }
    ColumnVector found;
    gather(context, kind, ids, found);
    out.reset(found.type());
    out.reserve(objects.size());
    std::size_t next = 0;
    for (std::size_t row = 0; row < objects.size(); ++row) {
      if (objects.is_null(row)) {
        out.append_null();
      } else {
        out.append_from(found, next++);
      }
    }
  }

  // All components of dates are integers, and a date has one or none by its name alone.
  void of_dates(const ColumnVector& dates, ColumnVector& out) const {
    const auto number_of = [&](std::int64_t days) { return component(Temporal(Date{days}), key_); };
    if (!number_of(0)) {
      out.reset(VectorType::Tagged);
      return out.resize_nulls(dates.size());
    }
    std::int64_t* const numbers = out.write_integers(dates.size());
    for (std::size_t row = 0; row < dates.size(); ++row) {
      numbers[row] = dates.is_null(row) ? 0 : std::get<std::int64_t>(*number_of(dates.days()[row]));
    }
    const auto valid = dates.valid();
    if (!valid.empty()) std::ranges::copy(valid, out.write_valid());
  }

  // Rows of any kind, each by its own.
  void of_values(EvalContext& context, const ColumnVector& objects, ColumnVector& out) const {
    out.reset(VectorType::Tagged);
    out.resize_nulls(objects.size());
    std::vector<std::uint32_t> rows[2];  // nodes, relationships
    std::vector<std::uint64_t> ids[2];
    for (std::uint32_t row = 0; row < objects.size(); ++row) {
      if (objects.is_null(row)) continue;
      const Value object = objects.get(row);
      if (!object.is_node() && !object.is_relationship()) {
        out.set(row, value_property(object, key_));
        continue;
      }
      check_not_deleted(context, object);
      const bool is_node = object.is_node();
      rows[is_node ? 0 : 1].push_back(row);
      ids[is_node ? 0 : 1].push_back(is_node ? object.node_id().value
                                             : object.relationship_id().value);
    }
    for (const EntityKind kind : {EntityKind::Node, EntityKind::Relationship}) {
      const std::size_t which = kind == EntityKind::Node ? 0 : 1;
      if (rows[which].empty()) continue;
      ColumnVector found;
      gather(context, kind, ids[which], found);
      if (found.size() == objects.size()) {
        out = std::move(found);
        return;
      }
      for (std::size_t i = 0; i < rows[which].size(); ++i) out.set(rows[which][i], found.get(i));
    }
  }

  void gather(EvalContext& context, EntityKind kind, std::span<const std::uint64_t> ids,
              ColumnVector& out) const {
    out.reset(VectorType::Tagged);
    if (const auto token = context.graph().catalog().property_key(key_)) {
      context.graph().gather(kind, ids, *token, out);
    } else {
      out.resize_nulls(ids.size());
    }
  }

  const std::string& key_;
  EvaluatorNodePtr object_;
};

}  // namespace

EvaluatorNodePtr compile_property(const BoundExpression& expression, const BoundProperty& property,
                                  const RowLayout& layout) {
  return std::make_unique<PropertyNode>(expression.span, property.key,
                                        compile(*property.object, layout));
}

}  // namespace liaison::query
