// CASE: each branch is evaluated only for the rows that reach it.
#include "eval/evaluator_node.h"
#include "eval/operators.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

class CaseNode final : public EvaluatorNode {
 public:
  CaseNode(const SourceSpan& span, const BoundCase& branches, const RowLayout& layout)
      : EvaluatorNode(span), operand_(compile_optional(branches.operand, layout)) {
    for (const auto& branch : branches.branches) {
      branches_.push_back({compile(*branch.when, layout), columns_read(*branch.when, layout),
                           compile(*branch.then, layout), columns_read(*branch.then, layout)});
    }
    otherwise_ = compile_optional(branches.otherwise, layout);
    if (branches.otherwise) otherwise_columns_ = columns_read(*branches.otherwise, layout);
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector operands;
    if (operand_) operand_->evaluate(context, chunk, operands);
    out.reset(VectorType::Tagged);
    out.resize_nulls(chunk.row_count());
    std::vector<std::uint32_t> open(chunk.row_count());
    for (std::uint32_t row = 0; row < open.size(); ++row) open[row] = row;
    for (const Branch& branch : branches_) {
      if (open.empty()) return;
      const DataChunk candidates = select_columns(chunk, open, branch.when_columns);
      ColumnVector whens;
      branch.when->evaluate(context, candidates, whens);
      std::vector<std::uint32_t> taken, rest;
      for (std::size_t i = 0; i < open.size(); ++i) {
        (applies(whens.get(i), operands, open[i]) ? taken : rest).push_back(open[i]);
      }
      put(context, chunk, taken, *branch.then, branch.then_columns, out);
      open = std::move(rest);
    }
    if (otherwise_) put(context, chunk, open, *otherwise_, otherwise_columns_, out);
  }

 private:
  struct Branch {
    EvaluatorNodePtr when;
    std::vector<std::size_t> when_columns;
    EvaluatorNodePtr then;
    std::vector<std::size_t> then_columns;
  };

  bool applies(const Value& when, const ColumnVector& operands, std::uint32_t row) const {
    if (operand_) return equals(operands.get(row), when).value_or(false);
    return as_truth(when).value_or(false);
  }

  static void put(EvalContext& context, const DataChunk& chunk, std::span<const std::uint32_t> rows,
                  const EvaluatorNode& expression, std::span<const std::size_t> columns,
                  ColumnVector& out) {
    if (rows.empty()) return;
    ColumnVector values;
    expression.evaluate(context, select_columns(chunk, rows, columns), values);
    for (std::size_t i = 0; i < rows.size(); ++i) out.set(rows[i], values.get(i));
  }

  EvaluatorNodePtr operand_;
  std::vector<Branch> branches_;
  EvaluatorNodePtr otherwise_;
  std::vector<std::size_t> otherwise_columns_;
};

}  // namespace

EvaluatorNodePtr compile_case(const BoundExpression& expression, const BoundCase& branches,
                              const RowLayout& layout) {
  return std::make_unique<CaseNode>(expression.span, branches, layout);
}

}  // namespace liaison::query
