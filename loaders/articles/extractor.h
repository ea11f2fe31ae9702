// The article extractor: text in, entities and facts out. Pure: no database, no files, no clock.
// What an entity or a fact is says the ontology; how it is found says the pipeline, one file a
// step: normalise → segment → mentions → coreference → phrases → relations → dates → identity →
// facts. Thread-safety: Extractor is immutable; extract() may be called concurrently.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "articles/rules.h"
#include "articles/word_memory.h"

namespace liaison::loaders {

struct ArticleInput {
  std::string id;
  std::string text;  // UTF-8; offsets below count the code points of its NFC form
  // What is known from elsewhere; empty: the text has to say it.
  std::string published = {};  // ISO 8601, may be partial
  std::string language = {};   // "vi" or "en"
  bool is_nfc = false;         // `text` is known to be in NFC, without a byte order mark
};

enum class EntityLabel { Agency, Official, Country, Place, Conference, Treaty, Topic };
std::string_view to_string(EntityLabel label);

struct TextSpan {
  std::size_t start = 0;  // code points, half open
  std::size_t end = 0;
  bool operator==(const TextSpan&) const = default;
  auto operator<=>(const TextSpan&) const = default;
};

struct ExtractedEntity {
  std::string key;  // identity: equal keys are the same thing, in one article and across a corpus
  EntityLabel label{};
  std::string name;
  std::vector<std::string> aliases;
  std::map<std::string, std::string> attributes;
  std::vector<TextSpan> mentions;  // empty for an implied entity
};

struct Evidence {
  std::size_t start = 0;  // code points
  std::size_t end = 0;
  std::string sentence;  // exactly the text at [start, end)
};

struct ExtractedFact {
  std::string type;
  std::string head;  // keys of entities
  std::string tail;
  std::map<std::string, std::string> attributes;
  std::vector<Evidence> evidence;  // at least one; several when the article repeats itself
  std::string rule;
  double confidence = 0;
};

struct ArticleFacts {
  std::string article;
  std::string language;   // "vi" or "en"
  std::string published;  // ISO 8601, may be partial; empty when the text has none
  std::vector<ExtractedEntity> entities;
  std::vector<ExtractedFact> facts;
};

class Extractor {
 public:
  // Keeps a reference: `rules` must outlive the extractor.
  explicit Extractor(const Rules& rules) : rules_(rules) {}
  ArticleFacts extract(const ArticleInput& input) const;

 private:
  ArticleFacts extract_with(WordMemory& memory, const ArticleInput& input) const;

  const Rules& rules_;
  // Memories that no extraction uses now; there come to be as many as threads extract at once.
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<WordMemory>> idle_;
};

}  // namespace liaison::loaders
