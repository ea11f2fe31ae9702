// A map of what was used lately, in two generations: what is found or put comes into the younger
// one, and when that is full the older one goes as a whole. So at least the last `half_max` keys
// are there, and never more than twice as many.
// Thread-safety: needs external locking.
#pragma once

#include <cstddef>
#include <functional>
#include <unordered_map>
#include <utility>

namespace liaison::loaders {

template <class Key, class Value, class Hash = std::hash<Key>>
class RecentMap {
 public:
  explicit RecentMap(std::size_t half_max) : half_max_(half_max) {}

  // Null: not there. Good until the next call of find() or put().
  const Value* find(const Key& key) {
    const auto young = young_.find(key);
    if (young != young_.end()) return &young->second;
    auto old = old_.extract(key);
    if (old.empty()) return nullptr;
    make_room();
    return &young_.insert(std::move(old)).position->second;
  }
  // *Requires* that the key is not there.
  void put(Key key, Value value) {
    make_room();
    young_.emplace(std::move(key), std::move(value));
  }
  void clear() {
    young_.clear();
    old_.clear();
  }
  std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Entries = std::unordered_map<Key, Value, Hash>;

  void make_room() {
    if (young_.size() < half_max_) return;
    old_ = std::move(young_);
    young_ = Entries();
  }

  const std::size_t half_max_;
  Entries young_;
  Entries old_;
};

}  // namespace liaison::loaders
