#include "store/tables.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <utility>
#include <vector>

#include "store/table_ingest.h"

namespace liaison::engine {

Tables::Tables(KeyValueStore& store, TableLimits limits) : store_(store), limits_(limits) {
  directory_.load(store_, helper_);
  for (const TableId id : kTables) {
    tables_[table_index(id)] = std::make_unique<Table>(id, store_, directory_, limits);
  }
}

TableWrites Tables::prepare(const WriteSet& changes) const {
  std::vector<TableId> changed;
  for (const TableId id : kTables) {
    if (!changes.changes(id).empty()) changed.push_back(id);
  }
  const bool is_large = changes.change_count() >= limits_.large_commit_rows;
  const auto folding = is_large ? Table::Folding::AtOnce : Table::Folding::Later;
  TableWrites writes;
  if (changed.size() < 2 || !is_large) {
    for (const TableId id : changed) (*this)[id].append(changes, folding, writes);
    return writes;
  }
  // Two threads, that take the largest one left.
  std::stable_sort(changed.begin(), changed.end(), [&](TableId a, TableId b) {
    return changes.changes(a).size() > changes.changes(b).size();
  });
  std::vector<TableWrites> parts(changed.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < changed.size(); i = next++) {
      (*this)[changed[i]].append(changes, folding, parts[i]);
    }
  };
  HelperThread::Task beside = helper_.run(work);
  work();
  beside.get();
  for (TableWrites& part : parts) {
    writes.batch.append(std::move(part.batch));
    std::move(part.fences.changes.begin(), part.fences.changes.end(),
              std::back_inserter(writes.fences.changes));
  }
  return writes;
}

std::unique_ptr<TableIngest> Tables::ingest_table(TableId id, Ingest& ingest) const {
  return std::make_unique<TableIngest>((*this)[id], store_, directory_, ingest, limits_);
}

std::string Tables::scratch_folder() const {
  const std::string& path = store_.path();
  return path.empty() ? std::filesystem::temp_directory_path().string() : path;
}

std::size_t Tables::fold_due(std::size_t count_max, const std::function<void(WriteBatch&)>& write) {
  std::size_t folded = 0;
  for (const auto& [id, fence] : directory_.take_due(count_max)) {
    TableWrites writes;
    if (!(*this)[id].fold(fence, writes)) continue;
    write(writes.batch);
    written(writes);
    ++folded;
  }
  return folded;
}

}  // namespace liaison::engine
