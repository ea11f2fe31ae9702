// Expressions with variables of their own: list comprehension, quantifiers, reduce. The lists of a
// whole chunk are laid end to end into inner chunks, so the inner expressions run over columns too.
#include <algorithm>
#include <functional>

#include "eval/evaluator_node.h"
#include "eval/operators.h"

namespace liaison::query {
namespace {

// The outer columns that an inner expression reads (the lambda variables are not among them).
std::vector<std::size_t> outer_columns(std::initializer_list<const BoundExpressionPtr*> inner,
                                       const RowLayout& outer) {
  std::vector<std::size_t> columns;
  for (const BoundExpressionPtr* expression : inner) {
    if (!*expression) continue;
    for (const std::size_t column : columns_read(**expression, outer)) columns.push_back(column);
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

const ValueList* list_or_null(const Value& value) {
  if (value.is_null()) return nullptr;
  if (!value.is_list()) {
    throw_type_error("InvalidArgumentType",
                     "A LIST is needed after IN; found " + describe_kind(value) + ".");
  }
  return &value.as_list();
}

// Calls `consume(inner, outer_rows)` for inner chunks of at most kChunkCapacity rows: the outer
// columns repeated for each element, the element itself as an additional last column.
void explode(const DataChunk& chunk, const ColumnVector& lists,
             std::span<const std::size_t> columns,
             const std::function<void(const DataChunk&, std::span<const std::uint32_t>)>& consume) {
  std::vector<std::uint32_t> rows;
  ColumnVector elements;
  const auto flush = [&] {
    if (rows.empty()) return;
    DataChunk inner = select_columns(chunk, rows, columns);
    inner.columns().push_back(std::move(elements));
    consume(inner, rows);
    rows.clear();
    elements = ColumnVector();
  };
  for (std::uint32_t row = 0; row < lists.size(); ++row) {
    const Value list = lists.get(row);
    const ValueList* values = list_or_null(list);
    if (!values) continue;
    for (const Value& element : *values) {
      rows.push_back(row);
      elements.append(element);
      if (rows.size() == kChunkCapacity) flush();
    }
  }
  flush();
}

class ListComprehensionNode final : public EvaluatorNode {
 public:
  ListComprehensionNode(const SourceSpan& span, const BoundListComprehension& comprehension,
                        const RowLayout& layout)
      : EvaluatorNode(span),
        list_(compile(*comprehension.list, layout)),
        columns_(outer_columns({&comprehension.where, &comprehension.projection}, layout)) {
    RowLayout inner = layout;
    element_column_ = inner.add(comprehension.variable);
    where_ = compile_optional(comprehension.where, inner);
    projection_ = compile_optional(comprehension.projection, inner);
    inner_columns_ = columns_;
    inner_columns_.push_back(element_column_);
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector lists;
    list_->evaluate(context, chunk, lists);
    std::vector<ValueList> results(chunk.row_count());
    explode(chunk, lists, columns_,
            [&](const DataChunk& inner, std::span<const std::uint32_t> rows) {
              collect(context, inner, rows, results);
            });
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(lists.is_null(row) ? Value() : Value(std::move(results[row])));
    }
  }

 private:
  void collect(EvalContext& context, const DataChunk& inner, std::span<const std::uint32_t> rows,
               std::vector<ValueList>& results) const {
    std::vector<std::uint32_t> kept;
    if (where_) {
      ColumnVector truths;
      where_->evaluate(context, inner, truths);
      for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (as_truth(truths.get(i)).value_or(false)) kept.push_back(i);
      }
    } else {
      for (std::uint32_t i = 0; i < rows.size(); ++i) kept.push_back(i);
    }
    const bool all = kept.size() == rows.size();
    ColumnVector values;
    if (projection_ && all) {
      projection_->evaluate(context, inner, values);
    } else if (projection_) {
      projection_->evaluate(context, select_columns(inner, kept, inner_columns_), values);
    } else {
      values = inner.column(element_column_).select(kept);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
      results[rows[kept[i]]].push_back(values.get(i));
    }
  }

  EvaluatorNodePtr list_, where_, projection_;
  std::vector<std::size_t> columns_, inner_columns_;
  std::size_t element_column_ = 0;
};

class QuantifierNode final : public EvaluatorNode {
 public:
  QuantifierNode(const SourceSpan& span, const BoundQuantifier& quantifier, const RowLayout& layout)
      : EvaluatorNode(span),
        quantifier_(quantifier.quantifier),
        list_(compile(*quantifier.list, layout)),
        columns_(outer_columns({&quantifier.where}, layout)) {
    RowLayout inner = layout;
    element_column_ = inner.add(quantifier.variable);
    where_ = compile_optional(quantifier.where, inner);
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector lists;
    list_->evaluate(context, chunk, lists);
    std::vector<Tally> tallies(chunk.row_count());
    explode(chunk, lists, columns_,
            [&](const DataChunk& inner, std::span<const std::uint32_t> rows) {
              ColumnVector truths;
              if (where_) {
                where_->evaluate(context, inner, truths);
              } else {
                truths = inner.column(element_column_);
              }
              for (std::size_t i = 0; i < rows.size(); ++i) {
                tallies[rows[i]].add(as_truth(truths.get(i)));
              }
            });
    out.reset(VectorType::Boolean);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      const auto truth = lists.is_null(row) ? std::nullopt : decide(tallies[row]);
      if (truth) {
        out.append_boolean(*truth);
      } else {
        out.append_null();
      }
    }
  }

