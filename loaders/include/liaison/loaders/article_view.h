// An article as its facts stand in it: read from a database, or what a load would add.
// Thread-safety: plain data; read_article as its reader.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liaison/engine/graph.h"

namespace liaison::loaders {

// A part of the article's text, in code points, end exclusive.
struct TextRange {
  std::size_t start = 0;
  std::size_t end = 0;
  bool operator==(const TextRange&) const = default;
  auto operator<=>(const TextRange&) const = default;
};

struct EntityView {
  std::string label;
  std::string name;
  std::vector<TextRange> mentions;  // in order; none: only implied
};

struct FactView {
  std::string type;
  std::size_t head = 0;  // indexes of entities
  std::size_t tail = 0;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<TextRange> evidence;  // sentences of this article, in order; at least one
  std::string rule;
  double confidence = 0;
  std::size_t other_documents = 0;  // that say it too
};

struct ArticleView {
  std::string place;  // where it was read: "a.txt", "feed.jsonl:12"; empty when from a database
  std::string id;
  std::string name;  // headline
  std::string language;
  std::string published;  // ISO 8601, may be partial; empty: not known
  std::string url;
  std::string text;  // NFC, as stored
  std::vector<EntityView> entities;
  std::vector<FactView> facts;
};

using ArticleSink = std::function<void(const ArticleView&)>;

// The article with this id, its facts in the order of their first sentence; nothing when the
// database has none.
std::optional<ArticleView> read_article(const GraphReader& reader, std::string_view id);

}  // namespace liaison::loaders
