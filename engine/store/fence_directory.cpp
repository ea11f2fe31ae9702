#include "store/fence_directory.h"

#include <mutex>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

void FenceDirectory::load(KeyValueStore& store) {
  std::array<Fences, kTableIdEnd> loaded;
  ReadRange range;
  range.lower_bound = std::string(1, '\0');
  range.upper_bound = std::string(1, '\1');
  const auto rows = store.iterate(ColumnFamily::Pages, range);
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    ByteReader key(rows->key(), "fence row key");
    key.skip(1);
    const TableId table = decode_table_id(key.read_u8());
    ByteReader value(rows->value(), "fence row");
    FenceState state;
    state.generation = read_varint(value);
    value.expect_end();
    state.has_page = true;
    state.loose_rows = std::nullopt;
    Fences& fences = loaded[table_index(table)];
    fences.emplace_hint(fences.end(), key.rest(), state);
  }
  for (const TableId table : kTables) {
    Fences& fences = loaded[table_index(table)];
    if (fences.empty()) {
      FenceState state;
      state.loose_rows = std::nullopt;
      fences.emplace(std::string(), state);
    } else if (!fences.begin()->first.empty()) {
      throw CorruptionError(std::string("family pages: table ") + table_name(table) +
                            " has no first fence");
    }
  }
  count_loose_rows(store, loaded);
  const std::unique_lock lock(mutex_);
  tables_ = std::move(loaded);
  due_.clear();
}

void FenceDirectory::count_loose_rows(KeyValueStore& store,
                                      std::array<Fences, kTableIdEnd>& tables) {
  struct Tally {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
  };
  std::map<FenceState*, Tally> tallies;
  std::size_t seen = 0;
  const auto rows = store.iterate(ColumnFamily::Loose, {});
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    if (rows->value().empty()) continue;  // an end
    if (++seen > kCountedAtOpenMax) return;
    const LooseKey key = decode_loose_key(rows->key());
    if (key.is_end) continue;
    Fences& fences = tables[table_index(key.table)];
    const auto fence = fences.find(key.fence);
    if (fence == fences.end() || fence->second.generation != key.generation) {
      throw CorruptionError(std::string("family loose: table ") + table_name(key.table) +
                            " has a row under a fence or generation that is no more");
    }
    Tally& tally = tallies[&fence->second];
    ++tally.rows;
    tally.bytes += rows->key().size() + rows->value().size();
  }
  for (Fences& fences : tables) {
    for (auto& [ignored, state] : fences) state.loose_rows = 0;
  }
  for (const auto& [state, tally] : tallies) {
    state->loose_rows = tally.rows;
    state->loose_bytes = tally.bytes;
  }
}

FenceInfo FenceDirectory::info(const Fences& fences, Fences::const_iterator at) const {
  const auto next = std::next(at);
  return {at->first, next == fences.end() ? std::string() : next->first, at->second};
}

FenceInfo FenceDirectory::lookup(TableId table, std::string_view key) const {
  const std::shared_lock lock(mutex_);
  const Fences& fences = tables_[table_index(table)];
  LIAISON_ASSERT(!fences.empty());  // loaded
  return info(fences, std::prev(fences.upper_bound(key)));
}

std::size_t FenceDirectory::fence_count(TableId table) const {
  const std::shared_lock lock(mutex_);
  return tables_[table_index(table)].size();
}

std::vector<FenceInfo> FenceDirectory::fences(TableId table) const {
  const std::shared_lock lock(mutex_);
  const Fences& fences = tables_[table_index(table)];
  std::vector<FenceInfo> all;
  for (auto at = fences.begin(); at != fences.end(); ++at) all.push_back(info(fences, at));
  return all;
}

void FenceDirectory::apply(const FenceChanges& changes) {
  const std::unique_lock lock(mutex_);
  for (const FenceChanges::Change& change : changes.changes) {
    Fences& fences = tables_[table_index(change.table)];
    auto place = std::pair(change.table, change.fence);
    if (!change.state) {
      LIAISON_ASSERT(!change.fence.empty());
      fences.erase(change.fence);
      due_.erase(place);
      continue;
    }
    fences.insert_or_assign(change.fence, *change.state);
    if (is_due(*change.state)) {
      due_.insert(std::move(place));
    } else {
      due_.erase(place);
    }
  }
}

std::vector<std::pair<TableId, std::string>> FenceDirectory::take_due(std::size_t count_max) {
  const std::unique_lock lock(mutex_);
  std::vector<std::pair<TableId, std::string>> taken;
  while (taken.size() < count_max && !due_.empty()) {
    taken.push_back(std::move(due_.extract(due_.begin()).value()));
  }
  return taken;
}

std::size_t FenceDirectory::due_count() const {
  const std::shared_lock lock(mutex_);
  return due_.size();
}

}  // namespace liaison::engine
