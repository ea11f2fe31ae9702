// A MATCH where a path selector over several elements stands beside other patterns. Selection looks
// at one path at a time: the other patterns are matched first, then each such path for every row,
// between the ends that are known by then; that no relationship is used twice is checked
// afterwards.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/expression_walk.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

// What one path of the pattern is made of, parentheses opened.
struct Shape {
  std::size_t relationships = 0;
  bool has_group = false;
  bool has_where = false;  // of parentheses
  const ast::RelationshipPattern* step = nullptr;
};

void add_shape(const ast::PathPattern& path, Shape& shape) {
  for (const ast::PathElement& element : path.elements) {
    if (const auto* step = std::get_if<ast::RelationshipPattern>(&element)) {
      ++shape.relationships;
      shape.step = step;
    } else if (const auto* part = std::get_if<ast::ParenthesisedPath>(&element)) {
      shape.has_group = shape.has_group || part->quantifier;
      shape.has_where = shape.has_where || part->where;
      add_shape(*part->path, shape);
    }
  }
}

// Whether the selector needs all matches of the path before it selects. A single step of variable
// length is searched instead, together with the other patterns.
bool selects_apart(const ast::PathPattern& path, const Scope& scope) {
  if (path.selector.kind == ast::SelectorKind::All) return false;
  Shape shape;
  add_shape(path, shape);
  if (shape.relationships == 0) return false;
  if (shape.relationships > 1 || shape.has_group || shape.has_where) return true;
  const auto& variable = shape.step->variable;
  const bool is_list = shape.step->length || shape.step->quantifier;
  return variable && (!is_list || scope.knows(variable->text));
}

// Relationships that a clause has matched so far, and the names inside of its selected paths.
struct Matched {
  struct Relationship {
    VariableId variable;
    bool is_list;
  };
  std::vector<Relationship> relationships;
  std::vector<VariableId> paths;      // of selections
  std::vector<VariableId> variables;  // all of them
  std::vector<VariableId> interior;   // of selections

  static bool has(const std::vector<VariableId>& variables, VariableId variable) {
    return std::find(variables.begin(), variables.end(), variable) != variables.end();
  }
};

}  // namespace

class SelectionBinder {
 public:
  SelectionBinder(Binder& binder, const ast::Match& clause, const SourceSpan& span, Scope& scope)
      : binder_(binder), clause_(clause), span_(span), scope_(scope) {}

  std::vector<BoundClause> bind() {
    std::vector<const ast::PathPattern*> together;
    std::vector<const ast::PathPattern*> apart;
    for (const ast::PathPattern& path : clause_.patterns) {
      (selects_apart(path, scope_) ? apart : together).push_back(&path);
    }
    if (!together.empty()) {
      BoundMatch match;
      match.pattern =
          binder_.bind_pattern(together, PatternUse::Match, scope_, match.predicates, clause_.mode);
      note(match.pattern);
      matches_.push_back(std::move(match));
    }
    for (const ast::PathPattern* path : apart) add_selection(*path);
    if (clause_.where) add_where();
    std::vector<BoundClause> clauses;
    for (BoundMatch& match : matches_) clauses.push_back({span_, std::move(match)});
    return clauses;
  }

