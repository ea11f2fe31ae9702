#include "store/fence_directory.h"

#include <future>
#include <mutex>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

void FenceDirectory::load(KeyValueStore& store) {
  // Both walks are bound by the processor, and each takes half of what opening a large store takes.
  auto loose = std::async(std::launch::async, [&] { return count_loose_rows(store); });
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
  note_loose_rows(loose.get(), loaded);
  const std::unique_lock lock(mutex_);
  tables_ = std::move(loaded);
  due_.clear();
}

FenceDirectory::LooseRows FenceDirectory::count_loose_rows(KeyValueStore& store) {
  LooseRows found;
  std::size_t seen = 0;
  const auto rows = store.iterate(ColumnFamily::Loose, {});
  for (rows->seek_to_first(); rows->valid(); rows->next()) {
    if (rows->value().empty()) continue;  // an end
    if (++seen > kCountedAtOpenMax) {
      found.is_complete = false;
      break;
    }
    LooseKey key = decode_loose_key(rows->key());
    if (key.is_end) continue;
    auto& tallies = found.tallies;
    if (tallies.empty() || tallies.back().table != key.table || tallies.back().fence != key.fence ||
        tallies.back().generation != key.generation) {
      tallies.push_back({key.table, std::move(key.fence), key.generation});
    }
    ++tallies.back().rows;
    tallies.back().bytes += rows->key().size() + rows->value().size();
  }
  return found;
}

void FenceDirectory::note_loose_rows(const LooseRows& found,
                                     std::array<Fences, kTableIdEnd>& tables) {
  if (found.is_complete) {
    for (Fences& fences : tables) {
      for (auto& [ignored, state] : fences) state.loose_rows = 0;
    }
  }
  for (const LooseRows::Tally& tally : found.tallies) {
    Fences& fences = tables[table_index(tally.table)];
    const auto fence = fences.find(tally.fence);
    if (fence == fences.end() || fence->second.generation != tally.generation) {
      throw CorruptionError(std::string("family loose: table ") + table_name(tally.table) +
                            " has a row under a fence or generation that is no more");
    }
    if (!found.is_complete) continue;
    fence->second.loose_rows = tally.rows;
    fence->second.loose_bytes = tally.bytes;
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
