#include "articles/corpus_identity.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "articles/article_schema.h"
#include "articles/words.h"
#include "core/entity_resolver.h"

namespace liaison::loaders {
namespace {

constexpr std::size_t kBatch = 1024;

// String properties of nodes, one lookup per node at most.
class NodeStrings {
 public:
  NodeStrings(const GraphReader& reader, std::string_view property)
      : reader_(reader), key_(reader.catalog().property_key(property)) {}
  const std::string& of(NodeId node) {
    const auto [entry, is_new] = known_.try_emplace(node);
    if (is_new && key_) {
      ColumnVector column;
      reader_.gather(EntityKind::Node, {&node.value, 1}, *key_, column);
      const Value value = column.get(0);
      if (value.is_string()) entry->second = value.as_string();
    }
    return entry->second;
  }

 private:
  const GraphReader& reader_;
  std::optional<PropertyKeyId> key_;
  std::unordered_map<NodeId, std::string> known_;
};

// The last two words of a key: a longer and a shorter form of a name share them.
std::string ending_of(const std::string& key) {
  const std::vector<RawToken> tokens = split(key);
  std::string ending;
  std::size_t words = 0;
  for (std::size_t i = tokens.size(); i-- > 0 && words < 2;) {
    if (tokens[i].kind == RawToken::Kind::Punctuation) continue;
    ending += key.substr(tokens[i].begin, tokens[i].end - tokens[i].begin) + " ";
    ++words;
  }
  return ending;
}

// What related keys have in common: one of these.
std::string by_umlaut(const std::string& key) {
  return "=" + umlaut_key(key);
}
std::string by_ending(const std::string& key) {
  return "~" + ending_of(key);
}

void add_strings(const Value& list, std::set<std::string>& out) {
  if (!list.is_list()) return;
  for (const Value& value : list.as_list()) {
    if (value.is_string()) out.emplace(value.as_string());
  }
}

}  // namespace

void PersonIndex::read(const GraphReader& reader) {
  node_of_.clear();
  alike_.clear();
  const auto official = reader.catalog().label(to_string(EntityLabel::Official));
  const auto key = reader.catalog().property_key(kEntityKey);
  const auto keys = reader.catalog().property_key(kArticleKeysProperty);
  if (!official || !key) return;
  const auto scan = reader.scan_label(*official);
  std::vector<NodeId> nodes;
  std::vector<std::uint64_t> ids;
  while (scan->next(kBatch, nodes) > 0) {
    ids.clear();
    for (const NodeId node : nodes) ids.push_back(node.value);
    ColumnVector node_keys;
    ColumnVector lists;
    reader.gather(EntityKind::Node, ids, *key, node_keys);
    if (keys) reader.gather(EntityKind::Node, ids, *keys, lists);
    for (std::size_t row = 0; row < nodes.size(); ++row) {
      const Value node_key = node_keys.get(row);
      if (!node_key.is_string()) continue;
      std::set<std::string> united = {std::string(node_key.as_string())};
      if (keys) add_strings(lists.get(row), united);
      for (const std::string& one : united) put(one, std::string(node_key.as_string()));
    }
    nodes.clear();
  }
}

void PersonIndex::put(const std::string& key, const std::string& node_key) {
  const auto [entry, is_new] = node_of_.try_emplace(key);
  entry->second = node_key == key ? nullptr : std::make_unique<const std::string>(node_key);
  if (!is_new) return;
  for (const std::string& reduced : {by_umlaut(key), by_ending(key)}) {
    alike_[std::hash<std::string>()(reduced)].push_back(&entry->first);
  }
}

const std::string* PersonIndex::node_of(const std::string& key) const {
  const auto found = node_of_.find(key);
  if (found == node_of_.end()) return nullptr;
  return found->second ? found->second.get() : &found->first;
}

std::set<std::string> PersonIndex::related(const std::string& key) const {
  std::set<std::string> found = {key};
  std::vector<std::string> waiting = {key};
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.back());
    waiting.pop_back();
    const auto look_at = [&](const std::string& reduced, auto is_related) {
      const auto alike = alike_.find(std::hash<std::string>()(reduced));
      if (alike == alike_.end()) return;
      for (const std::string* other : alike->second) {
        if (is_related(*other) && found.insert(*other).second) waiting.push_back(*other);
      }
    };
    const std::string plain = by_umlaut(next);
    look_at(plain, [&](const std::string& other) { return by_umlaut(other) == plain; });
    // Thousands of people end in the same two words; few of them can be one.
    const std::string ending = by_ending(next);
    look_at(ending, [&](const std::string& other) {
      return (is_longer_form(other, next) || is_longer_form(next, other)) &&
             by_ending(other) == ending;
    });
  }
  return found;
}

// The persons of the article that the database has under this id.
void CorpusIdentity::note_earlier_version(const GraphReader& reader, const std::string& article,
                                          std::set<std::string>& keys) const {
  const IndexDefinition* index = find_key_index(reader.catalog(), kArticleLabel, kArticleKey);
  if (index == nullptr) return;
  const auto document = find_node(reader, *index, article);
  if (!document) return;
  for (const EvidenceEntry& entry : reader.cited_by(*document)) {
    if (entry.kind != EntityKind::Node) continue;
    for (const auto& [name, value] : entry.record.properties) {
      if (name == kArticleKeysProperty) add_strings(value, keys);
    }
  }
}

