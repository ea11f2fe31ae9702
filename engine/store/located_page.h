// Finds the page that covers a key at a snapshot, and says what a loose row holds. Shared by
// Table's point reads and its cursor.
// Thread-safety: pure functions over a store and a directory. Lifetime: the store outlives a
// LocatedPage.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "encoding/page_codec.h"
#include "encoding/table_id.h"
#include "kv/key_value_store.h"
#include "store/fence_directory.h"

namespace liaison::engine {

struct LocatedPage {
  std::string fence;
  std::string upper;         // empty: no bound
  std::optional<Page> page;  // none: the table has no pages at this snapshot
  std::uint64_t generation = 0;
  bool may_have_loose = true;

  bool covers(std::string_view key) const { return key >= fence && (upper.empty() || key < upper); }
};

// What the page that covers `key` is at a snapshot, by what the directory says about `key` now.
LocatedPage locate_page(TableId table, KeyValueStore& store, const KeyValueSnapshot* snapshot,
                        const FenceDirectory& directory, const FenceInfo& hint,
                        std::string_view key);

// Value of a loose row: 00 for an entry that is gone, or 01 and the entry's value.
std::string loose_value(const std::optional<std::string_view>& change);
inline std::size_t loose_value_size(const std::optional<std::string_view>& change) {
  return 1 + (change ? change->size() : 0);
}
// The entry's value, or nullopt for one that is gone. A view into `stored`.
std::optional<std::string_view> decode_loose_value(std::string_view stored);

}  // namespace liaison::engine
