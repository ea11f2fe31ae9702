// One dictionary of strings for all chunks of a property, while there are few distinct ones: then
// codes of any two chunks can be compared, and a column vector gathered over many segments keeps
// its strings coded. It only grows; each version begins with the one before.
// Thread-safety: safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "cache/chunk.h"

namespace liaison::engine {

class ColumnDictionary {
 public:
  static constexpr std::size_t kStringsMax = 4096;
  // A segment with more distinct strings keeps its own: most of them would be found nowhere else.
  static constexpr std::size_t kStringsOfSegmentMax = kSegmentRows / 4;

  // Rewrites the codes of a new chunk to this dictionary, if that stays small.
  void adopt(PropertyChunk& chunk);

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint16_t, std::less<>> codes_;
  std::shared_ptr<const StringDictionary> dictionary_;  // shared with chunks and column vectors
};

}  // namespace liaison::engine
