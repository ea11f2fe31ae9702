#include "index/full_text_index.h"

#include <algorithm>
#include <unordered_map>

#include "encoding/key_codec.h"
#include "encoding/posting_codec.h"
#include "index/analyzer.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

// Left out between the elements of a list, so that no phrase reaches from one into the next.
constexpr std::uint32_t kElementGap = 1;

// The words of one field, with a position each.
class FieldWords {
 public:
  explicit FieldWords(const Analyzer& analyzer) : analyzer_(analyzer) {}

  void add_text(std::string_view text) {
    const std::vector<Word> words = analyzer_.words(text);
    for (const Word& word : words) words_.emplace_back(word.text, next_ + word.position);
    if (!words.empty()) next_ += words.back().position + 1 + kElementGap;
  }
  const std::vector<std::pair<std::string, std::uint32_t>>& words() const { return words_; }

 private:
  const Analyzer& analyzer_;
  std::vector<std::pair<std::string, std::uint32_t>> words_;
  std::uint32_t next_ = 0;
};

}  // namespace

void FullTextIndex::check_definition(const IndexDefinition& definition) const {
  if (definition.keys.empty()) {
    throw UsageError("a full-text index needs at least one property key");
  }
  std::vector<PropertyKeyId> keys = definition.keys;
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
    throw UsageError("a full-text index names each property key once");
  }
  Analyzer::find(definition.analyzer);
}

std::string FullTextIndex::prefix(IndexId index) const {
  return text_prefix(index);
}

IndexContent FullTextIndex::content(const IndexDefinition& definition, std::uint64_t entity,
                                    std::span<const PropertyEntry> properties) const {
  const Analyzer& analyzer = Analyzer::find(definition.analyzer);
  IndexContent out;
  std::unordered_map<std::string, std::vector<FieldPositions>> postings;
  for (std::uint32_t field = 0; field < definition.keys.size(); ++field) {
    const Value* value = find_property(properties, definition.keys[field]);
    if (value == nullptr) continue;
    FieldWords words(analyzer);
    if (value->is_string()) {
      words.add_text(value->as_string());
    } else if (value->is_list()) {
      for (const Value& element : value->as_list()) {
        if (element.is_string()) words.add_text(element.as_string());
      }
    }
    for (const auto& [word, position] : words.words()) {
      std::vector<FieldPositions>& fields = postings[word];
      if (fields.empty() || fields.back().field != field) fields.push_back({field, {}});
      fields.back().positions.push_back(position);
    }
    out.word_count += words.words().size();
  }
  if (out.word_count == 0) return out;
  for (const auto& [word, fields] : postings) {
    out.entries.push_back(
        {text_key(definition.id, kPostingLevel, word, entity), encode_posting(fields)});
  }
  out.entries.push_back({text_key(definition.id, kDocumentLevel, {}, entity),
                         encode_document_length(out.word_count)});
  return out;
}

}  // namespace liaison::engine
