// Projection: adds the values of expressions to the row.
#include "exec/operators/factories.h"

namespace liaison::query {
namespace {

struct ProjectionState final : OperatorState {
  std::vector<ExpressionEvaluator> evaluators;
};

class ProjectionOperator final : public StreamOperator {
 public:
  ProjectionOperator(const Projection& op, const RowLayout& in, const RowLayout& out)
      : in_(in), carry_(in, out) {
    for (const Assignment& item : op.items) {
      const auto column = out.column_of(item.variable);
      // A value nobody asks for is still computed when it could be an error.
      if (!column && (std::holds_alternative<BoundPath>(item.expression->node) ||
                      std::holds_alternative<BoundVariable>(item.expression->node) ||
                      std::holds_alternative<BoundLiteral>(item.expression->node))) {
        continue;
      }
      items_.push_back({item.expression, column});
    }
  }

  std::unique_ptr<OperatorState> make_state(Frame&) const override {
    auto state = std::make_unique<ProjectionState>();
    for (const Item& item : items_) state->evaluators.emplace_back(*item.expression, in_);
    return state;
  }

  bool process(Frame& frame, OperatorState& base, const DataChunk& in,
               DataChunk& out) const override {
    auto& state = static_cast<ProjectionState&>(base);
    carry_.copy(in, out);
    ColumnVector unused;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      ColumnVector& target = items_[i].column ? out.column(*items_[i].column) : unused;
      state.evaluators[i].evaluate(frame.context.eval(), in, target);
    }
    return false;
  }

 private:
  struct Item {
    Predicate expression;
    std::optional<std::size_t> column;
  };
  RowLayout in_;
  Carry carry_;
  std::vector<Item> items_;
};

}  // namespace

StreamPtr make_projection(const Projection& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<ProjectionOperator>(op, in, out);
}

}  // namespace liaison::query
