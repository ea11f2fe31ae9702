#include "articles/article_writer.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "articles/article_schema.h"
#include "liaison/engine/error.h"
#include "liaison/engine/text.h"

namespace liaison::loaders {

namespace {

// How sure a mention is of the name it spells: below 1, so that more articles weigh more.
constexpr double kMentionConfidence = 0.9;
constexpr std::string_view kMentionRule = "mention";

// The attribute that is part of a fact's identity, by type; the ends are it for all others.
std::string_view discriminator_of(std::string_view type) {
  if (type == "HOLDS_POST") return "title";
  if (type == "ELECTED_TO") return "term";
  if (type == "MET") return "date";
  if (type == "VISITED") return "start_date";
  return {};
}

bool is_symmetric(std::string_view type) {
  return type == "MET";
}

ValueMap attribute_values(const std::map<std::string, std::string>& attributes) {
  ValueMap values;
  for (const auto& [name, value] : attributes) {
    if (!value.empty()) values.emplace_back(name, Value(value));
  }
  return values;
}

// What the article says about an entity, by the canonical names of the rules' tables.
ValueMap entity_values(const ExtractedEntity& entity, const IdentityResolver& names) {
  const GlobalEntity& canonical = names.entities().at(names.key_of(entity.key));
  ValueMap values = attribute_values(canonical.attributes);
  values.emplace_back("name", Value(canonical.name));
  // The name as well: another article may give the thing another one.
  ValueList aliases(canonical.aliases.begin(), canonical.aliases.end());
  aliases.emplace_back(canonical.name);
  values.emplace_back("aliases", Value(std::move(aliases)));
  if (may_merge(entity.label)) {
    values.emplace_back(std::string(kArticleKeysProperty), Value(ValueList{Value(entity.key)}));
  }
  return values;
}

void quote(const TextSpan& span, const DocumentText& body, EvidenceRecord& record) {
  record.quote = body.between(span.start, span.end);
  record.start = static_cast<std::int64_t>(span.start);
  record.end = static_cast<std::int64_t>(span.end);
}

void quote(const Evidence& evidence, EvidenceRecord& record) {
  record.quote = evidence.sentence;
  record.start = static_cast<std::int64_t>(evidence.start);
  record.end = static_cast<std::int64_t>(evidence.end);
}

Value string_property(const GraphReader& reader, NodeId node, std::string_view name) {
  const auto key = reader.catalog().property_key(name);
  if (!key) return {};
  ColumnVector column;
  reader.gather(EntityKind::Node, {&node.value, 1}, *key, column);
  return column.get(0);
}

bool is_string(const Value& value, std::string_view wanted) {
  return value.is_string() && value.as_string() == wanted;
}

}  // namespace

ArticleState article_state(const GraphReader& reader, const std::string& article,
                           const std::string& sha256, const std::string& rules) {
  const IndexDefinition* index = find_key_index(reader.catalog(), kArticleLabel, kArticleKey);
  if (index == nullptr) return ArticleState::New;
  const auto node = find_node(reader, *index, article);
  if (!node) return ArticleState::New;
  const bool same = is_string(string_property(reader, *node, "sha256"), sha256) &&
                    is_string(string_property(reader, *node, "rules"), rules);
  return same ? ArticleState::Unchanged : ArticleState::Changed;
}

void make_ready(PreparedArticle& article, const Rules& rules) {
  article.body = std::make_shared<const DocumentText>(article.text);
  IdentityResolver names(rules);
  names.add(article.facts);
  names.resolve();
  article.entity_values.clear();
  article.entity_values.reserve(article.facts.entities.size());
  for (const ExtractedEntity& entity : article.facts.entities) {
    article.entity_values.push_back(entity_values(entity, names));
  }
  article.fact_values.clear();
  article.fact_forms.clear();
  article.fact_values.reserve(article.facts.facts.size());
  article.fact_forms.reserve(article.facts.facts.size());
  for (const ExtractedFact& fact : article.facts.facts) {
    article.fact_values.push_back(attribute_values(fact.attributes));
    const auto given = fact.attributes.find(std::string(discriminator_of(fact.type)));
    article.fact_forms.push_back(given == fact.attributes.end() ? std::string()
                                                                : identity_form(given->second));
  }
}

ArticleWriter::ArticleWriter(Transaction& transaction, EntityResolver& resolver,
                             std::string fingerprint, std::int64_t now_ms)
    : transaction_(transaction),
      resolver_(resolver),
      fingerprint_(std::move(fingerprint)),
      now_ms_(now_ms) {}

void ArticleWriter::rolled_back(std::size_t waiting) {
  resolver_.forget();
  // What was settled since was taken back with the rest: the caller asks before its savepoint.
  waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(waiting), waiting_.end());
}