void CorpusIdentity::resolve(const GraphReader& reader,
                             const std::vector<const ArticleFacts*>& batch) {
  articles_.clear();
  in_question_.clear();
  std::set<std::string> replaced;
  std::set<std::string> changing;  // persons that come or go
  for (const ArticleFacts* article : batch) {
    replaced.insert(article->article);
    note_earlier_version(reader, article->article, changing);
    for (const ExtractedEntity& entity : article->entities) {
      if (!may_merge(entity.label)) continue;
      changing.insert(entity.key);
      if (index_.node_of(entity.key) == nullptr) index_.put(entity.key, entity.key);
    }
  }
  std::set<std::string> node_keys;
  for (const std::string& key : changing) {
    if (in_question_.contains(key)) continue;
    const std::set<std::string> related = index_.related(key);
    // Alone, and where it belongs: nothing to ask.
    const std::string* const node = index_.node_of(key);
    if (related.size() == 1 && (node == nullptr || *node == key)) continue;
    for (const std::string& one : related) {
      in_question_.insert(one);
      if (const std::string* at = index_.node_of(one)) node_keys.insert(*at);
    }
  }
  const IndexDefinition* index =
      find_key_index(reader.catalog(), to_string(EntityLabel::Official), kEntityKey);
  std::vector<NodeId> nodes;
  for (const std::string& node_key : node_keys) {
    if (index == nullptr) break;
    if (const auto node = find_node(reader, *index, node_key)) nodes.push_back(*node);
  }
  read_persons(reader, nodes, replaced);

  for (const ArticleFacts* article : batch) {
    std::map<std::string, Person> persons;
    for (const ExtractedEntity& entity : article->entities) {
      if (in_question_.contains(entity.key)) persons.try_emplace(entity.key);
    }
    for (const ExtractedFact& fact : article->facts) {
      const auto person = persons.find(fact.head);
      if (fact.type == "HOLDS_POST" && person != persons.end()) {
        person->second.posts.push_back(fact.tail);
      }
    }
    if (!persons.empty()) articles_[article->article] = std::move(persons);
  }

  IdentityResolver& resolver = resolver_.emplace(rules_);
  for (const auto& [article, persons] : articles_) {
    ArticleFacts facts;
    facts.article = article;
    for (const auto& [key, person] : persons) {
      ExtractedEntity entity;
      entity.key = key;
      entity.label = EntityLabel::Official;
      entity.name = key;
      facts.entities.push_back(std::move(entity));
      for (const std::string& body : person.posts) {
        ExtractedFact fact;
        fact.type = "HOLDS_POST";
        fact.head = key;
        fact.tail = body;
        facts.facts.push_back(std::move(fact));
      }
    }
    resolver.add(facts);
  }
  resolver.resolve();
}

// What articles say of the persons at these nodes.
void CorpusIdentity::read_persons(const GraphReader& reader, const std::vector<NodeId>& nodes,
                                  const std::set<std::string>& replaced) {
  if (nodes.empty()) return;
  std::vector<RelationshipTypeId> posts;
  if (const auto type = reader.catalog().relationship_type("HOLDS_POST")) posts.push_back(*type);
  NodeStrings article_of(reader, kArticleKey);
  NodeStrings key_of(reader, kEntityKey);
  ExpandResult held;
  if (!posts.empty()) reader.expand(nodes, posts, Direction::Outgoing, held);
  std::size_t at = 0;
  for (std::uint32_t row = 0; row < nodes.size(); ++row) {
    // Which article calls this person by which key.
    std::unordered_map<std::string, std::vector<Person*>> by_article;
    for (const EvidenceEntry& entry : reader.evidence(EntityKind::Node, nodes[row].value)) {
      const std::string& article = article_of.of(entry.record.document);
      if (replaced.contains(article)) continue;
      std::set<std::string> keys;
      for (const auto& [name, value] : entry.record.properties) {
        if (name == kArticleKeysProperty) add_strings(value, keys);
      }
      for (const std::string& key : keys) {
        Person& person = articles_[article][key];
        person.node_key = key_of.of(nodes[row]);
        by_article[article].push_back(&person);
        in_question_.insert(key);
      }
    }
    for (; at < held.size() && held.source_row[at] == row; ++at) {
      const std::string& body = key_of.of(held.neighbour[at]);
      for (const EvidenceEntry& entry :
           reader.evidence(EntityKind::Relationship, held.relationship[at].value)) {
        const auto found = by_article.find(article_of.of(entry.record.document));
        if (found == by_article.end()) continue;
        for (Person* person : found->second) person->posts.push_back(body);
      }
    }
  }
}

const std::string& CorpusIdentity::key_of(const std::string& key) const {
  if (in_question_.contains(key)) return resolver_->key_of(key);
  const std::string* const node = index_.node_of(key);
  return node == nullptr ? key : *node;
}

std::vector<std::string> CorpusIdentity::misplaced() const {
  std::vector<std::string> articles;
  for (const auto& [article, persons] : articles_) {
    if (std::any_of(persons.begin(), persons.end(), [&](const auto& entry) {
          return !entry.second.node_key.empty() && entry.second.node_key != key_of(entry.first);
        })) {
      articles.push_back(article);
    }
  }
  return articles;
}

void CorpusIdentity::placed(const ArticleFacts& article) {
  if (const auto known = articles_.find(article.article); known != articles_.end()) {
    for (auto& [key, person] : known->second) person.node_key = key_of(key);
  }
  for (const ExtractedEntity& entity : article.entities) {
    if (may_merge(entity.label)) index_.put(entity.key, std::string(key_of(entity.key)));
  }
}

}  // namespace liaison::loaders
