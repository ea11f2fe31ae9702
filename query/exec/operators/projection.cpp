// Projection: adds the values of expressions to the row. Properties of the same variable are read
// together.
#include <algorithm>
#include <span>

#include "exec/operators/factories.h"
#include "liaison/engine/gather.h"

namespace liaison::query {
namespace {

class ProjectionOperator final : public StreamOperator {
 public:
  ProjectionOperator(const Projection& op, const RowLayout& in, const RowLayout& out)
      : carry_(in, out) {
    items_.reserve(op.items.size());
    for (const Assignment& item : op.items) {
      const auto column = out.column_of(item.variable);
      // A value nobody asks for is still computed when it could be an error.
      if (!column && (std::holds_alternative<BoundPath>(item.expression->node) ||
                      std::holds_alternative<BoundVariable>(item.expression->node) ||
                      std::holds_alternative<BoundLiteral>(item.expression->node))) {
        continue;
      }
      items_.push_back({ExpressionEvaluator(*item.expression, in), column});
      if (column) add_property(*item.expression, in, items_.size() - 1);
    }
    std::erase_if(properties_, [](const Properties& of) { return of.items.size() < 2; });
    for (const Properties& of : properties_) {
      for (const std::size_t item : of.items) items_[item].is_property = true;
    }
  }

  bool is_parallel() const override { return true; }

  bool process(Frame& frame, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    carry_.copy(in, out);
    for (const Item& item : items_) {
      if (!item.is_property) evaluate(frame, item, in, out);
    }
    for (const Properties& of : properties_) {
      if (gather_together(frame, of, in, out)) continue;
      for (const std::size_t item : of.items) evaluate(frame, items_[item], in, out);
    }
    return false;
  }

 private:
  struct Item {
    ExpressionEvaluator evaluator;
    std::optional<std::size_t> column;
    bool is_property = false;  // is in properties_
  };
  // Items that are properties of the variable in a column.
  struct Properties {
    std::size_t object;
    std::vector<const std::string*> keys;
    std::vector<std::size_t> items;  // parallel to keys
  };

  void add_property(const BoundExpression& expression, const RowLayout& in, std::size_t item) {
    const auto* property = std::get_if<BoundProperty>(&expression.node);
    const auto* object = property ? std::get_if<BoundVariable>(&property->object->node) : nullptr;
    const auto column = object ? in.column_of(object->variable) : std::nullopt;
    if (!column) return;
    auto of = std::find_if(properties_.begin(), properties_.end(),
                           [&](const Properties& other) { return other.object == *column; });
    if (of == properties_.end()) of = properties_.insert(of, {*column, {}, {}});
    of->keys.push_back(&property->key);
    of->items.push_back(item);
  }

  static void evaluate(Frame& frame, const Item& item, const DataChunk& in, DataChunk& out) {
    ColumnVector unused;
    item.evaluator.evaluate(frame.context.eval(), in,
                            item.column ? out.column(*item.column) : unused);
  }

  // False: the rows are no plain nodes or relationships.
  bool gather_together(Frame& frame, const Properties& of, const DataChunk& in,
                       DataChunk& out) const {
    const ColumnVector& objects = in.column(of.object);
    const bool are_nodes = objects.type() == VectorType::Node;
    if (!(are_nodes || objects.type() == VectorType::Relationship) || objects.may_have_nulls()) {
      return false;
    }
    const EvalContext& context = frame.context.eval();
    if (context.functions.deleted && !context.functions.deleted->empty()) return false;
    std::vector<PropertyKeyId> keys;
    std::vector<ColumnVector*> columns;
    for (std::size_t i = 0; i < of.keys.size(); ++i) {
      ColumnVector& column = out.column(*items_[of.items[i]].column);
      if (const auto key = context.graph().catalog().property_key(*of.keys[i])) {
        keys.push_back(*key);
        columns.push_back(&column);
      } else {
        column.reset(VectorType::Tagged);
        column.resize_nulls(objects.size());
      }
    }
    gather(context.graph(), are_nodes ? EntityKind::Node : EntityKind::Relationship, objects.ids(),
           keys, columns);
    return true;
  }

  Carry carry_;
  std::vector<Item> items_;
  std::vector<Properties> properties_;
};

}  // namespace

StreamPtr make_projection(const Projection& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ProjectionOperator>(op, in, out);
}

}  // namespace liaison::query
