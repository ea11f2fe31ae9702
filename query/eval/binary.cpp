// Binary operators over columns: loops over typed columns where both sides have a type that allows
// it, single-value kernels elsewhere; AND and OR leave out the rows that the left side has decided.
#include "eval/comparison.h"
#include "eval/evaluator_node.h"
#include "eval/operators.h"

namespace liaison::query {
namespace {

bool is_arithmetic(BinaryOperator op) {
  return op >= BinaryOperator::Add && op <= BinaryOperator::Power;
}

// ------------------------------------------------------------------ arithmetic
bool is_numeric(const Operand& operand) {
  if (operand.constant) return operand.constant->is_number();
  return operand.column.type() == VectorType::Integer || operand.column.type() == VectorType::Float;
}
bool is_integer(const Operand& operand) {
  return operand.constant ? operand.constant->is_integer()
                          : operand.column.type() == VectorType::Integer;
}
bool is_null(const Operand& operand, std::size_t row) {
  return operand.constant == nullptr && operand.column.is_null(row);
}
std::int64_t integer_at(const Operand& operand, std::size_t row) {
  return operand.constant ? operand.constant->as_integer() : operand.column.integers()[row];
}
double number_at(const Operand& operand, std::size_t row) {
  if (operand.constant) return operand.constant->as_number();
  return operand.column.type() == VectorType::Integer
             ? static_cast<double>(operand.column.integers()[row])
             : operand.column.floats()[row];
}

// Both sides are numbers.
void compute_numbers(BinaryOperator op, const Operand& left, const Operand& right,
                     std::size_t row_count, ColumnVector& out) {
  const bool integers = is_integer(left) && is_integer(right) && op != BinaryOperator::Power;
  out.reset(integers ? VectorType::Integer : VectorType::Float);
  out.reserve(row_count);
  for (std::size_t row = 0; row < row_count; ++row) {
    if (is_null(left, row) || is_null(right, row)) {
      out.append_null();
    } else if (integers) {
      out.append_integer(integer_arithmetic(op, integer_at(left, row), integer_at(right, row)));
    } else {
      out.append_float(float_arithmetic(op, number_at(left, row), number_at(right, row)));
    }
  }
}

// A literal or parameter is taken as it is, anything else evaluated.
void evaluate_operand(const EvaluatorNode& node, EvalContext& context, const DataChunk& chunk,
                      Operand& out) {
  out.constant = node.constant(context);
  if (!out.constant) node.evaluate(context, chunk, out.column);
}

class BinaryNode final : public EvaluatorNode {
 public:
  BinaryNode(const SourceSpan& span, BinaryOperator op, EvaluatorNodePtr left,
             EvaluatorNodePtr right)
      : EvaluatorNode(span), op_(op), left_(std::move(left)), right_(std::move(right)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    Operand left, right;
    evaluate_operand(*left_, context, chunk, left);
    evaluate_operand(*right_, context, chunk, right);
    const std::size_t row_count = chunk.row_count();
    if (is_arithmetic(op_) && is_numeric(left) && is_numeric(right)) {
      compute_numbers(op_, left, right, row_count, out);
      return;
    }
    if (compare_typed(op_, left, right, row_count, out)) return;
    const bool to_boolean = !is_arithmetic(op_) && op_ != BinaryOperator::Concatenate;
    out.reset(to_boolean ? VectorType::Boolean : VectorType::Tagged);
    out.reserve(row_count);
    for (std::size_t row = 0; row < row_count; ++row) {
      out.append(evaluate_binary(op_, left.get(row), right.get(row)));
    }
  }

 private:
  BinaryOperator op_;
  EvaluatorNodePtr left_, right_;
};

// AND and OR: the right side is evaluated only where the left one leaves the answer open.
class LogicNode final : public EvaluatorNode {
 public:
  LogicNode(const SourceSpan& span, BinaryOperator op, EvaluatorNodePtr left,
            EvaluatorNodePtr right, std::vector<std::size_t> right_columns)
      : EvaluatorNode(span),
        op_(op),
        left_(std::move(left)),
        right_(std::move(right)),
        right_columns_(std::move(right_columns)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    ColumnVector lefts, rights;
    left_->evaluate(context, chunk, lefts);
    const bool deciding = op_ == BinaryOperator::Or;  // the value that settles it
    std::vector<std::uint32_t> open;
    for (std::uint32_t row = 0; row < lefts.size(); ++row) {
      const auto truth = truth_at(lefts, row);
      if (!truth || *truth != deciding) open.push_back(row);
    }
    if (open.empty()) {
      rights.reset(VectorType::Boolean);
    } else if (open.size() == chunk.row_count()) {
      right_->evaluate(context, chunk, rights);
    } else {
      right_->evaluate(context, select_columns(chunk, open, right_columns_), rights);
    }
    out.reset(VectorType::Boolean);
    out.reserve(chunk.row_count());
    std::size_t next = 0;
    for (std::uint32_t row = 0; row < lefts.size(); ++row) {
      if (next == open.size() || open[next] != row) {
        out.append_boolean(deciding);
        continue;
      }
      // The left side is not the deciding value here: the answer is the right one's, unless a
      // null on the left leaves it open.
      const auto right = truth_at(rights, next++);
      if (right && *right == deciding) {
        out.append_boolean(deciding);
      } else if (right && !lefts.is_null(row)) {
        out.append_boolean(*right);
      } else {
        out.append_null();
      }
    }
  }

 private:
  static std::optional<bool> truth_at(const ColumnVector& column, std::size_t row) {
    if (column.type() != VectorType::Boolean) return as_truth(column.get(row));
    if (column.is_null(row)) return std::nullopt;
    return column.booleans()[row] != 0;
  }

  BinaryOperator op_;
  EvaluatorNodePtr left_, right_;
  std::vector<std::size_t> right_columns_;
};

}  // namespace

EvaluatorNodePtr compile_binary(const BoundExpression& expression, const BoundBinary& binary,
                                const RowLayout& layout) {
  auto left = compile(*binary.left, layout);
  auto right = compile(*binary.right, layout);
  if (binary.op == BinaryOperator::And || binary.op == BinaryOperator::Or) {
    return std::make_unique<LogicNode>(expression.span, binary.op, std::move(left),
                                       std::move(right), columns_read(*binary.right, layout));
  }
  return std::make_unique<BinaryNode>(expression.span, binary.op, std::move(left),
                                      std::move(right));
}

}  // namespace liaison::query