 private:
  struct Tally {
    std::size_t holds = 0, fails = 0, unknown = 0;
    void add(std::optional<bool> truth) { ++(!truth ? unknown : *truth ? holds : fails); }
  };

  // An element whose condition is null leaves the answer open, unless the others settle it.
  std::optional<bool> decide(const Tally& tally) const {
    switch (quantifier_) {
      case QuantifierKind::All:
        if (tally.fails > 0) return false;
        break;
      case QuantifierKind::Any:
        if (tally.holds > 0) return true;
        break;
      case QuantifierKind::None:
        if (tally.holds > 0) return false;
        break;
      case QuantifierKind::Single:
        if (tally.holds > 1) return false;
        break;
    }
    if (tally.unknown > 0) return std::nullopt;
    return quantifier_ == QuantifierKind::Single ? tally.holds == 1
                                                 : quantifier_ != QuantifierKind::Any;
  }

  QuantifierKind quantifier_;
  EvaluatorNodePtr list_, where_;
  std::vector<std::size_t> columns_;
  std::size_t element_column_ = 0;
};

// All rows take their k-th step together, for k = 0, 1, ...
class ReduceNode final : public EvaluatorNode {
 public:
  ReduceNode(const SourceSpan& span, const BoundReduce& reduce, const RowLayout& layout)
      : EvaluatorNode(span),
        initial_(compile(*reduce.initial, layout)),
        list_(compile(*reduce.list, layout)),
        columns_(outer_columns({&reduce.expression}, layout)) {
    RowLayout inner = layout;
    inner.add(reduce.accumulator);
    inner.add(reduce.variable);
    expression_ = compile(*reduce.expression, inner);
  }

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector lists;
    list_->evaluate(context, chunk, lists);
    ColumnVector initials;
    initial_->evaluate(context, chunk, initials);
    std::vector<Value> accumulators;
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      accumulators.push_back(initials.get(row));
    }
    for (std::size_t k = 0;; ++k) {
      std::vector<std::uint32_t> rows;
      ColumnVector totals, elements;
      for (std::uint32_t row = 0; row < lists.size(); ++row) {
        const Value list = lists.get(row);
        const ValueList* values = list_or_null(list);
        if (!values || k >= values->size()) continue;
        rows.push_back(row);
        totals.append(accumulators[row]);
        elements.append((*values)[k]);
      }
      if (rows.empty()) break;
      if (context.functions.cancellation && k % 1024 == 0) context.functions.cancellation->check();
      DataChunk inner = select_columns(chunk, rows, columns_);
      inner.columns().push_back(std::move(totals));
      inner.columns().push_back(std::move(elements));
      ColumnVector next;
      expression_->evaluate(context, inner, next);
      for (std::size_t i = 0; i < rows.size(); ++i) accumulators[rows[i]] = next.get(i);
    }
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(lists.is_null(row) ? Value() : std::move(accumulators[row]));
    }
  }

 private:
  EvaluatorNodePtr initial_, list_, expression_;
  std::vector<std::size_t> columns_;
};

}  // namespace

EvaluatorNodePtr compile_list_comprehension(const BoundExpression& expression,
                                            const BoundListComprehension& comprehension,
                                            const RowLayout& layout) {
  return std::make_unique<ListComprehensionNode>(expression.span, comprehension, layout);
}

EvaluatorNodePtr compile_quantifier(const BoundExpression& expression,
                                    const BoundQuantifier& quantifier, const RowLayout& layout) {
  return std::make_unique<QuantifierNode>(expression.span, quantifier, layout);
}

EvaluatorNodePtr compile_reduce(const BoundExpression& expression, const BoundReduce& reduce,
                                const RowLayout& layout) {
  return std::make_unique<ReduceNode>(expression.span, reduce, layout);
}

}  // namespace liaison::query
