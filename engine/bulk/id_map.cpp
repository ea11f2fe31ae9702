#include "bulk/id_map.h"

#include <algorithm>

#include "base/hash.h"
#include "base/varint.h"
#include "bulk/field_value.h"
#include "liaison/engine/assert.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kSlotsMin = 1024;

std::uint64_t hash_id(std::int64_t id) {
  return hash_u64(static_cast<std::uint64_t>(id));
}

}  // namespace

bool IdMap::insert(std::string_view id) {
  if (const auto number = canonical_integer(id)) {
    std::uint64_t* const place = integer_place(*number, true);
    if (*place != kNone) return false;
    *place = kPending;
    ++integer_count_;
    return true;
  }
  std::uint64_t* const place = text_place(id, true);
  if (*place != kNone) return false;
  *place = kPending;
  ++text_count_;
  return true;
}

void IdMap::assign(std::string_view id, std::uint64_t node) {
  const auto number = canonical_integer(id);
  std::uint64_t* const place = number ? integer_place(*number, false) : text_place(id, false);
  LIAISON_CHECK(place != nullptr);
  *place = node;
}

std::optional<std::uint64_t> IdMap::find(std::string_view id) const {
  if (const auto number = canonical_integer(id)) {
    const std::uint64_t* const place = find_integer(*number);
    return place == nullptr || *place == kNone ? std::nullopt : std::optional(*place);
  }
  if (text_slots_.empty()) return std::nullopt;
  const TextSlot& slot = text_slots_[text_slot(id, hash_bytes(id))];
  return slot.node == kNone ? std::nullopt : std::optional(slot.node);
}

const std::uint64_t* IdMap::find_integer(std::int64_t id) const {
  if (is_hashed_) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash_id(id) & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots_[at];
      if (slot.node == kNone) return nullptr;
      if (slot.id == id) return &slot.node;
    }
  }
  if (!frozen_pages_.empty()) {
    const std::uint64_t at = static_cast<std::uint64_t>((id >> kPageBits) - first_page_);
    if (at >= frozen_pages_.size() || frozen_pages_[at] == nullptr) return nullptr;
    return &frozen_pages_[at][static_cast<std::size_t>(id) & (kPageIds - 1)];
  }
  const auto page = pages_.find(id >> kPageBits);
  if (page == pages_.end()) return nullptr;
  return &page->second[static_cast<std::size_t>(id) & (kPageIds - 1)];
}

std::uint64_t* IdMap::integer_place(std::int64_t id, bool make) {
  if (is_hashed_) return hashed_place(id, make);
  const std::int64_t number = id >> kPageBits;
  if (last_page_ == nullptr || last_page_number_ != number) {
    Page& page = pages_[number];
    if (!page) {
      if (!make) {
        pages_.erase(number);
        return nullptr;
      }
      page = std::make_unique<std::uint64_t[]>(kPageIds);
      if (pages_.size() > kPagesFree && integer_count_ < pages_.size() * kPageIds / 16) {
        hash_pages();
        return hashed_place(id, make);
      }
    }
    last_page_number_ = number;
    last_page_ = page.get();
  }
  return last_page_ + (static_cast<std::size_t>(id) & (kPageIds - 1));
}

void IdMap::freeze() {
  if (pages_.empty()) return;
  const auto [first, last] = std::minmax_element(
      pages_.begin(), pages_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto span = static_cast<std::uint64_t>(last->first - first->first) + 1;
  if (span > 16 * pages_.size() + kPagesFree) return;
  first_page_ = first->first;
  frozen_pages_.assign(static_cast<std::size_t>(span), nullptr);
  for (const auto& [number, page] : pages_) {
    frozen_pages_[static_cast<std::size_t>(number - first_page_)] = page.get();
  }
}

void IdMap::hash_pages() {
  is_hashed_ = true;
  last_page_ = nullptr;
  slots_.assign(kSlotsMin, {});
  while (slots_.size() < 2 * integer_count_) slots_.assign(2 * slots_.size(), {});
  for (const auto& [number, page] : pages_) {
    for (std::size_t i = 0; i < kPageIds; ++i) {
      if (page[i] == kNone) continue;
      const auto start = static_cast<std::uint64_t>(number) << kPageBits;
      *hashed_place(static_cast<std::int64_t>(start | i), true) = page[i];
    }
  }
  pages_.clear();
}

void IdMap::grow_slots() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.node == kNone) continue;
    std::size_t at = hash_id(slot.id) & mask;
    while (slots_[at].node != kNone) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::uint64_t* IdMap::hashed_place(std::int64_t id, bool make) {
  if (make && 2 * (integer_count_ + 1) > slots_.size()) grow_slots();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_id(id) & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.node == kNone) {
      if (!make) return nullptr;
      slot.id = id;
      return &slot.node;
    }
    if (slot.id == id) return &slot.node;
  }
}

std::string_view IdMap::text_at(std::uint64_t offset) const {
  std::uint64_t size = 0;
  const char* const text =
      decode_varint(texts_.data() + offset, texts_.data() + texts_.size(), size);
  return {text, static_cast<std::size_t>(size)};
}

std::size_t IdMap::text_slot(std::string_view id, std::uint64_t hash) const {
  const std::size_t mask = text_slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const TextSlot& slot = text_slots_[at];
    if (slot.node == kNone) return at;
    if (slot.hash == hash && text_at(slot.offset) == id) return at;
  }
}

std::uint64_t* IdMap::text_place(std::string_view id, bool make) {
  if (text_slots_.empty()) {
    if (!make) return nullptr;
    text_slots_.assign(kSlotsMin, {});
  }
  if (make && 2 * (text_count_ + 1) > text_slots_.size()) {
    std::vector<TextSlot> old(2 * text_slots_.size());
    old.swap(text_slots_);
    const std::size_t mask = text_slots_.size() - 1;
    for (const TextSlot& slot : old) {
      if (slot.node == kNone) continue;
      std::size_t at = slot.hash & mask;
      while (text_slots_[at].node != kNone) at = (at + 1) & mask;
      text_slots_[at] = slot;
    }
  }
  const std::uint64_t hash = hash_bytes(id);
  TextSlot& slot = text_slots_[text_slot(id, hash)];
  if (slot.node == kNone) {
    if (!make) return nullptr;
    slot.hash = hash;
    slot.offset = texts_.size();
    put_sized(texts_, id);
  }
  return &slot.node;
}

std::size_t IdMap::memory_bytes() const {
  return pages_.size() * (kPageIds * sizeof(std::uint64_t) + 64) + slots_.size() * sizeof(Slot) +
         text_slots_.size() * sizeof(TextSlot) + texts_.capacity();
}

}  // namespace liaison::engine
