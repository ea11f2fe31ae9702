// Predicates move down to the lowest place at which all their variables are known, so that rows
// are dropped before they multiply.
//   Filter(a.x = 1, b.y = 2) over Expand(a, b) over AllNodeScan(a)
//   -> Filter(b.y = 2) over Expand(a, b) over Filter(a.x = 1) over AllNodeScan(a)
// They pass through WITH as well: a name is replaced by what it stands for, where computing that
// cannot fail; through DISTINCT; through grouping when they are about the keys; and into
// subqueries and the sides of a join.
#include <algorithm>

#include "bind/bound_copy.h"
#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

// Only operators that pair rows, add values or order rows: a filter means the same above and below.
bool lets_pass(const LogicalOperator& op) {
  return std::holds_alternative<AllNodeScan>(op.node) || std::holds_alternative<Expand>(op.node) ||
         std::holds_alternative<ExpandIntersect>(op.node) ||
         std::holds_alternative<VarLengthExpand>(op.node) ||
         std::holds_alternative<ProjectEndpoints>(op.node) ||
         std::holds_alternative<GroupWalk>(op.node) ||
         std::holds_alternative<RestrictPath>(op.node) || std::holds_alternative<Filter>(op.node) ||
         std::holds_alternative<ShortestPath>(op.node) || std::holds_alternative<Sort>(op.node);
}

bool cannot_fail(const std::vector<Assignment>& items) {
  return std::all_of(items.begin(), items.end(),
                     [](const Assignment& item) { return cannot_fail(*item.expression); });
}

// Counting and comparing give a value for every group.
bool is_safe(const Assignment& item) {
  const auto* aggregate = std::get_if<BoundAggregate>(&item.expression->node);
  if (!aggregate) return false;
  const std::string_view name = aggregate->function->name;
  return (name == "count" || name == "min" || name == "max" || name == "collect") &&
         std::all_of(aggregate->arguments.begin(), aggregate->arguments.end(),
                     [](const BoundExpressionPtr& argument) { return cannot_fail(*argument); });
}

bool reads_any(const VariableSet& variables, const VariableSet& of) {
  return std::any_of(of.begin(), of.end(),
                     [&](VariableId variable) { return variables.contains(variable); });
}

bool reads_only(const VariableSet& variables, const VariableSet& of) {
  return std::all_of(variables.begin(), variables.end(),
                     [&](VariableId variable) { return of.contains(variable); });
}

VariableSet set_of(const std::vector<Assignment>& items) {
  VariableSet result;
  for (const Assignment& item : items) result.insert(item.variable);
  return result;
}

const Assignment* find_item(const std::vector<Assignment>& items, VariableId variable) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Assignment& item) {
    return item.variable == variable;
  });
  return found == items.end() ? nullptr : &*found;
}

// A path is made of variables, so an element that stands for anything else has no place in it.
bool has_path_without_name(const BoundExpression& expression,
                           const std::vector<Assignment>& items) {
  bool found = false;
  walk(expression, [&](const BoundExpression& e) {
    const auto* path = std::get_if<BoundPath>(&e.node);
    if (!path) return;
    found =
        found || std::any_of(path->elements.begin(), path->elements.end(), [&](VariableId element) {
          const Assignment* item = find_item(items, element);
          return item && !std::holds_alternative<BoundVariable>(item->expression->node);
        });
  });
  return found;
}

// The same path in the names below the items, each of which is a variable.
BoundExpressionPtr renamed_path(const BoundExpression& expression, BoundPath path,
                                const std::vector<Assignment>& items) {
  for (VariableId& element : path.elements) {
    const Assignment* item = find_item(items, element);
    if (item) element = std::get<BoundVariable>(item->expression->node).variable;
  }
  auto renamed = std::make_unique<BoundExpression>();
  renamed->span = expression.span;
  renamed->type = expression.type;
  renamed->node = std::move(path);
  return renamed;
}

bool is_pure(const Apply& apply) {
  return !apply.writes && !apply.is_unit && apply.batches == nullptr;
}

// Whether a variable from outside of a subquery can be read at its top.
bool hands_outer_on(const LogicalOperator& top) {
  for (const LogicalOperator* at = &top;; at = at->children.front().get()) {
    if (std::holds_alternative<Aggregation>(at->node) ||
        std::holds_alternative<Distinct>(at->node) || std::holds_alternative<Union>(at->node)) {
      return false;
    }
    if (at->children.empty()) return true;
  }
}

class Pushdown {
 public:
  explicit Pushdown(LogicalPlan& plan) : plan_(plan) {}

  void visit(LogicalOperatorPtr& root) {
    if (std::holds_alternative<Filter>(root->node)) sink_filter(root);
    for (LogicalOperatorPtr& child : root->children) visit(child);
  }

 private:
  void sink_filter(LogicalOperatorPtr& root) {
    std::vector<Predicate> all;
    while (auto* filter = std::get_if<Filter>(&root->node)) {
      all.insert(all.begin(), filter->predicates.begin(), filter->predicates.end());
      LogicalOperatorPtr child = std::move(root->children.front());
      root = std::move(child);
    }
    std::vector<Predicate> staying;
    for (Predicate predicate : all) {
      // rand() and its like are called once per row that reaches them: they stay.
      const bool may_move = is_deterministic(*predicate) || has_subquery(*predicate);
      if (!may_move || !sink(root, predicate, free_variables(*predicate))) {
        staying.push_back(predicate);
      }
    }
    if (staying.empty()) return;
    sort_by_cost(staying);
    root = make_operator(Filter{std::move(staying)}, std::move(root));
  }

