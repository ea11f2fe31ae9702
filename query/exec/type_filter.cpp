#include "exec/type_filter.h"

#include <algorithm>

#include "plan/expression_tools.h"

namespace liaison::query {

void TypeFilter::resolve(const Catalog& catalog) {
  if (!types_ || (resolved_ && version_ == catalog.version())) return;
  resolved_ = true;
  version_ = catalog.version();
  ids_.clear();
  const auto names = plain_names(*types_);
  for (const std::string& name : names ? *names : catalog.relationship_types()) {
    const auto id = catalog.relationship_type(name);
    if (!id) continue;
    auto is_name = [&](const std::string& asked) { return asked == name; };
    if (names || matches(*types_, is_name, true)) ids_.push_back(*id);
  }
  std::sort(ids_.begin(), ids_.end());
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
}

std::vector<RelationshipTypeId> TypeFilter::all(const Catalog& catalog) const {
  if (types_) return ids_;
  std::vector<RelationshipTypeId> result;
  for (const std::string& name : catalog.relationship_types()) {
    if (const auto id = catalog.relationship_type(name)) result.push_back(*id);
  }
  return result;
}

bool TypeFilter::allows(RelationshipTypeId type) const {
  return !types_ || std::binary_search(ids_.begin(), ids_.end(), type);
}

}  // namespace liaison::query
