// Projection: adds the values of expressions to the row.
#include "exec/operators/factories.h"

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
    }
  }

  bool is_parallel() const override { return true; }

  bool process(Frame& frame, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    carry_.copy(in, out);
    ColumnVector unused;
    for (const Item& item : items_) {
      item.evaluator.evaluate(frame.context.eval(), in,
                              item.column ? out.column(*item.column) : unused);
    }
    return false;
  }

 private:
  struct Item {
    ExpressionEvaluator evaluator;
    std::optional<std::size_t> column;
  };
  Carry carry_;
  std::vector<Item> items_;
};

}  // namespace

StreamPtr make_projection(const Projection& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ProjectionOperator>(op, in, out);
}

}  // namespace liaison::query
