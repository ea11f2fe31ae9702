#include "eval/evaluator.h"

#include <algorithm>

#include "bind/expression_walk.h"
#include "eval/evaluator_node.h"
#include "eval/operators.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/temporal.h"

namespace liaison::query {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

void fill(const Value& value, std::size_t rows, ColumnVector& out) {
  switch (value.kind()) {
    case ValueKind::Integer:
      std::fill_n(out.write_integers(rows), rows, value.as_integer());
      return;
    case ValueKind::Float:
      std::fill_n(out.write_floats(rows), rows, value.as_float());
      return;
    case ValueKind::Boolean:
      std::fill_n(out.write_booleans(rows), rows, std::uint8_t{value.as_boolean()});
      return;
    case ValueKind::Date:
      std::fill_n(out.write_days(rows), rows, value.as_date().days);
      return;
    default:
      break;
  }
  out.reset(vector_type_of(value.kind()));
  out.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) out.append(value);
}

class LiteralNode final : public EvaluatorNode {
 public:
  LiteralNode(const SourceSpan& span, const Value& value) : EvaluatorNode(span), value_(value) {}

 protected:
  void compute(EvalContext&, const DataChunk& chunk, ColumnVector& out) const override {
    fill(value_, chunk.row_count(), out);
  }

 public:
  const Value* constant(const EvalContext&) const override { return &value_; }

 private:
  const Value& value_;
};

class ParameterNode final : public EvaluatorNode {
 public:
  ParameterNode(const SourceSpan& span, const std::string& name)
      : EvaluatorNode(span), name_(name) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    if (const Value* value = constant(context)) return fill(*value, chunk.row_count(), out);
    throw QueryError("ParameterMissing", ErrorPhase::CompileTime, "MissingParameter",
                     "The parameter $" + name_ + " has no value.");
  }

 public:
  const Value* constant(const EvalContext& context) const override {
    if (!context.parameters) return nullptr;
    for (const auto& [name, value] : *context.parameters) {
      if (name == name_) return &value;
    }
    return nullptr;
  }

 private:
  const std::string& name_;
};

class VariableNode final : public EvaluatorNode {
 public:
  VariableNode(const SourceSpan& span, std::size_t column) : EvaluatorNode(span), column_(column) {}

 protected:
  void compute(EvalContext&, const DataChunk& chunk, ColumnVector& out) const override {
    out = chunk.column(column_);
  }

 private:
  std::size_t column_;
};

class UnaryNode final : public EvaluatorNode {
 public:
  UnaryNode(const SourceSpan& span, UnaryOperator op, EvaluatorNodePtr operand)
      : EvaluatorNode(span), op_(op), operand_(std::move(operand)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector values;
    operand_->evaluate(context, chunk, values);
    const bool to_boolean = op_ == UnaryOperator::Not || op_ == UnaryOperator::IsNull ||
                            op_ == UnaryOperator::IsNotNull;
    if (op_ == UnaryOperator::IsNull || op_ == UnaryOperator::IsNotNull) {
      const bool wanted = op_ == UnaryOperator::IsNull;
      std::uint8_t* truths = out.write_booleans(values.size());
      for (std::size_t row = 0; row < values.size(); ++row) {
        truths[row] = values.is_null(row) == wanted ? 1 : 0;
      }
      return;
    }
    if (op_ == UnaryOperator::Not && values.type() == VectorType::Boolean) {
      out = std::move(values);
      std::uint8_t* truths = out.change_booleans();
      for (std::size_t row = 0; row < out.size(); ++row) truths[row] ^= 1;
      return;
    }
    out.reset(to_boolean ? VectorType::Boolean : values.type());
    out.reserve(values.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
      out.append(evaluate_unary(op_, values.get(row)));
    }
  }

 private:
  UnaryOperator op_;
  EvaluatorNodePtr operand_;
};

