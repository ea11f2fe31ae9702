// WITH and RETURN: items, grouping keys and aggregates, and what ORDER BY and WHERE may see.
#include <algorithm>

#include "bind/ast_walk.h"
#include "bind/binder_impl.h"
#include "bind/bound_copy.h"
#include "bind/type_rules.h"

namespace liaison::query {
namespace {

const ast::Variable* as_variable(const ast::Expression& expression) {
  return std::get_if<ast::Variable>(&expression.node);
}

// a, a.b, a.b.c
bool is_variable_or_property(const ast::Expression& expression) {
  if (const auto* property = std::get_if<ast::PropertyAccess>(&expression.node)) {
    return is_variable_or_property(*property->operand);
  }
  return as_variable(expression) != nullptr;
}

bool is_constant(const ast::Expression& expression) {
  return std::holds_alternative<ast::Literal>(expression.node) ||
         std::holds_alternative<ast::Parameter>(expression.node);
}

std::string variable_mark(VariableId variable) {
  return "#" + std::to_string(variable);
}

// Over the variables that came in.
std::string fingerprint_in(const ast::Expression& expression, const Scope& incoming) {
  return fingerprint(expression, [&](std::string_view name) {
    const auto variable = incoming.peek(name);
    return variable ? variable_mark(*variable) : "?" + std::string(name);
  });
}

// The same where names of lambdas around the expression win.
std::string fingerprint_in(const ast::Expression& expression, const ProjectionFrame& frame,
                           const Scope& scope) {
  return fingerprint(expression, [&](std::string_view name) {
    if (const auto variable = scope.peek(name, frame.base)) return variable_mark(*variable);
    if (const auto variable = frame.incoming->peek(name)) return variable_mark(*variable);
    return "?" + std::string(name);
  });
}

}  // namespace

void ProjectedExpressions::add(const Entry& entry) {
  const std::size_t kind = entry.expression != nullptr
                               ? entry.expression->node.index()
                               : ast::ExpressionNode(ast::Variable{}).index();
  kinds_ |= std::uint64_t{1} << kind;
  entries_.push_back(entry);
}

const ProjectedExpressions::Entry* ProjectedExpressions::find(const std::string& text,
                                                              const Scope& incoming) {
  for (; fingerprinted_ < entries_.size(); ++fingerprinted_) {
    const Entry& entry = entries_[fingerprinted_];
    by_fingerprint_.emplace(entry.expression != nullptr
                                ? fingerprint_in(*entry.expression, incoming)
                                : "(" + variable_mark(entry.star_variable) + ")",
                            fingerprinted_);
  }
  const auto found = by_fingerprint_.find(text);
  return found == by_fingerprint_.end() ? nullptr : &entries_[found->second];
}

bool Binder::is_aggregate_call(const ast::Expression& expression) const {
  const auto* call = std::get_if<ast::FunctionCall>(&expression.node);
  return call != nullptr && aggregate_of(*call) != nullptr;
}

bool Binder::contains_aggregate(const ast::Expression& expression) const {
  if (is_variable_or_property(expression) || is_constant(expression)) return false;
  return any_of_tree(expression,
                     [this](const ast::Expression& part) { return is_aggregate_call(part); });
}

std::vector<Binder::ProjectedItem> Binder::list_items(const ast::Projection& projection,
                                                      bool is_return, const Scope& incoming) {
  std::vector<ProjectedItem> items;
  items.reserve(projection.items.size());
  if (projection.star) {
    for (const auto& [name, variable] : incoming.local_names()) {
      items.push_back({nullptr, variable, name, name, projection.span});
    }
    if (is_return && items.empty() && projection.items.empty() && !projection.star_may_be_empty) {
      fail("NoVariablesInScope", "RETURN * is not allowed when there are no variables in scope",
           projection.span);
    }
  }
  for (const ast::ProjectionItem& item : projection.items) {
    ProjectedItem listed;
    listed.expression = item.expression.get();
    listed.name = item.column_name();
    listed.span = item.span;
    const ast::Variable* variable = as_variable(*item.expression);
    if (item.alias) {
      listed.variable_name = item.alias->text;
    } else if (variable != nullptr) {
      listed.variable_name = variable->name;
    } else if (!is_return) {
      fail("NoExpressionAlias", "An expression in WITH needs a name: add AS <name>", item.span);
    }
    // Inside a subquery an outer variable keeps its meaning throughout.
    const bool renames = variable == nullptr || variable->name != listed.variable_name;
    if (!is_return && renames && incoming.is_outer(listed.variable_name)) {
      fail("VariableAlreadyBound",
           "Variable `" + std::string(listed.variable_name) +
               "` is already defined outside of the subquery",
           item.span);
    }
    items.push_back(std::move(listed));
  }
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const ProjectedItem& item : items) names.push_back(item.name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return items;
  std::size_t seen = 0;
  for (const ProjectedItem& item : items) {
    if (item.name != *twice || ++seen < 2) continue;
    fail("ColumnNameConflict", "Several columns are called `" + std::string(item.name) + "`",
         item.span);
  }
  return items;
}

void Binder::bind_items(const std::vector<ProjectedItem>& items, ProjectionFrame& frame) {
  BoundProjection& projection = *frame.projection;
  const Scope& incoming = *frame.incoming;
  const auto bind_plain = [&](const ProjectedItem& item) {
    return item.expression != nullptr
               ? bind_expression(*item.expression, ExpressionContext{&incoming})
               : variable_reference(item.star_variable, item.span);
  };
  frame.items.reserve(items.size());
  projection.items.reserve(items.size());
  projection.names.reserve(items.size());
  std::vector<bool> has_aggregate(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    has_aggregate[i] = items[i].expression != nullptr && contains_aggregate(*items[i].expression);
    projection.has_aggregation = projection.has_aggregation || has_aggregate[i];
  }

  // After grouping only the keys are left; those that are variables keep their names.
  Scope grouped(incoming.parent(), incoming.imports());
  grouped.hide(incoming, "AmbiguousAggregationExpression");
  std::vector<BoundExpressionPtr> expressions(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (has_aggregate[i]) continue;
    expressions[i] = bind_plain(items[i]);
    if (!projection.has_aggregation) continue;
    const StaticType type = expressions[i]->type;
    const VariableId key = new_variable(items[i].name, type);
    projection.keys.push_back({key, std::move(expressions[i])});
    expressions[i] = variable_reference(key, items[i].span);
    frame.keys.add({items[i].expression, items[i].star_variable, key, false, false});
    if (items[i].expression == nullptr) {
      grouped.declare(items[i].name, key);
    } else if (const auto* variable = as_variable(*items[i].expression)) {
      grouped.declare(variable->name, key);
    }
  }
  frame.base = &grouped;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!has_aggregate[i]) continue;
    expressions[i] = bind_expression(*items[i].expression,
                                     ExpressionContext{&grouped, Aggregation::Collect, &frame});
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const VariableId variable = new_variable(items[i].name, expressions[i]->type);
    projection.items.push_back({variable, std::move(expressions[i])});
    projection.names.emplace_back(items[i].name);
    const bool complex = !has_aggregate[i] && items[i].expression != nullptr &&
                         !is_variable_or_property(*items[i].expression);
    frame.items.add(
        {items[i].expression, items[i].star_variable, variable, has_aggregate[i], complex});
  }
}

