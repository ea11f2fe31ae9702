#include "optimize/rules/scan_runs.h"

namespace liaison::query {

std::vector<std::string> labels_of_scan(const LogicalOperator& scan) {
  const auto* labelled = std::get_if<NodeByLabelScan>(&scan.node);
  return labelled ? std::vector{labelled->label} : std::vector<std::string>();
}

bool is_seek(const LogicalOperator& op) {
  return std::holds_alternative<NodeIndexSeek>(op.node) ||
         std::holds_alternative<NodeByIdSeek>(op.node);
}

const LogicalOperator* find_start(const LogicalOperator& below) {
  const LogicalOperator* at = &below;
  while (std::holds_alternative<Expand>(at->node) || std::holds_alternative<Filter>(at->node) ||
         std::holds_alternative<LabelFilter>(at->node) ||
         std::holds_alternative<Projection>(at->node) ||
         std::holds_alternative<PartialAggregation>(at->node)) {
    at = at->children.front().get();
  }
  const bool is_scan = std::holds_alternative<NodeByLabelScan>(at->node) ||
                       std::holds_alternative<AllNodeScan>(at->node);
  if (!(is_scan || is_seek(*at)) || at->children.size() != 1) return nullptr;
  const auto* argument = std::get_if<Argument>(&at->children.front()->node);
  return argument && !argument->row_number ? at : nullptr;
}

VariableSet names_of(VariableId variable, const LogicalOperator& below) {
  VariableSet names{variable};
  if (below.children.size() != 1) return names;
  names.merge(names_of(variable, *below.children.front()));
  const auto* projection = std::get_if<Projection>(&below.node);
  if (!projection) return names;
  for (const Assignment& item : projection->items) {
    const auto* plain = std::get_if<BoundVariable>(&item.expression->node);
    if (plain && names.contains(plain->variable)) names.insert(item.variable);
  }
  return names;
}

bool has_key(const Aggregation& aggregation, const VariableSet& names,
             const std::vector<std::string>& labels, std::vector<DistinctProperty>& properties) {
  const BoundProperty* property = nullptr;
  for (const Assignment& key : aggregation.keys) {
    const auto* plain = std::get_if<BoundVariable>(&key.expression->node);
    if (plain && names.contains(plain->variable)) return true;
    const auto* read = std::get_if<BoundProperty>(&key.expression->node);
    const auto* object = read ? std::get_if<BoundVariable>(&read->object->node) : nullptr;
    if (object && names.contains(object->variable)) property = read;
  }
  if (!property || labels.empty()) return false;
  properties.push_back({labels.front(), property->key});
  return true;
}

}  // namespace liaison::query