class SliceNode final : public EvaluatorNode {
 public:
  SliceNode(const SourceSpan& span, EvaluatorNodePtr list, EvaluatorNodePtr from,
            EvaluatorNodePtr to)
      : EvaluatorNode(span), list_(std::move(list)), from_(std::move(from)), to_(std::move(to)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector lists, begins, ends;
    list_->evaluate(context, chunk, lists);
    if (from_) from_->evaluate(context, chunk, begins);
    if (to_) to_->evaluate(context, chunk, ends);
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      const Value begin = from_ ? begins.get(row) : Value();
      const Value end = to_ ? ends.get(row) : Value();
      out.append(slice_list(lists.get(row), from_ ? &begin : nullptr, to_ ? &end : nullptr));
    }
  }

 private:
  EvaluatorNodePtr list_, from_, to_;
};

bool list_fits(const Value& value, const StaticType& type);

bool fits(const Value& value, const StaticType& type) {
  if (value.is_null()) return true;
  if (!type.may_be(value.kind())) return false;
  return !value.is_list() || list_fits(value, type);
}

bool list_fits(const Value& value, const StaticType& type) {
  const StaticType element = type.element();
  if (element.is_any()) return true;
  for (const Value& v : value.as_list()) {
    if (!fits(v, element)) return false;
  }
  return true;
}

class TypeTestNode final : public EvaluatorNode {
 public:
  TypeTestNode(const SourceSpan& span, const BoundTypeTest& test, EvaluatorNodePtr operand)
      : EvaluatorNode(span), test_(test), operand_(std::move(operand)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector values;
    operand_->evaluate(context, chunk, values);
    out.reset(VectorType::Boolean);
    for (std::size_t row = 0; row < values.size(); ++row) {
      const Value value = values.get(row);
      const bool holds = !(value.is_null() && test_.is_not_null) && fits(value, test_.type);
      out.append_boolean(holds != test_.negated);
    }
  }

 private:
  const BoundTypeTest& test_;
  EvaluatorNodePtr operand_;
};

VectorType vector_type_of(const StaticType& type) {
  if (type.is_exactly(ValueKind::Boolean)) return VectorType::Boolean;
  if (type.is_exactly(ValueKind::Integer)) return VectorType::Integer;
  if (type.is_exactly(ValueKind::Float)) return VectorType::Float;
  return VectorType::Tagged;
}

class FunctionNode final : public EvaluatorNode {
 public:
  FunctionNode(const SourceSpan& span, const FunctionSpec& function,
               std::vector<EvaluatorNodePtr> arguments)
      : EvaluatorNode(span), function_(function), arguments_(std::move(arguments)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    std::vector<Value> values(arguments_.size());
    if (chunk.row_count() > 1 && is_constant(context, values)) {
      // The same in all rows, like date($day): computed once.
      const bool is_null = std::any_of(values.begin(), values.end(),
                                       [](const Value& value) { return value.is_null(); });
      const bool skips = is_null && function_.nulls == NullRule::Propagate;
      fill(skips ? Value() : function_.kernel(context.functions, values), chunk.row_count(), out);
      return;
    }
    std::vector<ColumnVector> columns(arguments_.size());
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      arguments_[i]->evaluate(context, chunk, columns[i]);
    }
    out.reset(vector_type_of(function_.result));
    out.reserve(chunk.row_count());
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      bool is_null = false;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        values[i] = columns[i].get(row);
        is_null = is_null || values[i].is_null();
      }
      if (is_null && function_.nulls == NullRule::Propagate) {
        out.append_null();
      } else {
        out.append(function_.kernel(context.functions, values));
      }
    }
  }

 private:
  // Puts the arguments into `values` when they are literals and parameters.
  bool is_constant(const EvalContext& context, std::vector<Value>& values) const {
    if (function_.volatility == Volatility::PerCall) return false;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      const Value* value = arguments_[i]->constant(context);
      if (!value) return false;
      values[i] = *value;
    }
    return true;
  }

  const FunctionSpec& function_;
  std::vector<EvaluatorNodePtr> arguments_;
};

