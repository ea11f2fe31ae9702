// A set of variables, in order. Planning asks for small ones all the time, so those of a usual
// statement are bits of the set itself; only variables from kInline on need memory.
// Thread-safety: a value.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <vector>

#include "bind/bound_expression.h"

namespace liaison::query {

class VariableSet {
 public:
  class const_iterator;

  VariableSet() = default;
  VariableSet(std::initializer_list<VariableId> variables) { insert(variables); }
  template <class Iterator>
  VariableSet(Iterator first, Iterator last) {
    insert(first, last);
  }

  bool contains(VariableId variable) const {
    if (variable < kInline) return (words_[variable / 64] >> (variable % 64) & 1) != 0;
    return std::binary_search(rest_.begin(), rest_.end(), variable);
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(),
                       [](std::uint64_t word) { return word == 0; }) &&
           rest_.empty();
  }
  std::size_t size() const {
    std::size_t count = rest_.size();
    for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }
  // Ascending.
  const_iterator begin() const;
  const_iterator end() const;

  void insert(VariableId variable) {
    if (variable < kInline) {
      words_[variable / 64] |= std::uint64_t{1} << (variable % 64);
      return;
    }
    const auto at = std::lower_bound(rest_.begin(), rest_.end(), variable);
    if (at == rest_.end() || *at != variable) rest_.insert(at, variable);
  }
  template <class Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) insert(*first);
  }
  void insert(std::initializer_list<VariableId> variables) {
    insert(variables.begin(), variables.end());
  }
  void merge(const VariableSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    insert(other.rest_.begin(), other.rest_.end());
  }
  void subtract(const VariableSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    if (!other.rest_.empty()) {
      std::erase_if(rest_, [&](VariableId variable) { return other.contains(variable); });
    }
  }
  // How many left: 0 or 1.
  std::size_t erase(VariableId variable) {
    if (!contains(variable)) return 0;
    if (variable < kInline) {
      words_[variable / 64] &= ~(std::uint64_t{1} << (variable % 64));
    } else {
      rest_.erase(std::lower_bound(rest_.begin(), rest_.end(), variable));
    }
    return 1;
  }

  friend bool operator==(const VariableSet&, const VariableSet&) = default;

 private:
  static constexpr VariableId kInline = 192;
  std::array<std::uint64_t, kInline / 64> words_{};
  std::vector<VariableId> rest_;  // ascending, all of them at least kInline
};

class VariableSet::const_iterator {
 public:
  using value_type = VariableId;
  using difference_type = std::ptrdiff_t;
  using reference = VariableId;
  using pointer = const VariableId*;
  using iterator_category = std::input_iterator_tag;

  const_iterator() = default;
  // At the first variable at or after `place`: a variable below kInline, or kInline + a place in
  // the rest.
  const_iterator(const VariableSet* set, std::size_t place) : set_(set), place_(place) { settle(); }

  VariableId operator*() const {
    return place_ < kInline ? static_cast<VariableId>(place_) : set_->rest_[place_ - kInline];
  }
  const_iterator& operator++() {
    ++place_;
    settle();
    return *this;
  }
  const_iterator operator++(int) {
    const const_iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const const_iterator&, const const_iterator&) = default;

 private:
  void settle() {
    while (place_ < kInline) {
      const std::uint64_t word = set_->words_[place_ / 64] >> (place_ % 64);
      if (word != 0) {
        place_ += static_cast<std::size_t>(std::countr_zero(word));
        return;
      }
      place_ = (place_ / 64 + 1) * 64;
    }
  }

  const VariableSet* set_ = nullptr;
  std::size_t place_ = 0;
};

inline VariableSet::const_iterator VariableSet::begin() const {
  return {this, 0};
}
inline VariableSet::const_iterator VariableSet::end() const {
  return {this, kInline + rest_.size()};
}

}  // namespace liaison::query
