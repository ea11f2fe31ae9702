// A scan of all nodes with a filter on top becomes the cheapest way to find them: by id, by an
// index, or by the rarest of its labels. The filter keeps its predicates but for what a scan, a
// seek of one value or an id already promise.
//   Filter(n:A, n.x = 1, n.y) over AllNodeScan(n) -> Filter(n.y) over NodeIndexSeek(n:A(x))
//   Filter(n:A, n.x > 1) over AllNodeScan(n) -> Filter(n:A, n.x > 1) over NodeIndexRangeSeek(n)
#include <algorithm>

#include "optimize/access_paths.h"
#include "optimize/cardinality.h"
#include "optimize/rules/rules.h"
#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

// The conjuncts of a label expression that are names.
void add_names(const LabelExpression& labels, std::vector<std::string_view>& out) {
  if (labels.kind == LabelExpression::Kind::Name) out.push_back(labels.name);
  if (labels.kind == LabelExpression::Kind::And) {
    for (const LabelExpression& operand : labels.operands) add_names(operand, out);
  }
}

// The labels that the filter demands of the variable.
std::vector<std::string_view> labels_of(VariableId variable,
                                        const std::vector<Predicate>& predicates) {
  std::vector<std::string_view> labels;
  for (Predicate predicate : predicates) {
    const auto* test = std::get_if<BoundLabelTest>(&predicate->node);
    if (!test) continue;
    const auto* object = std::get_if<BoundVariable>(&test->object->node);
    if (object && object->variable == variable) add_names(test->labels, labels);
  }
  return labels;
}

bool is_test_of(Predicate predicate, VariableId variable, std::string_view label) {
  const auto* test = std::get_if<BoundLabelTest>(&predicate->node);
  return test && test->labels.kind == LabelExpression::Kind::Name && test->labels.name == label &&
         free_variables(*predicate).contains(variable);
}

// Takes out the tests of a label that the node has in any case.
void drop_label(std::vector<Predicate>& predicates, VariableId variable, std::string_view label) {
  std::erase_if(predicates,
                [&](Predicate predicate) { return is_test_of(predicate, variable, label); });
}

void drop_empty_filter(LogicalOperatorPtr& place) {
  if (!std::get<Filter>(place->node).predicates.empty()) return;
  LogicalOperatorPtr child = std::move(place->children.front());
  place = std::move(child);
}

// Whether to scan, which becomes a join on equal keys, instead of searching the index for each row
// below: the search depends on them and is expected to find a good part of all `nodes`.
bool is_join_better(const LogicalOperator& scan, const AccessPath& path,
                    const std::vector<Predicate>& predicates, double nodes) {
  constexpr double kGoodPart = 1.0 / 16;
  if (std::holds_alternative<Argument>(scan.children.front()->node)) return false;
  const VariableId variable = std::get<AllNodeScan>(scan.node).variable;
  LogicalOperator search;
  search.node = NodeIndexLookup{variable, path.lookup};
  if (used_variables(search).empty() || path.rows < nodes * kGoodPart) return false;
  return std::ranges::any_of(
      predicates, [&](Predicate predicate) { return join_key(predicate, variable).has_value(); });
}

void choose(LogicalOperatorPtr& filter_place, const Catalog& catalog) {
  auto& predicates = std::get<Filter>(filter_place->node).predicates;
  LogicalOperator& scan = *filter_place->children.front();
  const VariableId variable = std::get<AllNodeScan>(scan.node).variable;
  if (const auto id = id_equality(variable, predicates)) {
    scan.node = NodeByIdSeek{variable, id->value};
    std::erase(predicates, id->whole);
    return drop_empty_filter(filter_place);
  }
  const auto labels = labels_of(variable, predicates);
  if (labels.empty()) return;
  RequiredLabels required;
  for (std::string_view label : labels) required.add(catalog, label);
  const auto equalities = key_equalities(variable, predicates);
  if (const IndexDefinition* index = usable_index(catalog, required, equalities)) {
    NodeIndexSeek seek{variable, index->id, "index " + index->name, {}};
    for (PropertyKeyId key : index->keys) {
      const auto found =
          std::find_if(equalities.begin(), equalities.end(), [&](const KeyEquality& equality) {
            return equality.key == catalog.property_key_name(key);
          });
      seek.values.push_back(found->value);
      std::erase(predicates, found->whole);
    }
    drop_label(predicates, variable, catalog.label_name(LabelId(index->token)));
    scan.node = std::move(seek);
    return drop_empty_filter(filter_place);
  }
  auto path = best_access_path(catalog, nodes_under(variable, required.ids), predicates, {});
  if (path && !is_join_better(scan, *path, predicates, nodes_with(catalog, labels.front()))) {
    scan.node = NodeIndexLookup{variable, std::move(path->lookup)};
    scan.estimated_rows = path->rows;
    return;
  }
  std::string_view rarest = labels.front();
  double rows = nodes_with(catalog, rarest);
  for (std::size_t i = 1; i < labels.size(); ++i) {
    const double others = nodes_with(catalog, labels[i]);
    if (others < rows) {
      rarest = labels[i];
      rows = others;
    }
  }
  scan.node = NodeByLabelScan{variable, std::string(rarest)};
  scan.estimated_rows = rows;
  drop_label(predicates, variable, rarest);
  drop_empty_filter(filter_place);
}

}  // namespace

void choose_node_access(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (std::holds_alternative<Filter>(root->node) &&
      std::holds_alternative<AllNodeScan>(root->children.front()->node)) {
    choose(root, catalog);
  }
  for (LogicalOperatorPtr& child : root->children) choose_node_access(child, plan, catalog);
}

}  // namespace liaison::query