void ArticleWriter::settle() {
  transaction_.writer().add_evidence(waiting_);
  waiting_.clear();
}

std::optional<NodeId> ArticleWriter::earlier_version(const PreparedArticle& article) {
  const GraphReader& reader = transaction_.reader();
  const IndexDefinition* index = find_key_index(reader.catalog(), kArticleLabel, kArticleKey);
  if (index == nullptr) throw UsageError("the article schema is not declared");
  std::vector<NodeId> found;
  transaction_.writer().find_nodes(index->id, Value(article.facts.article), found);
  if (found.empty()) return std::nullopt;
  settle();
  return found.front();
}

NodeId ArticleWriter::write_article_node(const PreparedArticle& article,
                                         std::optional<NodeId> earlier, LoadReport& report) {
  GraphWriter& writer = transaction_.writer();
  const PropertyEntry properties[] = {
      {writer.property_key(kArticleKey), Value(article.facts.article)},
      {writer.property_key("name"), Value(name_of(article))},
      {writer.property_key("text"), Value(article.text)},
      {writer.property_key("language"), Value(article.facts.language)},
      {writer.property_key("published"),
       article.facts.published.empty() ? Value() : Value(article.facts.published)},
      {writer.property_key("url"), article.url.empty() ? Value() : Value(article.url)},
      {writer.property_key("sha256"), Value(article.sha256)},
      {writer.property_key("rules"), Value(fingerprint_)},
  };
  if (earlier) {
    // Before the text changes: records quote the text that they were taken from.
    const WithdrawalReport withdrawn = writer.withdraw_document(*earlier);
    if (withdrawn.nodes > 0 || withdrawn.relationships > 0) resolver_.forget();
    report.nodes_removed += withdrawn.nodes;
    report.relationships_removed += withdrawn.relationships;
    for (const PropertyEntry& entry : properties) {
      writer.set_property(EntityKind::Node, earlier->value, entry.key, entry.value);
    }
    ++report.replaced;
    return *earlier;
  }
  const LabelId labels[] = {writer.label(kArticleLabel)};
  ++report.added;
  return writer.create_node(labels, properties);
}

void ArticleWriter::write_mentions(const DocumentText& body, NodeId document, NodeId node,
                                   std::span<const TextSpan> spans, LoadReport& report) {
  GraphWriter& writer = transaction_.writer();
  const RelationshipTypeId type = writer.relationship_type(kMentionsType);
  const PropertyKeyId start = writer.property_key("start");
  const PropertyKeyId end = writer.property_key("end");
  EvidenceRecord record;
  record.document = document;
  record.rule = kMentionRule;
  record.confidence = kMentionConfidence;
  record.asserted_at_ms = now_ms_;
  for (const TextSpan& span : spans) {
    quote(span, body, record);
    const PropertyEntry place[] = {{start, Value(record.start)}, {end, Value(record.end)}};
    writer.create_extracted(type, document, node, place, {&record, 1});
  }
  report.mentions += spans.size();
  report.evidence_records += spans.size();
}

