#include "store/fence_directory.h"

#include <atomic>
#include <mutex>

#include "base/varint.h"
#include "encoding/key_codec.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

FenceInfo info(const FenceList::Entry& entry) {
  return {std::string(entry.fence), std::string(entry.upper), entry.state};
}

}  // namespace

// The fences of all tables, read by two threads: one from the first table on, one from the last.
class FenceDirectory::Loading {
 public:
  explicit Loading(KeyValueStore& store) : store_(store) {}

  void read_ascending() {
    for (std::size_t i = 0; i < kTables.size(); ++i) read_unless_begun(i);
  }
  void read_descending() {
    for (std::size_t i = kTables.size(); i > 0; --i) read_unless_begun(i - 1);
  }
  // Once both are through.
  Fences take() { return std::move(tables_); }

 private:
  void read_unless_begun(std::size_t i) {
    if (begun_[i].exchange(true)) return;
    // Together the ranges are all fence rows, also of a table that nobody knows.
    ReadRange range;
    range.lower_bound = i == 0 ? std::string(1, '\0') : fence_row_key(kTables[i], {});
    range.upper_bound =
        i + 1 == kTables.size() ? std::string(1, '\1') : fence_row_key(kTables[i + 1], {});
    FenceList& fences = tables_[table_index(kTables[i])];
    const auto rows = store_.iterate(ColumnFamily::Pages, range);
    for (rows->seek_to_first(); rows->valid(); rows->next()) {
      ByteReader key(rows->key(), "fence row key");
      key.skip(1);
      decode_table_id(key.read_u8());
      ByteReader value(rows->value(), "fence row");
      FenceState state;
      state.generation = read_varint(value);
      value.expect_end();
      state.has_page = true;
      state.loose_rows = std::nullopt;
      fences.append(key.rest(), state);
    }
  }

  KeyValueStore& store_;
  std::array<std::atomic<bool>, kTables.size()> begun_{};
  Fences tables_;
};

void FenceDirectory::load(KeyValueStore& store, HelperThread& helper) {
  // All of this is bound by the processor, and most of what opening a large store takes.
  Loading loading(store);
  LooseRows loose_rows;
  HelperThread::Task beside = helper.run([&] {
    loose_rows = count_loose_rows(store);
    loading.read_descending();
  });
  loading.read_ascending();
  beside.get();
  Fences loaded = loading.take();
  for (const TableId table : kTables) {
    FenceList& fences = loaded[table_index(table)];
    if (fences.empty()) {
      FenceState state;
      state.loose_rows = std::nullopt;
      fences.append({}, state);
    } else if (!fences.first().empty()) {
      throw CorruptionError(std::string("family pages: table ") + table_name(table) +
                            " has no first fence");
    }
  }
  note_loose_rows(loose_rows, loaded);
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

void FenceDirectory::note_loose_rows(const LooseRows& found, Fences& tables) {
  if (found.is_complete) {
    for (FenceList& fences : tables) {
      fences.for_each_state([](FenceState& state) { state.loose_rows = 0; });
    }
  }
  for (const LooseRows::Tally& tally : found.tallies) {
    FenceState* const state = tables[table_index(tally.table)].find(tally.fence);
    if (state == nullptr || state->generation != tally.generation) {
      throw CorruptionError(std::string("family loose: table ") + table_name(tally.table) +
                            " has a row under a fence or generation that is no more");
    }
    if (!found.is_complete) continue;
    state->loose_rows = tally.rows;
    state->loose_bytes = tally.bytes;
  }
}

FenceInfo FenceDirectory::lookup(TableId table, std::string_view key) const {
  const std::shared_lock lock(mutex_);
  return info(tables_[table_index(table)].covering(key));
}

std::size_t FenceDirectory::fence_count(TableId table) const {
  const std::shared_lock lock(mutex_);
  return tables_[table_index(table)].size();
}

std::vector<FenceInfo> FenceDirectory::fences(TableId table) const {
  const std::shared_lock lock(mutex_);
  const FenceList& fences = tables_[table_index(table)];
  std::vector<FenceInfo> all;
  all.reserve(fences.size());
  fences.for_each([&](const FenceList::Entry& entry) { all.push_back(info(entry)); });
  return all;
}

void FenceDirectory::apply(const FenceChanges& changes) {
  const std::unique_lock lock(mutex_);
  for (const FenceChanges::Change& change : changes.changes) {
    FenceList& fences = tables_[table_index(change.table)];
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
