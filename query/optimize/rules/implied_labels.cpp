// A label that every end of the walked relationships has need not be tested. Whether it is so, the
// exact counts say: all relationships of the type have an end with the label. They are asked again
// whenever the plan runs, so a plan made before the first exception stays right.
//   Filter(b:B, b.x = 1) over Expand((a)-[:T]->(b))
//   -> Filter(b.x = 1) over LabelFilter(b:B unless proven by T) over Expand((a)-[:T]->(b))
#include <algorithm>

#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"
#include "plan/label_proof.h"

namespace liaison::query {
namespace {

Direction reverse(Direction direction) {
  if (direction == Direction::Both) return direction;
  return direction == Direction::Outgoing ? Direction::Incoming : Direction::Outgoing;
}

void add_proof(const std::string& label, const LabelExpression* types, Direction direction,
               const Catalog& catalog, std::vector<LabelProof>& proofs) {
  const auto names = types ? plain_names(*types) : std::nullopt;
  if (!names) return;
  LabelProof proof{label, *names, direction};
  if (holds(proof, catalog)) proofs.push_back(std::move(proof));
}

// Looks for walks over which the node was reached, down the chain of first children.
std::vector<LabelProof> find_proofs(const LogicalOperator& below, VariableId node,
                                    const std::string& label, const Catalog& catalog) {
  std::vector<LabelProof> proofs;
  auto add_walk = [&](VariableId from, VariableId to, const LabelExpression* types,
                      Direction direction) {
    if (to == node) add_proof(label, types, direction, catalog, proofs);
    if (from == node) add_proof(label, types, reverse(direction), catalog, proofs);
  };
  for (const LogicalOperator* at = &below;; at = at->children.front().get()) {
    if (const auto* expand = std::get_if<Expand>(&at->node)) {
      add_walk(expand->from, expand->to, expand->types, expand->direction);
    } else if (const auto* walk = std::get_if<VarLengthExpand>(&at->node)) {
      if (walk->length_min > 0) add_walk(walk->from, walk->to, walk->types, walk->direction);
    } else if (const auto* legs = std::get_if<ExpandIntersect>(&at->node)) {
      for (const auto& leg : legs->legs) add_walk(leg.from, legs->to, leg.types, leg.direction);
    } else if (!std::holds_alternative<Filter>(at->node) &&
               !std::holds_alternative<LabelFilter>(at->node) &&
               !std::holds_alternative<ShortestPath>(at->node)) {
      break;  // what lies below may be of another part of the statement
    }
    if (at->children.empty()) break;
  }
  return proofs;
}

// The node and the label of a test that asks for one label by its name.
std::optional<std::pair<VariableId, std::string>> tested(Predicate predicate) {
  const auto* test = std::get_if<BoundLabelTest>(&predicate->node);
  if (!test || test->labels.kind != LabelExpression::Kind::Name) return std::nullopt;
  const auto* object = std::get_if<BoundVariable>(&test->object->node);
  if (!object) return std::nullopt;
  return std::pair(object->variable, test->labels.name);
}

}  // namespace

void leave_out_implied_labels(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  for (LogicalOperatorPtr& child : root->children) leave_out_implied_labels(child, plan, catalog);
  auto* filter = std::get_if<Filter>(&root->node);
  if (!filter) return;
  LogicalOperatorPtr below = std::move(root->children.front());
  std::erase_if(filter->predicates, [&](Predicate predicate) {
    const auto test = tested(predicate);
    if (!test) return false;
    auto proofs = find_proofs(*below, test->first, test->second, catalog);
    if (proofs.empty()) return false;
    // A step that intersects lists looks at the label itself, so that it may count.
    auto* legs = std::get_if<ExpandIntersect>(&below->node);
    if (legs && legs->to == test->first && !legs->into) {
      legs->labels.push_back(proofs.front());
    } else {
      below = make_operator(LabelFilter{predicate, std::move(proofs)}, std::move(below));
    }
    return true;
  });
  if (filter->predicates.empty()) {
    root = std::move(below);
  } else {
    root->children.front() = std::move(below);
  }
}

}  // namespace liaison::query
