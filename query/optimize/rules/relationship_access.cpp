// A walk from every node of a kind along relationships that an index finds becomes a look into the
// index, when that gives fewer rows than finding the nodes and walking.
//   Filter(r.since = 1) over Expand(a, r:T, b) over Filter(a:A) over AllNodeScan(a)
//   -> Filter(r.since = 1, a:A) over RelationshipIndexSeek(a, r, b by T(since))
#include <algorithm>

#include "optimize/access_paths.h"
#include "optimize/cardinality.h"
#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

RequiredLabels labels_of(const Catalog& catalog, VariableId variable,
                         const std::vector<Predicate>& predicates) {
  RequiredLabels labels;
  for (Predicate predicate : predicates) {
    const auto* test = std::get_if<BoundLabelTest>(&predicate->node);
    if (test == nullptr) continue;
    const auto* object = std::get_if<BoundVariable>(&test->object->node);
    if (object != nullptr && object->variable == variable) {
      add_required_labels(catalog, test->labels, labels);
    }
  }
  return labels;
}

// `place` is a filter over an expansion.
void choose(LogicalOperatorPtr& place, const Catalog& catalog) {
  auto& predicates = std::get<Filter>(place->node).predicates;
  LogicalOperator& walk = *place->children.front();
  const auto& expand = std::get<Expand>(walk.node);
  if (expand.into || expand.types == nullptr || !expand.differs_from.empty()) return;
  if (expand.types->kind != LabelExpression::Kind::Name) return;
  const auto type = catalog.relationship_type(expand.types->name);

  LogicalOperator* below = walk.children.front().get();
  auto* start_filter = std::get_if<Filter>(&below->node);
  if (start_filter != nullptr) below = below->children.front().get();
  const auto* scan = std::get_if<AllNodeScan>(&below->node);
  if (scan == nullptr || scan->variable != expand.from) return;

  auto path = best_access_path(catalog, relationships_under(expand.relationship, type), predicates,
                               {expand.from, expand.to});
  if (!path) return;
  const std::vector<Predicate> start =
      start_filter ? start_filter->predicates : std::vector<Predicate>();
  const RequiredLabels labels = labels_of(catalog, expand.from, start);
  const double nodes = estimate_node(catalog, labels, expand.from, start, {});
  const double walked =
      nodes *
      relationships_at(catalog, labels, walked_types(catalog, expand.types), expand.direction) /
      std::max(1.0, nodes_with(catalog, labels));
  if (path->rows >= nodes + walked) return;

  RelationshipIndexLookup lookup{expand.relationship, expand.from, expand.to, expand.direction,
                                 std::move(path->lookup)};
  predicates.insert(predicates.end(), start.begin(), start.end());
  LogicalOperatorPtr child = std::move(below->children.front());
  place->children.front() = make_operator(std::move(lookup), std::move(child));
  place->children.front()->estimated_rows = path->rows;
}

}  // namespace

void choose_relationship_access(LogicalOperatorPtr& root, LogicalPlan& plan,
                                const Catalog& catalog) {
  if (std::holds_alternative<Filter>(root->node) &&
      std::holds_alternative<Expand>(root->children.front()->node)) {
    choose(root, catalog);
  }
  for (LogicalOperatorPtr& child : root->children) {
    choose_relationship_access(child, plan, catalog);
  }
}

}  // namespace liaison::query
