// Constraints: what a record says against them, and two entries of a unique index with one value.
#include <algorithm>

#include "catalog/constraint_rules.h"
#include "check/checker.h"
#include "index/index.h"

namespace liaison::engine {

void Checker::check_properties(EntityKind kind, std::uint64_t entity,
                               const std::vector<std::uint32_t>& tokens,
                               const std::vector<PropertyEntry>& properties) {
  for (const ConstraintDefinition& constraint : state_.catalog.schema().constraints) {
    if (constraint.entity != kind) continue;
    if (std::find(tokens.begin(), tokens.end(), constraint.token) == tokens.end()) continue;
    const auto violation = find_violation(
        constraint, [&](PropertyKeyId key) { return find_property(properties, key); });
    if (!violation) continue;
    problem(
        "constraint `" + constraint.name + "`: " +
        (kind == EntityKind::Node ? "node " : "relationship ") + std::to_string(entity) + " " +
        violation_text(constraint, *violation, state_.catalog.property_key_name(violation->key)));
  }
}

void Checker::check_duplicate(const IndexDefinition& index, std::string_view before,
                              std::string_view key) {
  if (!index.owned_by_constraint || before.empty() || entry_probe(before) != entry_probe(key)) {
    return;
  }
  const char* const what = index.entity == EntityKind::Node ? "nodes " : "relationships ";
  problem("constraint `" + index.name + "`: " + what + std::to_string(entry_entity(before)) +
          " and " + std::to_string(entry_entity(key)) + " have the same value");
}

}  // namespace liaison::engine