void ArticleWriter::write_fact(const PreparedArticle& article, std::size_t place, NodeId document,
                               NodeId head, NodeId tail, LoadReport& report) {
  const ExtractedFact& fact = article.facts.facts[place];
  std::vector<EvidenceRecord> records(fact.evidence.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    EvidenceRecord& record = records[i];
    quote(fact.evidence[i], record);
    record.document = document;
    record.rule = fact.rule;
    record.confidence = fact.confidence;
    record.asserted_at_ms = now_ms_;
    record.properties = article.fact_values.at(place);
  }
  const Resolved<RelationshipId> relationship = resolver_.relationship(
      fact.type, head, tail, {discriminator_of(fact.type), article.fact_forms.at(place)}, records);
  ++(relationship.created ? report.relationships_created : report.relationships_merged);
  ++report.facts_found[fact.type];
  report.evidence_records += records.size();
  if (relationship.created) return;
  for (EvidenceRecord& record : records) {
    waiting_.push_back({EntityKind::Relationship, relationship.id.value, std::move(record)});
  }
}

void ArticleWriter::write(const PreparedArticle& article, std::optional<NodeId> earlier,
                          const CorpusIdentity& identity, LoadReport& report) {
  const ArticleFacts& facts = article.facts;
  const NodeId document = write_article_node(article, earlier, report);
  const DocumentText& body = *article.body;
  transaction_.writer().quote_from(document, article.body);

  // Where an entity without a mention is implied: the first fact that ends at it.
  std::unordered_map<std::string_view, const ExtractedFact*> implied_by;
  for (const ExtractedFact& fact : facts.facts) {
    implied_by.emplace(fact.head, &fact);
    implied_by.emplace(fact.tail, &fact);
  }

  std::unordered_map<std::string_view, NodeId> nodes;
  for (std::size_t i = 0; i < facts.entities.size(); ++i) {
    const ExtractedEntity& entity = facts.entities[i];
    EvidenceRecord record;
    if (!entity.mentions.empty()) {
      quote(entity.mentions.front(), body, record);
      record.rule = kMentionRule;
      record.confidence = kMentionConfidence;
    } else if (const auto fact = implied_by.find(entity.key); fact != implied_by.end()) {
      quote(fact->second->evidence.front(), record);
      record.rule = fact->second->rule;
      record.confidence = fact->second->confidence;
    } else {
      continue;  // nothing in the text stands for it
    }
    record.document = document;
    record.asserted_at_ms = now_ms_;
    record.properties = article.entity_values.at(i);
    const std::string_view label = to_string(entity.label);
    const Resolved<NodeId> node = resolver_.node(label, kEntityKey, identity.key_of(entity.key));
    nodes.emplace(entity.key, node.id);
    ++(node.created ? report.nodes_created : report.nodes_merged);
    ++report.entities_found[std::string(label)];
    ++report.evidence_records;
    waiting_.push_back({EntityKind::Node, node.id.value, std::move(record)});
    write_mentions(body, document, node.id, entity.mentions, report);
  }

  for (std::size_t i = 0; i < facts.facts.size(); ++i) {
    const ExtractedFact& fact = facts.facts[i];
    const auto head = nodes.find(fact.head);
    const auto tail = nodes.find(fact.tail);
    if (head == nodes.end() || tail == nodes.end()) {
      throw InputError(fact.type + " ends at '" + (head == nodes.end() ? fact.head : fact.tail) +
                       "', which is no entity of the article");
    }
    if (head->second == tail->second) continue;  // two names that turned out to be one person
    // One direction for what has none, so that the order of articles does not matter.
    const bool turned =
        is_symmetric(fact.type) && identity.key_of(fact.tail) < identity.key_of(fact.head);
    write_fact(article, i, document, turned ? tail->second : head->second,
               turned ? head->second : tail->second, report);
  }
}

}  // namespace liaison::loaders
