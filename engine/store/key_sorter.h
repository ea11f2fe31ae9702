// Sorts entries by their keys: those of an index in the making. What exceeds the memory allowed is
// sorted in parts that wait in a temporary file and are merged on reading; of entries with equal
// keys one comes out.
// In memory, keys are compared by eight bytes behind what all of them share, and whole only where
// those are equal.
// Thread-safety: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "store/spill_file.h"

namespace liaison::engine {

class KeySorter {
 public:
  KeySorter(std::size_t memory_bytes, std::string folder)
      : memory_bytes_(memory_bytes), folder_(std::move(folder)) {}

  void add(std::string_view key, std::string_view value = {});
  std::uint64_t count() const { return count_; }
  // Ends adding. next() then hands out all entries in order; each is good until the next call.
  void finish();
  bool next(std::string_view& key, std::string_view& value);

 private:
  struct Place {
    std::uint64_t head = 0;  // eight bytes of the key, in its order
    std::uint32_t chunk = 0;
    std::uint32_t offset = 0;
    std::uint32_t key_size = 0;
    std::uint32_t value_size = 0;
  };
  struct Run {
    std::uint64_t begin;
    std::uint64_t end;
  };
  struct Head {
    std::string key;
    std::string value;
    std::size_t run;
    bool operator>(const Head& other) const { return key > other.key; }
  };

  std::string_view key_at(const Place& place) const {
    return std::string_view(*chunks_[place.chunk]).substr(place.offset, place.key_size);
  }
  std::string_view value_at(const Place& place) const {
    return std::string_view(*chunks_[place.chunk])
        .substr(place.offset + place.key_size, place.value_size);
  }
  void sort();
  void spill();
  bool next_any(std::string_view& key, std::string_view& value);
  void push_next(std::size_t run);

  const std::size_t memory_bytes_;
  const std::string folder_;
  std::uint64_t count_ = 0;
  std::vector<std::unique_ptr<std::string>> chunks_;
  std::vector<Place> places_;
  std::size_t at_ = 0;
  std::string last_;
  bool has_last_ = false;

  std::unique_ptr<SpillFile> spill_;
  std::vector<Run> runs_;
  std::vector<std::unique_ptr<SpillReader>> open_;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
  Head merged_;
};

}  // namespace liaison::engine
