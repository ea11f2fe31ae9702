#include "check/page_checker.h"

#include <map>
#include <memory>
#include <utility>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/page_codec.h"
#include "liaison/engine/error.h"
#include "store/page_writer.h"

namespace liaison::engine {
namespace {

using Fences = std::map<std::string, std::uint64_t, std::less<>>;  // fence -> generation

std::string name_of(TableId table) {
  return std::string("table ") + table_name(table);
}

Fences read_fences(KeyValueStore& store, const KeyValueSnapshot* snapshot, TableId table) {
  ReadRange range;
  range.snapshot = snapshot;
  range.lower_bound = fence_row_key(table, {});
  range.upper_bound = prefix_successor(range.lower_bound);
  const std::size_t prefix_size = range.lower_bound.size();
  Fences fences;
  const auto rows = store.iterate(ColumnFamily::Pages, range);
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    ByteReader value(rows->value(), "fence row");
    const std::uint64_t generation = read_varint(value);
    value.expect_end();
    fences.emplace(rows->key().substr(prefix_size), generation);
  }
  return fences;
}

void check_page(TableId table, const std::string& fence, std::uint64_t generation,
                const std::string& upper, std::string bytes,
                const std::function<void(std::string)>& problem) {
  try {
    const PageAddress address{table, fence};
    const Page page(address, std::move(bytes));
    page.verify(address);
    if (page.upper() != upper) {
      problem(name_of(table) + ": a page does not end where the next one begins");
    }
    if (page.generation() != generation) {
      problem(name_of(table) + ": page and fence row differ in their generation");
    }
    // One entry may be of any size, and loose ones may have grown a page before it was cut.
    if (page.entry_count() > 1 && page.size_bytes() > 4 * kPageBytesMax) {
      problem(name_of(table) + ": a page of " + std::to_string(page.size_bytes()) + " bytes");
    }
  } catch (const CorruptionError& error) {
    problem(name_of(table) + ": " + error.what());
  }
}

void check_table(KeyValueStore& store, const KeyValueSnapshot* snapshot, TableId table,
                 const Fences& fences, const std::function<void(std::string)>& problem) {
  ReadRange range;
  range.snapshot = snapshot;
  range.lower_bound = page_key(table, {});
  range.upper_bound = prefix_successor(range.lower_bound);
  const std::size_t prefix_size = range.lower_bound.size();
  const auto pages = store.iterate(ColumnFamily::Pages, range);
  std::size_t count = 0;
  for (pages->seek_to_first(); pages->valid(); pages->next()) {
    const std::string fence(pages->key().substr(prefix_size));
    const auto found = fences.find(fence);
    if (found == fences.end()) {
      problem(name_of(table) + ": a page without its fence row");
      continue;
    }
    const auto next = std::next(found);
    check_page(table, fence, found->second, next == fences.end() ? std::string() : next->first,
               std::string(pages->value()), problem);
    ++count;
  }
  if (count < fences.size()) problem(name_of(table) + ": a fence row without its page");
  if (!fences.empty() && !fences.begin()->first.empty()) {
    problem(name_of(table) + ": the first page is missing");
  }
}

}  // namespace

void check_pages(KeyValueStore& store, const KeyValueSnapshot* snapshot,
                 const std::function<void(std::string)>& problem) {
  std::map<TableId, Fences> fences;
  for (const TableId table : kTables) {
    fences[table] = read_fences(store, snapshot, table);
    check_table(store, snapshot, table, fences[table], problem);
  }
  ReadRange all;
  all.snapshot = snapshot;
  const auto rows = store.iterate(ColumnFamily::Loose, all);
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    const LooseKey key = decode_loose_key(rows->key());
    const Fences& own = fences.at(key.table);
    const auto found = own.find(key.fence);
    // A table without pages keeps everything under its first fence, generation 0.
    const bool exists = found != own.end() || (own.empty() && key.fence.empty());
    if (!exists) {
      problem(name_of(key.table) + ": a loose row under a fence that is no more");
      continue;
    }
    if (key.is_end) continue;
    const std::uint64_t generation = found == own.end() ? 0 : found->second;
    if (key.generation != generation) {
      problem(name_of(key.table) + ": a loose row of another generation than its page");
    }
    const auto next = found == own.end() ? own.end() : std::next(found);
    if (key.entry < key.fence || (next != own.end() && key.entry >= next->first)) {
      problem(name_of(key.table) + ": a loose row outside of its page's range");
    }
  }
}

}  // namespace liaison::engine