BoundExpressionPtr Binder::substitute(const ast::Expression& expression,
                                      const ExpressionContext& context) {
  ProjectionFrame& frame = *context.frame;
  if (as_variable(expression) != nullptr || is_constant(expression)) return nullptr;
  if (!frame.after_items) {
    if (context.aggregation == Aggregation::Nested || !is_variable_or_property(expression) ||
        !frame.keys.has_kind_of(expression)) {
      return nullptr;
    }
    const auto* key =
        frame.keys.find(fingerprint_in(expression, frame, *context.scope), *frame.incoming);
    return key == nullptr ? nullptr : variable_reference(key->variable, expression.span);
  }
  if (!frame.items.has_kind_of(expression)) return nullptr;
  // A projected name wins over the variable that it replaces, so an expression with such a name in
  // it is not the projected one; only a whole sort item is compared as it stands.
  bool shadowed = false;
  const std::string text = fingerprint(expression, [&](std::string_view name) {
    if (const auto variable = context.scope->peek(name, frame.base)) {
      return variable_mark(*variable);
    }
    const auto before = frame.incoming->peek(name);
    const auto projected = frame.base->find_local(name);
    if (projected) {
      const auto* item =
          before ? frame.items.find("(" + variable_mark(*before) + ")", *frame.incoming) : nullptr;
      if (item == nullptr || item->variable != *projected) shadowed = true;
    }
    return before ? variable_mark(*before) : "?" + std::string(name);
  });
  if (shadowed && &expression != frame.whole_sort_item) return nullptr;
  const auto* item = frame.items.find(text, *frame.incoming);
  if (item == nullptr) return nullptr;
  if (item->has_aggregate && frame.in_where) return nullptr;
  if (item->is_complex_key && frame.sort_has_aggregate) {
    fail("AmbiguousAggregationExpression",
         "An expression that mixes aggregates with a grouping key can use that key only if it is"
         " a variable or a property: give the key a name with AS and use the name",
         expression.span);
  }
  return variable_reference(item->variable, expression.span);
}

