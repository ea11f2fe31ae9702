// Bound expressions over column vectors: the one evaluator. A chunk of rows goes in, a column
// vector of as many values comes out. Operators, constant folding and the write clauses share it.
//
// Kernels work on typed columns where both sides are typed and on tagged values elsewhere.
// Branches of CASE and the right side of AND and OR are evaluated only for the rows that need them.
// Errors are QueryErrors of phase Runtime that carry the span of the expression at fault.
// Thread-safety: an ExpressionEvaluator is immutable and safe: plans keep them, and every run and
// thread uses the same ones; an EvalContext belongs to one thread. Lifetime: the expression
// outlives the evaluator.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "bind/bound_expression.h"
#include "eval/row_layout.h"
#include "liaison/engine/data_chunk.h"
#include "liaison/query/function.h"
#include "liaison/query/session.h"

namespace liaison::query {

// Runs the subqueries inside expressions, a chunk of outer rows at a time.
class SubqueryRunner {
 public:
  virtual ~SubqueryRunner() = default;
  // Appends one value per outer row: a boolean (Exists), a count, or a list (Collect).
  virtual void run(const BoundSubquery& subquery, const DataChunk& outer, const RowLayout& layout,
                   ColumnVector& out) = 0;
};

// Everything an expression may see besides its row. One per running statement and thread.
struct EvalContext {
  FunctionContext functions;
  const Parameters* parameters = nullptr;
  SubqueryRunner* subqueries = nullptr;

  const GraphReader& graph() const { return *functions.graph; }
};

class EvaluatorNode;

class ExpressionEvaluator {
 public:
  // *Requires* that `layout` has every free variable of the expression.
  ExpressionEvaluator(const BoundExpression& expression, const RowLayout& layout);
  ExpressionEvaluator(ExpressionEvaluator&&) noexcept;
  ExpressionEvaluator& operator=(ExpressionEvaluator&&) noexcept;
  ~ExpressionEvaluator();

  // Replaces `out` by one value per row of the chunk.
  void evaluate(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const;
  // Replaces `rows` by the positions at which the value is true. *Throws* QueryError for a value
  // that is neither boolean nor null.
  void select(EvalContext& context, const DataChunk& chunk, std::vector<std::uint32_t>& rows) const;

 private:
  std::unique_ptr<const EvaluatorNode> root_;
  SourceSpan span_;
};

// The columns that an expression reads, so that sub-chunks copy no others.
std::vector<std::size_t> columns_read(const BoundExpression& expression, const RowLayout& layout);

// The rows at `rows`, with only the columns at `columns` filled in; positions stay the same.
DataChunk select_columns(const DataChunk& chunk, std::span<const std::uint32_t> rows,
                         std::span<const std::size_t> columns);

// The value of an expression without variables, prepared with an empty layout.
Value evaluate_constant(EvalContext& context, const ExpressionEvaluator& evaluator);
// The value of an expression without variables (SKIP, LIMIT, procedure arguments, constants).
Value evaluate_constant(EvalContext& context, const BoundExpression& expression);

}  // namespace liaison::query
