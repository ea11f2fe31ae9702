#include "store/page_writer.h"

#include "base/fault.h"
#include "base/varint.h"
#include "encoding/key_codec.h"
#include "encoding/page_codec.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {

std::string PageCut::encode() const {
  std::vector<PageEntry> entries;
  entries.reserve(places.size());
  for (const Place& place : places) {
    const std::string_view entry = std::string_view(bytes).substr(place.start);
    entries.push_back(
        {entry.substr(0, place.key_size), entry.substr(place.key_size, place.value_size)});
  }
  return encode_page({table, fence}, {upper, generation}, entries);
}

PageCutter::PageCutter(TableId table, std::string fence, std::string upper,
                       std::uint64_t generation, Sink sink, TableLimits limits)
    : sink_(std::move(sink)), limits_(limits) {
  held_.table = table;
  held_.fence = std::move(fence);
  held_.upper = std::move(upper);
  held_.generation = generation;
}

void PageCutter::add(std::string_view key, std::string_view value) {
  LIAISON_ASSERT(held_.places.empty() ? key >= held_.fence : key > last_key_);
  LIAISON_ASSERT(held_.upper.empty() || key < held_.upper);
  const std::string_view before = held_.places.empty() ? std::string_view() : last_key_;
  const std::size_t size = page_entry_size(held_.table, before, {key, value});
  held_.places.push_back({held_.bytes.size(), static_cast<std::uint32_t>(key.size()),
                          static_cast<std::uint32_t>(value.size())});
  held_.bytes.append(key);
  held_.bytes.append(value);
  sizes_.push_back(size);
  held_size_ += size;
  last_key_.assign(key);
  while (held_size_ > limits_.page_bytes_max && held_.places.size() > 1) cut();
}

// Cuts off about kPageBytes and holds the rest back, so that the last page is never a crumb.
void PageCutter::cut() {
  std::size_t count = 0;
  std::size_t cut_size = 0;
  while (count + 1 < sizes_.size() &&
         (count == 0 || cut_size + sizes_[count] <= limits_.page_bytes)) {
    cut_size += sizes_[count++];
  }
  const auto key_at = [&](std::size_t i) {
    return std::string_view(held_.bytes).substr(held_.places[i].start, held_.places[i].key_size);
  };
  PageCut rest;
  rest.table = held_.table;
  rest.generation = held_.generation;
  rest.upper = std::move(held_.upper);
  rest.fence = shortest_fence(key_at(count - 1), key_at(count));
  held_.upper = rest.fence;
  const std::size_t start = held_.places[count].start;
  rest.bytes.reserve(held_.bytes.capacity());
  rest.bytes.append(held_.bytes, start);
  rest.places.reserve(held_.places.capacity());
  for (std::size_t i = count; i < held_.places.size(); ++i) {
    PageCut::Place place = held_.places[i];
    place.start -= start;
    rest.places.push_back(place);
  }
  held_.bytes.resize(start);
  held_.places.resize(count);
  sizes_.erase(sizes_.begin(), sizes_.begin() + static_cast<std::ptrdiff_t>(count));
  held_size_ -= cut_size;
  sink_(std::move(held_));
  held_ = std::move(rest);
  if (LIAISON_FAULT("page-split")) {
    held_.places.erase(held_.places.begin());
    held_size_ -= sizes_.front();
    sizes_.erase(sizes_.begin());
  }
}

void PageCutter::finish() {
  // The end of a table is where ids and times grow: what comes next rewrites its last page, so that
  // one is kept small.
  if (held_.upper.empty() && held_size_ > limits_.page_bytes && held_.places.size() > 1) cut();
  sink_(std::move(held_));
}

void put_written_page(WriteBatch& batch, TableId table, WrittenPage&& page, bool is_new_fence) {
  std::string generation;
  put_varint(generation, page.generation);
  batch.put(ColumnFamily::Pages, fence_row_key(table, page.fence), std::move(generation));
  batch.put(ColumnFamily::Pages, page_key(table, page.fence), std::move(page.bytes));
  if (is_new_fence) batch.put(ColumnFamily::Loose, loose_end_key(table, page.fence), {});
}

PageWriter::PageWriter(TableId table, std::string fence, std::string upper,
                       std::uint64_t generation, Sink sink, TableLimits limits)
    : cutter_(
          table, std::move(fence), std::move(upper), generation,
          [sink = std::move(sink)](PageCut&& cut) {
            std::string bytes = cut.encode();
            sink({std::move(cut.fence), cut.generation, std::move(bytes)});
          },
          limits) {}

}  // namespace liaison::engine
