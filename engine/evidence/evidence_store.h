// Reading evidence: the records of an entity, and the records that cite a document.
//
// Tables: Evidence holds (kind, entity, n) -> record with n = 0, 1, 2, ...; Cited holds (document,
// kind, entity, n) for each; EvidenceIndex holds one row (support, lowest confidence, kind, entity)
// for each entity that has records, where support counts
// independent documents (witnesses.h).
// The number kExtractedMark in place of n is not a record: its value is one byte, 1 for an entity
// that a loader extracted, 2 for one that has lost its last record and stays only because
// relationships still hold on to it. An entity without it was asserted by a user.
// The number kKeptMark is not one either: its value is the keys of properties that a user set and
// records give too, as a count and differences (varints, ascending). They stay what they are until
// the user takes them away. A user's property that no record gives needs no mark.
// Worked example: keys 2 and 5 are 02 02 03.
// Thread-safety: pure functions over a GraphState.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/account.h"
#include "graph/graph_state.h"
#include "liaison/engine/evidence.h"

namespace liaison::engine {

inline constexpr std::uint32_t kExtractedMark = 0xFFFFFFFF;
inline constexpr std::uint32_t kKeptMark = 0xFFFFFFFE;
// Numbers from here on are no records.
inline constexpr std::uint32_t kFirstMark = kKeptMark;

enum class Origin : std::uint8_t { Asserted = 0, Extracted = 1, Unsupported = 2 };

// All note what they read. Entries in the order of n; of (kind, entity, n) for citations.
std::vector<EvidenceEntry> list_evidence(const GraphState& state, EntityKind kind,
                                         std::uint64_t entity);
std::vector<EvidenceEntry> list_citations(const GraphState& state, NodeId document);
std::string encode_kept(const std::vector<PropertyKeyId>& keys);  // ascending
std::vector<PropertyKeyId> decode_kept(std::string_view bytes);
Origin origin_of(const GraphState& state, EntityKind kind, std::uint64_t entity);

// Calls `visit` with the number and the bytes of each record of an entity, ascending. `kept`, when
// given, gets what the kept mark says. Nothing may be written meanwhile. Noted as read.
using RecordVisit = std::function<void(std::uint32_t n, std::string_view record)>;
void visit_records(const GraphState& state, EntityKind kind, std::uint64_t entity,
                   std::vector<PropertyKeyId>* kept, const RecordVisit& visit);

// The same for one entity after the other, ascending by kind and number; without a note. Belongs to
// one thread.
class RecordReader {
 public:
  RecordReader(const Table& evidence, const ReadView& view) : evidence_(evidence), view_(view) {}
  void visit(EntityKind kind, std::uint64_t entity, std::vector<PropertyKeyId>* kept,
             const RecordVisit& visit);

 private:
  const Table& evidence_;
  ReadView view_;
  std::unique_ptr<TableCursor> cursor_;
};

// The key of the row in the evidence index that an entity has by its records.
std::string evidence_index_row(EntityKind kind, std::uint64_t entity, const Account& account);
// The key of the entity's row in the evidence index. Requires records.
std::string evidence_index_row(EntityKind kind, std::uint64_t entity,
                               const std::vector<EvidenceEntry>& records);

}  // namespace liaison::engine
