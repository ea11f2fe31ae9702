// From syntax tree to bound query: names become variables, functions and procedures, every
// expression gets a static type, and what openCypher forbids is refused with kind and detail.
// Labels, relationship types and property keys stay names; binding needs no database.
// Thread-safety: bind() is a pure function of its arguments. Lifetime: function and procedure rows
// are borrowed by the result; everything else is copied.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ast/query.h"
#include "bind/bound_query.h"
#include "liaison/query/function.h"
#include "liaison/query/procedure.h"

namespace liaison::query {

// Where functions are looked up. Tests bring their own table.
struct FunctionLookup {
  std::function<const FunctionSpec*(std::string_view)> scalar;
  std::function<const AggregateSpec*(std::string_view)> aggregate;
  std::function<std::vector<std::string>()> names;  // for suggestions

  // The functions of this library.
  static FunctionLookup standard();
};

struct BinderEnvironment {
  FunctionLookup functions = FunctionLookup::standard();
  // Searched in order; the first that knows the name wins.
  std::vector<const ProcedureRegistry*> procedures;
  // Names of the parameters given, for standalone calls that take their arguments from them. Null:
  // not known yet, so their absence is found when the statement runs.
  const std::vector<std::string>* parameters = nullptr;
  // What USE may name.
  std::string database_name;
};

// *Throws* QueryError with phase CompileTime and the span of what is wrong. A construct that has no
// bound form yet is refused with detail "UnsupportedFeature".
BoundStatement bind(const ast::Statement& statement, const BinderEnvironment& environment);

// An expression over one variable, and that variable.
struct BoundVariableExpression {
  BoundExpressionPtr expression;
  VariableId variable = 0;
};
// Binds an expression that sees a variable of this name and type, and no parameters. *Throws* as
// bind() does.
BoundVariableExpression bind_expression(const ast::Expression& expression,
                                        std::string_view variable, const StaticType& type,
                                        const BinderEnvironment& environment);

}  // namespace liaison::query
