// Strings by number: the dictionary behind columns of strings. Codes are 0 .. size() - 1; equal
// codes of one dictionary mean equal strings, and different codes different ones, so grouping,
// joining and comparing for equality need the codes alone. Many column vectors share one.
// Thread-safety: immutable once built, and safe; a builder needs external locking.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/value.h"

namespace liaison {

class StringDictionary {
 public:
  std::size_t size() const { return offsets_.size() - 1; }
  // *Requires* code < size(). The view lives as long as the dictionary.
  std::string_view view(std::uint32_t code) const {
    return std::string_view(bytes_).substr(offsets_[code], offsets_[code + 1] - offsets_[code]);
  }
  Value value(std::uint32_t code) const { return Value(view(code)); }
  // All strings one after the other, in code order: what a search over many of them walks.
  std::string_view bytes() const { return bytes_; }
  std::size_t memory_bytes() const {
    return sizeof(*this) + bytes_.capacity() + offsets_.capacity() * sizeof(std::uint64_t);
  }

 private:
  friend class StringDictionaryBuilder;
  std::string bytes_;
  std::vector<std::uint64_t> offsets_ = {0};
};

// Gathers strings and hands the dictionary out once.
class StringDictionaryBuilder {
 public:
  StringDictionaryBuilder() : dictionary_(std::make_shared<StringDictionary>()) {}
  // Code of the string, a new one if it is not there yet.
  std::uint32_t add(std::string_view text);
  std::size_t size() const { return dictionary_->size(); }
  // The finished dictionary. The builder is empty afterwards.
  std::shared_ptr<const StringDictionary> finish();

 private:
  void grow();
  std::shared_ptr<StringDictionary> dictionary_;
  // Open addressing over the codes; the strings themselves are in the dictionary.
  std::vector<std::uint32_t> slots_;
  std::vector<std::size_t> hashes_;  // by code
};

}  // namespace liaison
