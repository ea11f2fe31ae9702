// Withdrawing takes away exactly what only the withdrawn documents said: after random additions,
// withdrawals and deletions of documents the graph is the one that the remaining documents make by
// themselves, in whatever order. LIAISON_TEST_SEED replays a run.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "liaison/engine/check.h"
#include "liaison/engine/compare.h"
#include "support/seed.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

constexpr const char* kNames[] = {"Ada", "Ben", "Cyd", "Dan", "Eve", "Fay"};
constexpr const char* kTypes[] = {"MET", "LED"};
constexpr const char* kWords[] = {"agency", "border",  "city",   "delta", "east", "forum",
                                  "guard",  "harbour", "island", "joint", "kilo", "law"};

// That a node, or a relationship between two, is there, and what its properties are.
struct Fact {
  std::string source;
  std::string target;  // empty: a node
  std::string type;
  ValueMap properties;
  double confidence = 1;
};

struct Document {
  std::string text;
  std::vector<Fact> facts;
};

std::string text_of(const Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  std::string text = "[";
  for (const Value& element : value.as_list()) text += text_of(element) + ",";
  return text + "]";
}

// A graph that documents are told to, one transaction each.
class Graph {
 public:
  Graph(const std::vector<Document>& documents, const std::vector<Fact>& asserted)
      : documents_(documents) {
    auto tx = db_->begin(TransactionMode::Write);
    for (const Fact& fact : asserted) {
      GraphWriter& w = tx.writer();
      const std::uint64_t entity = entity_of(tx, fact, false);
      for (const auto& [key, value] : fact.properties) {
        w.set_property(kind_of(fact), entity, w.property_key(key), value);
      }
    }
    tx.commit();
  }

  void add(std::size_t number) {
    auto tx = db_->begin(TransactionMode::Write);
    GraphWriter& w = tx.writer();
    const Document& document = documents_[number];
    if (!nodes_.contains(number)) {
      const PropertyEntry text{w.property_key("text"), document.text};
      nodes_[number] = w.create_node({}, {&text, 1});
    }
    for (const Fact& fact : document.facts) {
      EvidenceRecord record;
      record.document = nodes_[number];
      record.end = static_cast<std::int64_t>(document.text.find(' '));
      record.quote = document.text.substr(0, static_cast<std::size_t>(record.end));
      record.confidence = fact.confidence;
      record.properties = fact.properties;
      w.add_evidence(kind_of(fact), entity_of(tx, fact, true), record);
    }
    tx.commit();
  }

  void withdraw(std::size_t number) {
    auto tx = db_->begin(TransactionMode::Write);
    const WithdrawalReport preview = tx.writer().preview_withdrawal(nodes_[number]);
    const WithdrawalReport report = tx.writer().withdraw_document(nodes_[number]);
    CHECK(preview.records == report.records);
    CHECK(preview.nodes == report.nodes);
    CHECK(preview.relationships == report.relationships);
    CHECK(preview.properties == report.properties);
    tx.commit();
  }

  void forget(std::size_t number) {
    auto tx = db_->begin(TransactionMode::Write);
    tx.writer().delete_node(nodes_[number]);
    tx.commit();
    nodes_.erase(number);
  }

  // Each node and relationship with its properties and support, in words.
  std::map<std::string, std::string> description() {
    std::map<std::string, std::string> out;
    auto tx = db_->begin(TransactionMode::Read);
    const GraphReader& reader = tx.reader();
    std::map<NodeId, std::string> names;
    std::vector<NodeId> nodes;
    for (const auto scan = reader.scan_nodes(); scan->next(100, nodes) > 0;) {
    }
    for (const NodeId node : nodes) {
      const ValueMap properties = properties_of(reader, EntityKind::Node, node.value);
      const auto name = std::find_if(properties.begin(), properties.end(),
                                     [](const auto& entry) { return entry.first == "name"; });
      if (name == properties.end()) continue;  // a document
      names[node] = name->second.as_string();
      out[names[node]] = describe(reader, EntityKind::Node, node.value, properties);
    }
    std::vector<RelationshipId> ids;
    std::vector<RelationshipEnds> ends;
    for (const auto scan = reader.scan_relationships(); scan->next(100, ids, ends) > 0;) {
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string key = names[ends[i].source] + " " +
                              reader.catalog().relationship_type_name(ends[i].type) + " " +
                              names[ends[i].target];
      CHECK(!out.contains(key));
      out[key] = describe(reader, EntityKind::Relationship, ids[i].value,
                          properties_of(reader, EntityKind::Relationship, ids[i].value));
    }
    return out;
  }

