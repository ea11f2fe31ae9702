#include "bulk/index_build.h"

#include <algorithm>

#include "encoding/record_codec.h"

namespace liaison::engine {

IndexBuild::IndexBuild(std::span<const IndexDefinition> definitions, std::size_t memory_bytes,
                       std::string folder) {
  for (const IndexDefinition& definition : definitions) {
    const Index& kind = index_implementation(definition.kind);
    indexes_.push_back({&definition, &kind, kind.prefix(definition.id),
                        std::make_unique<KeySorter>(
                            memory_bytes / std::max<std::size_t>(1, definitions.size()), folder)});
  }
  std::sort(indexes_.begin(), indexes_.end(),
            [](const One& a, const One& b) { return a.prefix < b.prefix; });
}

void IndexBuild::add(EntityKind kind, std::uint64_t entity, std::span<const std::uint32_t> tokens,
                     std::string_view record) {
  for (One& index : indexes_) {
    const IndexDefinition& definition = *index.definition;
    if (definition.entity != kind) continue;
    if (!covers(definition, tokens)) continue;
    properties_.clear();
    for (const PropertyKeyId key : definition.keys) {
      auto value = kind == EntityKind::Node ? decode_node_property(record, key)
                                            : decode_relationship_property(record, key);
      if (value) properties_.push_back({key, std::move(*value)});
    }
    std::sort(properties_.begin(), properties_.end(),
              [](const PropertyEntry& a, const PropertyEntry& b) { return a.key < b.key; });
    const IndexContent content = index.kind->content(definition, entity, properties_);
    for (const IndexEntry& entry : content.entries) index.entries->add(entry.key, entry.value);
    if (content.word_count == 0) continue;
    counts_.add(CountKey::documents_of(definition.id), 1);
    counts_.add(CountKey::words_of(definition.id), static_cast<std::int64_t>(content.word_count));
  }
}

void IndexBuild::for_each_entry(TableId table, const Visit& visit) {
  for (One& index : indexes_) {
    if (index.kind->table() != table) continue;
    index.entries->finish();
    std::string_view key;
    std::string_view value;
    while (index.entries->next(key, value)) visit(*index.definition, key, value);
  }
}

std::vector<TableId> IndexBuild::tables() const {
  std::vector<TableId> tables;
  for (const One& index : indexes_) {
    const TableId table = index.kind->table();
    if (index.entries->count() == 0) continue;
    if (std::find(tables.begin(), tables.end(), table) == tables.end()) tables.push_back(table);
  }
  return tables;
}

std::uint64_t IndexBuild::entry_count() const {
  std::uint64_t count = 0;
  for (const One& index : indexes_) count += index.entries->count();
  return count;
}

}  // namespace liaison::engine
