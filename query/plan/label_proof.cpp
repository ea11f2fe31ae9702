#include "plan/label_proof.h"

namespace liaison::query {

bool holds(const LabelProof& proof, const Catalog& catalog) {
  const auto label = catalog.label(proof.label);
  if (!label || proof.types.empty()) return false;
  for (const std::string& name : proof.types) {
    const auto type = catalog.relationship_type(name);
    if (!type) continue;  // nothing was reached over it
    const std::uint64_t all = catalog.relationship_count(*type);
    // A walk along the arrow ends at targets, which are counted as incoming.
    if (proof.direction != Direction::Incoming &&
        catalog.relationship_count(*label, *type, Direction::Incoming) != all) {
      return false;
    }
    if (proof.direction != Direction::Outgoing &&
        catalog.relationship_count(*label, *type, Direction::Outgoing) != all) {
      return false;
    }
  }
  return true;
}

}  // namespace liaison::query
