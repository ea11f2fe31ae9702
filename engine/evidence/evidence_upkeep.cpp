#include "evidence/evidence_upkeep.h"

#include <algorithm>

#include "encoding/key_codec.h"
#include "evidence/evidence_store.h"
#include "graph/storable.h"
#include "index/index.h"

namespace liaison::engine {

void update_evidence_index(WriteSet& own, const std::string& before, const std::string& after) {
  if (before == after) return;
  if (!before.empty()) own.erase(TableId::EvidenceIndex, before);
  if (!after.empty()) own.put(TableId::EvidenceIndex, after, {});
}

std::string index_row(EntityKind kind, std::uint64_t entity, const Account& account) {
  return account.empty() ? std::string() : evidence_index_row(kind, entity, account);
}

void note_evidence(ChangeSet& changes, EntityKind kind, std::uint64_t entity) {
  changes.add(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
  changes.add(object_hash(ObjectKind::EvidenceIndex));
}

Derived derive_properties(const std::vector<PropertyEntry>& stored,
                          const std::vector<PropertyKeyId>& kept, const Concerns& concerned) {
  Derived result;
  for (const PropertyEntry& entry : stored) {
    if (!concerned.contains(entry.key)) result.properties.push_back(entry);
  }
  for (const PropertyKeyId key : kept) {
    if (!concerned.contains(key)) result.kept.push_back(key);
  }
  for (const auto& [key, concern] : concerned) {
    const Value* current = find_property(stored, key);
    const std::optional<Value>& given = concern.after;
    bool is_derived = current == nullptr;
    if (!is_derived && !std::binary_search(kept.begin(), kept.end(), key)) {
      is_derived = concern.before && same_stored(*current, *concern.before);
    }
    if (!is_derived) {
      result.properties.push_back({key, *current});
      if (given) result.kept.push_back(key);
    } else if (given) {
      result.properties.push_back({key, *given});
    }
  }
  std::sort(result.properties.begin(), result.properties.end(),
            [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; });
  std::sort(result.kept.begin(), result.kept.end());
  return result;
}

void put_kept(WriteSet& own, EntityKind kind, std::uint64_t entity,
              const std::vector<PropertyKeyId>& before, const std::vector<PropertyKeyId>& after) {
  if (before == after) return;
  const std::string key = evidence_key({kind, entity, kKeptMark});
  if (after.empty()) {
    own.erase(TableId::Evidence, key);
  } else {
    own.put(TableId::Evidence, key, encode_kept(after));
  }
}

}  // namespace liaison::engine
