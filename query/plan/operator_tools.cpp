#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

void visit_maybe(const BoundExpressionPtr& expression, ExpressionVisitor visit) {
  if (expression) visit(*expression);
}

void visit_walk(const VarLengthExpand& walk, ExpressionVisitor visit) {
  for (Predicate predicate : walk.element_predicates) visit(*predicate);
}

void visit_keys(const std::vector<SortKey>& keys, ExpressionVisitor visit) {
  for (const SortKey& key : keys) visit(*key.expression);
}

void visit_all(const std::vector<Predicate>& predicates, ExpressionVisitor visit) {
  for (Predicate predicate : predicates) visit(*predicate);
}

void visit_assignments(const std::vector<Assignment>& items, ExpressionVisitor visit) {
  for (const Assignment& item : items) visit(*item.expression);
}

void add_partition(const std::optional<VariableId>& partition, VariableSet& out) {
  if (partition) out.insert(*partition);
}

void add_walk(const VarLengthExpand& walk, VariableSet& out) {
  out.erase(walk.element);
  out.insert(walk.from);
  if (walk.into) out.insert(walk.to);
  out.insert(walk.differs_from.begin(), walk.differs_from.end());
}

void add_legs(const ExpandIntersect& op, VariableSet& out) {
  for (const auto& leg : op.legs) {
    out.insert(leg.from);
    out.insert(leg.differs_from.begin(), leg.differs_from.end());
  }
  for (const auto& leg : op.legs) out.erase(leg.relationship);
  if (op.into) out.insert(op.to);
}

void add_bound(const BoundPattern& pattern, VariableSet& out) {
  for (const PatternNode& node : pattern.nodes) {
    if (node.is_bound) out.insert(node.variable);
  }
  for (const PatternRelationship& relationship : pattern.relationships) {
    if (relationship.is_bound) out.insert(relationship.variable);
    if (!relationship.element_predicates.empty()) out.erase(relationship.element_variable);
    if (relationship.group) {
      add_bound(relationship.group->pattern, out);
      for (VariableId inner : introduced_variables(relationship.group->pattern)) out.erase(inner);
      out.erase(relationship.group->start);
    }
  }
}

}  // namespace

void for_each_expression(const BoundPattern& pattern, ExpressionVisitor visit) {
  for (const PatternNode& node : pattern.nodes) {
    if (node.labels) for_each_dynamic(*node.labels, visit);
    for (const auto& [key, value] : node.properties) visit(*value);
    visit_maybe(node.properties_map, visit);
  }
  for (const PatternRelationship& relationship : pattern.relationships) {
    if (relationship.types) for_each_dynamic(*relationship.types, visit);
    for (const auto& [key, value] : relationship.properties) visit(*value);
    visit_maybe(relationship.properties_map, visit);
    for (const auto& predicate : relationship.element_predicates) visit(*predicate);
    if (relationship.group) {
      for_each_expression(relationship.group->pattern, visit);
      for (const auto& predicate : relationship.group->predicates) visit(*predicate);
    }
  }
}

void for_each_expression(const BoundSetItem& item, ExpressionVisitor visit) {
  visit_maybe(item.target, visit);
  visit_maybe(item.key_expression, visit);
  visit_maybe(item.value, visit);
  for (const auto& label : item.dynamic_labels) visit(*label);
}

