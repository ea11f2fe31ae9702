// Updating clauses: CREATE, MERGE, SET, REMOVE, DELETE, FOREACH.
#include <algorithm>
#include <set>

#include "bind/ast_walk.h"
#include "bind/binder_impl.h"
#include "bind/bound_copy.h"
#include "bind/type_rules.h"

namespace liaison::query {

namespace {

const std::optional<ast::Name>* variable_of(const ast::PathElement& element) {
  if (const auto* node = std::get_if<ast::NodePattern>(&element)) return &node->variable;
  if (const auto* step = std::get_if<ast::RelationshipPattern>(&element)) return &step->variable;
  return nullptr;
}

const ast::Expression* properties_of(const ast::PathElement& element) {
  if (const auto* node = std::get_if<ast::NodePattern>(&element)) return node->properties.get();
  if (const auto* step = std::get_if<ast::RelationshipPattern>(&element)) {
    return step->properties.get();
  }
  return nullptr;
}

// Whether a property map in the path reads one of the variables.
bool reads_any_of(const ast::PathPattern& path, const std::set<std::string>& names) {
  return std::any_of(path.elements.begin(), path.elements.end(), [&](const auto& element) {
    const ast::Expression* properties = properties_of(element);
    return properties != nullptr && any_of_tree(*properties, [&](const ast::Expression& part) {
             const auto* variable = std::get_if<ast::Variable>(&part.node);
             return variable != nullptr && names.count(variable->name) > 0;
           });
  });
}

}  // namespace

// CREATE (a {x: 1}), (b {x: a.x}) is bound as two CREATE clauses, so that a pattern never reads
// what it creates itself; parts that do not read each other stay together.
void Binder::bind_create(const ast::Create& clause, const SourceSpan& span, Arm& arm) {
  std::vector<const ast::PathPattern*> group;
  std::set<std::string> group_names;
  const auto finish_group = [&] {
    BoundCreate create;
    std::vector<BoundExpressionPtr> no_predicates;
    create.pattern = bind_pattern(group, PatternUse::Create, *arm.scope, no_predicates);
    arm.query.clauses.push_back({span, std::move(create)});
    group.clear();
    group_names.clear();
  };
  for (const ast::PathPattern& path : clause.patterns) {
    if (reads_any_of(path, group_names)) finish_group();
    group.push_back(&path);
    for (const ast::PathElement& element : path.elements) {
      const std::optional<ast::Name>* variable = variable_of(element);
      if (variable != nullptr && *variable) group_names.insert((*variable)->text);
    }
  }
  finish_group();
  arm.writes = true;
}

void Binder::bind_merge(const ast::Merge& clause, const SourceSpan& span, Arm& arm) {
  BoundMerge merge;
  merge.pattern = bind_pattern({&clause.pattern}, PatternUse::Merge, *arm.scope, merge.predicates);
  for (const PatternNode& node : merge.pattern.nodes) {
    if (!node.labels) continue;
    merge.predicates.push_back(make_bound(
        node.span, boolean_type(),
        BoundLabelTest{variable_reference(node.variable, node.span), copy(*node.labels)}));
  }
  for (const ast::SetItem& item : clause.on_create) {
    merge.on_create.push_back(bind_set_item(item, *arm.scope));
  }
  for (const ast::SetItem& item : clause.on_match) {
    merge.on_match.push_back(bind_set_item(item, *arm.scope));
  }
  arm.writes = true;
  arm.query.clauses.push_back({span, std::move(merge)});
}

BoundExpressionPtr Binder::bind_entity(const ast::Expression& expression, const Scope& scope) {
  BoundExpressionPtr entity = bind_expression(expression, ExpressionContext{&scope});
  if (entity->type.is_disjoint(entity_type())) {
    fail("InvalidArgumentType",
         "Only nodes and relationships can be changed, but this is " + describe(entity->type),
         expression.span);
  }
  return entity;
}

BoundSetItem Binder::bind_label_change(const ast::LabelChange& change, BoundSetItem::Kind kind,
                                       const SourceSpan& span, const Scope& scope) {
  BoundSetItem bound{kind, span, nullptr, "", nullptr, nullptr, {}, {}};
  const ExpressionContext context{&scope};
  const VariableId variable = resolve(change.variable.text, change.variable.span, context);
  bound.target = variable_reference(variable, change.variable.span);
  if (bound.target->type.is_disjoint(StaticType::of(ValueKind::Node))) {
    fail("InvalidArgumentType",
         "Only nodes have labels, but `" + change.variable.text + "` is " +
             describe(bound.target->type),
         change.variable.span);
  }
  for (const ast::LabelExpression& label : change.labels) {
    if (label.kind == ast::LabelExpression::Kind::Name) {
      bound.labels.push_back(label.name.text);
      names_.push_back({NameUse::Kind::Label, label.name.text, label.name.span,
                        kind == BoundSetItem::Kind::AddLabels});
    } else {
      bound.dynamic_labels.push_back(bind_expression(*label.expression, context));
    }
  }
  return bound;
}

BoundSetItem Binder::bind_set_item(const ast::SetItem& item, const Scope& scope) {
  const ExpressionContext context{&scope};
  if (const auto* labels = std::get_if<ast::LabelChange>(&item.change)) {
    return bind_label_change(*labels, BoundSetItem::Kind::AddLabels, item.span, scope);
  }
  BoundSetItem bound{
      BoundSetItem::Kind::Property, item.span, nullptr, "", nullptr, nullptr, {}, {}};
  if (const auto* all = std::get_if<ast::SetProperties>(&item.change)) {
    bound.kind =
        all->add ? BoundSetItem::Kind::MergeProperties : BoundSetItem::Kind::ReplaceProperties;
    const ast::Expression target(all->variable.span, ast::Variable{all->variable.text});
    bound.target = bind_entity(target, scope);
    bound.value = bind_expression(*all->value, context);
    if (bound.value->type.is_disjoint(entity_type().union_with(StaticType::of(ValueKind::Map)))) {
      fail("InvalidArgumentType",
           "Properties can be set from a map, node or relationship, but this is " +
               describe(bound.value->type),
           all->value->span);
    }
    return bound;
  }
  const auto& one = std::get<ast::SetProperty>(item.change);
  if (const auto* property = std::get_if<ast::PropertyAccess>(&one.target->node)) {
    bound.target = bind_entity(*property->operand, scope);
    bound.key = property->key.text;
  } else {
    const auto& index = std::get<ast::Index>(one.target->node);
    bound.kind = BoundSetItem::Kind::DynamicProperty;
    bound.target = bind_entity(*index.operand, scope);
    bound.key_expression = bind_expression(*index.index, context);
  }
  bound.value = bind_expression(*one.value, context);
  return bound;
}

void Binder::bind_set(const ast::Set& clause, const SourceSpan& span, Arm& arm) {
  BoundSet set;
  for (const ast::SetItem& item : clause.items) {
    set.items.push_back(bind_set_item(item, *arm.scope));
  }
  arm.writes = true;
  arm.query.clauses.push_back({span, std::move(set)});
}

void Binder::bind_remove(const ast::Remove& clause, const SourceSpan& span, Arm& arm) {
  BoundSet set;
  for (const ast::RemoveItem& item : clause.items) {
    if (const auto* labels = std::get_if<ast::LabelChange>(&item.target)) {
      set.items.push_back(
          bind_label_change(*labels, BoundSetItem::Kind::RemoveLabels, item.span, *arm.scope));
      continue;
    }
    const ast::Expression& target = *std::get<ast::ExpressionPtr>(item.target);
    BoundSetItem bound{
        BoundSetItem::Kind::RemoveProperty, item.span, nullptr, "", nullptr, nullptr, {}, {}};
    if (const auto* property = std::get_if<ast::PropertyAccess>(&target.node)) {
      bound.target = bind_entity(*property->operand, *arm.scope);
      bound.key = property->key.text;
    } else {
      const auto& index = std::get<ast::Index>(target.node);
      bound.kind = BoundSetItem::Kind::DynamicProperty;  // without a value
      bound.target = bind_entity(*index.operand, *arm.scope);
      bound.key_expression = bind_expression(*index.index, ExpressionContext{arm.scope.get()});
    }
    set.items.push_back(std::move(bound));
  }
  arm.writes = true;
  arm.query.clauses.push_back({span, std::move(set)});
}

void Binder::bind_delete(const ast::Delete& clause, const SourceSpan& span, Arm& arm) {
  BoundDelete bound;
  bound.detach = clause.detach;
  const StaticType deletable = entity_type().union_with(StaticType::of(ValueKind::Path));
  for (const ast::ExpressionPtr& expression : clause.expressions) {
    if (std::holds_alternative<ast::LabelPredicate>(expression->node)) {
      fail("InvalidDelete",
           "DELETE removes nodes and relationships; to take off a label, use REMOVE",
           expression->span);
    }
    BoundExpressionPtr target = bind_expression(*expression, ExpressionContext{arm.scope.get()});
    if (target->type.is_disjoint(deletable)) {
      fail("InvalidArgumentType",
           "DELETE needs a node, relationship or path, but this is " + describe(target->type),
           expression->span);
    }
    bound.expressions.push_back(std::move(target));
  }
  arm.writes = true;
  arm.query.clauses.push_back({span, std::move(bound)});
}

void Binder::bind_foreach(const ast::Foreach& clause, const SourceSpan& span, Arm& arm) {
  BoundForeach bound;
  bound.list = bind_list(*clause.list, ExpressionContext{arm.scope.get()}, "FOREACH");
  Arm inner;
  inner.scope = std::make_unique<Scope>(arm.scope.get());
  bound.variable = declare_new(clause.variable, bound.list->type.element(), *inner.scope);
  for (const ast::Clause& update : clause.clauses) {
    if (!ast::is_updating(update)) {
      fail("InvalidClauseComposition", "FOREACH can contain updating clauses only", update.span);
    }
    bind_clause(update, inner);
  }
  bound.clauses = std::move(inner.query.clauses);
  arm.writes = true;
  arm.query.clauses.push_back({span, std::move(bound)});
}

}  // namespace liaison::query
