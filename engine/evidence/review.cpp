// Reading the evidence index: entities by support, then by their least sure record.
#include "encoding/key_codec.h"
#include "evidence/evidence_store.h"
#include "graph/graph_reader.h"

namespace liaison::engine {

void TableGraphReader::review_evidence(const EvidenceReview& review,
                                       const ReviewVisit& visit) const {
  state_.note_read(object_hash(ObjectKind::EvidenceIndex));
  const std::string upper =
      review.support_max == UINT32_MAX ? "" : evidence_index_prefix(review.support_max + 1);
  const auto cursor = state_.table(TableId::EvidenceIndex).scan(state_.view(), {}, upper);
  while (cursor->valid()) {
    const EvidenceIndexKey key = decode_evidence_index_key(cursor->key());
    // What its least sure record says bounds the confidence of an entity from below.
    if (key.confidence > review.confidence_max) {
      if (key.support == UINT32_MAX) return;
      cursor->seek(evidence_index_prefix(key.support + 1));
      continue;
    }
    const std::vector<EvidenceEntry> records = list_evidence(state_, key.kind, key.entity);
    const Support support = support_of(records);
    if (support.confidence <= review.confidence_max &&
        !visit(key.kind, key.entity, support, records)) {
      return;
    }
    cursor->next();
  }
}

}  // namespace liaison::engine
