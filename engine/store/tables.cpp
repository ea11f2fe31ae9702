#include "store/tables.h"

namespace liaison::engine {

Tables::Tables(KeyValueStore& store, TableLimits limits) : store_(store) {
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
