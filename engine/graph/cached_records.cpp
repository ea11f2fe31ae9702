// The part of the cached reader that answers what nodes and relationships are: existence, labels,
// ends.
#include <algorithm>
#include <optional>

#include "encoding/record_codec.h"
#include "graph/cached_reader.h"
#include "graph/chunk_lookup.h"

namespace liaison::engine {

namespace {

// Walks what is asked for with the one newest word on each record: calls in_chunk(position, chunk,
// row) for a row as the chunk has it and in_record(position, bytes or null) for one that was
// changed since, or read from the tables.
template <class ChunkType, class InChunk, class InRecord>
void visit_records(const GraphState& state, Column& column, EntityKind kind,
                   std::span<const std::uint64_t> ids, InChunk in_chunk, InRecord in_record) {
  const WriteSet* own = state.own_changes();
  TableRest rest;
  const auto visit = [&](std::uint32_t i, const Chunk* chunk, const Marks* marks) {
    if (const WriteSet::Change* change = own_record(own, kind, ids[i])) {
      in_record(i, *change ? std::optional<std::string_view>(**change) : std::nullopt);
      return;
    }
    if (chunk == nullptr) return rest.add(ids, i);
    const std::uint32_t row = row_of(ids[i]);
    const Mark* mark = marks == nullptr ? nullptr : marks->newest(row, state.number);
    if (mark != nullptr) {
      in_record(i, mark->is_present ? std::optional(mark->value.as_bytes()) : std::nullopt);
    } else {
      in_chunk(i, static_cast<const ChunkType&>(*chunk), row);
    }
  };
  SegmentViews views;
  if (views.find(state, column, ids)) {
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      const SegmentViews::View& view = views.of(ids[i]);
      visit(i, view.chunk, view.marks);
    }
    return;
  }
  for (const Run& run : find_runs(state, column, ids)) {
    for (std::uint32_t i = run.first; i < run.last; ++i) visit(i, run.chunk, run.marks);
  }
  rest.fetch(state, kind, [&](std::uint32_t i, const std::string* record) {
    in_record(i, record != nullptr ? std::optional<std::string_view>(*record) : std::nullopt);
  });
}

std::span<const std::uint64_t> raw_ids(std::span<const NodeId> nodes) {
  static_assert(sizeof(NodeId) == sizeof(std::uint64_t));
  return {reinterpret_cast<const std::uint64_t*>(nodes.data()), nodes.size()};
}
std::span<const std::uint64_t> raw_ids(std::span<const RelationshipId> relationships) {
  return {reinterpret_cast<const std::uint64_t*>(relationships.data()), relationships.size()};
}

}  // namespace

void CachedGraphReader::nodes_exist(std::span<const NodeId> nodes,
                                    std::vector<std::uint8_t>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), 0);
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        out[i] = chunk.set(row) != 0 ? 1 : 0;
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) { out[i] = record ? 1 : 0; });
}

void CachedGraphReader::labels(std::span<const NodeId> nodes,
                               std::vector<std::vector<LabelId>>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), {});
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        if (chunk.set(row) != 0) out[i] = chunk.label_sets[chunk.set(row) - 1u];
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = decode_node_labels(*record);
      });
}

void CachedGraphReader::has_label(std::span<const NodeId> nodes, LabelId label,
                                  std::vector<std::uint8_t>& out) const {
  tables_.note_node_records(nodes);
  out.assign(nodes.size(), 0);
  const auto has = [&](const std::vector<LabelId>& labels) {
    return std::binary_search(labels.begin(), labels.end(), label) ? std::uint8_t{1}
                                                                   : std::uint8_t{0};
  };
  // Nodes next to each other mostly share their labels: the set is looked at once.
  const NodeRecordsChunk* last_chunk = nullptr;
  std::uint16_t last_set = 0;
  std::uint8_t last = 0;
  visit_records<NodeRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Node)), EntityKind::Node,
      raw_ids(nodes),
      [&](std::uint32_t i, const NodeRecordsChunk& chunk, std::uint32_t row) {
        const std::uint16_t set = chunk.set(row);
        if (set != last_set || &chunk != last_chunk) {
          last_chunk = &chunk;
          last_set = set;
          last = set == 0 ? std::uint8_t{0} : has(chunk.label_sets[set - 1u]);
        }
        out[i] = last;
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = has(decode_node_labels(*record));
      });
}

void CachedGraphReader::relationship_ends(std::span<const RelationshipId> relationships,
                                          std::vector<std::optional<RelationshipEnds>>& out) const {
  const std::span<const std::uint64_t> ids = raw_ids(relationships);
  tables_.note_entities(EntityKind::Relationship, ids);
  out.assign(ids.size(), std::nullopt);
  visit_records<RelationshipRecordsChunk>(
      state_, state_.cache->column(records_column(EntityKind::Relationship)),
      EntityKind::Relationship, ids,
      [&](std::uint32_t i, const RelationshipRecordsChunk& chunk, std::uint32_t row) {
        if (!chunk.has(row)) return;
        out[i] = {chunk.type(row), NodeId(chunk.sources[row]), NodeId(chunk.targets[row])};
      },
      [&](std::uint32_t i, std::optional<std::string_view> record) {
        if (record) out[i] = decode_relationship_ends(*record);
      });
}

}  // namespace liaison::engine
