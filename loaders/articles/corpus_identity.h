// Identity across loads: the article resolver (identity.h) run over what is in the database and
// what is being loaded. Which persons are one may depend on several articles, so a new article can
// change what an old one meant; misplaced() names those to write anew. The outcome depends on the
// set of articles alone, not on how they were split into loads.
//
// Only officials can be merged beyond equal keys. Each node of theirs keeps in `keys` the keys of
// the articles that it unites, one or more per record of evidence; this is what is read back.
// Thread-safety: needs external locking. Lifetime: the rules outlive it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "articles/extractor.h"
#include "articles/identity.h"
#include "liaison/engine/graph.h"

namespace liaison::loaders {

inline constexpr std::string_view kArticleKeysProperty = "keys";

// Whether the nodes of this label carry `keys`.
inline bool may_merge(EntityLabel label) {
  return label == EntityLabel::Official;
}

class CorpusIdentity {
 public:
  explicit CorpusIdentity(const Rules& rules) : rules_(rules) {}

  // Takes over what the database says. Cost: reads every official with evidence and posts.
  void read(const GraphReader& reader);
  // Adds an article, in place of what was known of it.
  void put(const ArticleFacts& article);
  // To be called after changes and before the questions below.
  void resolve();

  // The key of the node for an entity's key in an article.
  const std::string& key_of(const std::string& key) const { return resolver_->key_of(key); }
  // Articles that the database has with a person at another node than they belong to now.
  std::vector<std::string> misplaced() const;
  // The article has been written with the present keys.
  void placed(const std::string& article);

 private:
  struct Person {
    std::string node_key;  // of the node in the database; empty: not there yet
    std::vector<std::string> posts;
  };
  const Rules& rules_;
  // article → key of the person in it
  std::map<std::string, std::map<std::string, Person>> articles_;
  std::optional<IdentityResolver> resolver_;
};

}  // namespace liaison::loaders
