#include "plan/planner.h"

#include "liaison/query/procedure.h"
#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

std::vector<Predicate> borrow(const std::vector<BoundExpressionPtr>& expressions) {
  std::vector<Predicate> result;
  result.reserve(expressions.size());
  for (const auto& expression : expressions) result.push_back(expression.get());
  return result;
}

std::vector<Assignment> borrow(const std::vector<BoundAssignment>& items) {
  std::vector<Assignment> result;
  result.reserve(items.size());
  for (const auto& item : items) result.push_back({item.variable, item.expression.get()});
  return result;
}

class Planner {
 public:
  explicit Planner(LogicalPlan& plan) : plan_(plan) {}

  // The query over its argument; `row_number` set: for each outer row apart.
  LogicalOperatorPtr plan_query(const BoundQuery& query, std::optional<VariableId> row_number) {
    if (query.arms.size() == 1) return plan_arm(query.arms.front(), row_number);
    Union node;
    auto result = std::make_unique<LogicalOperator>();
    for (const BoundColumn& column : query.columns) node.variables.push_back(column.variable);
    for (const BoundSingleQuery& arm : query.arms) {
      node.arms.push_back(arm.outputs);
      result->children.push_back(plan_arm(arm, row_number));
    }
    if (row_number) {
      node.variables.push_back(*row_number);
      for (auto& arm : node.arms) arm.push_back(*row_number);
    }
    std::vector<VariableId> columns;
    for (const BoundColumn& column : query.columns) columns.push_back(column.variable);
    result->node = std::move(node);
    if (!query.union_distinct || columns.empty()) return result;
    return make_operator(Distinct{std::move(columns), row_number}, std::move(result));
  }

 private:
  LogicalOperatorPtr plan_arm(const BoundSingleQuery& arm, std::optional<VariableId> row_number) {
    LogicalOperatorPtr current = make_operator(Argument{row_number});
    for (const BoundClause& clause : arm.clauses) {
      current = plan_clause(clause, std::move(current), row_number);
    }
    return current;
  }

  LogicalOperatorPtr plan_clause(const BoundClause& clause, LogicalOperatorPtr current,
                                 std::optional<VariableId> partition) {
    return std::visit(
        Overloaded{
            [&](const BoundMatch& c) { return plan_match(c, std::move(current)); },
            [&](const BoundUnwind& c) {
              return make_operator(Unwind{c.list.get(), c.variable}, std::move(current));
            },
            [&](const BoundProjection& c) {
              return plan_projection(c, std::move(current), partition);
            },
            [&](const BoundCreate& c) {
              return make_operator(Create{&c.pattern}, std::move(current));
            },
            [&](const BoundSet& c) { return make_operator(SetItems{&c}, std::move(current)); },
            [&](const BoundDelete& c) { return make_operator(Delete{&c}, std::move(current)); },
            [&](const BoundMerge& c) { return plan_merge(c, std::move(current)); },
            [&](const BoundProcedureCall& c) {
              const bool writes = c.procedure->mode == ProcedureMode::Write;
              return filter(make_operator(ProcedureCall{&c, writes}, std::move(current)), c.where);
            },
            [&](const BoundSubqueryCall& c) { return plan_call(c, std::move(current)); },
            [&](const BoundForeach& c) {
              LogicalOperatorPtr inner = make_operator(Argument{});
              for (const BoundClause& update : c.clauses) {
                inner = plan_clause(update, std::move(inner), std::nullopt);
              }
              return make_operator(Foreach{c.list.get(), c.variable}, std::move(current),
                                   std::move(inner));
            },
            [&](const BoundLoadCsv& c) { return make_operator(LoadCsv{&c}, std::move(current)); },
        },
        clause.node);
  }

  static LogicalOperatorPtr filter(LogicalOperatorPtr child,
                                   const std::vector<BoundExpressionPtr>& predicates) {
    if (predicates.empty()) return child;
    return make_operator(Filter{borrow(predicates)}, std::move(child));
  }

  LogicalOperatorPtr plan_match(const BoundMatch& match, LogicalOperatorPtr current) {
    if (match.pattern.selection) return plan_selection(match, std::move(current));
    MatchPattern pattern{&match.pattern, borrow(match.predicates), {}};
    if (!match.optional) return make_operator(std::move(pattern), std::move(current));
    LogicalOperatorPtr inner =
        make_operator(std::move(pattern), make_operator(Argument{plan_.new_variable()}));
    return make_operator(Apply{.optional = true}, std::move(current), std::move(inner));
  }

