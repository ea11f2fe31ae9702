#include "store/located_page.h"

#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

constexpr char kGone = 0;
constexpr char kPresent = 1;

ReadRange pages_of(TableId table, const KeyValueSnapshot* snapshot) {
  ReadRange range;
  range.snapshot = snapshot;
  range.lower_bound = page_key(table, {});
  range.upper_bound = prefix_successor(range.lower_bound);
  return range;
}

LocatedPage located(TableId table, std::string fence, HeldBytes bytes, CheckedPages& checked) {
  LocatedPage found;
  found.page.emplace(PageAddress{table, fence}, std::move(bytes), &checked);
  found.fence = std::move(fence);
  found.upper = found.page->upper();
  found.generation = found.page->generation();
  return found;
}

[[noreturn]] void throw_gap(TableId table, const std::string& problem) {
  throw CorruptionError(std::string("family pages: table ") + table_name(table) + " " + problem);
}

}  // namespace

LocatedPage locate_page(TableId table, KeyValueStore& store, const KeyValueSnapshot* snapshot,
                        const FenceDirectory& directory, const FenceInfo& hint,
                        std::string_view key) {
  if (!hint.state.has_page) {
    LocatedPage whole_table;
    whole_table.may_have_loose = !hint.state.is_clean();
    return whole_table;
  }
  std::optional<HeldBytes> bytes =
      store.hold(ColumnFamily::Pages, page_key(table, hint.fence), snapshot);
  if (bytes) {
    LocatedPage found = located(table, hint.fence, std::move(*bytes), directory.checked_pages());
    if (found.covers(key)) {
      found.may_have_loose = !(hint.state.is_clean() && found.generation == hint.state.generation);
      return found;
    }
  }
  // Only a reader whose snapshot is older than a split or merge comes here.
  if (snapshot == nullptr) throw_gap(table, "lacks a page that its fence row promises");
  const auto pages = store.iterate(ColumnFamily::Pages, pages_of(table, snapshot));
  pages->seek_for_prev(page_key(table, key));
  if (pages->valid()) {
    LocatedPage found = located(table, std::string(pages->key().substr(1)),
                                std::string(pages->value()), directory.checked_pages());
    if (!found.covers(key)) throw_gap(table, "has a gap between two pages");
    return found;
  }
  pages->seek_to_first();
  if (pages->valid()) throw_gap(table, "lacks its first page");
  return {};
}

std::string loose_value(const std::optional<std::string_view>& change) {
  if (!change) return std::string(1, kGone);
  std::string stored;
  stored.reserve(1 + change->size());
  stored.push_back(kPresent);
  stored.append(*change);
  return stored;
}

std::optional<std::string_view> decode_loose_value(std::string_view stored) {
  if (stored.size() == 1 && stored.front() == kGone) return std::nullopt;
  if (stored.empty() || stored.front() != kPresent) {
    throw CorruptionError("loose row: neither present nor gone");
  }
  return stored.substr(1);
}

}  // namespace liaison::engine
