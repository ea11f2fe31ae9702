// Binds the patterns of MATCH, CREATE and MERGE, pattern predicates and comprehensions: from
// elements in a row to a graph of variables. Private to the binder.
// Thread-safety: needs external locking; one per pattern. Lifetime: binder, scope and predicates
// outlive it.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/binder_impl.h"

namespace liaison::query {

// Builds one BoundPattern. New variables gather in a scope of their own and are handed to the
// clause's scope at the end: a property map in CREATE or MERGE does not see them, one in MATCH
// does.
class PatternBinder {
 public:
  PatternBinder(Binder& binder, PatternUse use, Scope& clause_scope,
                std::vector<BoundExpressionPtr>& predicates, ast::MatchMode mode)
      : binder_(binder),
        use_(use),
        mode_(mode),
        clause_scope_(clause_scope),
        scope_(&clause_scope),
        predicates_(&predicates) {
    pattern_.repeatable = mode == ast::MatchMode::RepeatableElements;
  }

  BoundPattern bind(const std::vector<const ast::PathPattern*>& paths);

 private:
  // A property map or inline WHERE waits until all variables of the pattern are known.
  struct Deferred {
    const ast::Expression* expression;
    bool is_where;
    bool is_node;
    std::size_t index;      // into nodes or relationships
    std::string_view name;  // of the relationship, as its inline WHERE calls it
  };

  struct PathState {
    PatternPath path;
    bool awaits_node = false;  // the last element was a relationship
  };

  bool updates() const { return use_ == PatternUse::Create || use_ == PatternUse::Merge; }
  const char* clause_name() const { return use_ == PatternUse::Create ? "CREATE" : "MERGE"; }

  const StaticType& type_of(VariableId variable) const { return binder_.type_of(variable); }

  // A name that the place has lost (after aggregation, say) is an error here, not a new variable.
  std::optional<VariableId> known(const ast::Name& name) const;
  VariableId declare(const std::optional<ast::Name>& name, StaticType type);
  [[noreturn, gnu::cold]] void fail_conflict(const ast::Name& name, VariableId variable,
                                             const StaticType& wanted) const;

  // --- paths (pattern_binder.cpp)
  void bind_path(const ast::PathPattern& path);
  void add_elements(const ast::PathPattern& path, PathState& state);
  void add_parenthesised(const ast::ParenthesisedPath& part, PathState& state);

  // The inside is a pattern of its own, over what the clauses before know; its variables are lists
  // outside of it.
  void add_group(const ast::ParenthesisedPath& part, PathState& state);

  // WALK gives back what the match mode forbids by default; DIFFERENT EDGES written out does not.
  bool repeats(ast::PathRestrictor written) const;
  void apply_restrictor(const ast::PathPattern& path, PatternPath& bound);
  static PathSelector selector_of(ast::SelectorKind kind, const PathCount& count);
  static bool is_bare_node(const ast::PathElement& element);
  void apply_selector(const ast::PathPattern& path, const PatternPath& bound);
  PathCount selector_count(const ast::PathSelector& selector) const;

  // --- nodes (pattern_elements.cpp)
  void link_node(std::size_t index, PathState& state);
  void add_anonymous_node(PathState& state, const SourceSpan& span);
  void add_node(const ast::NodePattern& written, bool is_single_node, PathState& state);
  std::size_t node_index(const ast::NodePattern& written, bool is_single_node);

  // Two node patterns side by side, as after a parenthesised path, are one node.
  std::size_t join_node(const ast::NodePattern& written, std::size_t last);
  void add_node_details(const ast::NodePattern& written, std::size_t index);
  void check_plain_labels(const ast::LabelExpression& labels) const;

  // --- relationships (pattern_elements.cpp)
  void make_variable_length(PatternRelationship& step, std::uint64_t least,
                            std::optional<std::uint64_t> most);
  void add_relationship(const ast::RelationshipPattern& written,
                        const ast::PathQuantifier* quantifier, PathState& state);
  void check_reuse(const ast::Name& name, VariableId variable, const StaticType& type,
                   bool is_list) const;
  void check_creatable(const ast::RelationshipPattern& written,
                       const ast::PathQuantifier* quantifier) const;

  // --- property maps and WHERE (pattern_properties.cpp)
  void defer(const ast::Expression* expression, bool is_where, bool is_node, std::size_t index,
             std::string_view name);

  // What CREATE makes has no properties yet that another part of the clause could read.
  ExpressionContext expression_context() const;
  void bind_where(const Deferred& item);
  void bind_properties(const Deferred& item);

  Binder& binder_;
  PatternUse use_;
  ast::MatchMode mode_;
  Scope& clause_scope_;
  Scope scope_;
  std::vector<BoundExpressionPtr>* predicates_;
  bool has_inner_where_ = false;  // the path being bound has WHERE in parentheses
  ast::PathRestrictor path_restrictor_ = ast::PathRestrictor::None;  // of the path being bound
  BoundPattern pattern_;
  std::unordered_map<VariableId, std::size_t> node_places_;  // into pattern_.nodes
  std::vector<Deferred> deferred_;
};

}  // namespace liaison::query
