// The part of the graph reader that looks things up in declared indexes.
#include <unordered_set>

#include "catalog/schema.h"
#include "encoding/key_codec.h"
#include "graph/graph_reader.h"
#include "graph/near_terms.h"
#include "index/name_index.h"
#include "index/range_index.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Hits by initials: three letters stand for very many names of a large graph.
constexpr std::size_t kInitialsHitsMax = 1000;

}  // namespace

const IndexDefinition& TableGraphReader::definition(IndexId index, IndexKind kind) const {
  const IndexDefinition* found = state_.catalog.schema().find_index(index);
  if (found == nullptr) throw UsageError("there is no index " + std::to_string(index.value));
  if (found->kind != kind) {
    throw UsageError("index `" + found->name + "` is a " + index_kind_name(found->kind) +
                     " index, and a " + index_kind_name(kind) + " index is asked for");
  }
  return *found;
}

void TableGraphReader::seek(IndexId index, std::span<const Value> probes, SeekResult& out) const {
  const std::size_t key_count = definition(index, IndexKind::Range).keys.size();
  if (probes.size() % key_count != 0) {
    throw UsageError(std::to_string(probes.size()) + " probe values for an index of " +
                     std::to_string(key_count) + " keys");
  }
  out.probe.clear();
  out.entity.clear();
  std::unique_ptr<TableCursor> cursor;
  for (std::size_t i = 0; i < probes.size() / key_count; ++i) {
    const auto probe = RangeIndex::probe(index, probes.subspan(i * key_count, key_count));
    if (!probe) continue;
    state_.note_read(index_value_object(index, *probe));
    if (!cursor) {
      const std::string all = index_prefix(index);
      // One probe needs no more than its own entries; several may come in any order.
      const bool single = probes.size() == key_count;
      cursor =
          state_.table(TableId::Index)
              .scan(state_.view(), single ? *probe : all, prefix_successor(single ? *probe : all));
    }
    cursor->seek(*probe);
    for (; cursor->valid() && cursor->key().starts_with(*probe); cursor->next()) {
      out.probe.push_back(static_cast<std::uint32_t>(i));
      out.entity.push_back(entry_entity(cursor->key()));
    }
  }
}

void TableGraphReader::seek_range(IndexId index, const std::optional<RangeBound>& lower,
                                  const std::optional<RangeBound>& upper,
                                  std::vector<std::uint64_t>& out) const {
  const IndexDefinition& found = definition(index, IndexKind::Range);
  if (found.keys.size() != 1) throw UsageError("a range needs an index of one key");
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  const auto range = RangeIndex::range(index, lower, upper);
  if (!range) return;
  const auto cursor = state_.table(TableId::Index).scan(state_.view(), range->lower, range->upper);
  for (; cursor->valid(); cursor->next()) out.push_back(entry_entity(cursor->key()));
}

void TableGraphReader::seek_prefix(IndexId index, std::string_view prefix,
                                   std::vector<std::uint64_t>& out) const {
  const IndexDefinition& found = definition(index, IndexKind::Range);
  if (found.keys.size() != 1) throw UsageError("a prefix search needs an index of one key");
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  const RangeIndex::KeyRange range = RangeIndex::prefix_range(index, prefix);
  const auto cursor = state_.table(TableId::Index).scan(state_.view(), range.lower, range.upper);
  for (; cursor->valid(); cursor->next()) out.push_back(entry_entity(cursor->key()));
}

void TableGraphReader::find_name(IndexId index, std::string_view name,
                                 std::vector<NameHit>& out) const {
  const IndexDefinition& names = definition(index, IndexKind::Name);
  out.clear();
  std::unordered_set<NodeId> seen;
  const auto look_up = [&](const std::string& probe, NameMatch match, std::size_t count_max) {
    state_.note_read(index_value_object(index, probe));
    const auto cursor =
        state_.table(TableId::Text).scan(state_.view(), probe, prefix_successor(probe));
    for (; cursor->valid() && count_max > 0; cursor->next(), --count_max) {
      const NodeId node(entry_entity(cursor->key()));
      if (seen.insert(node).second) out.push_back({node, match});
    }
  };
  for (const NameMatch match : {NameMatch::Exact, NameMatch::ToneNormalised, NameMatch::Folded}) {
    look_up(NameIndex::probe(index, match, name), match, SIZE_MAX);
  }
  if (names.analyzer != NameIndex::kInitialsAnalyzer) return;
  const std::string probe = NameIndex::initials_probe(index, name);
  if (!probe.empty()) look_up(probe, NameMatch::Initials, kInitialsHitsMax);
}

void TableGraphReader::find_name_prefix(IndexId index, std::string_view prefix,
                                        std::size_t count_max, std::vector<NameHit>& out) const {
  definition(index, IndexKind::Name);
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  const std::string probe = NameIndex::prefix_probe(index, prefix);
  std::unordered_set<NodeId> seen;
  const auto cursor =
      state_.table(TableId::Text).scan(state_.view(), probe, prefix_successor(probe));
  for (; cursor->valid() && out.size() < count_max; cursor->next()) {
    const NodeId node(entry_entity(cursor->key()));
    if (seen.insert(node).second) out.push_back({node, NameMatch::Folded});
  }
}

void TableGraphReader::find_name_near(IndexId index, std::string_view name,
                                      std::vector<NameHit>& out) const {
  // Shorter names are one letter away from too many others.
  constexpr std::size_t kLettersMin = 5;
  definition(index, IndexKind::Name);
  out.clear();
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  const std::string folded = text::name_key(name, text::NameLevel::Folded);
  if (text::length(folded) < kLettersMin) return;
  const std::string all = NameIndex::prefix_probe(index, {});
  const auto cursor = state_.table(TableId::Text).scan(state_.view(), all, prefix_successor(all));
  std::unordered_set<NodeId> seen;
  for (const std::string& term : near_terms(*cursor, index, NameIndex::kFoldedLevel, folded)) {
    const std::string probe = text_term_prefix(index, NameIndex::kFoldedLevel, term);
    for (cursor->seek(probe); cursor->valid() && cursor->key().starts_with(probe); cursor->next()) {
      const NodeId node(entry_entity(cursor->key()));
      if (seen.insert(node).second) out.push_back({node, NameMatch::OneEdit});
    }
  }
}

}  // namespace liaison::engine