class ListNode final : public EvaluatorNode {
 public:
  ListNode(const SourceSpan& span, std::vector<EvaluatorNodePtr> elements)
      : EvaluatorNode(span), elements_(std::move(elements)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    std::vector<ColumnVector> columns(elements_.size());
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      elements_[i]->evaluate(context, chunk, columns[i]);
    }
    out.reset(VectorType::Tagged);
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      ValueList list;
      list.reserve(columns.size());
      for (const ColumnVector& column : columns) list.push_back(column.get(row));
      out.append(Value(std::move(list)));
    }
  }

 private:
  std::vector<EvaluatorNodePtr> elements_;
};

class SubqueryNode final : public EvaluatorNode {
 public:
  SubqueryNode(const SourceSpan& span, const BoundSubquery& subquery, const RowLayout& layout)
      : EvaluatorNode(span), subquery_(subquery), layout_(layout) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    LIAISON_ASSERT(context.subqueries != nullptr);
    out.reset(subquery_.kind == SubqueryKind::Exists  ? VectorType::Boolean
              : subquery_.kind == SubqueryKind::Count ? VectorType::Integer
                                                      : VectorType::Tagged);
    context.subqueries->run(subquery_, chunk, layout_, out);
    LIAISON_ASSERT(out.size() == chunk.row_count());
  }

 private:
  const BoundSubquery& subquery_;
  RowLayout layout_;  // a copy: lambda layouts live no longer than their compilation
};

std::vector<EvaluatorNodePtr> compile_all(const std::vector<BoundExpressionPtr>& expressions,
                                          const RowLayout& layout) {
  std::vector<EvaluatorNodePtr> nodes;
  nodes.reserve(expressions.size());
  for (const auto& expression : expressions) nodes.push_back(compile(*expression, layout));
  return nodes;
}

}  // namespace

void EvaluatorNode::evaluate(EvalContext& context, const DataChunk& chunk,
                             ColumnVector& out) const {
  try {
    compute(context, chunk, out);
  } catch (const QueryError& error) {
    if (error.span()) throw;
    throw QueryError(error.kind(), error.phase(), error.detail(), error.what(), span_);
  } catch (const TemporalError& error) {
    throw QueryError("ArgumentError", ErrorPhase::Runtime, "InvalidArgumentValue", error.what(),
                     span_);
  }
  LIAISON_ASSERT(out.size() == chunk.row_count());
}

EvaluatorNodePtr compile(const BoundExpression& expression, const RowLayout& layout) {
  const SourceSpan& span = expression.span;
  return std::visit(
      Overloaded{
          [&](const BoundLiteral& e) -> EvaluatorNodePtr {
            return std::make_unique<LiteralNode>(span, e.value);
          },
          [&](const BoundParameter& e) -> EvaluatorNodePtr {
            return std::make_unique<ParameterNode>(span, e.name);
          },
          [&](const BoundVariable& e) -> EvaluatorNodePtr {
            const auto column = layout.column_of(e.variable);
            LIAISON_CHECK(column.has_value());
            return std::make_unique<VariableNode>(span, *column);
          },
          [&](const BoundProperty& e) { return compile_property(expression, e, layout); },
          [&](const BoundIndex& e) { return compile_index(expression, e, layout); },
          [&](const BoundSlice& e) -> EvaluatorNodePtr {
            return std::make_unique<SliceNode>(span, compile(*e.list, layout),
                                               compile_optional(e.from, layout),
                                               compile_optional(e.to, layout));
          },
          [&](const BoundUnary& e) -> EvaluatorNodePtr {
            return std::make_unique<UnaryNode>(span, e.op, compile(*e.operand, layout));
          },
          [&](const BoundBinary& e) { return compile_binary(expression, e, layout); },
          [&](const BoundLabelTest& e) { return compile_label_test(expression, e, layout); },
          [&](const BoundTypeTest& e) -> EvaluatorNodePtr {
            return std::make_unique<TypeTestNode>(span, e, compile(*e.operand, layout));
          },
          [&](const BoundFunctionCall& e) -> EvaluatorNodePtr {
            return std::make_unique<FunctionNode>(span, *e.function,
                                                  compile_all(e.arguments, layout));
          },
          [&](const BoundAggregate&) -> EvaluatorNodePtr {
            LIAISON_CHECK(false && "aggregates are computed by the aggregation operator");
            return nullptr;
          },
          [&](const BoundListLiteral& e) -> EvaluatorNodePtr {
            return std::make_unique<ListNode>(span, compile_all(e.elements, layout));
          },
          [&](const BoundMapLiteral& e) { return compile_map(expression, e, layout); },
          [&](const BoundCase& e) { return compile_case(expression, e, layout); },
          [&](const BoundListComprehension& e) {
            return compile_list_comprehension(expression, e, layout);
          },
          [&](const BoundQuantifier& e) { return compile_quantifier(expression, e, layout); },
          [&](const BoundReduce& e) { return compile_reduce(expression, e, layout); },
          [&](const BoundSubquery& e) -> EvaluatorNodePtr {
            return std::make_unique<SubqueryNode>(span, e, layout);
          },
          [&](const BoundPath& e) { return compile_path(expression, e, layout); },
      },
      expression.node);
}

