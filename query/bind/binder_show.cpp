// SHOW ... as a query: a listing that gives rows, then what YIELD, WHERE and RETURN make of them.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/suggestion.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

struct Listing {
  const char* name;
  std::size_t default_columns;  // the first ones are shown without YIELD
};

Listing listing_of(ast::ShowSubject subject, const SourceSpan& span) {
  switch (subject) {
    case ast::ShowSubject::Indexes:
      return {"show.indexes", 12};
    case ast::ShowSubject::Constraints:
      return {"show.constraints", 8};
    case ast::ShowSubject::Functions:
      return {"show.functions", 3};
    case ast::ShowSubject::Procedures:
      return {"show.procedures", 4};
    case ast::ShowSubject::Databases:
      return {"show.databases", 13};
    case ast::ShowSubject::Transactions:
      return {"show.transactions", 10};
    case ast::ShowSubject::Settings:
      return {"show.settings", 5};
    case ast::ShowSubject::Termination:
      return {"terminate.transactions", 3};
  }
  fail_unsupported("SHOW of this", span);
}

}  // namespace

// One text or list of texts, or a list of such.
BoundExpressionPtr Binder::bind_show_ids(const ast::Show& show) {
  const StaticType wanted =
      StaticType::of(ValueKind::String).union_with(StaticType::list_of(StaticType::any()));
  const Scope nothing;
  BoundListLiteral list;
  for (const ast::ExpressionPtr& written : show.ids) {
    BoundExpressionPtr id = bind_expression(*written, ExpressionContext{&nothing});
    if (id->type.is_disjoint(wanted)) {
      const char* what =
          show.subject == ast::ShowSubject::Settings ? "Names of settings" : "Ids of transactions";
      fail("InvalidArgumentType",
           std::string(what) + " are a STRING or a list of them, but this is " + describe(id->type),
           written->span);
    }
    list.elements.push_back(std::move(id));
  }
  if (list.elements.size() == 1) return std::move(list.elements.front());
  return make_bound(show.ids.front()->span, StaticType::list_of(StaticType::any()),
                    std::move(list));
}

BoundQuery Binder::bind_show(const ast::Show& show, const SourceSpan& span) {
  const Listing listing = listing_of(show.subject, span);
  const ProcedureSpec& procedure = *ProcedureRegistry::listings().find(listing.name);
  if (show.returns && show.yield.empty() && !show.yield_star) {
    fail("UnexpectedSyntax", "RETURN of a SHOW needs a YIELD: name the columns first",
         show.returns->span);
  }
  Arm arm;
  arm.scope = std::make_unique<Scope>();
  BoundProcedureCall call;
  call.procedure = &procedure;
  call.arguments.push_back(
      make_bound(span, StaticType::of(ValueKind::String), BoundLiteral{Value(show.filter)}));
  if (show.ids.empty()) {
    call.arguments.push_back(make_bound(
        span, StaticType::any(), BoundLiteral{show.name ? Value(show.name->text) : Value()}));
  } else {
    call.arguments.push_back(bind_show_ids(show));
  }

  // Only what is yielded is known afterwards, by the names it is given.
  BoundProjection rows;
  const auto yield = [&](std::size_t column, const ast::Name& name) {
    const VariableId variable = declare_new(name, procedure.results[column].type, *arm.scope);
    call.yields.push_back({column, variable});
    rows.items.push_back({variable, variable_reference(variable, name.span)});
    rows.names.push_back(name.text);
  };
  for (const ast::YieldItem& item : show.yield) {
    const auto place =
        std::find_if(procedure.results.begin(), procedure.results.end(),
                     [&](const ProcedureResult& result) { return result.name == item.field.text; });
    if (place == procedure.results.end()) {
      std::vector<std::string> names;
      for (const ProcedureResult& result : procedure.results) names.push_back(result.name);
      fail("UndefinedVariable",
           "This SHOW has no column `" + item.field.text + "`" +
               suggestion_text(item.field.text, names),
           item.field.span);
    }
    yield(static_cast<std::size_t>(place - procedure.results.begin()),
          item.alias ? *item.alias : item.field);
  }
  if (show.yield.empty()) {
    const std::size_t count = show.yield_star ? procedure.results.size() : listing.default_columns;
    for (std::size_t i = 0; i < count; ++i) yield(i, ast::Name{procedure.results[i].name, span});
  }
  arm.query.clauses.push_back({span, std::move(call)});

  const ExpressionContext context{arm.scope.get()};
  for (const ast::SortItem& item : show.order_by) {
    append_sort_key(item, bind_expression(*item.expression, context), rows.order_by);
  }
  if (show.skip) rows.skip = bind_row_count(*show.skip, "SKIP");
  if (show.limit) rows.limit = bind_row_count(*show.limit, "LIMIT");
  if (show.where) append_conjuncts(bind_condition(*show.where, context), rows.where);
  for (const BoundAssignment& item : rows.items) arm.query.outputs.push_back(item.variable);
  arm.column_names = rows.names;
  arm.query.clauses.push_back({span, std::move(rows)});
  if (show.returns) {
    arm.query.outputs.clear();
    bind_projection(*show.returns, nullptr, true, show.returns->span, arm);
  }

  BoundQuery bound;
  for (std::size_t i = 0; i < arm.column_names.size(); ++i) {
    bound.columns.push_back({arm.column_names[i], arm.query.outputs[i]});
  }
  bound.arms.push_back(std::move(arm.query));
  return bound;
}

}  // namespace liaison::query
