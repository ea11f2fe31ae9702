#include "evidence/evidence_store.h"

#include <algorithm>
#include <set>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

std::vector<EvidenceEntry> list_evidence(const GraphState& state, EntityKind kind,
                                         std::uint64_t entity) {
  state.note_read(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
  std::vector<EvidenceEntry> entries;
  const std::string prefix = evidence_prefix(kind, entity);
  const auto cursor =
      state.table(TableId::Evidence).scan(state.view(), prefix, prefix_successor(prefix));
  for (; cursor->valid(); cursor->next()) {
    const EvidenceKey key = decode_evidence_key(cursor->key());
    if (key.n == kExtractedMark) continue;
    entries.push_back({kind, entity, key.n, decode_evidence_record(cursor->value())});
  }
  return entries;
}

std::vector<EvidenceEntry> list_citations(const GraphState& state, NodeId document) {
  state.note_read(object_hash(ObjectKind::Citations, document.value));
  std::vector<EvidenceKey> keys;
  const std::string prefix = cited_prefix(document);
  const auto cursor =
      state.table(TableId::Cited).scan(state.view(), prefix, prefix_successor(prefix));
  for (; cursor->valid(); cursor->next()) keys.push_back(decode_cited_key(cursor->key()).evidence);

  std::vector<std::string> rows;
  for (const EvidenceKey& key : keys) rows.push_back(evidence_key(key));
  std::vector<std::optional<std::string>> records;
  state.table(TableId::Evidence).get_many(state.view(), rows, records);
  std::vector<EvidenceEntry> entries;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!records[i]) {
      throw CorruptionError("table cited names record " + std::to_string(keys[i].n) +
                            " of entity " + std::to_string(keys[i].entity) +
                            ", which table evidence does not have");
    }
    entries.push_back(
        {keys[i].kind, keys[i].entity, keys[i].n, decode_evidence_record(*records[i])});
  }
  return entries;
}

Origin origin_of(const GraphState& state, EntityKind kind, std::uint64_t entity) {
  state.note_read(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
  const auto row = state.table(TableId::Evidence)
                       .get(state.view(), evidence_key({kind, entity, kExtractedMark}));
  if (!row) return Origin::Asserted;
  if (*row == "\x01") return Origin::Extracted;
  if (*row == "\x02") return Origin::Unsupported;
  throw CorruptionError("table evidence: unknown origin of entity " + std::to_string(entity));
}

std::string evidence_index_row(EntityKind kind, std::uint64_t entity,
                               const std::vector<EvidenceEntry>& records) {
  std::set<NodeId> documents;
  double lowest = 1.0;
  for (const EvidenceEntry& entry : records) {
    documents.insert(entry.record.document);
    lowest = std::min(lowest, entry.record.confidence);
  }
  return evidence_index_key({static_cast<std::uint32_t>(documents.size()), lowest, kind, entity});
}

}  // namespace liaison::engine
