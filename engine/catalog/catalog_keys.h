// Row keys of the catalog column family. Every key starts with a byte that says what the row is;
// numbers follow big-endian, so that rows of a kind lie together in the order of their numbers.
//
//   "format"                             -> format version (encoding/format_version.h)
//   't', u8 kind, u32 token              -> name (UTF-8)
//   'i', u32 index id                    -> index definition (catalog/schema.h)
//   'r', name                            -> constraint definition (catalog/schema.h)
//   'm', u8 kind (0 node, 1 relationship)-> u64: ids up to this one may have been given out
//   'x'                                  -> u32: highest index id ever given out
//   'n', u8 what, u32 label, u32 type    -> u64 count (store/counts.h)
// The first byte is never reused; rows of the commit pipeline have their own.
// Worked example: the label with token 2 has the key 74 00 00 00 00 02.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "kv/key_value_store.h"

namespace liaison::engine {

enum class CatalogRow : char {
  Token = 't',
  Index = 'i',
  Constraint = 'r',
  IdMark = 'm',
  IndexIdMark = 'x',
};

inline std::string catalog_row_key(CatalogRow row) {
  return std::string(1, static_cast<char>(row));
}
inline std::string token_row_key(std::uint8_t kind, std::uint32_t token) {
  std::string key = catalog_row_key(CatalogRow::Token);
  put_u8(key, kind);
  put_u32(key, token);
  return key;
}
inline std::string index_row_key(std::uint32_t index) {
  std::string key = catalog_row_key(CatalogRow::Index);
  put_u32(key, index);
  return key;
}
inline std::string constraint_row_key(std::string_view name) {
  return catalog_row_key(CatalogRow::Constraint).append(name);
}
inline std::string id_mark_row_key(std::uint8_t kind) {
  std::string key = catalog_row_key(CatalogRow::IdMark);
  put_u8(key, kind);
  return key;
}

// Calls `visit(key without its first byte, value)` for each row of a kind, in key order.
template <class Visit>
void for_each_catalog_row(KeyValueStore& store, CatalogRow row, Visit visit,
                          const KeyValueSnapshot* at = nullptr) {
  const std::string lower = catalog_row_key(row);
  const std::string upper(1, static_cast<char>(static_cast<char>(row) + 1));
  const auto iterator = store.iterate(ColumnFamily::Catalog, {at, lower, upper});
  for (iterator->seek_to_first(); iterator->valid(); iterator->next()) {
    visit(iterator->key().substr(1), iterator->value());
  }
}

}  // namespace liaison::engine
