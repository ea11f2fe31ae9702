#include "store/tables.h"

#include <filesystem>

#include "store/table_ingest.h"

namespace liaison::engine {

Tables::Tables(KeyValueStore& store, TableLimits limits) : store_(store), limits_(limits) {
  directory_.load(store_);
  for (const TableId id : kTables) {
    tables_[table_index(id)] = std::make_unique<Table>(id, store_, directory_, limits);
  }
}

TableWrites Tables::prepare(const WriteSet& changes) const {
  TableWrites writes;
  for (const TableId id : kTables) {
    if (!changes.changes(id).empty()) (*this)[id].append(changes, writes);
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
