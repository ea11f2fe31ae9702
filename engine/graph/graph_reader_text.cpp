// The part of the graph reader that finds parts of strings, words of texts and places.
#include <algorithm>

#include "encoding/key_codec.h"
#include "graph/full_text_search.h"
#include "graph/graph_reader.h"
#include "index/point_index.h"
#include "index/text_index.h"

namespace liaison::engine {

namespace {

void sort_unique(std::vector<std::uint64_t>& entities) {
  std::sort(entities.begin(), entities.end());
  entities.erase(std::unique(entities.begin(), entities.end()), entities.end());
}

// Keeps the entities that stand under the probe too. The cursor is over its entries.
void keep_common(TableCursor& cursor, std::string_view probe, std::vector<std::uint64_t>& out) {
  std::vector<std::uint64_t> common;
  for (const std::uint64_t entity : out) {
    std::string key(probe);
    put_u64(key, entity);
    // Entries that lie close are stepped over, which is cheaper than seeking.
    for (int steps = 0; steps < 8 && cursor.valid() && cursor.key() < key; ++steps) cursor.next();
    if (!cursor.valid()) break;
    if (cursor.key() < key) cursor.seek(key);
    if (cursor.valid() && cursor.key() == key) common.push_back(entity);
  }
  out = std::move(common);
}

}  // namespace

void TableGraphReader::seek_text(IndexId index, StringMatch match, std::string_view text,
                                 std::vector<std::uint64_t>& out) const {
  definition(index, IndexKind::Text);
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  out.clear();
  const std::vector<std::string> probes = TextIndex::probes(index, match, text);
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto cursor =
        state_.table(TableId::Text).scan(state_.view(), probes[i], prefix_successor(probes[i]));
    if (i > 0) {
      keep_common(*cursor, probes[i], out);
    } else {
      for (; cursor->valid(); cursor->next()) out.push_back(entry_entity(cursor->key()));
      sort_unique(out);
    }
    if (out.empty()) return;
  }
}

template <class Ranges>
void TableGraphReader::collect(TableId table, const Ranges& ranges,
                               std::vector<std::uint64_t>& out) const {
  if (!ranges.empty()) {
    // The ranges ascend: one cursor walks through all of them.
    const auto cursor =
        state_.table(table).scan(state_.view(), ranges.front().lower, ranges.back().upper);
    for (const auto& range : ranges) {
      if (cursor->valid() && cursor->key() < range.lower) cursor->seek(range.lower);
      for (; cursor->valid() && cursor->key() < range.upper; cursor->next()) {
        out.push_back(entry_entity(cursor->key()));
      }
    }
  }
  sort_unique(out);
}

void TableGraphReader::seek_box(IndexId index, const Point& lower, const Point& upper,
                                std::vector<std::uint64_t>& out) const {
  definition(index, IndexKind::Point);
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  out.clear();
  collect(TableId::Index, PointIndex::box(index, lower, upper), out);
}

void TableGraphReader::seek_distance(IndexId index, const Point& center, double distance,
                                     std::vector<std::uint64_t>& out) const {
  definition(index, IndexKind::Point);
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  out.clear();
  collect(TableId::Index, PointIndex::around(index, center, distance), out);
}

void TableGraphReader::search_text(IndexId index, std::string_view query, std::string_view analyzer,
                                   std::vector<ScoredEntity>& out) const {
  const IndexDefinition& found = definition(index, IndexKind::FullText);
  state_.note_read(object_hash(ObjectKind::IndexRange, index.value));
  out.clear();
  search_full_text(state_, found, query, analyzer, out);
}

}  // namespace liaison::engine
