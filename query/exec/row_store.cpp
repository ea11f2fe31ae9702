#include "exec/row_store.h"

namespace liaison::query {

std::vector<RowReference> RowStore::references() const {
  std::vector<RowReference> result;
  for (std::uint32_t chunk = 0; chunk < chunks_.size(); ++chunk) {
    for (std::uint32_t row = 0; row < chunks_[chunk].row_count(); ++row) {
      result.push_back({chunk, row});
    }
  }
  return result;
}

void RowStore::gather(std::span<const RowReference> rows, std::span<const std::size_t> columns,
                      DataChunk& out) const {
  out.columns().resize(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ColumnVector column;
    if (!rows.empty()) column.reset(chunks_[rows.front().chunk].column(columns[i]).type());
    for (const RowReference& row : rows) {
      column.append_from(chunks_[row.chunk].column(columns[i]), row.row);
    }
    out.column(i) = std::move(column);
  }
  out.set_row_count(rows.size());
}

}  // namespace liaison::query
