// Binary operators over columns: loops over typed columns where both sides are integers or
// numbers, single-value kernels elsewhere; AND and OR leave out the rows that the left side has
// decided.
#include "eval/evaluator_node.h"
#include "eval/operators.h"

namespace liaison::query {
namespace {

bool is_arithmetic(BinaryOperator op) {
  return op >= BinaryOperator::Add && op <= BinaryOperator::Power;
}
bool is_comparison(BinaryOperator op) {
  return op >= BinaryOperator::Equal && op <= BinaryOperator::GreaterOrEqual;
}
bool is_numeric(const ColumnVector& column) {
  return column.type() == VectorType::Integer || column.type() == VectorType::Float;
}

template <class T>
bool holds(BinaryOperator op, T a, T b) {
  switch (op) {
    case BinaryOperator::Equal:
      return a == b;
    case BinaryOperator::NotEqual:
      return a != b;
    case BinaryOperator::Less:
      return a < b;
    case BinaryOperator::LessOrEqual:
      return a <= b;
    case BinaryOperator::Greater:
      return a > b;
    default:
      return a >= b;
  }
}

template <class T>
void compare_columns(BinaryOperator op, std::span<const T> left, std::span<const T> right,
                     const ColumnVector& l, const ColumnVector& r, ColumnVector& out) {
  for (std::size_t row = 0; row < left.size(); ++row) {
    if (l.valid()[row] == 0 || r.valid()[row] == 0) {
      out.append_null();
    } else {
      out.append_boolean(holds(op, left[row], right[row]));
    }
  }
}

double number_at(const ColumnVector& column, std::size_t row) {
  return column.type() == VectorType::Integer ? static_cast<double>(column.integers()[row])
                                              : column.floats()[row];
}

void compute_floats(BinaryOperator op, const ColumnVector& left, const ColumnVector& right,
                    ColumnVector& out) {
  out.reset(VectorType::Float);
  out.reserve(left.size());
  for (std::size_t row = 0; row < left.size(); ++row) {
    if (left.valid()[row] == 0 || right.valid()[row] == 0) {
      out.append_null();
    } else {
      out.append_float(float_arithmetic(op, number_at(left, row), number_at(right, row)));
    }
  }
}

void compute_integers(BinaryOperator op, const ColumnVector& left, const ColumnVector& right,
                      ColumnVector& out) {
  out.reset(VectorType::Integer);
  out.reserve(left.size());
  for (std::size_t row = 0; row < left.size(); ++row) {
    if (left.valid()[row] == 0 || right.valid()[row] == 0) {
      out.append_null();
    } else {
      out.append_integer(integer_arithmetic(op, left.integers()[row], right.integers()[row]));
    }
  }
}

// Takes the typed paths; false when the columns do not allow one.
bool compute_typed(BinaryOperator op, const ColumnVector& left, const ColumnVector& right,
                   ColumnVector& out) {
  const bool integers = left.type() == VectorType::Integer && right.type() == VectorType::Integer;
  if (is_arithmetic(op) && is_numeric(left) && is_numeric(right)) {
    if (integers && op != BinaryOperator::Power) {
      compute_integers(op, left, right, out);
    } else {
      compute_floats(op, left, right, out);
    }
    return true;
  }
  if (!is_comparison(op)) return false;
  out.reset(VectorType::Boolean);
  out.reserve(left.size());
  if (integers) {
    compare_columns(op, left.integers(), right.integers(), left, right, out);
    return true;
  }
  if (left.type() == VectorType::Float && right.type() == VectorType::Float) {
    compare_columns(op, left.floats(), right.floats(), left, right, out);
    return true;
  }
  const bool identity = op == BinaryOperator::Equal || op == BinaryOperator::NotEqual;
  const bool entities = left.type() == VectorType::Node || left.type() == VectorType::Relationship;
  if (identity && entities && left.type() == right.type()) {
    compare_columns(op, left.ids(), right.ids(), left, right, out);
    return true;
  }
  return false;
}

class BinaryNode final : public EvaluatorNode {
 public:
  BinaryNode(const SourceSpan& span, BinaryOperator op, EvaluatorNodePtr left,
             EvaluatorNodePtr right)
      : EvaluatorNode(span), op_(op), left_(std::move(left)), right_(std::move(right)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    left_->evaluate(context, chunk, lefts_);
    right_->evaluate(context, chunk, rights_);
    if (compute_typed(op_, lefts_, rights_, out)) return;
    const bool to_boolean = !is_arithmetic(op_) && op_ != BinaryOperator::Concatenate;
    out.reset(to_boolean ? VectorType::Boolean : VectorType::Tagged);
    out.reserve(chunk.row_count());
    for (std::size_t row = 0; row < chunk.row_count(); ++row) {
      out.append(evaluate_binary(op_, lefts_.get(row), rights_.get(row)));
    }
  }

 private:
  BinaryOperator op_;
  EvaluatorNodePtr left_, right_;
  ColumnVector lefts_, rights_;
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
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) override {
    left_->evaluate(context, chunk, lefts_);
    const bool deciding = op_ == BinaryOperator::Or;  // the value that settles it
    open_.clear();
    for (std::uint32_t row = 0; row < lefts_.size(); ++row) {
      const auto truth = as_truth(lefts_.get(row));
      if (!truth || *truth != deciding) open_.push_back(row);
    }
    if (open_.size() == chunk.row_count()) {
      right_->evaluate(context, chunk, rights_);
    } else if (open_.empty()) {
      rights_.reset(VectorType::Boolean);
    } else {
      const DataChunk rest = select_columns(chunk, open_, right_columns_);
      right_->evaluate(context, rest, rights_);
    }
    out.reset(VectorType::Boolean);
    out.reserve(chunk.row_count());
    std::size_t next = 0;
    for (std::uint32_t row = 0; row < lefts_.size(); ++row) {
      if (next < open_.size() && open_[next] == row) {
        out.append(evaluate_binary(op_, lefts_.get(row), rights_.get(next)));
        ++next;
      } else {
        out.append_boolean(deciding);
      }
    }
  }

 private:
  BinaryOperator op_;
  EvaluatorNodePtr left_, right_;
  std::vector<std::size_t> right_columns_;
  ColumnVector lefts_, rights_;
  std::vector<std::uint32_t> open_;
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
