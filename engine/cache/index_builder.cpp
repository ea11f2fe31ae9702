// Index chunks: the entries of one index, value by value.
#include <bit>

#include "base/hash.h"
#include "cache/builders.h"
#include "encoding/key_codec.h"

namespace liaison::engine {

std::unique_ptr<Chunk> build_index(const Tables& tables, const KeyValueSnapshot* snapshot,
                                   std::uint32_t index, std::size_t bytes_max) {
  auto chunk = std::make_unique<IndexChunk>();
  std::vector<std::uint64_t> entities;
  std::string_view value;  // the last one, in chunk->bytes
  const std::string prefix = index_prefix(IndexId(index));
  const auto cursor =
      tables[TableId::Index].scan({snapshot, nullptr}, prefix, prefix_successor(prefix));
  for (; cursor->valid(); cursor->next()) {
    const IndexKey key = decode_index_key(cursor->key());
    if (chunk->value_starts.empty() || key.values != value) {
      chunk->value_starts.push_back(chunk->bytes.size());
      chunk->entity_starts.push_back(static_cast<std::uint32_t>(entities.size()));
      chunk->bytes.append(key.values);
      value = std::string_view(chunk->bytes).substr(chunk->value_starts.back());
    }
    entities.push_back(key.entity);
    if (chunk->bytes.size() + entities.size() * 24 > bytes_max || entities.size() == UINT32_MAX) {
      return nullptr;
    }
  }
  chunk->value_starts.push_back(chunk->bytes.size());
  chunk->entity_starts.push_back(static_cast<std::uint32_t>(entities.size()));
  chunk->bytes.shrink_to_fit();
  chunk->entities = PackedIds(entities);
  if (chunk->value_count() == 0) return chunk;
  chunk->slots.resize(std::bit_ceil(chunk->value_count() * 2));
  const std::size_t mask = chunk->slots.size() - 1;
  for (std::size_t i = 0; i < chunk->value_count(); ++i) {
    std::size_t slot = hash_bytes(chunk->value(i)) & mask;
    while (chunk->slots[slot] != 0) slot = (slot + 1) & mask;
    chunk->slots[slot] = static_cast<std::uint32_t>(i + 1);
  }
  return chunk;
}

}  // namespace liaison::engine
