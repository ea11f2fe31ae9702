// Reading clauses: MATCH, UNWIND, LOAD CSV, and both kinds of CALL.
#include <algorithm>

#include "bind/binder_impl.h"
#include "bind/suggestion.h"
#include "bind/type_rules.h"
#include "parse/habits.h"

namespace liaison::query {

void Binder::bind_match(const ast::Match& clause, const SourceSpan& span, Arm& arm) {
  const auto check_hints = [&] {
    for (const ast::PlannerHint& hint : clause.hints) {
      for (const ast::Name& name : hint.variables) {
        resolve(name.text, name.span, ExpressionContext{arm.scope.get()});
      }
    }
  };
  if (has_selection_beside_others(clause, *arm.scope)) {
    bind_match_with_selection(clause, span, arm);
    check_hints();
    return;
  }
  BoundMatch match;
  match.optional = clause.optional;
  std::vector<const ast::PathPattern*> paths;
  for (const ast::PathPattern& path : clause.patterns) paths.push_back(&path);
  match.pattern = bind_pattern(paths, PatternUse::Match, *arm.scope, match.predicates, clause.mode);
  check_hints();
  if (clause.where) {
    append_conjuncts(bind_condition(*clause.where, ExpressionContext{arm.scope.get()}),
                     match.predicates);
  }
  arm.query.clauses.push_back({span, std::move(match)});
}

void Binder::bind_unwind(const ast::Unwind& clause, const SourceSpan& span, Arm& arm) {
  BoundUnwind unwind;
  unwind.list = bind_expression(*clause.list, ExpressionContext{arm.scope.get()});
  // A value that is no list is unwound as itself.
  StaticType type = StaticType::any();
  if (unwind.list->type.is_exactly(ValueKind::List)) {
    type = unwind.list->type.element();
  } else if (!unwind.list->type.may_be(ValueKind::List)) {
    type = unwind.list->type;
  }
  unwind.variable = declare_new(clause.variable, type, *arm.scope);
  arm.query.clauses.push_back({span, std::move(unwind)});
}

void Binder::bind_load_csv(const ast::LoadCsv& clause, const SourceSpan& span, Arm& arm) {
  BoundLoadCsv load;
  load.with_headers = clause.with_headers;
  load.url = bind_expression(*clause.source, ExpressionContext{arm.scope.get()});
  if (load.url->type.is_disjoint(StaticType::of(ValueKind::String))) {
    fail("InvalidArgumentType",
         "LOAD CSV needs a STRING with the file's address, but got " + describe(load.url->type),
         clause.source->span);
  }
  if (clause.field_terminator) {
    const std::string& text = *clause.field_terminator;
    const bool is_allowed = text.size() == 1 && text != "\"" && text != "\n" && text != "\r" &&
                            text != std::string(1, '\0');
    if (!is_allowed) {
      fail("InvalidArgumentValue",
           "FIELDTERMINATOR must be a single character other than a quote or a line end", span);
    }
    load.separator = text.front();
  }
  const StaticType row = clause.with_headers
                             ? StaticType::of(ValueKind::Map)
                             : StaticType::list_of(StaticType::of(ValueKind::String));
  load.variable = declare_new(clause.variable, row, *arm.scope);
  arm.query.clauses.push_back({span, std::move(load)});
}

const ProcedureSpec& Binder::find_procedure(const ast::CallProcedure& call,
                                            const SourceSpan& span) {
  const std::string name = call.full_name();
  std::vector<std::string> names;
  for (const ProcedureRegistry* registry : environment_.procedures) {
    if (registry == nullptr) continue;
    if (const ProcedureSpec* procedure = registry->find(name)) return *procedure;
    for (const ProcedureSpec* procedure : registry->all()) names.push_back(procedure->name);
  }
  const SourceSpan where = call.name.empty() ? span : call.name.front().span;
  const auto hint = habit_procedure(name);
  fail("ProcedureNotFound",
       "There is no procedure `" + name + "`" +
           (hint ? "; write `" + std::string(*hint) + "`" : suggestion_text(name, names)),
       where, "ProcedureError");
}

std::vector<BoundExpressionPtr> Binder::bind_procedure_arguments(const ast::CallProcedure& call,
                                                                 const ProcedureSpec& procedure,
                                                                 const SourceSpan& span,
                                                                 const Scope& scope) {
  std::vector<BoundExpressionPtr> arguments;
  if (!call.arguments) {
    if (!call.standalone && !procedure.arguments.empty()) {
      fail("InvalidArgumentPassingMode",
           "Procedure `" + procedure.name +
               "` takes its arguments from parameters only when the CALL stands alone: write them"
               " in parentheses",
           span);
    }
    for (const ProcedureArgument& argument : procedure.arguments) {
      const std::vector<std::string>* given = environment_.parameters;
      const bool missing = given != nullptr &&
                           std::find(given->begin(), given->end(), argument.name) == given->end();
      if (missing && argument.default_value) {
        arguments.push_back(make_bound(span, type_of_value(*argument.default_value),
                                       BoundLiteral{*argument.default_value}));
        continue;
      }
      if (missing) {
        fail("MissingParameter",
             "Procedure `" + procedure.name + "` needs the parameter $" + argument.name, span,
             "ParameterMissing");
      }
      parameters_.emplace(argument.name, span);
      arguments.push_back(make_bound(span, StaticType::any(), BoundParameter{argument.name}));
    }
    return arguments;
  }
  const std::size_t needed = static_cast<std::size_t>(
      std::count_if(procedure.arguments.begin(), procedure.arguments.end(),
                    [](const ProcedureArgument& a) { return !a.default_value; }));
  if (call.arguments->size() < needed || call.arguments->size() > procedure.arguments.size()) {
    fail("InvalidNumberOfArguments",
         "Procedure `" + procedure.name + "` takes " + std::to_string(needed) +
             (needed == procedure.arguments.size()
                  ? ""
                  : " to " + std::to_string(procedure.arguments.size())) +
             " arguments, but got " + std::to_string(call.arguments->size()),
         span);
  }
  for (std::size_t i = 0; i < procedure.arguments.size(); ++i) {
    const ProcedureArgument& expected = procedure.arguments[i];
    if (i >= call.arguments->size()) {
      if (!expected.default_value) {
        fail("InvalidNumberOfArguments",
             "Procedure `" + procedure.name + "` needs the argument `" + expected.name + "`", span);
      }
      arguments.push_back(make_bound(span, type_of_value(*expected.default_value),
                                     BoundLiteral{*expected.default_value}));
      continue;
    }
    const ast::Expression& written = *(*call.arguments)[i];
    BoundExpressionPtr argument = bind_expression(written, ExpressionContext{&scope});
    // Integers are coerced where a float is asked for.
    StaticType accepted = expected.type;
    if (accepted.may_be(ValueKind::Float)) accepted = accepted.union_with(StaticType::number());
    const bool is_null = argument->type.is_certainly_null() && !expected.nullable;
    if (argument->type.is_disjoint(accepted) || is_null) {
      fail("InvalidArgumentType",
           "Argument `" + expected.name + "` of `" + procedure.name + "` must be " +
               describe(expected.type) + ", but got " + describe(argument->type),
           written.span);
    }
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

void Binder::bind_procedure_call(const ast::CallProcedure& clause, const SourceSpan& span,
                                 Arm& arm) {
  const ProcedureSpec& procedure = find_procedure(clause, span);
  BoundProcedureCall call;
  call.procedure = &procedure;
  call.optional = clause.optional;
  call.is_void = procedure.results.empty();
  call.arguments = bind_procedure_arguments(clause, procedure, span, *arm.scope);
  arm.writes = arm.writes || procedure.mode == ProcedureMode::Write;

  std::vector<std::string> column_names;
  const auto yield = [&](std::size_t column, const ast::Name& name) {
    const VariableId variable = declare_new(name, procedure.results[column].type, *arm.scope);
    call.yields.push_back({column, variable});
    column_names.push_back(name.text);
  };
  const bool yields_all = clause.yield_star || (clause.standalone && !clause.yield);
  if (clause.yield_star && !clause.standalone) {
    fail("UnexpectedSyntax", "YIELD * is allowed only when the CALL stands alone: name the columns",
         span);
  }
  if (yields_all) {
    for (std::size_t i = 0; i < procedure.results.size(); ++i) {
      yield(i, ast::Name{procedure.results[i].name, span});
    }
  } else if (clause.yield) {
    for (const ast::YieldItem& item : *clause.yield) {
      const auto place = std::find_if(
          procedure.results.begin(), procedure.results.end(),
          [&](const ProcedureResult& result) { return result.name == item.field.text; });
      if (place == procedure.results.end()) {
        std::vector<std::string> names;
        for (const ProcedureResult& result : procedure.results) names.push_back(result.name);
        fail("UndefinedVariable",
             "Procedure `" + procedure.name + "` has no result `" + item.field.text + "`" +
                 suggestion_text(item.field.text, names),
             item.field.span);
      }
      yield(static_cast<std::size_t>(place - procedure.results.begin()),
            item.alias ? *item.alias : item.field);
    }
  }
  if (clause.where) {
    append_conjuncts(bind_condition(*clause.where, ExpressionContext{arm.scope.get()}), call.where);
  }
  if (clause.standalone && !call.yields.empty()) {
    arm.returns = true;
    arm.column_names = column_names;
    for (const auto& item : call.yields) arm.query.outputs.push_back(item.variable);
  }
  arm.query.clauses.push_back({span, std::move(call)});
}

BoundBatches Binder::bind_batches(const ast::SubqueryBatches& batches, const BoundQuery& query,
                                  Arm& arm) {
  if (!arm.is_statement || query.batches) {
    fail("InvalidClauseComposition",
         "CALL { ... } IN TRANSACTIONS cannot be inside of another subquery", batches.span);
  }
  arm.batches = batches.span;
  BoundBatches bound;
  switch (batches.on_error) {
    case ast::BatchErrorMode::Fail:
      bound.on_error = BatchErrorMode::Fail;
      break;
    case ast::BatchErrorMode::Continue:
      bound.on_error = BatchErrorMode::Continue;
      break;
    case ast::BatchErrorMode::Break:
      bound.on_error = BatchErrorMode::Break;
      break;
  }
  if (batches.status && bound.on_error == BatchErrorMode::Fail) {
    fail("InvalidClauseComposition",
         "REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK: where an error ends the"
         " statement, nobody is left to read the status",
         batches.status->span);
  }
  const auto bind_count = [&](const ast::ExpressionPtr& written, const char* place,
                              const char* message) {
    if (!written) return BoundExpressionPtr();
    BoundExpressionPtr count = bind_row_count(*written, place);
    const auto* literal = std::get_if<BoundLiteral>(&count->node);
    if (literal != nullptr && literal->value.is_integer() && literal->value.as_integer() < 1) {
      fail("InvalidArgumentValue", message, written->span);
    }
    return count;
  };
  bound.rows = bind_count(batches.rows, "OF .. ROWS", "A batch needs at least 1 row");
  bound.concurrency = bind_count(batches.concurrency, "CONCURRENT TRANSACTIONS",
                                 "CONCURRENT TRANSACTIONS needs at least 1 of them");
  return bound;
}

void Binder::bind_subquery_call(const ast::CallSubquery& clause, const SourceSpan& span, Arm& arm) {
  BoundSubqueryCall call;
  call.optional = clause.optional;
  BoundQuery query;
  if (clause.imports || clause.imports_all) {
    Scope imported;
    imported.leave_outside(*arm.scope);
    if (clause.imports_all) {
      for (const std::string& name : arm.scope->visible_names()) {
        imported.declare(name, resolve(name, span, ExpressionContext{arm.scope.get()}));
      }
    } else {
      for (const ast::Name& name : *clause.imports) {
        if (imported.find_local(name.text)) {
          fail("VariableAlreadyBound", "Variable `" + name.text + "` is imported twice", name.span);
        }
        imported.declare(name.text,
                         resolve(name.text, name.span, ExpressionContext{arm.scope.get()}));
      }
    }
    query = bind_query(*clause.query, QueryUse::ScopedCall, &imported);
  } else {
    query = bind_query(*clause.query, QueryUse::ImportingCall, arm.scope.get());
  }
  if (clause.batches) {
    call.batches = bind_batches(*clause.batches, query, arm);
  } else {
    arm.writes = arm.writes || query.writes;
  }
  call.is_unit = query.columns.empty();
  for (const BoundColumn& column : query.columns) {
    if (arm.scope->knows(column.name)) {
      fail("VariableAlreadyBound",
           "The subquery returns `" + column.name +
               "`, which is already defined outside: rename it"
               " with AS",
           clause.query->span);
    }
    arm.scope->declare(column.name, column.variable);
  }
  if (clause.batches && clause.batches->status) {
    call.batches->status =
        declare_new(*clause.batches->status, StaticType::of(ValueKind::Map), *arm.scope);
  }
  call.query = std::make_shared<const BoundQuery>(std::move(query));
  arm.query.clauses.push_back({span, std::move(call)});
}

}  // namespace liaison::query
