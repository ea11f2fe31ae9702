// A bound expression prepared for one row layout: a tree of nodes that each turn a chunk into a
// column vector. Internal to query/eval.
// Thread-safety: immutable once compiled, and safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "eval/evaluator.h"

namespace liaison::query {

class EvaluatorNode {
 public:
  explicit EvaluatorNode(const SourceSpan& span) : span_(span) {}
  virtual ~EvaluatorNode() = default;
  EvaluatorNode(const EvaluatorNode&) = delete;
  EvaluatorNode& operator=(const EvaluatorNode&) = delete;

  // Replaces `out` by one value per row. Errors without a place get this expression's span.
  void evaluate(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const;

  // The one value that this expression has in all rows, if it is that simple: a literal or a
  // parameter. Null: it has to be evaluated.
  virtual const Value* constant(const EvalContext&) const { return nullptr; }

  const SourceSpan& span() const { return span_; }

 protected:
  // *Requires* of implementations: leave exactly chunk.row_count() values in `out`, which comes
  // in with any type and content.
  virtual void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const = 0;

 private:
  SourceSpan span_;
};

using EvaluatorNodePtr = std::unique_ptr<EvaluatorNode>;

// One function per family of expressions; compile() chooses.
EvaluatorNodePtr compile(const BoundExpression& expression, const RowLayout& layout);
EvaluatorNodePtr compile_optional(const BoundExpressionPtr& expression, const RowLayout& layout);

EvaluatorNodePtr compile_binary(const BoundExpression& expression, const BoundBinary& binary,
                                const RowLayout& layout);
EvaluatorNodePtr compile_property(const BoundExpression& expression, const BoundProperty& property,
                                  const RowLayout& layout);
EvaluatorNodePtr compile_index(const BoundExpression& expression, const BoundIndex& index,
                               const RowLayout& layout);
EvaluatorNodePtr compile_label_test(const BoundExpression& expression, const BoundLabelTest& test,
                                    const RowLayout& layout);
EvaluatorNodePtr compile_map(const BoundExpression& expression, const BoundMapLiteral& map,
                             const RowLayout& layout);
EvaluatorNodePtr compile_path(const BoundExpression& expression, const BoundPath& path,
                              const RowLayout& layout);
EvaluatorNodePtr compile_case(const BoundExpression& expression, const BoundCase& branches,
                              const RowLayout& layout);
EvaluatorNodePtr compile_list_comprehension(const BoundExpression& expression,
                                            const BoundListComprehension& comprehension,
                                            const RowLayout& layout);
EvaluatorNodePtr compile_quantifier(const BoundExpression& expression,
                                    const BoundQuantifier& quantifier, const RowLayout& layout);
EvaluatorNodePtr compile_reduce(const BoundExpression& expression, const BoundReduce& reduce,
                                const RowLayout& layout);

// All properties of a node, relationship or map, as a map. *Throws* for anything else; null for
// null.
Value properties_of(EvalContext& context, const Value& value);

// *Throws* QueryError(EntityNotFound) when the statement has deleted the entity.
void check_not_deleted(const EvalContext& context, const Value& entity);

}  // namespace liaison::query
