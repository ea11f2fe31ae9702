#include "articles/identity.h"

#include <algorithm>

#include "articles/lexicon.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {
namespace {

bool has_marks(std::string_view name) {
  return std::any_of(name.begin(), name.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::vector<std::string> words_of(std::string_view key) {
  std::vector<std::string> out;
  for (const RawToken& t : split(key)) {
    if (t.kind != RawToken::Kind::Punctuation)
      out.emplace_back(key.substr(t.begin, t.end - t.begin));
  }
  return out;
}

}  // namespace

std::string umlaut_key(std::string key) {
  for (const std::string_view pair : {"ue", "oe", "ae"}) {
    for (std::size_t at = key.find(pair); at != std::string::npos; at = key.find(pair, at + 1)) {
      const bool vietnamese = at > 0 && key[at - 1] == 'y';
      const bool consonant_before =
          at > 0 && key[at - 1] != ' ' &&
          std::string_view("aeiouyqg").find(key[at - 1]) == std::string_view::npos;
      if (!vietnamese && consonant_before) key.erase(at + 1, 1);
    }
  }
  return key;
}

bool is_longer_form(std::string_view longer, std::string_view key) {
  const std::string_view name = key.substr(key.find(':') + 1);
  if (longer.size() <= key.size() || !longer.ends_with(name)) return false;
  return longer[longer.size() - name.size() - 1] == ' ' && words_of(key).size() >= 3;
}

void IdentityResolver::add(const ArticleFacts& article) {
  for (const ExtractedEntity& e : article.entities) {
    Seen& seen = seen_[e.key];
    seen.label = e.label;
    if (seen.articles.contains(article.article))
      throw UsageError("article " + article.article + " was added twice");
  }
  for (const ExtractedEntity& e : article.entities) {
    Seen& seen = seen_[e.key];
    seen.articles.insert(article.article);
    seen.names[e.name] += std::max<std::size_t>(1, e.mentions.size());
    for (const std::string& alias : e.aliases) seen.names[alias] += 1;
    for (const auto& [key, value] : e.attributes) ++seen.attributes[key][value];
  }
  for (const ExtractedFact& f : article.facts) {
    if (f.type == "HOLDS_POST") seen_[f.head].posts.insert(f.tail);
  }
}

void IdentityResolver::resolve() {
  merged_.clear();
  entities_.clear();
  // Persons: keys are folded names, so marks are no difference already. What is left is a shorter
  // form ("sar kheng") and a transliteration, each with a common post or a single candidate.
  std::map<std::string, std::vector<std::string>> by_umlaut;
  for (const auto& [key, seen] : seen_) {
    merged_[key] = key;
    if (seen.label == EntityLabel::Official) by_umlaut[umlaut_key(key)].push_back(key);
  }
  for (const auto& [umlaut, keys] : by_umlaut) {
    for (const std::string& key : keys) merged_[key] = keys.front();
  }
  for (const auto& [key, seen] : seen_) {
    if (seen.label != EntityLabel::Official) continue;
    for (const auto& [other, other_seen] : seen_) {
      if (other_seen.label != EntityLabel::Official || other.size() <= key.size()) continue;
      if (!is_longer_form(other, key)) continue;
      const bool common =
          std::any_of(seen.posts.begin(), seen.posts.end(),
                      [&](const std::string& p) { return other_seen.posts.contains(p); });
      if (common) merged_[other] = merged_[key];
    }
  }
  // Conferences named without their number or countries in one article keep their own node: nothing
  // is merged on a guess.
  struct Pool {
    std::map<std::string, std::size_t> names;
    std::map<std::string, std::map<std::string, std::size_t>> attributes;
  };
  std::map<std::string, Pool> pools;
  for (const auto& [key, seen] : seen_) {
    const std::string& target = merged_[key];
    GlobalEntity& global = entities_[target];
    global.key = target;
    global.label = seen.label;
    Pool& pool = pools[target];
    for (const auto& [name, count] : seen.names) pool.names[name] += count;
    for (const auto& [attribute, values] : seen.attributes) {
      for (const auto& [value, count] : values) pool.attributes[attribute][value] += count;
    }
    global.articles.insert(global.articles.end(), seen.articles.begin(), seen.articles.end());
  }
  for (auto& [key, global] : entities_) {
    std::sort(global.articles.begin(), global.articles.end());
    global.articles.erase(std::unique(global.articles.begin(), global.articles.end()),
                          global.articles.end());
    Pool& pool = pools[key];
    // The name: with marks before without, then the most frequent, then the longest, then by
    // letters.
    const auto better = [&](const std::string& a, const std::string& b) {
      if (global.label == EntityLabel::Official && has_marks(a) != has_marks(b))
        return has_marks(a);
      if (global.label == EntityLabel::Conference || global.label == EntityLabel::Treaty ||
          global.label == EntityLabel::Agency) {
        if (a.size() != b.size()) return a.size() > b.size();
      }
      if (pool.names[a] != pool.names[b]) return pool.names[a] > pool.names[b];
      if (a.size() != b.size()) return a.size() > b.size();
      return a < b;
    };
    for (const auto& [name, count] : pool.names) {
      if (global.name.empty() || better(name, global.name)) global.name = name;
    }
    // Bodies, countries, places and topics of the tables go by their first name there.
    const std::string bare = key.substr(key.find(':') + 1);
    if (global.label == EntityLabel::Country) {
      const int row = rules_.country_by_code(bare);
      if (row >= 0)
        global.name = rules_.row(Table::Countries, static_cast<std::size_t>(row)).first(1);
    } else if (global.label == EntityLabel::Agency) {
      const int row = rules_.find(Table::Organisations, bare);
      if (row >= 0)
        global.name = rules_.row(Table::Organisations, static_cast<std::size_t>(row)).first(0);
    } else if (global.label == EntityLabel::Place) {
      const int row = rules_.find(Table::Places, bare);
      if (row >= 0) global.name = rules_.row(Table::Places, static_cast<std::size_t>(row)).first(0);
    }
    for (const auto& [name, count] : pool.names) {
      if (name != global.name) global.aliases.push_back(name);
    }
    // Of several values the most exact, then the most frequent, then the smallest.
    for (const auto& [attribute, values] : pool.attributes) {
      std::string best;
      std::size_t best_count = 0;
      for (const auto& [value, count] : values) {
        const bool unknown_year = value.starts_with("--");
        const bool best_unknown = best.starts_with("--");
        const bool wins =
            best.empty() || (best_unknown && !unknown_year) ||
            (unknown_year == best_unknown &&
             (value.size() > best.size() || (value.size() == best.size() && count > best_count)));
        if (wins) {
          best = value;
          best_count = count;
        }
      }
      global.attributes[attribute] = best;
    }
  }
}

const std::string& IdentityResolver::key_of(const std::string& key) const {
  const auto it = merged_.find(key);
  return it == merged_.end() ? key : it->second;
}

}  // namespace liaison::loaders
