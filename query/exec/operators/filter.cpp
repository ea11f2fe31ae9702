// Filter: keeps the rows for which every predicate is true, one predicate after the other, each
// looking only at the rows that the ones before have left.
#include <algorithm>

#include "exec/operators/factories.h"
#include "liaison/query/function.h"

namespace liaison::query {
namespace {

// A property, or a value that is one for all rows.
bool is_plain_side(const BoundExpression& expression) {
  if (const auto* property = std::get_if<BoundProperty>(&expression.node)) {
    return std::holds_alternative<BoundVariable>(property->object->node);
  }
  if (const auto* call = std::get_if<BoundFunctionCall>(&expression.node)) {
    return call->function->volatility != Volatility::PerCall &&
           std::all_of(call->arguments.begin(), call->arguments.end(), [](const auto& argument) {
             return std::holds_alternative<BoundLiteral>(argument->node) ||
                    std::holds_alternative<BoundParameter>(argument->node);
           });
  }
  return std::holds_alternative<BoundLiteral>(expression.node) ||
         std::holds_alternative<BoundParameter>(expression.node);
}

// Comparisons of properties: quick, and never an error by themselves, so they may go before
// conditions that walk through texts or lists, or ask the graph.
bool is_cheap(Predicate predicate) {
  const auto* binary = std::get_if<BoundBinary>(&predicate->node);
  return binary && binary->op >= BinaryOperator::Equal &&
         binary->op <= BinaryOperator::GreaterOrEqual && is_plain_side(*binary->left) &&
         is_plain_side(*binary->right);
}

class FilterOperator final : public StreamOperator {
 public:
  FilterOperator(const Filter& op, const RowLayout& in, const RowLayout& out) : carry_(in, out) {
    predicates_.reserve(op.predicates.size());
    for (const bool cheap : {true, false}) {
      for (Predicate predicate : op.predicates) {
        if (is_cheap(predicate) == cheap) add(*predicate, in);
      }
    }
  }

  bool is_parallel() const override { return true; }

  bool process(Frame& frame, OperatorState&, const DataChunk& in, DataChunk& out) const override {
    std::vector<std::uint32_t> rows;  // those left, once some are not
    std::vector<std::uint32_t> selected;
    bool all = true;
    for (const Part& part : predicates_) {
      if (all) {
        part.evaluator.select(frame.context.eval(), in, selected);
        if (selected.size() == in.row_count()) continue;
        all = false;
        rows.swap(selected);
      } else {
        part.evaluator.select(frame.context.eval(), select_columns(in, rows, part.columns),
                              selected);
        if (selected.size() == rows.size()) continue;
        for (std::uint32_t& position : selected) position = rows[position];
        rows.swap(selected);
      }
      if (rows.empty()) break;
    }
    if (all) {
      carry_.copy(in, out);
    } else {
      carry_.select(in, rows, out);
    }
    return false;
  }

 private:
  struct Part {
    ExpressionEvaluator evaluator;
    std::vector<std::size_t> columns;  // that it reads; of the first, which sees whole chunks: none
  };

  void add(const BoundExpression& predicate, const RowLayout& in) {
    predicates_.push_back({ExpressionEvaluator(predicate, in), {}});
    if (predicates_.size() > 1) predicates_.back().columns = columns_read(predicate, in);
  }

  Carry carry_;
  std::vector<Part> predicates_;
};

}  // namespace

StreamPtr make_filter(const Filter& op, const RowLayout& in, const RowLayout& out) {
  return std::make_unique<FilterOperator>(op, in, out);
}

}  // namespace liaison::query
