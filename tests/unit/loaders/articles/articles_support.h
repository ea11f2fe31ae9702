// Helpers of the article tests: extract one invented article and ask for its facts.
#pragma once

#include <algorithm>
#include <string>

#include "articles/extractor.h"

namespace liaison::loaders {

inline ArticleFacts extract_text(const std::string& text, const std::string& id = "t") {
  return Extractor(Rules::builtin()).extract({id, text});
}

inline const ExtractedEntity* entity_named(const ArticleFacts& article, const std::string& name) {
  for (const ExtractedEntity& e : article.entities) {
    if (e.name == name || std::find(e.aliases.begin(), e.aliases.end(), name) != e.aliases.end())
      return &e;
  }
  return nullptr;
}

inline const ExtractedFact* fact_between(const ArticleFacts& article, const std::string& type,
                                         const std::string& head, const std::string& tail) {
  const ExtractedEntity* a = entity_named(article, head);
  const ExtractedEntity* b = entity_named(article, tail);
  if (a == nullptr || b == nullptr) return nullptr;
  for (const ExtractedFact& f : article.facts) {
    if (f.type == type && f.head == a->key && f.tail == b->key) return &f;
    if (type == "MET" && f.type == type && f.head == b->key && f.tail == a->key) return &f;
  }
  return nullptr;
}

inline bool has_fact(const ArticleFacts& article, const std::string& type, const std::string& head,
                     const std::string& tail) {
  return fact_between(article, type, head, tail) != nullptr;
}

inline std::string attribute(const ArticleFacts& article, const std::string& type,
                             const std::string& head, const std::string& tail,
                             const std::string& name) {
  const ExtractedFact* f = fact_between(article, type, head, tail);
  if (f == nullptr) return "(no such fact)";
  const auto it = f->attributes.find(name);
  return it == f->attributes.end() ? "" : it->second;
}

inline std::string entity_attribute(const ArticleFacts& article, const std::string& entity,
                                    const std::string& name) {
  const ExtractedEntity* e = entity_named(article, entity);
  if (e == nullptr) return "(no such entity)";
  const auto it = e->attributes.find(name);
  return it == e->attributes.end() ? "" : it->second;
}

inline std::size_t count_label(const ArticleFacts& article, EntityLabel label) {
  return static_cast<std::size_t>(
      std::count_if(article.entities.begin(), article.entities.end(),
                    [&](const ExtractedEntity& e) { return e.label == label; }));
}

}  // namespace liaison::loaders
