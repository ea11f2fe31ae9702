#include "variable_expression.h"

#include <algorithm>

#include "bind/binder.h"
#include "eval/evaluator.h"
#include "parse/parser.h"

namespace liaison::query {
namespace {

// A subquery needs a plan, which an expression by itself has not.
class NoSubqueries final : public SubqueryRunner {
 public:
  void run(const BoundSubquery&, const DataChunk&, const RowLayout&, ColumnVector&) override {
    throw QueryError("SyntaxError", ErrorPhase::Runtime, "UnsupportedFeature",
                     "There are no subqueries in an expression that is given as text.");
  }
};

class BoundTextExpression final : public VariableExpression {
 public:
  BoundTextExpression(BoundVariableExpression bound, const FunctionContext& context)
      : expression_(std::move(bound.expression)),
        layout_(layout_of(bound.variable)),
        evaluator_(*expression_, layout_) {
    context_.functions = context;
    context_.parameters = &parameters_;
    context_.subqueries = &subqueries_;
  }

  void evaluate(const ColumnVector& values, ColumnVector& out) override {
    out = ColumnVector();
    DataChunk chunk(1);
    ColumnVector part;
    for (std::size_t begin = 0; begin < values.size(); begin += kChunkCapacity) {
      const std::size_t end = std::min(values.size(), begin + kChunkCapacity);
      chunk.clear();
      for (std::size_t i = begin; i < end; ++i) chunk.column(0).append(values.get(i));
      chunk.set_row_count(end - begin);
      evaluator_.evaluate(context_, chunk, part);
      for (std::size_t i = 0; i < part.size(); ++i) out.append(part.get(i));
    }
  }

 private:
  static RowLayout layout_of(VariableId variable) {
    RowLayout layout;
    layout.add(variable);
    return layout;
  }

  BoundExpressionPtr expression_;
  RowLayout layout_;
  ExpressionEvaluator evaluator_;
  Parameters parameters_;
  NoSubqueries subqueries_;
  EvalContext context_;
};

}  // namespace

std::unique_ptr<VariableExpression> make_variable_expression(std::string_view text,
                                                             std::string_view variable,
                                                             const StaticType& type,
                                                             const FunctionContext& context) {
  const ast::ExpressionPtr tree = parse_expression(text);
  return std::make_unique<BoundTextExpression>(bind_expression(*tree, variable, type, {}), context);
}

}  // namespace liaison::query