BoundExpressionPtr Binder::bind_projected_aggregate(const ast::Expression& expression,
                                                    const ast::FunctionCall& call,
                                                    const AggregateSpec& function,
                                                    const ExpressionContext& context) {
  ProjectionFrame& frame = *context.frame;
  const bool collects = context.aggregation == Aggregation::Collect;
  auto& functions = frame.aggregate_functions;
  const bool is_new = std::find(functions.begin(), functions.end(), &function) == functions.end();
  if (!is_new && (collects || !frame.projection->distinct)) {
    const auto* known =
        frame.aggregates.find(fingerprint_in(expression, frame, *context.scope), *frame.incoming);
    if (known != nullptr) return variable_reference(known->variable, expression.span);
  }
  if (!collects) {
    // Says which variable is missing, if one is.
    bind_aggregate(call, expression.span, *context.scope);
    fail("InvalidAggregation", "ORDER BY can use only aggregates that are projected as well",
         expression.span);
  }
  BoundExpressionPtr aggregate = bind_aggregate(call, expression.span, *frame.incoming);
  const VariableId variable = new_variable("", aggregate->type);
  frame.projection->aggregates.push_back({variable, std::move(aggregate)});
  frame.aggregates.add({&expression, 0, variable, true, false});
  if (is_new) functions.push_back(&function);
  return variable_reference(variable, expression.span);
}

// NULLS FIRST and LAST, where the order by itself would put them elsewhere, are a key before.
void append_sort_key(const ast::SortItem& item, BoundExpressionPtr value,
                     std::vector<BoundSortItem>& keys) {
  if (item.nulls_first && *item.nulls_first != item.descending) {
    const SourceSpan span = value->span;
    keys.push_back(
        {make_bound(span, boolean_type(), BoundUnary{UnaryOperator::IsNull, copy(value)}),
         *item.nulls_first});
  }
  keys.push_back({std::move(value), item.descending});
}

void Binder::bind_order_by(const std::vector<ast::SortItem>& sort_items, ProjectionFrame& frame) {
  for (const ast::SortItem& item : sort_items) {
    ExpressionContext context{frame.base, Aggregation::Forbidden, &frame};
    if (frame.projection->has_aggregation) context.aggregation = Aggregation::Existing;
    frame.sort_has_aggregate = contains_aggregate(*item.expression);
    frame.whole_sort_item = item.expression.get();
    append_sort_key(item, bind_expression(*item.expression, context), frame.projection->order_by);
  }
  frame.sort_has_aggregate = false;
  frame.whole_sort_item = nullptr;
}

BoundExpressionPtr Binder::bind_row_count(const ast::Expression& expression, const char* clause) {
  const Scope nothing;
  ExpressionContext context{&nothing};
  context.constant_only = true;
  BoundExpressionPtr bound = bind_expression(expression, context);
  if (const auto* literal = std::get_if<BoundLiteral>(&bound->node);
      literal != nullptr && literal->value.is_integer() && literal->value.as_integer() < 0) {
    fail("NegativeIntegerArgument",
         std::string(clause) + " needs a number of rows, but got " +
             std::to_string(literal->value.as_integer()),
         expression.span);
  }
  if (!bound->type.may_be(ValueKind::Integer)) {
    fail("InvalidArgumentType",
         std::string(clause) + " needs an INTEGER, but got " + describe(bound->type),
         expression.span);
  }
  return bound;
}

void Binder::bind_projection(const ast::Projection& projection, const ast::Expression* where,
                             bool is_return, const SourceSpan& span, Arm& arm) {
  const std::unique_ptr<Scope> incoming = std::move(arm.scope);
  BoundProjection bound;
  bound.is_return = is_return;
  bound.distinct = projection.distinct;
  ProjectionFrame frame;
  frame.incoming = incoming.get();
  frame.projection = &bound;
  const std::vector<ProjectedItem> items = list_items(projection, is_return, *incoming);
  bind_items(items, frame);

  // What ORDER BY and WHERE see: projected names first, then the old variables, of which DISTINCT
  // and aggregation leave only those that are projected.
  const bool closed = bound.distinct || bound.has_aggregation;
  Scope after(closed ? incoming->parent() : incoming.get(), closed ? incoming->imports() : nullptr);
  if (closed) {
    after.hide(*incoming, "UndefinedVariable");
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].expression == nullptr) continue;
      if (const auto* variable = as_variable(*items[i].expression)) {
        after.declare(variable->name, bound.items[i].variable);
      }
    }
  }
  arm.scope = arm.drops_outer_after_with
                  ? std::make_unique<Scope>()
                  : std::make_unique<Scope>(incoming->parent(), incoming->imports());
  arm.drops_outer_after_with = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].variable_name.empty()) continue;
    after.declare(items[i].variable_name, bound.items[i].variable);
    arm.scope->declare(items[i].variable_name, bound.items[i].variable);
  }
  frame.base = &after;
  frame.after_items = true;
  bind_order_by(projection.order_by, frame);
  if (projection.skip) bound.skip = bind_row_count(*projection.skip, "SKIP");
  if (projection.limit) bound.limit = bind_row_count(*projection.limit, "LIMIT");
  if (where != nullptr) {
    frame.in_where = true;
    append_conjuncts(
        bind_condition(*where, ExpressionContext{&after, Aggregation::Forbidden, &frame}),
        bound.where);
  }
  if (is_return) {
    arm.returns = true;
    arm.column_names = bound.names;
    for (const BoundAssignment& item : bound.items) arm.query.outputs.push_back(item.variable);
  }
  arm.query.clauses.push_back({span, std::move(bound)});
}

}  // namespace liaison::query