  // Paths are selected for each outer row apart, and before the clause's own conditions.
  LogicalOperatorPtr plan_selection(const BoundMatch& match, LogicalOperatorPtr current) {
    const PatternSelection& selection = *match.pattern.selection;
    const VariableId row_number = plan_.new_variable();
    LogicalOperatorPtr inner =
        make_operator(MatchPattern{&match.pattern, borrow(selection.predicates), {}},
                      make_operator(Argument{row_number}));
    inner = make_operator(SelectPaths{match.pattern.paths.front().variable, selection.selector,
                                      selection.count, row_number},
                          std::move(inner));
    inner = filter(std::move(inner), match.predicates);
    return make_operator(Apply{.optional = match.optional}, std::move(current), std::move(inner));
  }

  LogicalOperatorPtr plan_merge(const BoundMerge& merge, LogicalOperatorPtr current) {
    MatchPattern pattern{&merge.pattern, borrow(merge.predicates), {}};
    LogicalOperatorPtr inner = make_operator(std::move(pattern), make_operator(Argument{}));
    return make_operator(Merge{&merge}, std::move(current), std::move(inner));
  }

  LogicalOperatorPtr plan_call(const BoundSubqueryCall& call, LogicalOperatorPtr current) {
    LogicalOperatorPtr inner = plan_query(*call.query, plan_.new_variable());
    return make_operator(Apply{.optional = call.optional,
                               .is_unit = call.is_unit,
                               .writes = call.query->writes,
                               .batches = call.batches ? &*call.batches : nullptr},
                         std::move(current), std::move(inner));
  }

  LogicalOperatorPtr plan_projection(const BoundProjection& clause, LogicalOperatorPtr current,
                                     std::optional<VariableId> partition) {
    if (clause.has_aggregation) {
      current =
          make_operator(Aggregation{borrow(clause.keys), borrow(clause.aggregates), partition},
                        std::move(current));
    }
    Projection projection;
    projection.items.reserve(clause.items.size());
    for (const BoundAssignment& item : clause.items) {
      const auto* variable = std::get_if<BoundVariable>(&item.expression->node);
      if (variable && variable->variable == item.variable) continue;  // carried along as it is
      projection.items.push_back({item.variable, item.expression.get()});
    }
    if (!projection.items.empty()) {
      current = make_operator(std::move(projection), std::move(current));
    }
    if (clause.distinct) {
      std::vector<VariableId> columns;
      for (const BoundAssignment& item : clause.items) columns.push_back(item.variable);
      current = make_operator(Distinct{std::move(columns), partition}, std::move(current));
    }
    if (!clause.order_by.empty()) {
      Sort sort{{}, partition};
      for (const BoundSortItem& item : clause.order_by) {
        sort.keys.push_back({item.expression.get(), item.descending});
      }
      current = make_operator(std::move(sort), std::move(current));
    }
    if (clause.skip) {
      current = make_operator(Skip{clause.skip.get(), partition}, std::move(current));
    }
    if (clause.limit) {
      current = make_operator(Limit{clause.limit.get(), partition}, std::move(current));
    }
    return filter(std::move(current), clause.where);
  }

  LogicalPlan& plan_;
};

std::vector<VariableId> result_variables(const BoundQuery& query) {
  std::vector<VariableId> result;
  for (const BoundColumn& column : query.columns) result.push_back(column.variable);
  return result;
}

void plan_subqueries(const LogicalOperator& op, LogicalPlan& plan);

void plan_subqueries(const BoundExpression& expression, LogicalPlan& plan) {
  walk(expression, [&](const BoundExpression& e) {
    const auto* subquery = std::get_if<BoundSubquery>(&e.node);
    if (!subquery || plan.subqueries.contains(subquery->query.get())) return;
    SubqueryPlan planned{subquery->kind, nullptr, plan.new_variable()};
    if (!subquery->query->columns.empty()) {
      planned.output = subquery->query->columns.front().variable;
    }
    planned.root = Planner(plan).plan_query(*subquery->query, planned.row_number);
    auto& kept = plan.subqueries.emplace(subquery->query.get(), std::move(planned)).first->second;
    plan_subqueries(*kept.root, plan);
  });
}

void plan_subqueries(const LogicalOperator& op, LogicalPlan& plan) {
  for_each_expression(op, [&](const BoundExpression& e) { plan_subqueries(e, plan); });
  for (const LogicalOperatorPtr& child : op.children) plan_subqueries(*child, plan);
}

}  // namespace

LogicalPlan plan_statement(std::shared_ptr<const BoundStatement> statement) {
  LogicalPlan plan;
  plan.next_variable = static_cast<VariableId>(statement->variables.size());
  plan.statement = std::move(statement);
  const BoundQuery& query = plan.query();
  plan.root = make_operator(ProduceResults{result_variables(query)},
                            Planner(plan).plan_query(query, std::nullopt));
  plan_subqueries(*plan.root, plan);
  return plan;
}

}  // namespace liaison::query
