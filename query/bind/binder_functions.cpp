// Calls of scalar and aggregate functions.
#include <algorithm>

#include "bind/ast_walk.h"
#include "bind/binder_impl.h"
#include "bind/suggestion.h"
#include "bind/type_rules.h"
#include "parse/habits.h"

namespace liaison::query {
namespace {

void check_argument_type(const FunctionArgument& expected, std::string_view function,
                         const BoundExpression& argument) {
  if (!argument.type.is_disjoint(expected.type)) return;
  fail("InvalidArgumentType",
       "Argument `" + std::string(expected.name) + "` of " + std::string(function) + "() must be " +
           describe(expected.type) + ", but got " + describe(argument.type),
       argument.span);
}

// "; write substring(text, start[, length])"
std::string signature_text(std::string_view function,
                           const std::vector<FunctionArgument>& arguments, std::size_t optional) {
  std::string text = "; write `" + std::string(function) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool may_lack = i + optional >= arguments.size();
    text += std::string(may_lack ? "[" : "") + (i > 0 ? ", " : "") +
            std::string(arguments[i].name) + (may_lack ? "]" : "");
  }
  return text + ")`";
}

void check_argument_count(std::string_view function, std::size_t given,
                          const std::vector<FunctionArgument>& arguments, std::size_t optional,
                          bool unbounded, const SourceSpan& span) {
  const std::size_t most = arguments.size();
  const std::size_t least = most - optional;
  if (given >= least && (unbounded || given <= most)) return;
  std::string wanted = std::to_string(least);
  if (unbounded) {
    wanted += " or more";
  } else if (most != least) {
    wanted += " to " + std::to_string(most);
  }
  fail("InvalidNumberOfArguments",
       std::string(function) + "() takes " + wanted + (wanted == "1" ? " argument" : " arguments") +
           ", but got " + std::to_string(given) + signature_text(function, arguments, optional),
       span);
}

}  // namespace

void Binder::fail_unknown_function(const std::string& name, const SourceSpan& span) const {
  const std::vector<std::string> known =
      environment_.functions.names ? environment_.functions.names() : std::vector<std::string>();
  const auto habit = habit_function(name);
  const std::string advice =
      habit ? "; write `" + std::string(*habit) + "`" : suggestion_text(name, known);
  fail("UnknownFunction", "There is no function `" + name + "`" + advice, span);
}

const AggregateSpec* Binder::aggregate_of(const ast::FunctionCall& call) const {
  return call.name.size() == 1 ? environment_.functions.aggregate(call.name.front().text)
                               : environment_.functions.aggregate(call.full_name());
}

const FunctionSpec* Binder::function_of(const ast::FunctionCall& call) const {
  return call.name.size() == 1 ? environment_.functions.scalar(call.name.front().text)
                               : environment_.functions.scalar(call.full_name());
}

BoundExpressionPtr Binder::bind_aggregate(const ast::FunctionCall& call, const SourceSpan& span,
                                          const Scope& scope) {
  const AggregateSpec& function = *aggregate_of(call);
  BoundAggregate aggregate{&function, call.distinct, {}};
  aggregate.arguments.reserve(call.arguments.size());
  if (!call.star) {
    check_argument_count(function.name, call.arguments.size(), function.arguments, 0, false, span);
  }
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const ast::Expression& written = *call.arguments[i];
    const bool varies = any_of_tree(written, [this](const ast::Expression& part) {
      const auto* inner = std::get_if<ast::FunctionCall>(&part.node);
      if (inner == nullptr) return false;
      const FunctionSpec* spec = function_of(*inner);
      return spec != nullptr && spec->volatility == Volatility::PerCall;
    });
    if (varies) {
      fail("NonConstantExpression", "An aggregate cannot be computed from random values",
           written.span);
    }
    BoundExpressionPtr argument =
        bind_expression(written, ExpressionContext{&scope, Aggregation::Nested});
    check_argument_type(function.arguments[i], function.name, *argument);
    aggregate.arguments.push_back(std::move(argument));
  }
  StaticType type = function.result;
  if (function.name == "collect" && !aggregate.arguments.empty()) {
    type = StaticType::list_of(aggregate.arguments.front()->type);
  }
  return make_bound(span, std::move(type), std::move(aggregate));
}

BoundExpressionPtr Binder::bind_function_call(const ast::Expression& expression,
                                              const ast::FunctionCall& call,
                                              const ExpressionContext& context) {
  if (const AggregateSpec* aggregate = aggregate_of(call)) {
    switch (context.aggregation) {
      case Aggregation::Forbidden:
        fail("InvalidAggregation",
             "Aggregate " + call.full_name() +
                 "() cannot be used here: compute it in a WITH or RETURN first",
             expression.span);
      case Aggregation::Nested:
        fail("NestedAggregation",
             "Aggregate " + call.full_name() +
                 "() stands inside another: compute the inner one in a WITH first",
             expression.span);
      case Aggregation::Collect:
      case Aggregation::Existing:
        return bind_projected_aggregate(expression, call, *aggregate, context);
    }
  }
  const FunctionSpec* function = function_of(call);
  const SourceSpan& name_span = call.name.front().span;
  if (function == nullptr && call.name.size() > 1 && context.scope->knows(call.name.front().text)) {
    const std::string name = call.full_name();
    const std::string method = call.name.back().text;
    const std::string object = name.substr(0, name.size() - method.size() - 1);
    fail("UnknownFunction",
         "There is no function `" + name + "`; functions stand before their argument: `" + method +
             "(" + object + ")`",
         name_span);
  }
  if (function == nullptr) fail_unknown_function(call.full_name(), name_span);
  if (call.distinct || call.star) {
    fail("UnexpectedSyntax",
         call.full_name() + "() is no aggregate: DISTINCT and * have no meaning in it",
         expression.span);
  }
  check_argument_count(function->name, call.arguments.size(), function->arguments,
                       function->optional_arguments, function->variadic, expression.span);
  BoundFunctionCall bound{function, {}};
  bound.arguments.reserve(call.arguments.size());
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    BoundExpressionPtr argument = bind_expression(*call.arguments[i], context);
    const std::size_t place = std::min(i, function->arguments.size() - 1);
    check_argument_type(function->arguments[place], function->name, *argument);
    bound.arguments.push_back(std::move(argument));
  }
  return make_bound(expression.span, function->result, std::move(bound));
}

}  // namespace liaison::query