void for_each_expression(const LogicalOperator& op, ExpressionVisitor visit) {
  std::visit(Overloaded{
                 [](const Argument&) {},
                 [&](const MatchPattern& o) {
                   for_each_expression(*o.pattern, visit);
                   visit_all(o.predicates, visit);
                 },
                 [](const AllNodeScan&) {},
                 [](const NodeByLabelScan&) {},
                 [&](const NodeIndexSeek& o) { visit_all(o.values, visit); },
                 [&](const NodeIndexLookup& o) { visit_all(o.lookup.values, visit); },
                 [&](const RelationshipIndexLookup& o) { visit_all(o.lookup.values, visit); },
                 [&](const NodeByIdSeek& o) { visit(*o.id); },
                 [](const Expand&) {},
                 [](const ExpandIntersect&) {},
                 [&](const VarLengthExpand& o) { visit_walk(o, visit); },
                 [&](const ShortestPath& o) { visit_walk(o.walk, visit); },
                 [](const GroupWalk&) {},
                 [](const RestrictPath&) {},
                 [](const SelectPaths&) {},
                 [](const ProjectEndpoints&) {},
                 [&](const Filter& o) { visit_all(o.predicates, visit); },
                 [&](const LabelFilter& o) { visit(*o.test); },
                 [&](const Projection& o) { visit_assignments(o.items, visit); },
                 [&](const Aggregation& o) {
                   visit_assignments(o.keys, visit);
                   visit_assignments(o.aggregates, visit);
                 },
                 [](const PartialAggregation&) {},
                 [](const Distinct&) {},
                 [&](const Sort& o) { visit_keys(o.keys, visit); },
                 [&](const TopN& o) {
                   visit_keys(o.keys, visit);
                   if (o.skip) visit(*o.skip);
                   visit(*o.limit);
                 },
                 [&](const Skip& o) { visit(*o.count); },
                 [&](const Limit& o) { visit(*o.count); },
                 [&](const Unwind& o) { visit(*o.list); },
                 [&](const HashJoin& o) {
                   visit_all(o.left_keys, visit);
                   visit_all(o.right_keys, visit);
                 },
                 [](const Apply&) {},
                 [](const Union&) {},
                 [&](const ProcedureCall& o) {
                   for (const auto& argument : o.call->arguments) visit(*argument);
                 },
                 [](const CountFromStatistics&) {},
                 [&](const Create& o) { for_each_expression(*o.pattern, visit); },
                 [&](const Merge& o) {
                   for_each_expression(o.merge->pattern, visit);
                   for (const auto& item : o.merge->on_create) for_each_expression(item, visit);
                   for (const auto& item : o.merge->on_match) for_each_expression(item, visit);
                 },
                 [&](const SetItems& o) {
                   for (const auto& item : o.set->items) for_each_expression(item, visit);
                 },
                 [&](const Delete& o) {
                   for (const auto& expression : o.clause->expressions) visit(*expression);
                 },
                 [&](const Foreach& o) { visit(*o.list); },
                 [&](const LoadCsv& o) { visit_maybe(o.clause->url, visit); },
                 [](const ProduceResults&) {},
             },
             op.node);
}

namespace {

// Beside those of its expressions. Takes out what the operator gives its expressions itself.
void add_directly_used(const LogicalOperator& op, VariableSet& used) {
  std::visit(
      Overloaded{
          [](const Argument&) {},
          [&](const MatchPattern& o) { add_bound(*o.pattern, used); },
          [](const AllNodeScan&) {},
          [](const NodeByLabelScan&) {},
          [](const NodeIndexSeek&) {},
          [](const NodeIndexLookup&) {},
          [](const RelationshipIndexLookup&) {},
          [](const NodeByIdSeek&) {},
          [&](const Expand& o) {
            used.insert(o.from);
            if (o.into) used.insert(o.to);
            used.insert(o.differs_from.begin(), o.differs_from.end());
          },
          [&](const ExpandIntersect& o) { add_legs(o, used); },
          [&](const VarLengthExpand& o) { add_walk(o, used); },
          [&](const ShortestPath& o) { add_walk(o.walk, used); },
          [&](const GroupWalk& o) {
            used.insert(o.from);
            if (o.into) used.insert(o.to);
            used.insert(o.differs_from.begin(), o.differs_from.end());
          },
          [&](const RestrictPath& o) { used.insert(o.path); },
          [&](const SelectPaths& o) {
            used.insert(o.path);
            used.insert(o.partition);
          },
          [&](const ProjectEndpoints& o) {
            used.insert(o.relationship);
            if (o.from_bound) used.insert(o.from);
            if (o.to_bound) used.insert(o.to);
            used.insert(o.differs_from.begin(), o.differs_from.end());
          },
          [](const Filter&) {},
          [](const LabelFilter&) {},
          [](const Projection&) {},
          [&](const Aggregation& o) {
            add_partition(o.partition, used);
            add_partition(o.weight, used);
            if (o.distinct_runs) add_partition(o.distinct_runs->run, used);
            if (o.distinct_values) add_partition(o.distinct_values->run, used);
            if (o.group_runs) add_partition(o.group_runs->run, used);
          },
          [&](const PartialAggregation& o) { used.insert(o.keys.begin(), o.keys.end()); },
          [&](const Distinct& o) {
            used.insert(o.variables.begin(), o.variables.end());
            add_partition(o.partition, used);
          },
          [&](const Sort& o) { add_partition(o.partition, used); },
          [&](const TopN& o) { add_partition(o.partition, used); },
          [&](const Skip& o) { add_partition(o.partition, used); },
          [&](const Limit& o) { add_partition(o.partition, used); },
          [](const Unwind&) {},
          [](const HashJoin&) {},
          [](const Apply&) {},
          [](const Union&) {},
          [](const ProcedureCall&) {},
          [](const CountFromStatistics&) {},
          [&](const Create& o) { add_bound(*o.pattern, used); },
          [&](const Merge& o) {
            add_bound(o.merge->pattern, used);
            // ON CREATE and ON MATCH speak of what the pattern introduces.
            for (VariableId variable : introduced_variables(o.merge->pattern)) {
              used.erase(variable);
            }
          },
          [](const SetItems&) {},
          [](const Delete&) {},
          [](const Foreach&) {},
          [](const LoadCsv&) {},
          [&](const ProduceResults& o) { used.insert(o.variables.begin(), o.variables.end()); },
      },
      op.node);
}

}  // namespace

