#include "cache/chunk.h"

#include <algorithm>

#include "base/hash.h"

namespace liaison::engine {

PackedIds::PackedIds(std::span<const std::uint64_t> ids) {
  if (ids.empty()) return;
  const auto [least, greatest] = std::minmax_element(ids.begin(), ids.end());
  if (*greatest - *least > UINT32_MAX) {
    wide_.assign(ids.begin(), ids.end());
    return;
  }
  base_ = *least;
  narrow_.resize(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    narrow_[i] = static_cast<std::uint32_t>(ids[i] - base_);
  }
}

Value PropertyChunk::value(std::uint32_t row) const {
  if (!has(row)) return {};
  switch (form) {
    case Form::Nothing:
      return {};
    case Form::Integer:
      return integers[row];
    case Form::Float:
      return floats[row];
    case Form::Boolean:
      return booleans[row] != 0;
    case Form::Date:
      return Date{integers[row]};
    case Form::Coded:
      return dictionary->value(codes[row]);
    case Form::Tagged:
      return tagged[row];
  }
  return {};
}

std::size_t PropertyChunk::size_bytes() const {
  return sizeof(*this) + valid.size() + integers.size() * 8 + floats.size() * 8 + booleans.size() +
         codes.size() * 2 + tagged.size() * sizeof(Value) + heap_bytes +
         (dictionary && !is_column_dictionary ? dictionary->memory_bytes() : 0);
}

std::size_t NodeRecordsChunk::size_bytes() const {
  std::size_t size = sizeof(*this) + set_of_row.size() * 2 + keys.size() * sizeof(PropertyKeyId);
  for (const auto& set : label_sets) size += sizeof(set) + set.size() * sizeof(LabelId);
  return size;
}

std::size_t RelationshipRecordsChunk::size_bytes() const {
  return sizeof(*this) + type_of_row.size() * 2 + types.size() * sizeof(RelationshipTypeId) +
         sources.size_bytes() + targets.size_bytes() + keys.size() * sizeof(PropertyKeyId);
}

std::size_t IndexChunk::find(std::string_view wanted) const {
  if (slots.empty()) return kNone;
  const std::size_t mask = slots.size() - 1;
  for (std::size_t slot = hash_bytes(wanted) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
    if (value(slots[slot] - 1) == wanted) return slots[slot] - 1;
  }
  return kNone;
}

std::size_t IndexChunk::lower_bound(std::string_view bound) const {
  std::size_t low = 0;
  std::size_t high = value_count();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (value(middle) < bound) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t IndexChunk::size_bytes() const {
  return sizeof(*this) + bytes.size() + value_starts.size() * 8 + entity_starts.size() * 4 +
         entities.size_bytes() + slots.size() * 4;
}

std::uint16_t index_mark_row(std::string_view value) {
  return static_cast<std::uint16_t>(hash_bytes(value) >> 40 & (kSegmentRows - 1));
}

}  // namespace liaison::engine
