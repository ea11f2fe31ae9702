// Reads an article and its facts back from a database (liaison/loaders/article_view.h).
#include <algorithm>
#include <map>
#include <unordered_map>

#include "articles/article_schema.h"
#include "core/entity_resolver.h"
#include "liaison/loaders/article_view.h"

namespace liaison::loaders {
namespace {

std::string text_property(const GraphReader& reader, EntityKind kind, std::uint64_t entity,
                          std::string_view name) {
  const auto key = reader.catalog().property_key(name);
  if (!key) return {};
  ColumnVector column;
  reader.gather(kind, {&entity, 1}, *key, column);
  const Value value = column.get(0);
  return value.is_string() ? std::string(value.as_string()) : std::string();
}

class ArticleReading {
 public:
  ArticleReading(const GraphReader& reader, NodeId document)
      : reader_(reader), document_(document) {}

  ArticleView read() {
    const auto property = [&](std::string_view name) {
      return text_property(reader_, EntityKind::Node, document_.value, name);
    };
    article_.id = property(kArticleKey);
    article_.name = property("name");
    article_.language = property("language");
    article_.published = property("published");
    article_.url = property("url");
    article_.text = property("text");
    std::map<std::uint64_t, std::vector<EvidenceEntry>> by_relationship;
    for (EvidenceEntry& entry : reader_.cited_by(document_)) {
      if (entry.kind == EntityKind::Node) {
        entity_of(NodeId(entry.entity));
      } else {
        by_relationship[entry.entity].push_back(std::move(entry));
      }
    }
    for (const auto& [relationship, entries] : by_relationship) {
      take(RelationshipId(relationship), entries);
    }
    for (EntityView& entity : article_.entities) {
      std::sort(entity.mentions.begin(), entity.mentions.end());
    }
    std::stable_sort(article_.facts.begin(), article_.facts.end(),
                     [](const FactView& a, const FactView& b) {
                       return a.evidence.front() < b.evidence.front();
                     });
    return std::move(article_);
  }

 private:
  std::size_t entity_of(NodeId node) {
    const auto [it, added] = entities_.emplace(node.value, article_.entities.size());
    if (!added) return it->second;
    EntityView& entity = article_.entities.emplace_back();
    entity.name = text_property(reader_, EntityKind::Node, node.value, "name");
    for (const std::string_view label : entity_labels()) {
      const auto token = reader_.catalog().label(label);
      if (!token) continue;
      std::vector<std::uint8_t> has;
      reader_.has_label({&node, 1}, *token, has);
      if (has[0] != 0) entity.label = label;
    }
    return it->second;
  }

  void take(RelationshipId relationship, const std::vector<EvidenceEntry>& entries) {
    std::vector<std::optional<RelationshipEnds>> found;
    reader_.relationship_ends({&relationship, 1}, found);
    if (!found[0]) return;
    const RelationshipEnds& ends = *found[0];
    const std::string& type = reader_.catalog().relationship_type_name(ends.type);
    std::vector<TextRange> ranges;
    for (const EvidenceEntry& entry : entries) {
      ranges.push_back({static_cast<std::size_t>(entry.record.start),
                        static_cast<std::size_t>(entry.record.end)});
    }
    std::sort(ranges.begin(), ranges.end());
    const std::size_t tail = entity_of(ends.target);
    if (type == kMentionsType) {
      auto& mentions = article_.entities[tail].mentions;
      mentions.insert(mentions.end(), ranges.begin(), ranges.end());
      return;
    }
    FactView fact;
    fact.type = type;
    fact.head = entity_of(ends.source);
    fact.tail = tail;
    fact.evidence = std::move(ranges);
    fact.rule = entries.front().record.rule;
    fact.confidence = entries.front().record.confidence;
    for (const auto& [name, value] : entries.front().record.properties) {
      if (value.is_string()) fact.attributes.emplace_back(name, value.as_string());
    }
    std::vector<NodeId> others;
    for (const EvidenceEntry& entry :
         reader_.evidence(EntityKind::Relationship, relationship.value)) {
      if (entry.record.document != document_) others.push_back(entry.record.document);
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    fact.other_documents = others.size();
    article_.facts.push_back(std::move(fact));
  }

  const GraphReader& reader_;
  NodeId document_;
  ArticleView article_;
  std::unordered_map<std::uint64_t, std::size_t> entities_;  // node → index
};

}  // namespace

std::optional<ArticleView> read_article(const GraphReader& reader, std::string_view id) {
  const IndexDefinition* index = find_key_index(reader.catalog(), kArticleLabel, kArticleKey);
  if (index == nullptr) return std::nullopt;
  const auto document = find_node(reader, *index, id);
  if (!document) return std::nullopt;
  return ArticleReading(reader, *document).read();
}

}  // namespace liaison::loaders
