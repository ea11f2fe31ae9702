#include "articles/corpus_identity.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "articles/article_schema.h"

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

}  // namespace

void CorpusIdentity::read(const GraphReader& reader) {
  articles_.clear();
  const auto official = reader.catalog().label(to_string(EntityLabel::Official));
  if (!official) return;
  std::vector<RelationshipTypeId> posts;
  if (const auto type = reader.catalog().relationship_type("HOLDS_POST")) posts.push_back(*type);
  NodeStrings article_of(reader, kArticleKey);
  NodeStrings key_of(reader, kEntityKey);

  const auto scan = reader.scan_label(*official);
  std::vector<NodeId> nodes;
  while (scan->next(kBatch, nodes) > 0) {
    ExpandResult held;
    if (!posts.empty()) reader.expand(nodes, posts, Direction::Outgoing, held);
    std::size_t at = 0;
    for (std::uint32_t row = 0; row < nodes.size(); ++row) {
      // Which article calls this person by which key.
      std::unordered_map<std::string, std::vector<Person*>> by_article;
      for (const EvidenceEntry& entry : reader.evidence(EntityKind::Node, nodes[row].value)) {
        const std::string& article = article_of.of(entry.record.document);
        for (const auto& [name, value] : entry.record.properties) {
          if (name != kArticleKeysProperty || !value.is_list()) continue;
          for (const Value& key : value.as_list()) {
            if (!key.is_string()) continue;
            Person& person = articles_[article][std::string(key.as_string())];
            person.node_key = key_of.of(nodes[row]);
            by_article[article].push_back(&person);
          }
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
    nodes.clear();
  }
}

void CorpusIdentity::put(const ArticleFacts& article) {
  auto& persons = articles_[article.article];
  persons.clear();
  for (const ExtractedEntity& entity : article.entities) {
    if (may_merge(entity.label)) persons.try_emplace(entity.key);
  }
  for (const ExtractedFact& fact : article.facts) {
    const auto person = persons.find(fact.head);
    if (fact.type == "HOLDS_POST" && person != persons.end()) {
      person->second.posts.push_back(fact.tail);
    }
  }
}

void CorpusIdentity::resolve() {
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

void CorpusIdentity::placed(const std::string& article) {
  for (auto& [key, person] : articles_[article]) person.node_key = key_of(key);
}

}  // namespace liaison::loaders
