// Which column of a chunk holds which variable.
// Thread-safety: immutable once a plan is made.
#pragma once

#include <optional>
#include <vector>

#include "bind/bound_expression.h"

namespace liaison::query {

class RowLayout {
 public:
  // Column of a variable, if the rows have it.
  std::optional<std::size_t> column_of(VariableId variable) const {
    if (variable >= columns_.size() || columns_[variable] == kNone) return std::nullopt;
    return columns_[variable];
  }
  bool contains(VariableId variable) const { return column_of(variable).has_value(); }
  // The variable's column, a new last one if it has none yet.
  std::size_t add(VariableId variable) {
    if (const auto column = column_of(variable)) return *column;
    if (variable >= columns_.size()) columns_.resize(variable + 1, kNone);
    variables_.push_back(variable);
    return columns_[variable] = variables_.size() - 1;
  }
  std::size_t column_count() const { return variables_.size(); }
  // The variables in column order.
  const std::vector<VariableId>& variables() const { return variables_; }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> columns_;  // by variable
  std::vector<VariableId> variables_;
};

}  // namespace liaison::query
