#include "bind/binder.h"

#include "bind/binder_impl.h"
#include "bind/index_options.h"
#include "bind/suggestion.h"

namespace liaison::query {

void fail(const char* detail, const std::string& message, const SourceSpan& span,
          const char* kind) {
  throw QueryError(kind, ErrorPhase::CompileTime, detail, message, span);
}

void fail_unsupported(const std::string& construct, const SourceSpan& span) {
  fail("UnsupportedFeature", construct + " is not supported yet", span);
}

void append_conjuncts(BoundExpressionPtr condition, std::vector<BoundExpressionPtr>& conditions) {
  if (auto* binary = std::get_if<BoundBinary>(&condition->node);
      binary != nullptr && binary->op == BinaryOperator::And) {
    append_conjuncts(std::move(binary->left), conditions);
    append_conjuncts(std::move(binary->right), conditions);
    return;
  }
  conditions.push_back(std::move(condition));
}

FunctionLookup FunctionLookup::standard() {
  FunctionLookup lookup;
  lookup.scalar = [](std::string_view name) { return find_function(name); };
  lookup.aggregate = [](std::string_view name) { return find_aggregate(name); };
  lookup.names = [] {
    std::vector<std::string> known;
    for (const FunctionSpec* spec : all_functions()) known.emplace_back(spec->name);
    for (const AggregateSpec* spec : all_aggregates()) known.emplace_back(spec->name);
    return known;
  };
  return lookup;
}

VariableId Binder::new_variable(std::string_view name, StaticType type) {
  if (variables_.empty()) variables_.reserve(32);
  variables_.push_back({std::string(name), std::move(type)});
  return static_cast<VariableId>(variables_.size() - 1);
}

VariableId Binder::resolve(std::string_view name, const SourceSpan& span,
                           const ExpressionContext& context) {
  const auto quoted = [&] { return "`" + std::string(name) + "`"; };
  const std::optional<Scope::Found> found = context.scope->find(name);
  if (!found && context.constant_only) {
    fail("NonConstantExpression",
         "Variable " + quoted() + " cannot be used here: SKIP and LIMIT do not see the rows", span);
  }
  if (!found) fail_undefined(name, span, *context.scope);
  if (found->hidden_detail != nullptr) {
    if (*found->hidden_detail == "AmbiguousAggregationExpression") {
      fail(found->hidden_detail->c_str(),
           "Variable " + quoted() +
               " is neither aggregated nor a grouping key: project it by itself, or compute the"
               " expression in a WITH first",
           span);
    }
    fail(found->hidden_detail->c_str(),
         "Variable " + quoted() + " is not available after DISTINCT or aggregation", span);
  }
  return found->variable;
}

void Binder::fail_undefined(std::string_view name, const SourceSpan& span,
                            const Scope& scope) const {
  const std::string quoted = "`" + std::string(name) + "`";
  std::string advice = suggestion_text(name, scope.visible_names());
  if (scope.is_left_outside(name)) {
    advice = " inside of the subquery; pass it in: `CALL (" + std::string(name) + ") { .. }`";
  } else if (advice.empty() && name.size() > 1 && name.front() >= 'A' && name.front() <= 'Z') {
    advice = "; a text stands in quotes: '" + std::string(name) + "'";
  } else if (advice.empty() && name.size() > 1) {
    for (const std::string& known : scope.visible_names()) {
      const auto variable = scope.peek(known);
      const bool is_entity =
          variable && !type_of(*variable).is_any() &&
          !type_of(*variable).is_disjoint(
              StaticType::of(ValueKind::Node).union_with(StaticType::of(ValueKind::Relationship)));
      if (!is_entity) continue;
      advice = "; for a property write `" + known + "." + std::string(name) + "`";
      break;
    }
  }
  fail("UndefinedVariable", "Variable " + quoted + " not defined" + advice, span);
}

VariableId Binder::declare_new(const ast::Name& name, StaticType type, Scope& scope) {
  if (scope.knows(name.text)) {
    fail("VariableAlreadyBound", "Variable `" + name.text + "` is already defined", name.span);
  }
  const VariableId variable = new_variable(name.text, std::move(type));
  scope.declare(name.text, variable);
  return variable;
}

BoundExpressionPtr Binder::variable_reference(VariableId variable, const SourceSpan& span) const {
  return make_bound(span, type_of(variable), BoundVariable{variable});
}

namespace {

EntityKind entity_kind(ast::EntityKind kind) {
  return kind == ast::EntityKind::Node ? EntityKind::Node : EntityKind::Relationship;
}

std::vector<std::string> texts(const std::vector<ast::Name>& names) {
  std::vector<std::string> result;
  for (const ast::Name& name : names) result.push_back(name.text);
  return result;
}

}  // namespace

BoundSchemaCommand Binder::bind_create_index(const ast::CreateIndex& command,
                                             const SourceSpan& span) {
  BoundSchemaCommand bound;
  bound.kind = BoundSchemaCommand::Kind::CreateIndex;
  if (command.or_replace) fail_unsupported("CREATE OR REPLACE INDEX", span);
  bound.span = command.name ? command.name->span : span;
  bound.is_lookup = command.kind == ast::IndexKind::Lookup;
  const IndexKind kind = bound_index_kind(command.kind, span);
  bound.index_kind = static_cast<std::uint8_t>(kind);
  if (bound.is_lookup) return bound;
  bound.analyzer = check_index_options(command.options.get(), kind).analyzer;
  if (command.labels.size() != 1 && kind != IndexKind::FullText) {
    fail_unsupported("An index over several labels or types that is not a full-text index", span);
  }
  if (command.keys.size() != 1 && (kind == IndexKind::Text || kind == IndexKind::Point)) {
    fail("InvalidArgumentValue",
         std::string("A ") + (kind == IndexKind::Text ? "text" : "point") +
             " index is on one property",
         command.keys[1].span);
  }
  if (kind == IndexKind::Name && command.entity == ast::EntityKind::Relationship) {
    fail_unsupported("A name index on relationships", span);
  }
  if (command.name) bound.name = command.name->text;
  bound.if_not_exists = command.if_not_exists;
  bound.entity = entity_kind(command.entity);
  bound.token_name = command.labels.front().text;
  for (std::size_t i = 1; i < command.labels.size(); ++i) {
    bound.further_tokens.push_back(command.labels[i].text);
  }
  bound.keys = texts(command.keys);
  return bound;
}

BoundSchemaCommand Binder::bind_create_constraint(const ast::CreateConstraint& command,
                                                  const SourceSpan& span) {
  BoundSchemaCommand bound;
  bound.kind = BoundSchemaCommand::Kind::CreateConstraint;
  if (command.or_replace) fail_unsupported("CREATE OR REPLACE CONSTRAINT", span);
  check_index_options(command.options.get(), IndexKind::Range);
  bound.span = command.name ? command.name->span : span;
  switch (command.kind) {
    case ast::ConstraintKind::Unique:
      bound.constraint_kind = static_cast<std::uint8_t>(ConstraintKind::Unique);
      break;
    case ast::ConstraintKind::NotNull:
      bound.constraint_kind = static_cast<std::uint8_t>(ConstraintKind::Exists);
      break;
    case ast::ConstraintKind::Key:
      bound.constraint_kind = static_cast<std::uint8_t>(ConstraintKind::Key);
      break;
    case ast::ConstraintKind::PropertyType:
      bound.constraint_kind = static_cast<std::uint8_t>(ConstraintKind::PropertyType);
      if (command.keys.size() != 1) {
        fail("InvalidArgumentValue", "A constraint on the type of a property is on one property",
             command.keys[1].span);
      }
      bound.type = bind_property_type(*command.type);
      break;
  }
  if (command.name) bound.name = command.name->text;
  bound.if_not_exists = command.if_not_exists;
  bound.entity = entity_kind(command.entity);
  bound.token_name = command.label.text;
  bound.keys = texts(command.keys);
  return bound;
}

BoundStatement Binder::bind_statement(const ast::Statement& statement) {
  BoundStatement bound;
  switch (statement.explain) {
    case ast::ExplainMode::None:
      bound.explain = ExplainMode::None;
      break;
    case ast::ExplainMode::Explain:
      bound.explain = ExplainMode::Explain;
      break;
    case ast::ExplainMode::Profile:
      bound.explain = ExplainMode::Profile;
      break;
  }
  struct BodyBinder {
    Binder& binder;
    const SourceSpan& span;
    using Body = decltype(BoundStatement::body);

    Body operator()(const ast::Query& query) const {
      return binder.bind_query(query, QueryUse::Statement, nullptr);
    }
    Body operator()(const ast::CreateIndex& command) const {
      return binder.bind_create_index(command, span);
    }
    Body operator()(const ast::CreateConstraint& command) const {
      return binder.bind_create_constraint(command, span);
    }
    Body operator()(const ast::DropIndex& command) const {
      BoundSchemaCommand drop;
      drop.kind = BoundSchemaCommand::Kind::DropIndex;
      drop.span = command.name.span;
      drop.name = command.name.text;
      drop.if_exists = command.if_exists;
      return drop;
    }
    Body operator()(const ast::DropConstraint& command) const {
      BoundSchemaCommand drop;
      drop.kind = BoundSchemaCommand::Kind::DropConstraint;
      drop.span = command.name.span;
      drop.name = command.name.text;
      drop.if_exists = command.if_exists;
      return drop;
    }
    Body operator()(const ast::Show& show) const { return binder.bind_show(show, span); }
  };
  bound.body = std::visit(BodyBinder{*this, statement.span}, statement.node);
  bound.variables = std::move(variables_);
  for (const auto& [name, span] : parameters_) {
    bound.parameters.push_back(name);
    bound.parameter_spans.push_back(span);
  }
  bound.names = std::move(names_);
  return bound;
}

BoundVariableExpression Binder::bind_variable_expression(const ast::Expression& expression,
                                                         std::string_view variable,
                                                         const StaticType& type) {
  BoundVariableExpression bound;
  Scope scope;
  bound.variable = new_variable(std::string(variable), type);
  scope.declare(std::string(variable), bound.variable);
  bound.expression = bind_expression(expression, {&scope});
  if (parameters_.empty()) return bound;
  const auto& [name, span] = *parameters_.begin();
  fail("UnexpectedSyntax",
       "There are no parameters in an expression that is given as text: build the text with `$" +
           name + "` outside of it",
       span);
}

BoundVariableExpression bind_expression(const ast::Expression& expression,
                                        std::string_view variable, const StaticType& type,
                                        const BinderEnvironment& environment) {
  return Binder(environment).bind_variable_expression(expression, variable, type);
}

BoundStatement bind(const ast::Statement& statement, const BinderEnvironment& environment) {
  return Binder(environment).bind_statement(statement);
}

}  // namespace liaison::query