  // The plan knows of all subqueries in it; most have none.
  bool has_subquery(const BoundExpression& predicate) const {
    return !plan_.subqueries.empty() && contains_subquery(predicate);
  }

  // Between two predicates of one filter the cheap one goes first.
  int cost_of(Predicate predicate) const {
    if (has_subquery(*predicate)) return 2;
    return std::holds_alternative<BoundLabelTest>(predicate->node) ? 0 : 1;
  }

  // Those of equal cost keep their order. Nearly always they lie in order, and few of them.
  void sort_by_cost(std::vector<Predicate>& predicates) const {
    const auto is_cheaper = [this](Predicate a, Predicate b) { return cost_of(a) < cost_of(b); };
    if (std::is_sorted(predicates.begin(), predicates.end(), is_cheaper)) return;
    std::stable_sort(predicates.begin(), predicates.end(), is_cheaper);
  }

  // Puts the predicate, which reads `variables`, below the operator, as far down as it can go.
  // False: it has to stay above.
  bool sink(LogicalOperatorPtr& place, Predicate predicate, const VariableSet& variables) {
    LogicalOperator& op = *place;
    const VariableSet introduced = introduced_variables(op);
    if (auto* projection = std::get_if<Projection>(&op.node)) {
      if (!cannot_fail(projection->items)) return false;
      return sink_renamed(op, predicate, projection->items, variables);
    }
    if (auto* aggregation = std::get_if<Aggregation>(&op.node)) {
      if (variables.empty() || !reads_only(variables, set_of(aggregation->keys)) ||
          !are_told_apart(variables) || !cannot_fail(aggregation->keys) ||
          !std::all_of(aggregation->aggregates.begin(), aggregation->aggregates.end(), is_safe)) {
        return false;
      }
      return sink_renamed(op, predicate, aggregation->keys, variables);
    }
    if (const auto* distinct = std::get_if<Distinct>(&op.node)) {
      const VariableSet kept(distinct->variables.begin(), distinct->variables.end());
      if (!reads_only(variables, kept) || !are_told_apart(variables)) return false;
      put(op.children.front(), predicate, variables);
      return true;
    }
    if (const auto* apply = std::get_if<Apply>(&op.node)) {
      if (!is_pure(*apply)) return false;
      if (!reads_any(variables, introduced)) {
        put(op.children[0], predicate, variables);
        return true;
      }
      if (apply->optional) return false;
      if (!reads_only(variables, introduced) && !hands_outer_on(*op.children[1])) return false;
      put(op.children[1], predicate, variables);
      return true;
    }
    if (std::holds_alternative<HashJoin>(op.node)) {
      const bool on_right = !variables.empty() && reads_only(variables, introduced);
      const bool on_left = !reads_any(variables, introduced) ||
                           reads_only(variables, introduced_below(*op.children[0]));
      if (on_right) put(op.children[1], predicate, variables);
      if (on_left) put(op.children[0], predicate, variables);
      return on_left || on_right;
    }
    if (!lets_pass(op) || reads_any(variables, introduced)) return false;
    put(op.children.front(), predicate, variables);
    return true;
  }

  // Whether values that are one group are the same in every way, as nodes are and 1 and 1.0 are
  // not.
  bool are_told_apart(const VariableSet& variables) const {
    const auto& infos = plan_.statement->variables;
    return std::all_of(variables.begin(), variables.end(), [&](VariableId variable) {
      return variable < infos.size() && (infos[variable].type.is_exactly(ValueKind::Node) ||
                                         infos[variable].type.is_exactly(ValueKind::Relationship));
    });
  }

  // Names of the projection become what they stand for.
  bool sink_renamed(LogicalOperator& op, Predicate predicate, const std::vector<Assignment>& items,
                    const VariableSet& variables) {
    if (reads_any(variables, set_of(items))) {
      if (has_subquery(*predicate) || has_path_without_name(*predicate, items)) return false;
      BoundExpressionPtr renamed = copy(*predicate, [&](const BoundExpression& e) {
        if (const auto* path = std::get_if<BoundPath>(&e.node))
          return renamed_path(e, *path, items);
        const auto* variable = std::get_if<BoundVariable>(&e.node);
        const Assignment* item = variable ? find_item(items, variable->variable) : nullptr;
        return item ? copy(*item->expression) : BoundExpressionPtr();
      });
      plan_.owned.push_back(std::move(renamed));
      predicate = plan_.owned.back().get();
      put(op.children.front(), predicate, free_variables(*predicate));
      return true;
    }
    put(op.children.front(), predicate, variables);
    return true;
  }

  void put(LogicalOperatorPtr& place, Predicate predicate, const VariableSet& variables) {
    if (auto* filter = std::get_if<Filter>(&place->node)) {
      if (!sink(place->children.front(), predicate, variables)) {
        filter->predicates.push_back(predicate);
        sort_by_cost(filter->predicates);
      }
      return;
    }
    if (!sink(place, predicate, variables))
      place = make_operator(Filter{{predicate}}, std::move(place));
  }

  LogicalPlan& plan_;
};

}  // namespace

void push_predicates_down(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog&) {
  Pushdown(plan).visit(root);
}

}  // namespace liaison::query
