// Which column of a chunk holds which variable.
// Thread-safety: immutable once a plan is made.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "bind/bound_expression.h"

namespace liaison::query {

class RowLayout {
 public:
  // Column of a variable, if the rows have it.
  std::optional<std::size_t> column_of(VariableId variable) const {
    if (more_.empty()) {
      const auto end = few_.begin() + static_cast<std::ptrdiff_t>(few_count_);
      const auto found = std::find(few_.begin(), end, variable);
      if (found == end) return std::nullopt;
      return static_cast<std::size_t>(found - few_.begin());
    }
    if (variable >= columns_.size() || columns_[variable] == kNone) return std::nullopt;
    return columns_[variable];
  }
  bool contains(VariableId variable) const { return column_of(variable).has_value(); }
  // The variable's column, a new last one if it has none yet.
  std::size_t add(VariableId variable) {
    if (const auto column = column_of(variable)) return *column;
    if (few_count_ < few_.size()) {
      few_[few_count_] = variable;
      return few_count_++;
    }
    // The first time, those before it as well.
    if (more_.empty()) {
      more_.assign(few_.begin(), few_.end());
      for (std::size_t i = 0; i < more_.size(); ++i) note(i);
    }
    more_.push_back(variable);
    note(more_.size() - 1);
    return more_.size() - 1;
  }
  std::size_t column_count() const { return more_.empty() ? few_count_ : more_.size(); }
  // The variables in column order. They refer to the layout until it gets another one.
  std::span<const VariableId> variables() const {
    if (more_.empty()) return {few_.data(), few_count_};
    return more_;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  // So few variables lie in the layout itself and are looked through; of more, `columns_` says
  // where.
  static constexpr std::size_t kLookedThrough = 16;

  void note(std::size_t column) {
    const VariableId variable = more_[column];
    if (variable >= columns_.size()) columns_.resize(variable + 1, kNone);
    columns_[variable] = column;
  }

  std::array<VariableId, kLookedThrough> few_{};
  std::size_t few_count_ = 0;
  std::vector<VariableId> more_;      // all of them, once they are too many
  std::vector<std::size_t> columns_;  // by variable; empty while few are looked through
};

}  // namespace liaison::query
