// Reading evidence: the records of an entity, and the records that cite a document.
//
// Tables: Evidence holds (kind, entity, n) -> record with n = 0, 1, 2, ...; Cited holds (document,
// kind, entity, n) for each; EvidenceIndex holds one row (support, lowest confidence, kind, entity)
// for each entity that has records, where support counts distinct documents.
// The number kExtractedMark in place of n is not a record: its value is one byte, 1 for an entity
// that a loader extracted, 2 for one that has lost its last record and stays only because
// relationships still hold on to it. An entity without it was asserted by a user.
// Thread-safety: pure functions over a GraphState.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph_state.h"
#include "liaison/engine/evidence.h"

namespace liaison::engine {

inline constexpr std::uint32_t kExtractedMark = 0xFFFFFFFF;

enum class Origin : std::uint8_t { Asserted = 0, Extracted = 1, Unsupported = 2 };

// Both note what they read. Entries in the order of n; of (kind, entity, n) for citations.
std::vector<EvidenceEntry> list_evidence(const GraphState& state, EntityKind kind,
                                         std::uint64_t entity);
std::vector<EvidenceEntry> list_citations(const GraphState& state, NodeId document);
Origin origin_of(const GraphState& state, EntityKind kind, std::uint64_t entity);

// The key of the entity's row in the evidence index. Requires records.
std::string evidence_index_row(EntityKind kind, std::uint64_t entity,
                               const std::vector<EvidenceEntry>& records);

// The value that records give to a property key, whatever the order in which they came; nullopt
// when none gives one. Lists (of names, say) add up: their distinct elements in order(). Of other
// values wins the one that most speaks for: 1 - product of (1 - confidence) over the documents that
// give it, or a text that it continues (2025-11 speaks for 2025-11-24 too); then the longer text;
// then the first in order().
std::optional<Value> derived_value(const std::vector<EvidenceEntry>& records, std::string_view key);

}  // namespace liaison::engine
