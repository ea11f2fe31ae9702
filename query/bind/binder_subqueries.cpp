// Subqueries inside expressions: EXISTS, COUNT, COLLECT, and the patterns that stand for them.
#include "bind/binder_impl.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

BoundSingleQuery match_of(BoundPattern pattern, std::vector<BoundExpressionPtr> predicates,
                          const SourceSpan& span) {
  BoundMatch match;
  match.pattern = std::move(pattern);
  match.predicates = std::move(predicates);
  BoundSingleQuery query;
  query.clauses.push_back({span, std::move(match)});
  return query;
}

BoundExpressionPtr subquery_expression(SubqueryKind kind, BoundQuery query, StaticType type,
                                       const SourceSpan& span) {
  return make_bound(span, std::move(type),
                    BoundSubquery{kind, std::make_shared<const BoundQuery>(std::move(query))});
}

// Adds RETURN `value` to a query of one MATCH.
void append_return(BoundSingleQuery& query, VariableId column, BoundExpressionPtr value,
                   BoundQuery& whole, const SourceSpan& span) {
  BoundProjection projection;
  projection.is_return = true;
  projection.items.push_back({column, std::move(value)});
  projection.names.emplace_back("value");
  query.clauses.push_back({span, std::move(projection)});
  query.outputs.push_back(column);
  whole.columns.push_back({"value", column});
}

}  // namespace

BoundExpressionPtr Binder::bind_subquery(const ast::Query& query, SubqueryKind kind,
                                         const SourceSpan& span, const ExpressionContext& context) {
  QueryUse use = QueryUse::Exists;
  StaticType type = boolean_type();
  if (kind == SubqueryKind::Count) {
    use = QueryUse::Count;
    type = StaticType::of(ValueKind::Integer);
  } else if (kind == SubqueryKind::Collect) {
    use = QueryUse::Collect;
  }
  BoundQuery bound = bind_query(query, use, context.scope);
  if (kind == SubqueryKind::Collect) {
    if (bound.columns.size() != 1) {
      fail("InvalidClauseComposition", "COLLECT { ... } must return exactly one column", span);
    }
    type = StaticType::list_of(type_of(bound.columns.front().variable));
  }
  return subquery_expression(kind, std::move(bound), std::move(type), span);
}

BoundExpressionPtr Binder::bind_pattern_comprehension(const ast::PatternComprehension& node,
                                                      const SourceSpan& span,
                                                      const ExpressionContext& context) {
  ImportList imports;
  Scope scope(context.scope, &imports);
  std::vector<BoundExpressionPtr> predicates;
  BoundPattern pattern = bind_pattern({node.path.get()}, PatternUse::Match, scope, predicates);
  if (node.where) {
    append_conjuncts(bind_condition(*node.where, ExpressionContext{&scope}), predicates);
  }
  BoundExpressionPtr value = bind_expression(*node.projection, ExpressionContext{&scope});
  const StaticType element = value->type;
  BoundQuery query;
  BoundSingleQuery arm = match_of(std::move(pattern), std::move(predicates), span);
  append_return(arm, new_variable("value", element), std::move(value), query, span);
  query.arms.push_back(std::move(arm));
  query.imports = imports.variables();
  return subquery_expression(SubqueryKind::Collect, std::move(query), StaticType::list_of(element),
                             span);
}

BoundExpressionPtr Binder::bind_pattern_predicate(const ast::PathPattern& path,
                                                  const SourceSpan& span,
                                                  const ExpressionContext& context) {
  ImportList imports;
  Scope scope(context.scope, &imports);
  std::vector<BoundExpressionPtr> predicates;
  BoundPattern pattern = bind_pattern({&path}, PatternUse::Predicate, scope, predicates);
  BoundQuery query;
  query.arms.push_back(match_of(std::move(pattern), std::move(predicates), span));
  query.imports = imports.variables();
  return subquery_expression(SubqueryKind::Exists, std::move(query), boolean_type(), span);
}

BoundExpressionPtr Binder::bind_shortest_path(const ast::ShortestPathExpression& node,
                                              const SourceSpan& span,
                                              const ExpressionContext& context) {
  ImportList imports;
  Scope scope(context.scope, &imports);
  std::vector<BoundExpressionPtr> predicates;
  BoundPattern pattern = bind_pattern({node.path.get()}, PatternUse::Predicate, scope, predicates);
  const StaticType path_type = StaticType::of(ValueKind::Path);
  PatternPath& path = pattern.paths.front();
  const PathSelector selector = node.all ? PathSelector::AllShortest : PathSelector::AnyShortest;
  const bool is_one = path.relationships.size() == 1 &&
                      !pattern.relationships[path.relationships.front()].group &&
                      !pattern.selection;
  if (!is_one) {
    if (path.relationships.empty()) {
      fail("UnexpectedSyntax", "A shortest path needs at least one relationship", span);
    }
    pattern.selection.emplace();
    pattern.selection->selector = selector;
    pattern.selection->predicates = std::move(predicates);
    predicates.clear();
  } else {
    PatternRelationship& relationship = pattern.relationships[path.relationships.front()];
    relationship.selector = selector;
    if (!relationship.variable_length) {
      relationship.variable_length = true;
      relationship.length_max = 1;
      variables_[relationship.variable].type =
          StaticType::list_of(StaticType::of(ValueKind::Relationship));
    }
  }
  path.variable = new_variable("", path_type);
  path.has_variable = true;
  BoundExpressionPtr value = variable_reference(path.variable, span);
  BoundQuery query;
  BoundSingleQuery arm = match_of(std::move(pattern), std::move(predicates), span);
  append_return(arm, new_variable("value", path_type), std::move(value), query, span);
  query.arms.push_back(std::move(arm));
  query.imports = imports.variables();
  BoundExpressionPtr paths = subquery_expression(SubqueryKind::Collect, std::move(query),
                                                 StaticType::list_of(path_type), span);
  if (node.all) return paths;
  return make_bound(
      span, path_type,
      BoundIndex{std::move(paths),
                 make_bound(span, StaticType::of(ValueKind::Integer), BoundLiteral{Value(0)})});
}

}  // namespace liaison::query
