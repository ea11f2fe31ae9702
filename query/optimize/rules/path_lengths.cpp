// Of a path of which only the length is asked, only the length is found: no list of relationships
// is made for it. Paths nobody asks for are not made at all.
//   Aggregation(min(length(p))) over Projection(p = (a, r, b)) over VarLengthExpand(a, r, b)
//   -> Aggregation(min(n)) over VarLengthExpand(a, b, length n)
#include <map>
#include <optional>

#include "bind/bound_copy.h"
#include "optimize/rules/rules.h"
#include "plan/operator_tools.h"
#include "plan/variable_uses.h"

namespace liaison::query {
namespace {

// length(x) and count(x) of a path or a list become those of `length` + `more`.
struct Measure {
  VariableId length;
  std::int64_t more = 0;  // relationships of the path beside the walk
};
using Measures = std::map<VariableId, Measure>;

BoundExpressionPtr make(BoundExpression::Node node, StaticType type, SourceSpan span) {
  auto result = std::make_unique<BoundExpression>();
  result->node = std::move(node);
  result->type = std::move(type);
  result->span = span;
  return result;
}

BoundExpressionPtr as_number(const Measure& measure, SourceSpan span) {
  const StaticType integer = StaticType::of(ValueKind::Integer);
  auto length = make(BoundVariable{measure.length}, integer, span);
  if (measure.more == 0) return length;
  auto more = make(BoundLiteral{Value(measure.more)}, integer, span);
  return make(BoundBinary{BinaryOperator::Add, std::move(length), std::move(more)}, integer, span);
}

class PathLengths {
 public:
  explicit PathLengths(LogicalPlan& plan) : plan_(plan) {}

  void run() {
    for_each_tree([&](LogicalOperatorPtr& root) { find_walks(*root); });
    for_each_tree([&](LogicalOperatorPtr& root) { drop_paths(root); });
    if (measures_.empty()) return;
    for_each_tree([&](LogicalOperatorPtr& root) { rewrite(*root); });
  }

 private:
  // Of the plan as it was before the first change, which is never made without asking.
  const VariableUses& uses() {
    if (!uses_) uses_.emplace(plan_);
    return *uses_;
  }

  template <class Fn>
  void for_each_tree(Fn fn) {
    fn(plan_.root);
    for (auto& [query, subquery] : plan_.subqueries) fn(subquery.root);
  }

  void find_walks(LogicalOperator& op) {
    if (auto* walk = std::get_if<VarLengthExpand>(&op.node)) walks_[walk->relationship] = walk;
    if (auto* path = std::get_if<ShortestPath>(&op.node)) {
      walks_[path->walk.relationship] = &path->walk;
    }
    for (LogicalOperatorPtr& child : op.children) find_walks(*child);
  }

  // Takes out the paths that nobody needs any more, and decides what stands for them.
  void drop_paths(LogicalOperatorPtr& place) {
    for (LogicalOperatorPtr& child : place->children) drop_paths(child);
    if (auto* walk = std::get_if<VarLengthExpand>(&place->node)) measure_list(*walk);
    if (auto* path = std::get_if<ShortestPath>(&place->node)) measure_list(path->walk);
    auto* projection = std::get_if<Projection>(&place->node);
    if (!projection) return;
    std::erase_if(projection->items, [&](const Assignment& item) {
      const auto* path = std::get_if<BoundPath>(&item.expression->node);
      return path && may_drop(item.variable, *path);
    });
    if (!projection->items.empty()) return;
    LogicalOperatorPtr child = std::move(place->children.front());
    place = std::move(child);
  }

  bool may_drop(VariableId variable, const BoundPath& path) {
    const VariableUse& use = uses().of(variable);
    if (use.total() == 0) return true;
    if (use.total() != use.lengths + use.counts) return false;
    VarLengthExpand* walk = nullptr;
    std::int64_t more = 0;
    for (std::size_t i = 1; i < path.elements.size(); i += 2) {
      const auto found = walks_.find(path.elements[i]);
      if (found == walks_.end()) {
        ++more;
      } else if (walk) {
        return false;
      } else {
        walk = found->second;
      }
    }
    // A group's list, or one that was bound before, may stand for any number of relationships.
    if (!walk || !are_single(path)) return false;
    measures_[variable] = {length_of(*walk), more};
    return true;
  }

  // Whether every other relationship of the path is a single one.
  bool are_single(const BoundPath& path) const {
    const auto& variables = plan_.statement->variables;
    for (std::size_t i = 1; i < path.elements.size(); i += 2) {
      const VariableId variable = path.elements[i];
      if (walks_.contains(variable)) continue;
      if (variable >= variables.size() ||
          !variables[variable].type.is_exactly(ValueKind::Relationship)) {
        return false;
      }
    }
    return true;
  }

  // size(r) of a walk's list that is good for nothing else.
  void measure_list(VarLengthExpand& walk) {
    const VariableUse& use = uses().of(walk.relationship);
    if (use.lengths + use.counts == 0 || use.total() != use.lengths + use.counts) return;
    measures_[walk.relationship] = {length_of(walk), 0};
  }

  VariableId length_of(VarLengthExpand& walk) {
    if (!walk.length) walk.length = plan_.new_variable();
    return *walk.length;
  }

  void rewrite(LogicalOperator& op) {
    if (may_rewrite_expressions(op)) {
      rewrite_expressions(op, [&](Predicate expression) { return rewritten(expression); });
    }
    for (LogicalOperatorPtr& child : op.children) rewrite(*child);
  }

  Predicate rewritten(Predicate expression) {
    bool changes = false;
    walk(*expression, [&](const BoundExpression& e) {
      if (const auto* variable = std::get_if<BoundVariable>(&e.node)) {
        changes = changes || measures_.contains(variable->variable);
      }
    });
    if (!changes) return expression;
    BoundExpressionPtr copied = copy(*expression, [&](const BoundExpression& e) {
      if (const auto* variable = measured_variable(e)) {
        const auto found = measures_.find(variable->variable);
        if (found != measures_.end()) return as_number(found->second, e.span);
      }
      // Of count(x): the length is null just when the path is.
      if (const auto* variable = std::get_if<BoundVariable>(&e.node)) {
        const auto found = measures_.find(variable->variable);
        if (found != measures_.end()) return as_number({found->second.length, 0}, e.span);
      }
      return BoundExpressionPtr();
    });
    plan_.owned.push_back(std::move(copied));
    return plan_.owned.back().get();
  }

  LogicalPlan& plan_;
  std::optional<VariableUses> uses_;
  std::map<VariableId, VarLengthExpand*> walks_;  // by list
  Measures measures_;
};

}  // namespace

void measure_paths(LogicalPlan& plan) {
  PathLengths(plan).run();
}

}  // namespace liaison::query
