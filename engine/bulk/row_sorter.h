// Sorts many small rows by a number: rows of the relationships to load, packed as one key of 64 or
// 128 bits, each with a value of 64 bits or with bytes of its own. Rows with equal keys keep their
// order. What exceeds the memory allowed is sorted in parts that wait in a temporary file and are
// merged on reading.
// In memory, 64-bit keys are sorted digit by digit (least significant digit first, 11 bits each;
// digits that are the same everywhere cost nothing).
// Thread-safety: one thread at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "liaison/engine/assert.h"
#include "store/spill_file.h"

namespace liaison::engine {

using WideKey = detail::Uint128;

template <class Key>
class RowSorter {
 public:
  struct Row {
    Key key{};
    std::uint64_t value = 0;
    std::string_view bytes;  // good until the next row
  };

  // `has_bytes`: rows carry bytes instead of a value. `presorted_bits`: rows that agree in all
  // higher bits of their keys are added in order, so that these low bits need no sorting.
  RowSorter(bool has_bytes, std::size_t memory_bytes, std::string folder, int presorted_bits = 0)
      : has_bytes_(has_bytes),
        memory_bytes_(memory_bytes),
        folder_(std::move(folder)),
        presorted_bits_(presorted_bits) {}

  void add(Key key, std::uint64_t value) {
    if (chunks_.empty() || chunk_size_ == kChunkRows) new_chunk();
    chunks_.back()[chunk_size_++] = {key, value};
    ++count_;
  }
  void add(Key key, std::string_view bytes) {
    LIAISON_ASSERT(has_bytes_);
    // Before the bytes are stored, as making room takes all that are.
    if (chunks_.empty() || chunk_size_ == kChunkRows) new_chunk();
    if (texts_.empty() ||
        texts_.back()->size() + bytes.size() + sizeof(std::uint32_t) > kTextBytes) {
      texts_.push_back(std::make_unique<std::string>());
      texts_.back()->reserve(std::max(kTextBytes, bytes.size() + sizeof(std::uint32_t)));
      text_bytes_ += texts_.back()->capacity();
    }
    std::string& text = *texts_.back();
    const std::uint64_t place = std::uint64_t{texts_.size() - 1} << kTextBits | text.size();
    const auto size = static_cast<std::uint32_t>(bytes.size());
    text.append(reinterpret_cast<const char*>(&size), sizeof size);
    text.append(bytes);
    add(key, place);
  }

  std::uint64_t count() const { return spilled_count_ + count_; }
  // What handing out rows needs. Requires finish().
  std::size_t memory_bytes() const {
    return sorted_.size() * sizeof(Stored) + text_bytes_ + open_.size() * kRunBufferBytes;
  }
  bool has_spilled() const { return !runs_.empty(); }

  // Ends adding. next() then hands out all rows in order.
  void finish() {
    if (!runs_.empty()) {
      if (count_ > 0) spill();
      chunks_.clear();
      spill_->flush();
      open_runs();
    } else {
      sort();
    }
  }

  bool next(Row& row) {
    if (!runs_.empty()) return next_merged(row);
    if (at_ == count_) return false;
    if (has_bytes_ && at_ + kRowsAhead < count_) {
      // Bytes lie in the order in which rows came: each is a miss, which need not be waited for.
      const std::uint64_t place = sorted_[at_ + kRowsAhead].value;
      __builtin_prefetch(texts_[place >> kTextBits]->data() + (place & 0xFFFFFFFFu));
    }
    row.key = sorted_[at_].key;
    take_value(sorted_[at_].value, row);
    ++at_;
    return true;
  }

 private:
  struct Stored {
    Key key;
    std::uint64_t value;
  };
  static constexpr std::size_t kChunkRows = std::size_t{1} << 16;
  static constexpr int kTextBits = 32;
  static constexpr std::size_t kRowsAhead = 16;
  static constexpr std::size_t kTextBytes = std::size_t{1} << 20;
  static constexpr int kDigitBits = 11;
  static constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
  static constexpr std::size_t kRunBufferBytes = std::size_t{256} << 10;

  void new_chunk() {
    // Sorting needs the rows twice more.
    const std::size_t in_use = chunks_.size() * kChunkRows * sizeof(Stored) * 2 + text_bytes_;
    if (in_use >= memory_bytes_ && count_ > 0) spill();
    chunks_.push_back(std::make_unique_for_overwrite<Stored[]>(kChunkRows));
    chunk_size_ = 0;
  }

  void take_value(std::uint64_t value, Row& row) const {
    row.value = value;
    if (!has_bytes_) return;
    const char* const text = texts_[value >> kTextBits]->data() + (value & 0xFFFFFFFFu);
    std::uint32_t size;
    std::memcpy(&size, text, sizeof size);
    row.bytes = {text + sizeof size, size};
  }