EvaluatorNodePtr compile_optional(const BoundExpressionPtr& expression, const RowLayout& layout) {
  return expression ? compile(*expression, layout) : nullptr;
}

std::vector<std::size_t> columns_read(const BoundExpression& expression, const RowLayout& layout) {
  std::vector<std::size_t> columns;
  for (const VariableId variable : free_variables(expression)) {
    if (const auto column = layout.column_of(variable)) columns.push_back(*column);
  }
  return columns;
}

DataChunk select_columns(const DataChunk& chunk, std::span<const std::uint32_t> rows,
                         std::span<const std::size_t> columns) {
  DataChunk result(chunk.column_count());
  for (const std::size_t column : columns) {
    result.column(column) = chunk.column(column).select(rows);
  }
  result.set_row_count(rows.size());
  return result;
}

ExpressionEvaluator::ExpressionEvaluator(const BoundExpression& expression, const RowLayout& layout)
    : root_(compile(expression, layout)), span_(expression.span) {}
ExpressionEvaluator::ExpressionEvaluator(ExpressionEvaluator&&) noexcept = default;
ExpressionEvaluator& ExpressionEvaluator::operator=(ExpressionEvaluator&&) noexcept = default;
ExpressionEvaluator::~ExpressionEvaluator() = default;

void ExpressionEvaluator::evaluate(EvalContext& context, const DataChunk& chunk,
                                   ColumnVector& out) const {
  root_->evaluate(context, chunk, out);
}

void ExpressionEvaluator::select(EvalContext& context, const DataChunk& chunk,
                                 std::vector<std::uint32_t>& rows) const {
  rows.clear();
  ColumnVector values;
  root_->evaluate(context, chunk, values);
  if (values.type() == VectorType::Boolean) {
    const auto truths = values.booleans();
    const auto valid = values.valid();
    // Every row is written down and kept by moving on: a branch would be guessed wrong often.
    rows.resize(truths.size());
    std::size_t count = 0;
    for (std::uint32_t row = 0; row < truths.size(); ++row) {
      rows[count] = row;
      count += truths[row] != 0 && (valid.empty() || valid[row] != 0) ? 1 : 0;
    }
    rows.resize(count);
    return;
  }
  for (std::uint32_t row = 0; row < values.size(); ++row) {
    const Value value = values.get(row);
    if (!value.is_null() && !value.is_boolean()) {
      throw QueryError(
          "TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
          "A condition must be true, false or null; found " + describe_kind(value) + ".", span_);
    }
    if (value.is_boolean() && value.as_boolean()) rows.push_back(row);
  }
}

Value evaluate_constant(EvalContext& context, const BoundExpression& expression) {
  return evaluate_constant(context, ExpressionEvaluator(expression, RowLayout()));
}

Value evaluate_constant(EvalContext& context, const ExpressionEvaluator& evaluator) {
  DataChunk row;
  row.set_row_count(1);
  ColumnVector out;
  evaluator.evaluate(context, row, out);
  return out.get(0);
}

}  // namespace liaison::query