  void require_clean() { REQUIRE(check(*db_).problems == std::vector<std::string>()); }

 private:
  static EntityKind kind_of(const Fact& fact) {
    return fact.target.empty() ? EntityKind::Node : EntityKind::Relationship;
  }

  NodeId node_of(Transaction& tx, const std::string& name, bool extracted) {
    GraphWriter& w = tx.writer();
    const PropertyKeyId key = w.property_key("name");
    std::vector<NodeId> nodes;
    for (const auto scan = tx.reader().scan_label(w.label("Thing")); scan->next(100, nodes) > 0;) {
    }
    for (const NodeId node : nodes) {
      ColumnVector column;
      tx.reader().gather(EntityKind::Node, {&node.value, 1}, key, column);
      if (column.get(0).as_string() == name) return node;
    }
    const LabelId label = w.label("Thing");
    const PropertyEntry entry{key, name};
    const NodeId node = w.create_node({&label, 1}, {&entry, 1});
    if (extracted) w.mark_extracted(EntityKind::Node, node.value);
    return node;
  }

  std::uint64_t entity_of(Transaction& tx, const Fact& fact, bool extracted) {
    const NodeId source = node_of(tx, fact.source, extracted);
    if (fact.target.empty()) return source.value;
    const NodeId target = node_of(tx, fact.target, extracted);
    const RelationshipTypeId type = tx.writer().relationship_type(fact.type);
    ExpandResult steps;
    tx.reader().expand({&source, 1}, {&type, 1}, Direction::Outgoing, steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps.neighbour[i] == target) return steps.relationship[i].value;
    }
    const RelationshipId made = tx.writer().create_relationship(type, source, target, {});
    if (extracted) tx.writer().mark_extracted(EntityKind::Relationship, made.value);
    return made.value;
  }

  static ValueMap properties_of(const GraphReader& reader, EntityKind kind, std::uint64_t entity) {
    std::vector<std::vector<PropertyEntry>> found;
    reader.gather_all(kind, {&entity, 1}, found);
    ValueMap properties;
    for (const PropertyEntry& entry : found.front()) {
      properties.emplace_back(reader.catalog().property_key_name(entry.key), entry.value);
    }
    std::sort(properties.begin(), properties.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return properties;
  }

  static std::string describe(const GraphReader& reader, EntityKind kind, std::uint64_t entity,
                              const ValueMap& properties) {
    std::string text;
    for (const auto& [key, value] : properties) text += key + "=" + text_of(value) + " ";
    const auto records = reader.evidence(kind, entity);
    const Support support = support_of(records);
    return text + std::to_string(records.size()) + " records, support " +
           std::to_string(support.documents) + ", confidence " +
           std::to_string(std::lround(support.confidence * 1e6));
  }

  const std::vector<Document>& documents_;
  test::TestDatabase db_{test::TestDatabase::Where::Memory};
  std::map<std::size_t, NodeId> nodes_;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  std::vector<Document> documents(std::size_t count) {
    std::vector<Document> out;
    for (std::size_t i = 0; i < count; ++i) {
      Document document;
      if (i > 0 && pick(4) == 0) {
        document.text = out[pick(i)].text + " (from our partners)";  // a copy
      } else {
        for (int word = 0; word < 80; ++word) {
          document.text += std::string(word > 0 ? " " : "") + kWords[pick(std::size(kWords))];
        }
      }
      for (std::uint64_t n = 1 + pick(4); n > 0; --n) {
        const Fact fact = relationship();
        document.facts.push_back(node(fact.source));
        if (pick(3) > 0) document.facts.push_back(node(fact.source));
        document.facts.push_back(node(fact.target));
        document.facts.push_back(fact);
      }
      out.push_back(std::move(document));
    }
    return out;
  }

  std::vector<Fact> asserted() {
    std::vector<Fact> out;
    for (std::uint64_t n = pick(4); n > 0; --n) {
      out.push_back(pick(2) == 0 ? relationship() : node(name()));
    }
    return out;
  }

  void shuffle(std::vector<std::size_t>& numbers) {
    std::shuffle(numbers.begin(), numbers.end(), random_);
  }

 private:
  std::string name() { return kNames[pick(std::size(kNames))]; }
  double confidence() { return 0.3 + 0.1 * static_cast<double>(pick(7)); }

  Fact node(std::string source) {
    Fact fact{std::move(source), "", "", {}, confidence()};
    if (pick(2) == 0)
      fact.properties.emplace_back("title", Value(pick(2) == 0 ? "chief" : "envoy"));
    if (pick(2) == 0) {
      ValueList names;
      for (std::uint64_t n = 1 + pick(2); n > 0; --n) names.emplace_back(kWords[pick(3)]);
      fact.properties.emplace_back("aliases", Value(std::move(names)));
    }
    return fact;
  }

  Fact relationship() {
    Fact fact{name(), name(), kTypes[pick(2)], {}, confidence()};
    while (fact.target == fact.source) fact.target = name();
    if (pick(2) == 0) {
      fact.properties.emplace_back("date", Value(pick(2) == 0 ? "2025" : "2025-11-24"));
    }
    return fact;
  }

  std::mt19937_64 random_;
};

