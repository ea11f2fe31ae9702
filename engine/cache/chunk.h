// Column chunks: what the read cache keeps, one per column and segment of consecutive ids, decoded
// and immutable. A chunk carries the number of the commit it was built from; with the marks beside
// it, it answers for every commit from that one on.
//
// Every form answers per row of the segment (row_of(id)). Ids inside are kept as 32-bit differences
// to a base wherever they fit.
// Thread-safety: immutable once installed, but for the marks, which are safe. Lifetime: until
// retired and all pins of that moment are gone (epochs.h).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/epochs.h"
#include "cache/marks.h"
#include "liaison/engine/id_list.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/string_dictionary.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

struct Chunk : Epochs::Retired {
  ~Chunk() override { delete marks.load(std::memory_order_relaxed); }
  // Bytes in memory, marks aside.
  virtual std::size_t size_bytes() const = 0;

  CommitNumber commit = 0;
  // Null while no commit changed the segment since. Owned; replaced under the column's lock.
  std::atomic<Marks*> marks{nullptr};
  // Somebody read it since the clock hand of eviction last passed.
  mutable std::atomic<bool> used{true};

  void note_use() const {
    if (!used.load(std::memory_order_relaxed)) used.store(true, std::memory_order_relaxed);
  }
};

// A run of 64-bit ids, as 32-bit differences when they fit.
class PackedIds {
 public:
  PackedIds() = default;
  explicit PackedIds(std::span<const std::uint64_t> ids);
  // Ids that are `base` and a difference.
  PackedIds(std::uint64_t base, std::vector<std::uint32_t> differences)
      : base_(base), narrow_(std::move(differences)) {}

  std::uint64_t operator[](std::size_t i) const {
    return wide_.empty() ? base_ + narrow_[i] : wide_[i];
  }
  // The ids [first, last) where they lie.
  template <class IdType>
  IdList<IdType> list(std::size_t first, std::size_t last) const {
    return wide_.empty() ? IdList<IdType>(base_, narrow_.data() + first, last - first)
                         : IdList<IdType>(wide_.data() + first, last - first);
  }
  // Writes the ids [first, last) to `out`.
  void unpack(std::size_t first, std::size_t last, std::uint64_t* out) const {
    list<NodeId>(first, last).copy_to(out);
  }
  void prefetch(std::size_t i) const {
    __builtin_prefetch(wide_.empty() ? static_cast<const void*>(narrow_.data() + i)
                                     : static_cast<const void*>(wide_.data() + i));
  }
  std::size_t size_bytes() const { return narrow_.size() * 4 + wide_.size() * 8; }

 private:
  std::uint64_t base_ = 0;
  std::vector<std::uint32_t> narrow_;
  std::vector<std::uint64_t> wide_;
};

// Relationships of each node in one direction, of one type or of all: grouped by row, and inside a
// row by (type, neighbour, relationship).
struct AdjacencyChunk final : Chunk {
  std::vector<std::uint32_t> offsets;  // kSegmentRows + 1 of them, or none when there is no entry
  PackedIds neighbours;
  PackedIds relationships;
  std::vector<std::uint32_t> types;  // of chunks of all types

  std::size_t first(std::uint32_t row) const { return offsets.empty() ? 0 : offsets[row]; }
  std::size_t last(std::uint32_t row) const { return offsets.empty() ? 0 : offsets[row + 1]; }
  std::size_t size_bytes() const override {
    return sizeof(*this) + offsets.size() * 4 + neighbours.size_bytes() +
           relationships.size_bytes() + types.size() * 4;
  }
};

// One property of nodes or of relationships.
struct PropertyChunk final : Chunk {
  enum class Form : std::uint8_t { Nothing, Integer, Float, Boolean, Date, Coded, Tagged };
  Form form = Form::Nothing;           // Nothing: no row has it
  std::vector<std::uint8_t> valid;     // per row 0 or 1; empty when all have it, or none
  std::vector<std::int64_t> integers;  // of dates: days since 1970-01-01
  std::vector<double> floats;
  std::vector<std::uint8_t> booleans;
  std::vector<std::uint16_t> codes;                    // in `dictionary`
  std::shared_ptr<const StringDictionary> dictionary;  // shared with the vectors that were gathered
  // The dictionary is the column's: those of its other chunks that say so begin with it, or it
  // begins with them, so codes of all of them mean the same.
  bool is_column_dictionary = false;
  std::vector<Value> tagged;  // null where absent

  bool has(std::uint32_t row) const {
    return form != Form::Nothing && (valid.empty() || valid[row] != 0);
  }
  Value value(std::uint32_t row) const;
  std::size_t size_bytes() const override;
  std::size_t heap_bytes = 0;  // of strings and other contents of values
};

// One bit per row of a segment.
using SegmentBits = std::array<std::uint64_t, kSegmentRows / 64>;

// Which nodes of a segment carry a label.
struct LabelChunk final : Chunk {
  std::unique_ptr<SegmentBits> bits;  // null: none of them
  bool has(std::uint32_t row) const { return bits && ((*bits)[row / 64] >> (row % 64) & 1) != 0; }
  std::size_t size_bytes() const override {
    return sizeof(*this) + (bits ? sizeof(SegmentBits) : 0);
  }
};

// Which nodes exist, and their labels: most nodes share a few sets of labels.
struct NodeRecordsChunk final : Chunk {
  std::vector<std::uint16_t> set_of_row;         // 0: no node; else place in label_sets + 1. Empty:
                                                 // no nodes at all
  std::vector<std::vector<LabelId>> label_sets;  // sorted each
  std::vector<PropertyKeyId> keys;               // that some node of the segment has, sorted
  std::uint16_t set(std::uint32_t row) const { return set_of_row.empty() ? 0 : set_of_row[row]; }
  std::size_t size_bytes() const override;
};

// Which relationships exist, with type and ends.
struct RelationshipRecordsChunk final : Chunk {
  std::vector<std::uint16_t> type_of_row;  // 0: no relationship; else place in types + 1. Empty:
                                           // no relationships at all
  std::vector<RelationshipTypeId> types;
  PackedIds sources;  // per row, unspecified where there is no relationship
  PackedIds targets;
  std::vector<PropertyKeyId> keys;
  bool has(std::uint32_t row) const { return !type_of_row.empty() && type_of_row[row] != 0; }
  RelationshipTypeId type(std::uint32_t row) const { return types[type_of_row[row] - 1u]; }
  std::size_t size_bytes() const override;
};

// A whole range index: its distinct values in order, as ordered bytes, and the entities of each.
struct IndexChunk final : Chunk {
  std::string bytes;                         // the values, one after the other
  std::vector<std::uint64_t> value_starts;   // into bytes, one more than there are values
  std::vector<std::uint32_t> entity_starts;  // into entities, likewise
  PackedIds entities;                        // of each value ascending
  std::vector<std::uint32_t> slots;          // hash table over values: number + 1; 0 is free

  std::size_t value_count() const { return value_starts.size() - 1; }
  std::string_view value(std::size_t i) const {
    return std::string_view(bytes).substr(value_starts[i], value_starts[i + 1] - value_starts[i]);
  }
  static constexpr std::size_t kNone = SIZE_MAX;
  // Number of a value, or kNone.
  std::size_t find(std::string_view wanted) const;
  // Number of the first value that is not below `bound`.
  std::size_t lower_bound(std::string_view bound) const;
  std::size_t size_bytes() const override;
};

// Marks of an index are chained by the hash of the value, as an index has no rows.
std::uint16_t index_mark_row(std::string_view value);

}  // namespace liaison::engine
