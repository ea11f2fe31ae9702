#include "evidence/evidence_store.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/record_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

void note_records_read(const GraphState& state, EntityKind kind, std::uint64_t entity) {
  state.note_read(object_hash(ObjectKind::Evidence, entity, static_cast<std::uint64_t>(kind)));
}

void take_row(std::string_view row, std::string_view value, std::vector<PropertyKeyId>* kept,
              const RecordVisit& visit) {
  const EvidenceKey key = decode_evidence_key(row);
  if (key.n == kKeptMark && kept != nullptr) *kept = decode_kept(value);
  if (key.n < kFirstMark) visit(key.n, value);
}

}  // namespace

void visit_records(const GraphState& state, EntityKind kind, std::uint64_t entity,
                   std::vector<PropertyKeyId>* kept, const RecordVisit& visit) {
  note_records_read(state, kind, entity);
  const std::string prefix = evidence_prefix(kind, entity);
  if (state.is_own(kind, entity)) {
    const WriteSet::Changes& changes = state.own.changes(TableId::Evidence);
    for (auto at = changes.lower_bound(prefix); at != changes.end(); ++at) {
      if (!at->first.starts_with(prefix)) break;
      if (at->second) take_row(at->first, *at->second, kept, visit);
    }
    return;
  }
  const auto cursor =
      state.table(TableId::Evidence).scan(state.view(), prefix, prefix_successor(prefix));
  for (; cursor->valid(); cursor->next()) take_row(cursor->key(), cursor->value(), kept, visit);
}

void RecordReader::visit(EntityKind kind, std::uint64_t entity, std::vector<PropertyKeyId>* kept,
                         const RecordVisit& visit) {
  const std::string prefix = evidence_prefix(kind, entity);
  if (!cursor_) {
    cursor_ = evidence_.scan(view_, prefix);
  } else {
    cursor_->seek(prefix);
  }
  for (; cursor_->valid() && cursor_->key().starts_with(prefix); cursor_->next()) {
    take_row(cursor_->key(), cursor_->value(), kept, visit);
  }
}

std::vector<EvidenceEntry> list_evidence(const GraphState& state, EntityKind kind,
                                         std::uint64_t entity) {
  std::vector<EvidenceEntry> entries;
  visit_records(state, kind, entity, nullptr, [&](std::uint32_t n, std::string_view record) {
    entries.push_back({kind, entity, n, decode_evidence_record(record)});
  });
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

std::string encode_kept(const std::vector<PropertyKeyId>& keys) {
  std::string bytes;
  put_varint(bytes, keys.size());
  std::uint32_t before = 0;
  for (const PropertyKeyId key : keys) {
    put_varint(bytes, key.value - before);
    before = key.value;
  }
  return bytes;
}

std::vector<PropertyKeyId> decode_kept(std::string_view bytes) {
  ByteReader reader(bytes, "kept properties");
  const std::uint64_t count = read_varint(reader);
  if (count > reader.remaining()) reader.fail("more keys than bytes");
  std::vector<PropertyKeyId> keys;
  std::uint64_t key = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t step = read_varint(reader);
    key += step;
    if (step == 0 || step > UINT32_MAX || key > UINT32_MAX) reader.fail("keys do not ascend");
    keys.push_back(PropertyKeyId(static_cast<std::uint32_t>(key)));
  }
  reader.expect_end();
  return keys;
}

Origin origin_of(const GraphState& state, EntityKind kind, std::uint64_t entity) {
  note_records_read(state, kind, entity);
  const auto row = state.table(TableId::Evidence)
                       .get(state.view(), evidence_key({kind, entity, kExtractedMark}));
  if (!row) return Origin::Asserted;
  if (*row == "\x01") return Origin::Extracted;
  if (*row == "\x02") return Origin::Unsupported;
  throw CorruptionError("table evidence: unknown origin of entity " + std::to_string(entity));
}

std::string evidence_index_row(EntityKind kind, std::uint64_t entity, const Account& account) {
  return evidence_index_key({account.support(), account.lowest_confidence(), kind, entity});
}

std::string evidence_index_row(EntityKind kind, std::uint64_t entity,
                               const std::vector<EvidenceEntry>& records) {
  double lowest = 1.0;
  Witnesses witnesses;
  for (const EvidenceEntry& entry : records) {
    lowest = std::min(lowest, entry.record.confidence);
    witnesses.add({entry.record.document, entry.record.text});
  }
  return evidence_index_key({witnesses.count(), lowest, kind, entity});
}

}  // namespace liaison::engine
