// The reading half of a transaction's graph: batched questions over the tables, at the
// transaction's view. In an optimistic transaction every answer is noted in the read set.
// Thread-safety: as GraphReader. Lifetime: the state outlives it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "graph/graph_state.h"
#include "liaison/engine/graph.h"

namespace liaison::engine {

class TableGraphReader final : public GraphReader {
 public:
  explicit TableGraphReader(const GraphState& state) : state_(state) {}

  const Catalog& catalog() const override;

  std::unique_ptr<NodeScan> scan_nodes() const override;
  std::unique_ptr<NodeScan> scan_label(LabelId label) const override;
  std::unique_ptr<RelationshipScan> scan_relationships() const override;

  void expand(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
              Direction direction, ExpandResult& out) const override;
  void degree(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
              Direction direction, std::vector<std::uint64_t>& out) const override;
  std::unique_ptr<NeighbourCursor> neighbours(RelationshipTypeId type,
                                              Direction direction) const override;

  void nodes_exist(std::span<const NodeId> nodes, std::vector<std::uint8_t>& out) const override;
  void relationship_ends(std::span<const RelationshipId> relationships,
                         std::vector<std::optional<RelationshipEnds>>& out) const override;
  void gather(EntityKind kind, std::span<const std::uint64_t> ids, PropertyKeyId key,
              ColumnVector& out) const override;
  // For liaison/engine/gather.h: each record is read once for all keys.
  void gather_many(EntityKind kind, std::span<const std::uint64_t> ids,
                   std::span<const PropertyKeyId> keys,
                   std::span<ColumnVector* const> columns) const;
  void gather_all(EntityKind kind, std::span<const std::uint64_t> ids,
                  std::vector<std::vector<PropertyEntry>>& out) const override;
  void labels(std::span<const NodeId> nodes, std::vector<std::vector<LabelId>>& out) const override;
  void has_label(std::span<const NodeId> nodes, LabelId label,
                 std::vector<std::uint8_t>& out) const override;

  void seek(IndexId index, std::span<const Value> probes, SeekResult& out) const override;
  void seek_range(IndexId index, const std::optional<RangeBound>& lower,
                  const std::optional<RangeBound>& upper,
                  std::vector<std::uint64_t>& out) const override;
  void seek_prefix(IndexId index, std::string_view prefix,
                   std::vector<std::uint64_t>& out) const override;
  void seek_text(IndexId index, StringMatch match, std::string_view text,
                 std::vector<std::uint64_t>& out) const override;
  void seek_box(IndexId index, const Point& lower, const Point& upper,
                std::vector<std::uint64_t>& out) const override;
  void seek_distance(IndexId index, const Point& center, double distance,
                     std::vector<std::uint64_t>& out) const override;
  void search_text(IndexId index, std::string_view query, std::string_view analyzer,
                   std::vector<ScoredEntity>& out) const override;
  void find_name(IndexId index, std::string_view name, std::vector<NameHit>& out) const override;
  void find_name_prefix(IndexId index, std::string_view prefix, std::size_t count_max,
                        std::vector<NameHit>& out) const override;
  void find_name_near(IndexId index, std::string_view name,
                      std::vector<NameHit>& out) const override;

  std::vector<EvidenceEntry> evidence(EntityKind kind, std::uint64_t entity) const override;
  std::vector<EvidenceEntry> cited_by(NodeId document) const override;
  void review_evidence(const EvidenceReview& review, const ReviewVisit& visit) const override;

  // The definition of an index of this kind. Throws UsageError.
  const IndexDefinition& definition(IndexId index, IndexKind kind) const;
  // What was read, for whoever answers the same questions from elsewhere.
  void note_adjacency(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
                      Direction direction) const;
  void note_entities(EntityKind kind, std::span<const std::uint64_t> ids) const;
  void note_node_records(std::span<const NodeId> nodes) const;

 private:
  // The entities under the keys of a Point index, ascending.
  template <class Ranges>
  void collect(TableId table, const Ranges& ranges, std::vector<std::uint64_t>& out) const;

  const GraphState& state_;
};

}  // namespace liaison::engine
