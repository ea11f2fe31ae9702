// Identity across loads: the article resolver (identity.h) run over what is in the database and
// what is being loaded. Which persons are one may depend on several articles, so a new article can
// change what an old one meant; misplaced() names those to write anew. The outcome depends on the
// set of articles alone, not on how they were split into loads.
//
// Only officials can be merged beyond equal keys. Each node of theirs keeps in `keys` the keys of
// the articles that it unites, one or more per record of evidence. Of all persons only keys and
// nodes are held in memory (PersonIndex); what articles say of them is read for those alone that a
// batch may unite with another, or take from it.
// Thread-safety: needs external locking. Lifetime: the rules outlive it.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
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

// The keys of all persons, each with the node it is at, and which of them could be one: keys that
// umlaut_key() makes equal, or of which one is_longer_form() of the other, at any number of
// removes. Size: about 250 bytes a person.
class PersonIndex {
 public:
  // Takes over what the database says. Cost: reads two properties of every official.
  void read(const GraphReader& reader);
  void put(const std::string& key, const std::string& node_key);
  // The key of the node, nullptr for a person that is not known.
  const std::string* node_of(const std::string& key) const;
  // All keys that could be one with `key`, itself included.
  std::set<std::string> related(const std::string& key) const;

 private:
  // By key: that of the node, null where it is the same.
  std::unordered_map<std::string, std::unique_ptr<const std::string>> node_of_;
  // By the hash of a reduced key: keys above, some of which may be reduced to another one.
  std::unordered_map<std::size_t, std::vector<const std::string*>> alike_;
};

class CorpusIdentity {
 public:
  explicit CorpusIdentity(const Rules& rules) : rules_(rules) {}

  // Takes over what the database says; needed before the first batch, and when others have written.
  void read(const GraphReader& reader) { index_.read(reader); }

  // Who is who, given what the database holds and these articles (in place of their earlier
  // versions). What was said of earlier batches is forgotten.
  void resolve(const GraphReader& reader, const std::vector<const ArticleFacts*>& articles);

  // The key of the node for an entity's key in an article.
  const std::string& key_of(const std::string& key) const;
  // Articles that the database has with a person at another node than they belong to now.
  std::vector<std::string> misplaced() const;
  // The article has been written with the present keys.
  void placed(const ArticleFacts& article);

 private:
  struct Person {
    std::string node_key;  // of the node in the database; empty: not there yet
    std::vector<std::string> posts;
  };
  void note_earlier_version(const GraphReader& reader, const std::string& article,
                            std::set<std::string>& keys) const;
  void read_persons(const GraphReader& reader, const std::vector<NodeId>& nodes,
                    const std::set<std::string>& replaced);

  const Rules& rules_;
  PersonIndex index_;
  // article → key of the person in it, of persons in question
  std::map<std::string, std::map<std::string, Person>> articles_;
  std::set<std::string> in_question_;  // keys
  std::optional<IdentityResolver> resolver_;
};

}  // namespace liaison::loaders