void compare(Graph& graph, Generator& random, const std::vector<Document>& documents,
             const std::vector<Fact>& asserted, const std::set<std::size_t>& told) {
  Graph fresh(documents, asserted);
  std::vector<std::size_t> order(told.begin(), told.end());
  random.shuffle(order);
  for (const std::size_t number : order) fresh.add(number);
  const auto found = graph.description();
  const auto expected = fresh.description();
  for (const auto& [key, text] : expected) {
    CAPTURE(key);
    REQUIRE(found.contains(key));
    REQUIRE(found.at(key) == text);
  }
  for (const auto& [key, text] : found) {
    CAPTURE(key);
    REQUIRE(expected.contains(key));
  }
}

void walk(std::uint64_t seed) {
  CAPTURE(seed);
  Generator random(seed);
  const std::vector<Document> documents = random.documents(3 + random.pick(6));
  const std::vector<Fact> asserted = random.asserted();
  Graph graph(documents, asserted);
  std::set<std::size_t> told;
  for (int step = 0; step < 24; ++step) {
    const std::size_t number = random.pick(documents.size());
    if (!told.contains(number)) {
      graph.add(number);
      told.insert(number);
    } else {
      if (random.pick(4) == 0) {
        graph.forget(number);
      } else {
        graph.withdraw(number);
      }
      told.erase(number);
    }
    if (step % 4 == 3) compare(graph, random, documents, asserted, told);
  }
  for (const std::size_t number : told) graph.withdraw(number);
  compare(graph, random, documents, asserted, {});
  graph.require_clean();
}

}  // namespace

TEST_CASE("after withdrawals the graph is what the remaining documents make of it") {
  const char* given = std::getenv("LIAISON_SEQUENCES");
  const std::uint64_t sequences = given == nullptr ? 40 : std::strtoull(given, nullptr, 10) / 10;
  const std::uint64_t seed = test::random_seed();
  for (std::uint64_t i = 0; i < sequences; ++i) walk(seed + i);
}
