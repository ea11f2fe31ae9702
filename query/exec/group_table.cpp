#include "exec/group_table.h"

#include "liaison/engine/compare.h"

namespace liaison::query {
namespace {

std::size_t mix(std::size_t hash) {
  // Slots take the low bits, which integer hashes may leave equal.
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

}  // namespace

std::size_t GroupTable::find_or_add(std::span<const ColumnVector* const> columns, std::size_t row,
                                    bool& is_new) {
  scratch_.clear();
  for (const ColumnVector* column : columns) scratch_.push_back(column->get(row));
  return find_or_add(scratch_, is_new);
}

std::size_t GroupTable::hash_of(std::span<const Value> key) const {
  std::size_t hash = 0x51ED270B;
  for (const Value& value : key) hash = mix(hash * 31 + hash_value(value));
  return hash;
}

bool GroupTable::holds(std::uint32_t group, std::size_t hash, std::span<const Value> key) const {
  if (hashes_[group] != hash) return false;
  for (std::size_t i = 0; i < key_count_; ++i) {
    if (!equivalent(key[i], keys_[group * key_count_ + i])) return false;
  }
  return true;
}

std::size_t GroupTable::find_or_add(std::span<const Value> key, bool& is_new) {
  if ((hashes_.size() + 1) * 2 > slots_.size()) grow();
  const std::size_t hash = hash_of(key);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t group = slots_[slot];
    if (group == kFree) {
      slots_[slot] = static_cast<std::uint32_t>(hashes_.size());
      hashes_.push_back(hash);
      keys_.insert(keys_.end(), key.begin(), key.end());
      is_new = true;
      return hashes_.size() - 1;
    }
    if (holds(group, hash, key)) {
      is_new = false;
      return group;
    }
  }
}

std::optional<std::size_t> GroupTable::find(std::span<const Value> key) const {
  if (slots_.empty()) return std::nullopt;
  const std::size_t hash = hash_of(key);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    if (holds(slots_[slot], hash, key)) return slots_[slot];
  }
  return std::nullopt;
}

void GroupTable::grow() {
  slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, kFree);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t group = 0; group < hashes_.size(); ++group) {
    std::size_t slot = hashes_[group] & mask;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(group);
  }
}

}  // namespace liaison::query