  void sort() {
    sorted_.clear();
    sorted_.shrink_to_fit();
    sorted_.resize(static_cast<std::size_t>(count_));
    std::size_t to = 0;
    for (std::unique_ptr<Stored[]>& chunk : chunks_) {
      const std::size_t size = &chunk == &chunks_.back() ? chunk_size_ : kChunkRows;
      std::copy(chunk.get(), chunk.get() + size, sorted_.begin() + static_cast<std::ptrdiff_t>(to));
      to += size;
      chunk.reset();
    }
    chunks_.clear();
    at_ = 0;
    const auto less = [](const Stored& a, const Stored& b) { return a.key < b.key; };
    if (std::is_sorted(sorted_.begin(), sorted_.end(), less)) return;
    if constexpr (sizeof(Key) == 8) {
      sort_by_digits();
    } else {
      std::stable_sort(sorted_.begin(), sorted_.end(), less);
    }
  }

  void sort_by_digits() {
    std::uint64_t all = 0;
    std::uint64_t common = ~std::uint64_t{0};
    for (const Stored& row : sorted_) {
      all |= row.key;
      common &= row.key;
    }
    const std::uint64_t differing = all ^ common;
    std::vector<Stored> other(sorted_.size());
    for (int shift = presorted_bits_; shift < 64; shift += kDigitBits) {
      if ((differing >> shift & (kDigits - 1)) == 0) continue;
      std::array<std::size_t, kDigits> starts{};
      for (const Stored& row : sorted_) ++starts[row.key >> shift & (kDigits - 1)];
      std::size_t start = 0;
      for (std::size_t& place : starts) {
        const std::size_t size = place;
        place = start;
        start += size;
      }
      for (const Stored& row : sorted_) other[starts[row.key >> shift & (kDigits - 1)]++] = row;
      sorted_.swap(other);
    }
  }

  void spill() {
    if (!spill_) spill_ = std::make_unique<SpillFile>(folder_);
    sort();
    const std::uint64_t begin = spill_->size();
    Row row;
    for (const Stored& stored : sorted_) {
      take_value(stored.value, row);
      spill_->append({reinterpret_cast<const char*>(&stored.key), sizeof(Key)});
      if (has_bytes_) {
        const auto size = static_cast<std::uint32_t>(row.bytes.size());
        spill_->append({reinterpret_cast<const char*>(&size), sizeof size});
        spill_->append(row.bytes);
      } else {
        spill_->append({reinterpret_cast<const char*>(&stored.value), sizeof stored.value});
      }
    }
    runs_.push_back({begin, spill_->size(), count_});
    spilled_count_ += count_;
    count_ = 0;
    sorted_.clear();
    sorted_.shrink_to_fit();
    texts_.clear();
    text_bytes_ = 0;
  }

  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
    std::uint64_t count;
  };
  struct OpenRun {
    std::unique_ptr<SpillReader> reader;
    Row row;
  };

  bool read(OpenRun& run) const {
    if (run.reader->at_end()) return false;
    std::memcpy(&run.row.key, run.reader->take(sizeof(Key)).data(), sizeof(Key));
    if (has_bytes_) {
      std::uint32_t size;
      std::memcpy(&size, run.reader->take(sizeof size).data(), sizeof size);
      run.row.bytes = run.reader->take(size);
    } else {
      std::memcpy(&run.row.value, run.reader->take(sizeof run.row.value).data(),
                  sizeof run.row.value);
    }
    return true;
  }

  void open_runs() {
    for (const Run& run : runs_) {
      open_.push_back(
          {std::make_unique<SpillReader>(*spill_, run.begin, run.end, kRunBufferBytes), {}});
      if (read(open_.back())) heads_.push({open_.back().row.key, open_.size() - 1});
    }
    current_ = kNoRun;
  }

  bool next_merged(Row& row) {
    // Its bytes were lent out until now.
    if (current_ != kNoRun && read(open_[current_])) {
      heads_.push({open_[current_].row.key, current_});
    }
    if (heads_.empty()) return false;
    current_ = heads_.top().second;
    heads_.pop();
    row = open_[current_].row;
    return true;
  }

  static constexpr std::size_t kNoRun = ~std::size_t{0};

  const bool has_bytes_;
  const std::size_t memory_bytes_;
  const std::string folder_;
  const int presorted_bits_;
  std::vector<std::unique_ptr<Stored[]>> chunks_;
  std::size_t chunk_size_ = 0;
  std::uint64_t count_ = 0;  // in memory
  std::vector<std::unique_ptr<std::string>> texts_;
  std::size_t text_bytes_ = 0;
  std::vector<Stored> sorted_;
  std::size_t at_ = 0;

  std::unique_ptr<SpillFile> spill_;
  std::vector<Run> runs_;
  std::uint64_t spilled_count_ = 0;
  std::vector<OpenRun> open_;
  using Head = std::pair<Key, std::size_t>;
  std::priority_queue<Head, std::vector<Head>, std::greater<Head>> heads_;
  std::size_t current_ = kNoRun;
};

}  // namespace liaison::engine
