// CASE: each branch is evaluated only for the rows that reach it. What the branches give is put
// together in the one type that all of it has, or else as tagged values.
#include <algorithm>
#include <optional>

#include "eval/evaluator_node.h"
#include "eval/operators.h"
#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

// What one branch gives to its rows: one value for all of them, or a column of theirs.
struct Part {
  std::vector<std::uint32_t> rows;
  const Value* constant = nullptr;
  ColumnVector values;  // when there is no constant

  Value get(std::size_t i) const { return constant ? *constant : values.get(i); }
  VectorType type() const {
    if (!constant) return values.type();
    return constant->is_string() ? VectorType::String : vector_type_of(constant->kind());
  }
};

// The type of all parts, without the need for tags. Tagged: there is none.
VectorType common_type(const std::vector<Part>& parts) {
  const VectorType type = parts.empty() ? VectorType::Tagged : parts.front().type();
  const bool is_common = std::ranges::all_of(parts, [&](const Part& part) {
    return part.type() == type &&
           // Codes of one dictionary; constants get one of their own.
           (type != VectorType::String ||
            (part.constant != nullptr) == (parts.front().constant != nullptr)) &&
           (type != VectorType::String || part.constant ||
            part.values.dictionary() == parts.front().values.dictionary());
  });
  return is_common ? type : VectorType::Tagged;
}

// Writes the rows of the parts; `constant` and `column` give a part's values. Rows of no part, and
// nulls, are 0 in `valid`.
template <class T, class Constant, class Column>
void scatter(const std::vector<Part>& parts, Constant constant, Column column, T* to,
             std::vector<std::uint8_t>& valid) {
  for (const Part& part : parts) {
    if (part.constant) {
      const T value = constant(*part.constant);
      for (const std::uint32_t row : part.rows) {
        to[row] = value;
        valid[row] = 1;
      }
      continue;
    }
    const auto values = column(part.values);
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
      to[part.rows[i]] = values[i];
      valid[part.rows[i]] = part.values.is_null(i) ? 0 : 1;
    }
  }
}

void put_together(const std::vector<Part>& parts, std::size_t row_count, ColumnVector& out) {
  std::vector<std::uint8_t> valid(row_count, 0);
  switch (const VectorType type = common_type(parts)) {
    case VectorType::Tagged:
      out.reset(VectorType::Tagged);
      out.resize_nulls(row_count);
      for (const Part& part : parts) {
        for (std::size_t i = 0; i < part.rows.size(); ++i) out.set(part.rows[i], part.get(i));
      }
      return;
    case VectorType::Boolean:
      scatter(
          parts, [](const Value& v) { return std::uint8_t{v.as_boolean()}; },
          [](const ColumnVector& c) { return c.booleans(); }, out.write_booleans(row_count), valid);
      break;
    case VectorType::Integer:
      scatter(
          parts, [](const Value& v) { return v.as_integer(); },
          [](const ColumnVector& c) { return c.integers(); }, out.write_integers(row_count), valid);
      break;
    case VectorType::Float:
      scatter(
          parts, [](const Value& v) { return v.as_float(); },
          [](const ColumnVector& c) { return c.floats(); }, out.write_floats(row_count), valid);
      break;
    case VectorType::Date:
      scatter(
          parts, [](const Value& v) { return v.as_date().days; },
          [](const ColumnVector& c) { return c.days(); }, out.write_days(row_count), valid);
      break;
    case VectorType::Node:
    case VectorType::Relationship:
      scatter(
          parts,
          [](const Value& v) {
            return v.is_node() ? v.node_id().value : v.relationship_id().value;
          },
          [](const ColumnVector& c) { return c.ids(); }, out.write_ids(type, row_count), valid);
      break;
    case VectorType::String: {
      StringDictionaryBuilder constants;
      for (const Part& part : parts) {
        if (part.constant) constants.add(part.constant->as_string());
      }
      const auto code = [&](const Value& v) { return constants.add(v.as_string()); };
      std::vector<std::uint32_t> codes(row_count, 0);
      scatter(
          parts, code, [](const ColumnVector& c) { return c.codes(); }, codes.data(), valid);
      std::ranges::copy(codes,
                        out.write_codes(parts.front().constant ? constants.finish()
                                                               : parts.front().values.dictionary(),
                                        row_count));
      break;
    }
  }
  if (std::ranges::find(valid, 0) != valid.end()) {
    std::ranges::copy(valid, out.write_valid());
  }
}

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
    std::vector<Part> parts;
    std::vector<std::uint32_t> open(chunk.row_count());
    for (std::uint32_t row = 0; row < open.size(); ++row) open[row] = row;
    for (const Branch& branch : branches_) {
      if (open.empty()) break;
      const DataChunk candidates = select_columns(chunk, open, branch.when_columns);
      ColumnVector whens;
      branch.when->evaluate(context, candidates, whens);
      std::vector<std::uint32_t> taken, rest;
      for (std::size_t i = 0; i < open.size(); ++i) {
        (applies(whens, i, operands, open[i]) ? taken : rest).push_back(open[i]);
      }
      add_part(context, chunk, std::move(taken), *branch.then, branch.then_columns, parts);
      open = std::move(rest);
    }
    if (otherwise_) {
      add_part(context, chunk, std::move(open), *otherwise_, otherwise_columns_, parts);
    }
    put_together(parts, chunk.row_count(), out);
  }

 private:
  struct Branch {
    EvaluatorNodePtr when;
    std::vector<std::size_t> when_columns;
    EvaluatorNodePtr then;
    std::vector<std::size_t> then_columns;
  };

  bool applies(const ColumnVector& whens, std::size_t i, const ColumnVector& operands,
               std::uint32_t row) const {
    if (operand_) return equals(operands.get(row), whens.get(i)).value_or(false);
    if (whens.type() == VectorType::Boolean) return !whens.is_null(i) && whens.booleans()[i] != 0;
    return as_truth(whens.get(i)).value_or(false);
  }

  static void add_part(EvalContext& context, const DataChunk& chunk,
                       std::vector<std::uint32_t> rows, const EvaluatorNode& expression,
                       std::span<const std::size_t> columns, std::vector<Part>& parts) {
    if (rows.empty()) return;
    Part part;
    part.constant = expression.constant(context);
    if (part.constant && part.constant->is_null()) return;
    if (!part.constant) {
      expression.evaluate(context, select_columns(chunk, rows, columns), part.values);
    }
    part.rows = std::move(rows);
    parts.push_back(std::move(part));
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
