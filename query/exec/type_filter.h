// Which relationship types a step may walk. Names are looked up when the operator runs, and again
// when the catalog has grown: the statement itself may create a type that was unknown before.
// Thread-safety: needs external locking; part of an operator's state.
#pragma once

#include <vector>

#include "bind/bound_query.h"
#include "liaison/engine/catalog.h"

namespace liaison::query {

class TypeFilter {
 public:
  explicit TypeFilter(const LabelExpression* types) : types_(types) {}

  // Call before use, once a chunk.
  void resolve(const Catalog& catalog);
  // No relationship can match.
  bool is_impossible() const { return types_ != nullptr && ids_.empty(); }
  // Every type can, whatever its name.
  bool allows_all() const { return types_ == nullptr; }
  // For GraphReader::expand; empty means every type.
  const std::vector<RelationshipTypeId>& ids() const { return ids_; }
  // The ids, every type of the catalog's when any may be walked. *Requires* resolve().
  std::vector<RelationshipTypeId> all(const Catalog& catalog) const;
  bool allows(RelationshipTypeId type) const;

 private:
  const LabelExpression* types_;  // null: every type
  std::vector<RelationshipTypeId> ids_;
  std::uint64_t version_ = 0;
  bool resolved_ = false;
};

}  // namespace liaison::query
