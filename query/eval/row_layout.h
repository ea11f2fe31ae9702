// Which column of a chunk holds which variable.
// Thread-safety: immutable once a plan is made.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "bind/bound_expression.h"

namespace liaison::query {

class RowLayout {
 public:
  // Column of a variable, if the rows have it.
  std::optional<std::size_t> column_of(VariableId variable) const {
    if (variables_.size() <= kLookedThrough) {
      const auto found = std::find(variables_.begin(), variables_.end(), variable);
      if (found == variables_.end()) return std::nullopt;
      return static_cast<std::size_t>(found - variables_.begin());
    }
    if (variable >= columns_.size() || columns_[variable] == kNone) return std::nullopt;
    return columns_[variable];
  }
  bool contains(VariableId variable) const { return column_of(variable).has_value(); }
  // The variable's column, a new last one if it has none yet.
  std::size_t add(VariableId variable) {
    if (const auto column = column_of(variable)) return *column;
    if (variables_.empty()) variables_.reserve(kLookedThrough / 2);
    variables_.push_back(variable);
    const std::size_t count = variables_.size();
    // The first time, those before it as well.
    if (count > kLookedThrough) {
      for (std::size_t i = columns_.empty() ? 0 : count - 1; i < count; ++i) note(i);
    }
    return count - 1;
  }
  std::size_t column_count() const { return variables_.size(); }
  // The variables in column order.
  const std::vector<VariableId>& variables() const { return variables_; }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  // So few variables are looked through; of more, `columns_` says where.
  static constexpr std::size_t kLookedThrough = 16;

  void note(std::size_t column) {
    const VariableId variable = variables_[column];
    if (variable >= columns_.size()) columns_.resize(variable + 1, kNone);
    columns_[variable] = column;
  }

  std::vector<VariableId> variables_;
  std::vector<std::size_t> columns_;  // by variable; empty while few are looked through
};

}  // namespace liaison::query