VariableSet used_variables(const LogicalOperator& op) {
  VariableSet used;
  for_each_expression(op, [&](const BoundExpression& e) { collect_free_variables(e, used); });
  add_directly_used(op, used);
  return used;
}

VariableSet directly_used_variables(const LogicalOperator& op) {
  VariableSet used;
  add_directly_used(op, used);
  if (const auto* arms = std::get_if<Union>(&op.node)) {
    for (const auto& arm : arms->arms) used.insert(arm.begin(), arm.end());
  }
  return used;
}

void rewrite_expressions(LogicalOperator& op, FunctionRef<Predicate(Predicate)> rewrite) {
  auto all = [&](std::vector<Predicate>& predicates) {
    for (Predicate& predicate : predicates) predicate = rewrite(predicate);
  };
  auto assignments = [&](std::vector<Assignment>& items) {
    for (Assignment& item : items) item.expression = rewrite(item.expression);
  };
  auto keys = [&](std::vector<SortKey>& list) {
    for (SortKey& key : list) key.expression = rewrite(key.expression);
  };
  if (auto* filter = std::get_if<Filter>(&op.node)) all(filter->predicates);
  if (auto* walk = std::get_if<VarLengthExpand>(&op.node)) all(walk->element_predicates);
  if (auto* path = std::get_if<ShortestPath>(&op.node)) all(path->walk.element_predicates);
  if (auto* projection = std::get_if<Projection>(&op.node)) assignments(projection->items);
  if (auto* aggregation = std::get_if<Aggregation>(&op.node)) {
    assignments(aggregation->keys);
    assignments(aggregation->aggregates);
  }
  if (auto* sort = std::get_if<Sort>(&op.node)) keys(sort->keys);
  if (auto* top = std::get_if<TopN>(&op.node)) keys(top->keys);
  if (auto* unwind = std::get_if<Unwind>(&op.node)) unwind->list = rewrite(unwind->list);
}

VariableSet introduced_variables(const BoundPattern& pattern) {
  VariableSet result;
  for (const PatternNode& node : pattern.nodes) {
    if (!node.is_bound) result.insert(node.variable);
  }
  for (const PatternRelationship& relationship : pattern.relationships) {
    if (!relationship.is_bound) result.insert(relationship.variable);
    if (!relationship.group) continue;
    for (const auto& item : relationship.group->collected) result.insert(item.list);
  }
  for (const PatternPath& path : pattern.paths) {
    if (path.has_variable) result.insert(path.variable);
  }
  return result;
}

