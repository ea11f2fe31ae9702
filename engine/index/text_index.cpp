#include "index/text_index.h"

#include <algorithm>

#include "encoding/key_codec.h"
#include "encoding/posting_codec.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

namespace {

// Marks around a string. They may occur inside one too: then something is found that the test of
// the string itself refuses.
constexpr char kStart = '\x02';
constexpr char kEnd = '\x03';

// More trigrams than these narrow a search down no further in practice, and each costs a cursor.
constexpr std::size_t kProbesMax = 8;

// Offsets at which code points begin, the end included.
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    starts.push_back(at);
    text::decode(text, at);
  }
  starts.push_back(text.size());
  return starts;
}

std::vector<std::string_view> trigrams_of(std::string_view marked) {
  const std::vector<std::size_t> starts = starts_of(marked);
  std::vector<std::string_view> trigrams;
  for (std::size_t i = 0; i + 3 < starts.size(); ++i) {
    trigrams.push_back(marked.substr(starts[i], starts[i + 3] - starts[i]));
  }
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
  return trigrams;
}

}  // namespace

void TextIndex::check_definition(const IndexDefinition& definition) const {
  if (definition.keys.size() != 1) {
    throw UsageError("a text index is on one property; a full-text index takes several");
  }
}

std::string TextIndex::prefix(IndexId index) const {
  return text_prefix(index);
}

IndexContent TextIndex::content(const IndexDefinition& definition, std::uint64_t entity,
                                std::span<const PropertyEntry> properties) const {
  IndexContent out;
  const Value* value = find_property(properties, definition.keys.front());
  if (value == nullptr || !value->is_string()) return out;
  const std::string marked = kStart + std::string(value->as_string()) + kEnd + kEnd;
  for (const std::string_view trigram : trigrams_of(marked)) {
    out.entries.push_back({text_key(definition.id, kPostingLevel, trigram, entity), {}});
  }
  return out;
}

std::vector<std::string> TextIndex::probes(IndexId index, StringMatch match,
                                           std::string_view text) {
  std::string marked;
  if (match == StringMatch::Equal || match == StringMatch::StartsWith) marked += kStart;
  marked += text;
  if (match == StringMatch::Equal || match == StringMatch::EndsWith) marked += {kEnd, kEnd};
  std::vector<std::string> probes;
  const std::vector<std::string_view> trigrams = trigrams_of(marked);
  if (trigrams.empty()) {
    // What says nothing of the string: every string has an entry that begins with the mark.
    if (text.empty()) marked = kStart;
    probes.push_back(text_terms_starting_with(index, kPostingLevel, marked));
    return probes;
  }
  const std::size_t step = (trigrams.size() + kProbesMax - 1) / kProbesMax;
  for (std::size_t i = 0; i < trigrams.size(); i += step) {
    probes.push_back(text_term_prefix(index, kPostingLevel, trigrams[i]));
  }
  return probes;
}

}  // namespace liaison::engine
