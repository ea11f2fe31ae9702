// What writing and withdrawing evidence have in common: the entity's row of the evidence index, the
// notes of what changed, and the properties that follow from records.
// Thread-safety: pure functions over what they are given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evidence/account.h"
#include "graph/graph_writer.h"

namespace liaison::engine {

// The entity's row of the evidence index; empty for an entity without records.
std::string index_row(EntityKind kind, std::uint64_t entity, const Account& account);
// Replaces that row.
void update_evidence_index(WriteSet& own, const std::string& before, const std::string& after);
void note_evidence(ChangeSet& changes, EntityKind kind, std::uint64_t entity);

struct Derived {
  std::vector<PropertyEntry> properties;
  std::vector<PropertyKeyId> kept;
};
// The properties an entity should have, given what records say before and after, and which of them
// are the user's though records give them too. `kept`: the same of before.
Derived derive_properties(const std::vector<PropertyEntry>& stored,
                          const std::vector<PropertyKeyId>& kept, const Concerns& concerned);

// Writes which properties are the user's, where that has changed.
void put_kept(WriteSet& own, EntityKind kind, std::uint64_t entity,
              const std::vector<PropertyKeyId>& before, const std::vector<PropertyKeyId>& after);

}  // namespace liaison::engine
