// Which names mean which variables at one place of a statement. Scopes form a chain: lambda
// variables, then the clause's variables, then, through a subquery's boundary, those outside.
// Thread-safety: needs external locking; a binder uses its scopes on one thread. Lifetime: a scope
// outlives those that name it as parent.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bind/bound_expression.h"

namespace liaison::query {

// The outer variables that a subquery uses, in order of first use.
class ImportList {
 public:
  void add(VariableId variable);
  const std::vector<VariableId>& variables() const { return variables_; }

 private:
  std::vector<VariableId> variables_;
};

class Scope {
 public:
  // With `imports`, the parent lies outside of a subquery, and what is found there is noted.
  explicit Scope(const Scope* parent = nullptr, ImportList* imports = nullptr)
      : parent_(parent), imports_(imports) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // Later declarations of a name replace earlier ones.
  void declare(std::string_view name, VariableId variable);

  // The names of `hidden` that this scope does not know itself are not available any more; using
  // one is an error with this detail, even when the parents know the name.
  void hide(const Scope& hidden, std::string detail);

  struct Found {
    VariableId variable = 0;
    const std::string* hidden_detail = nullptr;  // set: the name is hidden, with this detail
  };
  // Notes the import in every boundary crossed.
  std::optional<Found> find(std::string_view name) const;
  // The same without noting anything. Looks no further than (and not into) `end`.
  std::optional<VariableId> peek(std::string_view name, const Scope* end = nullptr) const;
  bool knows(std::string_view name) const { return peek(name).has_value(); }
  // Only in this scope, not in its parents.
  std::optional<VariableId> find_local(std::string_view name) const;
  // Names of `outside` are not seen here, and errors say so.
  void leave_outside(const Scope& outside) { left_outside_ = &outside; }
  bool is_left_outside(std::string_view name) const;
  // Known outside of the subqueries that this scope is in.
  bool is_outer(std::string_view name) const;

  // This scope's own names, sorted: what `*` stands for. They refer to the scope until it declares
  // another.
  std::vector<std::pair<std::string_view, VariableId>> local_names() const;
  // All names that can be used here, for suggestions.
  std::vector<std::string> visible_names() const;

  const Scope* parent() const { return parent_; }
  ImportList* imports() const { return imports_; }

 private:
  const Scope* parent_;
  ImportList* imports_;
  const Scope* hidden_ = nullptr;
  const Scope* left_outside_ = nullptr;
  std::string hidden_detail_;
  // A few names are looked through; of more, `places_` says where.
  static constexpr std::size_t kLookedThrough = 16;
  std::vector<std::pair<std::string, VariableId>> names_;
  std::unique_ptr<std::unordered_map<std::string, std::size_t>> places_;

  // Where in names_; its size when the name is not there.
  std::size_t place_of(std::string_view name) const;
};

}  // namespace liaison::query
