// Step 7: identity across articles. Entities with equal keys are one; persons whose name stands
// without marks in one article and with marks in another are one if there is only one candidate
// with a common post. Deterministic: the result does not depend on the order of the articles.
// Thread-safety: needs external locking; add all articles, then resolve once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "articles/extractor.h"

namespace liaison::loaders {

// The key of a person with `ue`, `oe`, `ae` for umlauts as that without: "juergen stock" and
// "jurgen stock" come out equal. Vietnamese names keep their vowels.
std::string umlaut_key(std::string key);

// Whether a person's key is that of another one with more words before it, as "samdech sar kheng"
// is of "sar kheng". One word alone is no form of anything.
bool is_longer_form(std::string_view longer, std::string_view key);

// One node of the graph: what all articles together say about one thing.
struct GlobalEntity {
  std::string key;
  EntityLabel label{};
  std::string name;
  std::vector<std::string> aliases;  // sorted, without `name`
  std::map<std::string, std::string> attributes;
  std::vector<std::string> articles;  // sorted
};

class IdentityResolver {
 public:
  explicit IdentityResolver(const Rules& rules) : rules_(rules) {}
  // Throws UsageError when the same article is added twice.
  void add(const ArticleFacts& article);
  // Merges; afterwards key_of() and entities() may be asked.
  void resolve();
  // The key of the global node of an article's entity key.
  const std::string& key_of(const std::string& key) const;
  const std::map<std::string, GlobalEntity>& entities() const { return entities_; }

 private:
  struct Seen {
    EntityLabel label{};
    std::map<std::string, std::size_t> names;  // surface → number of mentions
    std::map<std::string, std::map<std::string, std::size_t>> attributes;
    std::set<std::string> articles;
    std::set<std::string> posts;  // bodies where a post is held
    std::string preferred;        // canonical name from a table
  };
  const Rules& rules_;
  std::map<std::string, Seen> seen_;
  std::map<std::string, std::string> merged_;
  std::map<std::string, GlobalEntity> entities_;
};

}  // namespace liaison::loaders
