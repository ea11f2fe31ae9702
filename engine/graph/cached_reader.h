// The graph reader that asks the read cache first and the tables for the rest. Answers are those of
// the table reader, also inside a transaction that writes: its own changes lie over the chunks as
// they lie over the tables.
// Thread-safety: as GraphReader. Lifetime: state and table reader outlive it; the state's cache is
// not null, and pinned by the transaction.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "graph/graph_reader.h"
#include "graph/graph_state.h"

namespace liaison::engine {

class CachedGraphReader final : public GraphReader {
 public:
  CachedGraphReader(const GraphState& state, const TableGraphReader& tables)
      : state_(state), tables_(tables) {}

  const GraphState& state() const { return state_; }
  // The reader under the cache.
  const TableGraphReader& tables() const { return tables_; }

  // distinct_value_count() of index_facts.h.
  std::optional<std::uint64_t> distinct_values(IndexId index) const;
  Column& property_column(EntityKind kind, PropertyKeyId key) const;

  // For liaison/engine/gather.h: what the cache lacks is read from the tables, once for all keys.
  void gather_many(EntityKind kind, std::span<const std::uint64_t> ids,
                   std::span<const PropertyKeyId> keys,
                   std::span<ColumnVector* const> columns) const;

  const Catalog& catalog() const override { return tables_.catalog(); }

  // --- cached_scan.cpp
  std::unique_ptr<NodeScan> scan_nodes() const override;
  std::unique_ptr<NodeScan> scan_label(LabelId label) const override;
  std::unique_ptr<RelationshipScan> scan_relationships() const override;

  // --- cached_expansion.cpp
  void expand(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
              Direction direction, ExpandResult& out) const override;
  void degree(std::span<const NodeId> nodes, std::span<const RelationshipTypeId> types,
              Direction direction, std::vector<std::uint64_t>& out) const override;
  std::unique_ptr<NeighbourCursor> neighbours(RelationshipTypeId type,
                                              Direction direction) const override;

  // --- cached_records.cpp
  void nodes_exist(std::span<const NodeId> nodes, std::vector<std::uint8_t>& out) const override;
  void relationship_ends(std::span<const RelationshipId> relationships,
                         std::vector<std::optional<RelationshipEnds>>& out) const override;
  void gather(EntityKind kind, std::span<const std::uint64_t> ids, PropertyKeyId key,
              ColumnVector& out) const override;
  void gather_all(EntityKind kind, std::span<const std::uint64_t> ids,
                  std::vector<std::vector<PropertyEntry>>& out) const override;
  void labels(std::span<const NodeId> nodes, std::vector<std::vector<LabelId>>& out) const override;
  void has_label(std::span<const NodeId> nodes, LabelId label,
                 std::vector<std::uint8_t>& out) const override;

  // --- cached_index.cpp
  void seek(IndexId index, std::span<const Value> probes, SeekResult& out) const override;
  void seek_range(IndexId index, const std::optional<RangeBound>& lower,
                  const std::optional<RangeBound>& upper,
                  std::vector<std::uint64_t>& out) const override;
  void seek_prefix(IndexId index, std::string_view prefix,
                   std::vector<std::uint64_t>& out) const override;

  // --- texts, points, names and evidence are read from the tables
  void seek_text(IndexId index, StringMatch match, std::string_view text,
                 std::vector<std::uint64_t>& out) const override {
    tables_.seek_text(index, match, text, out);
  }
  void seek_box(IndexId index, const Point& lower, const Point& upper,
                std::vector<std::uint64_t>& out) const override {
    tables_.seek_box(index, lower, upper, out);
  }
  void seek_distance(IndexId index, const Point& center, double distance,
                     std::vector<std::uint64_t>& out) const override {
    tables_.seek_distance(index, center, distance, out);
  }
  void search_text(IndexId index, std::string_view query, std::string_view analyzer,
                   std::vector<ScoredEntity>& out) const override {
    tables_.search_text(index, query, analyzer, out);
  }
  void find_name_near(IndexId index, std::string_view name,
                      std::vector<NameHit>& out) const override {
    tables_.find_name_near(index, name, out);
  }
  void find_name(IndexId index, std::string_view name, std::vector<NameHit>& out) const override {
    tables_.find_name(index, name, out);
  }
  void find_name_prefix(IndexId index, std::string_view prefix, std::size_t count_max,
                        std::vector<NameHit>& out) const override {
    tables_.find_name_prefix(index, prefix, count_max, out);
  }
  std::vector<EvidenceEntry> evidence(EntityKind kind, std::uint64_t entity) const override {
    return tables_.evidence(kind, entity);
  }
  std::vector<EvidenceEntry> cited_by(NodeId document) const override {
    return tables_.cited_by(document);
  }
  void review_evidence(const EvidenceReview& review, const ReviewVisit& visit) const override {
    tables_.review_evidence(review, visit);
  }

 private:
  const GraphState& state_;
  const TableGraphReader& tables_;
};

}  // namespace liaison::engine
