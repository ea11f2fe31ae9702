// Rows kept in memory, chunk after chunk, and handed out again in any order.
// Thread-safety: needs external locking.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exec/operator.h"

namespace liaison::query {

struct RowReference {
  std::uint32_t chunk;
  std::uint32_t row;
};

class RowStore {
 public:
  explicit RowStore(MemoryBudget& budget) : charge_(budget) {}
  void add(DataChunk chunk) {
    charge_.add(memory_of(chunk));
    chunks_.push_back(std::move(chunk));
  }
  const std::vector<DataChunk>& chunks() const { return chunks_; }
  std::vector<DataChunk>& chunks() { return chunks_; }
  std::vector<RowReference> references() const;
  // Columns `columns` of the rows, in that order.
  void gather(std::span<const RowReference> rows, std::span<const std::size_t> columns,
              DataChunk& out) const;
  void clear() {
    chunks_.clear();
    charge_.clear();
  }

 private:
  std::vector<DataChunk> chunks_;
  MemoryCharge charge_;
};

}  // namespace liaison::query
