// Texts into words, for full-text indexes and for the queries they answer: both go the same way, or
// nothing would be found.
// Thread-safety: immutable; analyzers live as long as the process.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::engine {

// Longer words are cut here, at a whole code point, in texts and in queries alike.
inline constexpr std::size_t kWordBytesMax = 1024;

struct Word {
  std::string text;            // as it is looked up, not empty
  std::uint32_t position = 0;  // among the words of the text, from 0
};

class Analyzer {
 public:
  // The analyzer of a name; empty is the default. Throws UsageError for one there is not.
  static const Analyzer& find(std::string_view name);

  virtual ~Analyzer() = default;
  virtual std::vector<Word> words(std::string_view text) const = 0;
};

}  // namespace liaison::engine
