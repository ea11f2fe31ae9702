// A view of ids in a row as they lie in memory: 64 bits each, or 32-bit differences to a base. The
// read cache hands out its lists like this, so that nobody copies them only to look at them.
// Thread-safety: immutable values. Lifetime: the memory belongs to whoever gave the view.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace liaison {

template <class IdType>
class IdList {
 public:
  IdList() = default;
  IdList(const std::uint64_t* ids, std::size_t size) : wide_(ids), size_(size) {}
  // Each id is `base` and its difference.
  IdList(std::uint64_t base, const std::uint32_t* differences, std::size_t size)
      : narrow_(differences), base_(base), size_(size) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  IdType operator[](std::size_t i) const {
    return IdType(narrow_ != nullptr ? base_ + narrow_[i] : wide_[i]);
  }
  IdList subspan(std::size_t first, std::size_t count) const {
    return narrow_ != nullptr ? IdList(base_, narrow_ + first, count)
                              : IdList(wide_ + first, count);
  }

  // Returns f(ids, base), where ids is a pointer to the differences or, with base 0, to the ids:
  // loops over many ids are written once and compiled for both.
  template <class F>
  decltype(auto) visit(F&& f) const {
    return narrow_ != nullptr ? f(narrow_, base_) : f(wide_, std::uint64_t{0});
  }
  // Writes all ids to `out`.
  void copy_to(std::uint64_t* out) const {
    visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t i = 0; i < size_; ++i) out[i] = base + ids[i];
    });
  }

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = IdType;
    using difference_type = std::ptrdiff_t;
    using pointer = const IdType*;
    using reference = IdType;
    Iterator() = default;
    Iterator(const IdList* list, std::size_t at) : list_(list), at_(at) {}
    IdType operator*() const { return (*list_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {list_, at_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const IdList* list_ = nullptr;
    std::size_t at_ = 0;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  const std::uint32_t* narrow_ = nullptr;  // null: wide
  const std::uint64_t* wide_ = nullptr;
  std::uint64_t base_ = 0;
  std::size_t size_ = 0;
};

}  // namespace liaison
