// Parts of a query that are queries themselves: `{ .. }`, a UNION beside NEXT, and WHEN .. THEN ..
// ELSE. A part is bound as a subquery call that sees all variables and whose columns replace them.
#include <algorithm>
#include <utility>

#include "bind/binder_impl.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

// No text can name it.
constexpr const char* kTableName = " rows before NEXT";

BoundExpressionPtr integer(std::size_t value, const SourceSpan& span) {
  return make_bound(span, StaticType::of(ValueKind::Integer),
                    BoundLiteral{Value(static_cast<std::int64_t>(value))});
}

// The columns of `query` in the order of `columns`; empty if they are not called the same.
std::optional<std::vector<VariableId>> outputs_in_order(const BoundQuery& query,
                                                        const std::vector<BoundColumn>& columns) {
  if (query.columns.size() != columns.size()) return std::nullopt;
  std::vector<VariableId> outputs;
  for (const BoundColumn& wanted : columns) {
    const auto place =
        std::find_if(query.columns.begin(), query.columns.end(),
                     [&](const BoundColumn& column) { return column.name == wanted.name; });
    if (place == query.columns.end()) return std::nullopt;
    outputs.push_back(place->variable);
  }
  return outputs;
}

}  // namespace

// All rows so far become one: the list of them, which every arm of the UNION unwinds.
Binder::Table Binder::collect_table(const SourceSpan& span, Arm& arm) {
  Table table;
  BoundListLiteral row;
  for (const auto& [name, variable] : arm.scope->local_names()) {
    table.columns.emplace_back(name, type_of(variable));
    row.elements.push_back(variable_reference(variable, span));
  }
  const StaticType row_type = StaticType::list_of(StaticType::any());
  const StaticType type = StaticType::list_of(row_type);
  BoundAggregate collect{environment_.functions.aggregate("collect"), false, {}};
  collect.arguments.push_back(make_bound(span, row_type, std::move(row)));
  table.rows = new_variable("", type);
  BoundProjection projection;
  projection.has_aggregation = true;
  projection.aggregates.push_back({table.rows, make_bound(span, type, std::move(collect))});
  projection.items.push_back({table.rows, variable_reference(table.rows, span)});
  projection.names.emplace_back();
  arm.query.clauses.push_back({span, std::move(projection)});
  arm.scope = std::make_unique<Scope>(arm.scope->parent(), arm.scope->imports());
  arm.scope->declare(kTableName, table.rows);
  return table;
}

void Binder::bind_table_rows(const SourceSpan& span, Arm& arm) {
  const Table& table = *table_;
  const VariableId rows = resolve(kTableName, span, ExpressionContext{arm.scope.get()});
  const VariableId row = new_variable("", StaticType::list_of(StaticType::any()));
  arm.query.clauses.push_back({span, BoundUnwind{variable_reference(rows, span), row}});
  BoundProjection projection;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& [name, type] = table.columns[i];
    const VariableId column = new_variable(name, type);
    arm.scope->declare(name, column);
    projection.items.push_back(
        {column,
         make_bound(span, type, BoundIndex{variable_reference(row, span), integer(i, span)})});
    projection.names.push_back(name);
  }
  arm.query.clauses.push_back({span, std::move(projection)});
}

void Binder::bind_query_part(const ast::QueryPart& part, const SourceSpan& span, Arm& arm) {
  std::optional<Table> table;
  if (part.takes_table) table = collect_table(span, arm);
  const Table* const around = std::exchange(table_, table ? &*table : table_);
  Scope outside;
  for (const std::string& name : arm.scope->visible_names()) {
    outside.declare(name, resolve(name, span, ExpressionContext{arm.scope.get()}));
  }
  BoundQuery query;
  if (part.branches.front().condition) {
    query = bind_branches(part, span, outside, arm);
  } else {
    query = bind_query(*part.branches.front().query, QueryUse::ScopedCall, &outside);
  }
  table_ = around;
  arm.writes = arm.writes || query.writes;
  auto scope = std::make_unique<Scope>(arm.scope->parent(), arm.scope->imports());
  arm.column_names.clear();
  arm.query.outputs.clear();
  for (const BoundColumn& column : query.columns) {
    scope->declare(column.name, column.variable);
    arm.column_names.push_back(column.name);
    arm.query.outputs.push_back(column.variable);
  }
  arm.scope = std::move(scope);
  BoundSubqueryCall call;
  call.is_unit = query.columns.empty();
  call.query = std::make_shared<const BoundQuery>(std::move(query));
  arm.query.clauses.push_back({span, std::move(call)});
}

// The number of the branch to take is computed once for each row; every branch is an arm of a UNION
// ALL that lets only its own rows through.
BoundQuery Binder::bind_branches(const ast::QueryPart& part, const SourceSpan& span,
                                 const Scope& outside, Arm& arm) {
  BoundCase choice;
  for (std::size_t i = 0; i < part.branches.size(); ++i) {
    const ast::QueryBranch& branch = part.branches[i];
    if (branch.condition) {
      choice.branches.push_back(
          {bind_condition(*branch.condition, ExpressionContext{arm.scope.get()}),
           integer(i, span)});
    } else {
      choice.otherwise = integer(i, span);
    }
  }
  const StaticType number = StaticType::of(ValueKind::Integer);
  const VariableId chosen = new_variable("", number);
  BoundProjection choose;
  choose.items.push_back({chosen, make_bound(span, number, std::move(choice))});
  choose.names.emplace_back();
  arm.query.clauses.push_back({span, std::move(choose)});

  BoundQuery whole;
  ImportList imports;
  imports.add(chosen);
  std::vector<BoundColumn> columns;
  for (std::size_t i = 0; i < part.branches.size(); ++i) {
    const ast::Query& written = *part.branches[i].query;
    BoundQuery body = bind_query(written, QueryUse::ScopedCall, &outside);
    whole.writes = whole.writes || body.writes;
    for (const VariableId variable : body.imports) imports.add(variable);
    if (i == 0) columns = body.columns;
    const auto outputs = outputs_in_order(body, columns);
    if (!outputs) {
      fail("DifferentColumnsInUnion",
           "All branches of WHEN .. THEN .. ELSE must return the same column names", written.span);
    }
    BoundSingleQuery branch;
    branch.outputs = *outputs;
    BoundProjection only_chosen;
    only_chosen.where.push_back(make_binary(BinaryOperator::Equal, variable_reference(chosen, span),
                                            integer(i, span), span));
    branch.clauses.push_back({span, std::move(only_chosen)});
    BoundSubqueryCall call;
    call.is_unit = body.columns.empty();
    call.query = std::make_shared<const BoundQuery>(std::move(body));
    branch.clauses.push_back({written.span, std::move(call)});
    whole.arms.push_back(std::move(branch));
  }
  for (std::size_t column = 0; column < columns.size(); ++column) {
    VariableId variable = columns[column].variable;
    if (whole.arms.size() > 1) {
      StaticType type = type_of(variable);
      for (const BoundSingleQuery& branch : whole.arms) {
        type = either(type, type_of(branch.outputs[column]));
      }
      variable = new_variable(columns[column].name, type);
    }
    whole.columns.push_back({columns[column].name, variable});
  }
  whole.imports = imports.variables();
  return whole;
}

}  // namespace liaison::query
