#include "store/key_sorter.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"

namespace liaison::engine {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kRunBufferBytes = std::size_t{128} << 10;

std::uint64_t head_of(std::string_view key, std::size_t skip) {
  char bytes[8] = {};
  if (key.size() > skip) {
    std::memcpy(bytes, key.data() + skip, std::min<std::size_t>(sizeof bytes, key.size() - skip));
  }
  return load_big_endian<std::uint64_t>(bytes);
}

}  // namespace

void KeySorter::add(std::string_view key, std::string_view value) {
  const std::size_t size = key.size() + value.size();
  if (chunks_.empty() || chunks_.back()->size() + size > kChunkBytes) {
    if (chunks_.size() * kChunkBytes + places_.size() * sizeof(Place) * 2 >= memory_bytes_ &&
        !places_.empty()) {
      spill();
    }
    chunks_.push_back(std::make_unique<std::string>());
    chunks_.back()->reserve(std::max(kChunkBytes, size));
  }
  std::string& chunk = *chunks_.back();
  places_.push_back(
      {0, static_cast<std::uint32_t>(chunks_.size() - 1), static_cast<std::uint32_t>(chunk.size()),
       static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())});
  chunk.append(key);
  chunk.append(value);
  ++count_;
}

void KeySorter::sort() {
  if (places_.empty()) return;
  const std::string_view first = key_at(places_.front());
  std::size_t shared = first.size();
  for (const Place& place : places_) {
    const std::string_view key = key_at(place);
    shared = std::min(shared, key.size());
    std::size_t same = 0;
    while (same < shared && first[same] == key[same]) ++same;
    shared = same;
  }
  for (Place& place : places_) place.head = head_of(key_at(place), shared);
  const auto less = [this](const Place& a, const Place& b) {
    return a.head != b.head ? a.head < b.head : key_at(a) < key_at(b);
  };
  if (!std::is_sorted(places_.begin(), places_.end(), less)) {
    std::sort(places_.begin(), places_.end(), less);
  }
}

void KeySorter::spill() {
  if (!spill_) spill_ = std::make_unique<SpillFile>(folder_);
  sort();
  const std::uint64_t begin = spill_->size();
  for (const Place& place : places_) {
    const std::uint32_t sizes[] = {place.key_size, place.value_size};
    spill_->append({reinterpret_cast<const char*>(sizes), sizeof sizes});
    spill_->append(key_at(place));
    spill_->append(value_at(place));
  }
  runs_.push_back({begin, spill_->size()});
  places_.clear();
  chunks_.clear();
}

void KeySorter::finish() {
  at_ = 0;
  has_last_ = false;
  if (runs_.empty()) return sort();
  if (!places_.empty()) spill();
  spill_->flush();
  for (const Run& run : runs_) {
    open_.push_back(std::make_unique<SpillReader>(*spill_, run.begin, run.end, kRunBufferBytes));
    push_next(open_.size() - 1);
  }
}

void KeySorter::push_next(std::size_t run) {
  SpillReader& reader = *open_[run];
  if (reader.at_end()) return;
  std::uint32_t sizes[2];
  std::memcpy(sizes, reader.take(sizeof sizes).data(), sizeof sizes);
  Head head;
  head.run = run;
  head.key = reader.take(sizes[0]);
  head.value = reader.take(sizes[1]);
  heads_.push(std::move(head));
}

bool KeySorter::next_any(std::string_view& key, std::string_view& value) {
  if (runs_.empty()) {
    if (at_ == places_.size()) return false;
    key = key_at(places_[at_]);
    value = value_at(places_[at_++]);
    return true;
  }
  if (heads_.empty()) return false;
  merged_ = heads_.top();
  heads_.pop();
  push_next(merged_.run);
  key = merged_.key;
  value = merged_.value;
  return true;
}

bool KeySorter::next(std::string_view& key, std::string_view& value) {
  while (next_any(key, value)) {
    if (has_last_ && key == last_) continue;
    last_.assign(key);
    has_last_ = true;
    return true;
  }
  return false;
}

}  // namespace liaison::engine