VariableSet introduced_variables(const LogicalOperator& op) {
  VariableSet added;
  auto add_assignments = [&](const std::vector<Assignment>& items) {
    for (const Assignment& item : items) added.insert(item.variable);
  };
  auto add_walk_ends = [&](const VarLengthExpand& walk) {
    added.insert(walk.relationship);
    if (!walk.into) added.insert(walk.to);
    if (walk.length) added.insert(*walk.length);
  };
  std::visit(Overloaded{
                 [&](const Argument& o) { add_partition(o.row_number, added); },
                 [&](const MatchPattern& o) { added = introduced_variables(*o.pattern); },
                 [&](const AllNodeScan& o) { added.insert(o.variable); },
                 [&](const NodeByLabelScan& o) { added.insert(o.variable); },
                 [&](const NodeIndexSeek& o) { added.insert(o.variable); },
                 [&](const NodeIndexLookup& o) { added.insert(o.variable); },
                 [&](const RelationshipIndexLookup& o) {
                   added.insert({o.relationship, o.from, o.to});
                 },
                 [&](const NodeByIdSeek& o) { added.insert(o.variable); },
                 [&](const Expand& o) {
                   added.insert(o.relationship);
                   if (!o.into) added.insert(o.to);
                 },
                 [&](const ExpandIntersect& o) {
                   for (const auto& leg : o.legs) added.insert(leg.relationship);
                   if (!o.into) added.insert(o.to);
                   if (o.multiplicity) added.insert(*o.multiplicity);
                 },
                 [&](const VarLengthExpand& o) { add_walk_ends(o); },
                 [&](const ShortestPath& o) {
                   add_walk_ends(o.walk);
                   if (o.multiplicity) added.insert(*o.multiplicity);
                 },
                 [&](const GroupWalk& o) {
                   added.insert(o.relationship);
                   if (!o.into) added.insert(o.to);
                   for (const auto& item : o.group->collected) added.insert(item.list);
                 },
                 [](const RestrictPath&) {},
                 [](const SelectPaths&) {},
                 [&](const ProjectEndpoints& o) {
                   if (!o.from_bound) added.insert(o.from);
                   if (!o.to_bound) added.insert(o.to);
                 },
                 [](const Filter&) {},
                 [](const LabelFilter&) {},
                 [&](const Projection& o) { add_assignments(o.items); },
                 [&](const Aggregation& o) {
                   add_assignments(o.keys);
                   add_assignments(o.aggregates);
                 },
                 [&](const PartialAggregation& o) { added.insert(o.count); },
                 [](const Distinct&) {},
                 [](const Sort&) {},
                 [](const TopN&) {},
                 [](const Skip&) {},
                 [](const Limit&) {},
                 [&](const Unwind& o) { added.insert(o.variable); },
                 [&](const HashJoin&) { added = introduced_below(*op.children[1]); },
                 [&](const Apply& o) {
                   if (!o.is_unit) added = introduced_below(*op.children[1]);
                   if (o.batches && o.batches->status) added.insert(*o.batches->status);
                 },
                 [&](const Union& o) { added.insert(o.variables.begin(), o.variables.end()); },
                 [&](const ProcedureCall& o) {
                   for (const auto& yield : o.call->yields) added.insert(yield.variable);
                 },
                 [&](const CountFromStatistics& o) { added.insert(o.variable); },
                 [&](const Create& o) { added = introduced_variables(*o.pattern); },
                 [&](const Merge& o) { added = introduced_variables(o.merge->pattern); },
                 [](const SetItems&) {},
                 [](const Delete&) {},
                 [](const Foreach&) {},
                 [&](const LoadCsv& o) { added.insert(o.clause->variable); },
                 [](const ProduceResults&) {},
             },
             op.node);
  return added;
}

bool may_rewrite_expressions(const LogicalOperator& op) {
  return std::holds_alternative<Filter>(op.node) ||
         std::holds_alternative<VarLengthExpand>(op.node) ||
         std::holds_alternative<ShortestPath>(op.node) ||
         std::holds_alternative<Projection>(op.node) ||
         std::holds_alternative<Aggregation>(op.node) || std::holds_alternative<Sort>(op.node) ||
         std::holds_alternative<TopN>(op.node) || std::holds_alternative<Unwind>(op.node);
}

VariableSet introduced_below(const LogicalOperator& op) {
  VariableSet result = introduced_variables(op);
  if (std::holds_alternative<Union>(op.node)) return result;  // nothing else passes it
  if (!op.children.empty()) result.merge(introduced_below(*op.children[0]));
  return result;
}

}  // namespace liaison::query