 private:
  void note(const BoundPattern& pattern) {
    const bool is_selection = pattern.selection.has_value();
    for (const PatternRelationship& step : pattern.relationships) {
      if (!is_selection) matched_.relationships.push_back({step.variable, step.variable_length});
      matched_.variables.push_back(step.variable);
      if (is_selection) matched_.interior.push_back(step.variable);
    }
    for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
      const PatternNode& node = pattern.nodes[i];
      if (!node.is_bound) matched_.variables.push_back(node.variable);
      const PatternPath& path = pattern.paths.front();
      const bool is_end = i == path.nodes.front() || i == path.nodes.back();
      if (is_selection && !is_end) matched_.interior.push_back(node.variable);
    }
    if (is_selection) matched_.paths.push_back(pattern.paths.front().variable);
  }

  void add_selection(const ast::PathPattern& written) {
    BoundMatch match;
    match.pattern =
        binder_.bind_pattern({&written}, PatternUse::Match, scope_, match.predicates, clause_.mode);
    check_interior(match.pattern, written);
    if (clause_.mode != ast::MatchMode::RepeatableElements) {
      require_different_relationships(match.pattern.paths.front().variable, match.predicates);
    }
    note(match.pattern);
    matches_.push_back(std::move(match));
  }

  // A selected path meets other patterns of its clause at its ends only: what lies between depends
  // on the selection.
  void check_interior(const BoundPattern& pattern, const ast::PathPattern& written) const {
    const PatternPath& path = pattern.paths.front();
    const auto check = [&](VariableId variable, bool is_end, const SourceSpan& span) {
      const bool meets_selection = Matched::has(matched_.interior, variable);
      const bool meets_pattern = !is_end && Matched::has(matched_.variables, variable);
      if (!meets_selection && !meets_pattern) return;
      fail(
          "InvalidClauseComposition",
          "`" + binder_.variables_[variable].name +
              "` lies inside of a path with a selector, so another pattern of the same MATCH cannot"
              " use it: put that pattern into a MATCH of its own, after this one",
          span);
    };
    for (std::size_t i = 0; i < pattern.nodes.size(); ++i) {
      const bool is_end = i == path.nodes.front() || i == path.nodes.back();
      check(pattern.nodes[i].variable, is_end, pattern.nodes[i].span);
    }
    for (const PatternRelationship& step : pattern.relationships) {
      check(step.variable, false, written.span);
    }
  }

  BoundExpressionPtr relationships_of(VariableId path) const {
    const FunctionSpec* function = binder_.environment_.functions.scalar("relationships");
    BoundFunctionCall call{function, {}};
    call.arguments.push_back(binder_.variable_reference(path, span_));
    return make_bound(span_, StaticType::list_of(StaticType::of(ValueKind::Relationship)),
                      std::move(call));
  }

  BoundExpressionPtr is_on_path(VariableId relationship, VariableId path) const {
    return make_bound(
        span_, boolean_type(),
        BoundBinary{BinaryOperator::In, binder_.variable_reference(relationship, span_),
                    relationships_of(path)});
  }

  BoundExpressionPtr none_on_path(BoundExpressionPtr list, VariableId path) const {
    const VariableId element = binder_.new_variable("", StaticType::of(ValueKind::Relationship));
    return make_bound(
        span_, boolean_type(),
        BoundQuantifier{QuantifierKind::None, element, std::move(list), is_on_path(element, path)});
  }

  void require_different_relationships(VariableId path,
                                       std::vector<BoundExpressionPtr>& predicates) const {
    for (const Matched::Relationship& other : matched_.relationships) {
      if (other.is_list) {
        predicates.push_back(none_on_path(binder_.variable_reference(other.variable, span_), path));
      } else {
        predicates.push_back(
            make_bound(span_, boolean_type(),
                       BoundUnary{UnaryOperator::Not, is_on_path(other.variable, path)}));
      }
    }
    for (const VariableId other : matched_.paths) {
      predicates.push_back(none_on_path(relationships_of(other), path));
    }
  }

  // A condition that only speaks of what comes before the first selection holds there already.
  void add_where() {
    std::vector<BoundExpressionPtr> conditions;
    append_conjuncts(binder_.bind_condition(*clause_.where, ExpressionContext{&scope_}),
                     conditions);
    const bool has_first = !matches_.front().pattern.selection;
    std::vector<VariableId> later;
    for (std::size_t i = has_first ? 1 : 0; i < matches_.size(); ++i) {
      const BoundPattern& pattern = matches_[i].pattern;
      for (const PatternNode& node : pattern.nodes) {
        if (!node.is_bound) later.push_back(node.variable);
      }
      for (const PatternRelationship& step : pattern.relationships) {
        if (!step.is_bound) later.push_back(step.variable);
        if (!step.group) continue;
        for (const auto& item : step.group->collected) later.push_back(item.list);
      }
      later.push_back(pattern.paths.front().variable);
    }
    for (BoundExpressionPtr& condition : conditions) {
      const VariableSet used = free_variables(*condition);
      const bool is_early = has_first && is_deterministic(*condition) &&
                            std::none_of(used.begin(), used.end(), [&](VariableId variable) {
                              return Matched::has(later, variable);
                            });
      (is_early ? matches_.front() : matches_.back()).predicates.push_back(std::move(condition));
    }
  }

  Binder& binder_;
  const ast::Match& clause_;
  const SourceSpan& span_;
  Scope& scope_;
  Matched matched_;
  std::vector<BoundMatch> matches_;
};

bool Binder::has_selection_beside_others(const ast::Match& clause, const Scope& scope) {
  return clause.patterns.size() > 1 &&
         std::any_of(clause.patterns.begin(), clause.patterns.end(),
                     [&](const ast::PathPattern& path) { return selects_apart(path, scope); });
}

// OPTIONAL keeps the row when any of the matches fails, so they become one optional subquery.
void Binder::bind_match_with_selection(const ast::Match& clause, const SourceSpan& span, Arm& arm) {
  if (!clause.optional) {
    for (BoundClause& match : SelectionBinder(*this, clause, span, *arm.scope).bind()) {
      arm.query.clauses.push_back(std::move(match));
    }
    return;
  }
  ImportList imports;
  Scope inside(arm.scope.get(), &imports);
  BoundSingleQuery matches;
  matches.clauses = SelectionBinder(*this, clause, span, inside).bind();
  BoundQuery query;
  for (const auto& [name, variable] : inside.local_names()) {
    matches.outputs.push_back(variable);
    query.columns.push_back({std::string(name), variable});
    arm.scope->declare(name, variable);
  }
  query.arms.push_back(std::move(matches));
  query.imports = imports.variables();
  BoundSubqueryCall call;
  call.optional = true;
  call.query = std::make_shared<const BoundQuery>(std::move(query));
  arm.query.clauses.push_back({span, std::move(call)});
}

}  // namespace liaison::query
