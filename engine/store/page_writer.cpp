#include "store/page_writer.h"

#include "base/fault.h"
#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/page_codec.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

void put_written_page(WriteBatch& batch, TableId table, WrittenPage&& page, bool is_new_fence) {
  std::string generation;
  put_varint(generation, page.generation);
  batch.put(ColumnFamily::Pages, fence_row_key(table, page.fence), std::move(generation));
  batch.put(ColumnFamily::Pages, page_key(table, page.fence), std::move(page.bytes));
  if (is_new_fence) batch.put(ColumnFamily::Loose, loose_end_key(table, page.fence), {});
}

PageWriter::PageWriter(TableId table, std::string fence, std::string upper,
                       std::uint64_t generation, Sink sink, TableLimits limits)
    : table_(table),
      fence_(std::move(fence)),
      upper_(std::move(upper)),
      generation_(generation),
      sink_(std::move(sink)),
      limits_(limits) {}

void PageWriter::add(std::string_view key, std::string_view value) {
  LIAISON_ASSERT(held_.empty() ? key >= fence_ : key > held_.back().key);
  LIAISON_ASSERT(upper_.empty() || key < upper_);
  const std::string_view before = held_.empty() ? std::string_view() : held_.back().key;
  const std::size_t size = page_entry_size(table_, before, {key, value});
  held_.push_back({std::string(key), std::string(value), size});
  held_size_ += size;
  while (held_size_ > limits_.page_bytes_max && held_.size() > 1) {
    // Cut off about kPageBytes and hold the rest back, so that the last page is never a crumb.
    std::size_t count = 0;
    std::size_t cut_size = 0;
    while (count + 1 < held_.size() &&
           (count == 0 || cut_size + held_[count].size <= limits_.page_bytes)) {
      cut_size += held_[count++].size;
    }
    const std::string next_fence = shortest_fence(held_[count - 1].key, held_[count].key);
    emit(count, next_fence);
    if (LIAISON_FAULT("page-split")) held_.erase(held_.begin());
    fence_ = next_fence;
  }
}

void PageWriter::finish() {
  emit(held_.size(), upper_);
}

void PageWriter::emit(std::size_t count, std::string_view upper) {
  std::vector<PageEntry> entries;
  entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back({held_[i].key, held_[i].value});
    held_size_ -= held_[i].size;
  }
  sink_({fence_, generation_, encode_page({table_, fence_}, {upper, generation_}, entries)});
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace liaison::engine
