// Random operations on the engine and on a model (graph, indexes, evidence), with savepoints and
// transactions in each other's way, compared inside each transaction, after each commit and after
// reopening, with a clean check. LIAISON_TEST_SEED replays a run, LIAISON_SEQUENCES asks for more.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "liaison/engine/check.h"
#include "liaison/engine/error.h"
#include "support/model_graph.h"
#include "support/seed.h"
#include "support/test_database.h"

using namespace liaison;

namespace {

class RandomWalk {
 public:
  RandomWalk(test::TestDatabase& db, std::uint64_t seed) : db_(db), random_(seed) {
    auto tx = db_->begin(TransactionMode::Write);
    for (const char* name : {"A", "B", "C"}) labels_.push_back(tx.writer().label(name));
    for (const char* name : {"X", "Y"}) types_.push_back(tx.writer().relationship_type(name));
    for (const char* name : {"p", "q", "r"}) keys_.push_back(tx.writer().property_key(name));
    for (int i = 0; i < 2; ++i) {
      const PropertyEntry text{tx.writer().property_key("text"), kText};
      const NodeId document = tx.writer().create_node({}, {&text, 1});
      documents_.insert(document.value);
      model_.nodes[document.value].properties[text.key.value] = text.value;
    }
    tx.commit();
  }

  void transaction(std::size_t operations) {
    const auto mode = random_() % 2 == 0 ? TransactionMode::Write : TransactionMode::Optimistic;
    const test::ModelGraph before = model_;
    const Evidence evidence_before = evidence_;
    auto tx = db_->begin(mode);
    for (std::size_t i = 0; i < operations; ++i) {
      if (random_() % 20 == 0) {
        const test::ModelGraph kept = model_;
        const Evidence evidence_kept = evidence_;
        const std::size_t savepoint = tx.savepoint();
        for (int n = 0; n < 5; ++n) operation(tx);
        tx.rollback_to(savepoint);
        model_ = kept;
        evidence_ = evidence_kept;
      } else {
        operation(tx);
      }
    }
    compare(tx.reader(), "inside the transaction");
    if (random_() % 6 == 0) {
      tx.rollback();
      model_ = before;
      evidence_ = evidence_before;
    } else {
      tx.commit();
    }
  }

  // Two optimistic transactions change a node each: the second to commit conflicts exactly when it
  // is the same node.
  void two_transactions() {
    const std::uint64_t a = any(model_.nodes);
    const std::uint64_t b = any(model_.nodes);
    auto first = db_->begin(TransactionMode::Optimistic);
    auto second = db_->begin(TransactionMode::Optimistic);
    // Values that were never there: writing what is there already changes nothing.
    const Value of_first(next_value_++);
    const Value of_second(next_value_++);
    first.writer().set_property(EntityKind::Node, a, keys_[0], of_first);
    second.writer().set_property(EntityKind::Node, b, keys_[1], of_second);
    first.commit();
    model_.nodes[a].properties[keys_[0].value] = of_first;
    if (a == b) {
      CHECK_THROWS_AS(second.commit(), ConflictError);
    } else {
      second.commit();
      model_.nodes[b].properties[keys_[1].value] = of_second;
    }
  }

  void compare_published() {
    auto tx = db_->begin(TransactionMode::Read);
    compare(tx.reader(), "after the commit");
  }

 private:
  static constexpr const char* kText = "one two three";
  // (kind, entity) -> number of the record -> document
  using Evidence =
      std::map<std::pair<EntityKind, std::uint64_t>, std::map<std::uint32_t, std::uint64_t>>;

  void change_evidence(GraphWriter& w) {
    EntityKind kind = EntityKind::Node;
    std::uint64_t entity = 0;
    if (!model_.relationships.empty() && pick(2) == 0) {
      kind = EntityKind::Relationship;
      entity = any(model_.relationships);
    } else {
      entity = any(model_.nodes);
    }
    auto& records = evidence_[{kind, entity}];
    if (!records.empty() && pick(3) == 0) {
      auto at = records.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(pick(records.size())));
      w.remove_evidence(kind, entity, at->first);
      records.erase(at);
      return;
    }
    EvidenceRecord record;
    record.document = NodeId(any(documents_));
    record.quote = "two";
    record.start = 4;
    record.end = 7;
    record.rule = "walk";
    record.confidence = 0.25;
    const std::uint32_t n = w.add_evidence(kind, entity, record);
    REQUIRE(!records.contains(n));
    records[n] = record.document.value;
  }

  void compare_evidence(const GraphReader& reader) {
    std::map<std::uint64_t, std::size_t> cited;
    for (const auto& [entity, records] : evidence_) {
      std::map<std::uint32_t, std::uint64_t> found;
      for (const EvidenceEntry& entry : reader.evidence(entity.first, entity.second)) {
        found[entry.n] = entry.record.document.value;
      }
      REQUIRE(found == records);
      for (const auto& [n, document] : records) ++cited[document];
    }
    for (const std::uint64_t document : documents_) {
      REQUIRE(reader.cited_by(NodeId(document)).size() == cited[document]);
    }
  }

  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  Value value() {
    switch (pick(8)) {
      case 0:
        return Value(static_cast<std::int64_t>(pick(5)) - 2);
      case 1:
        return Value(static_cast<double>(pick(5)) - 2);
      case 2:
        return Value(static_cast<double>(pick(100)) / 7);
      case 3:
        return Value(std::string(pick(4), 'a') + "ế");
      case 4:
        return Value(pick(2) == 0);
      case 5:
        return Value(ValueList{Value(1), Value("x")});
      case 6:
        return Value(Date{static_cast<std::int64_t>(pick(10))});
      default:
        return Value(std::string(pick(40) * 10, 'z'));
    }
  }

  std::vector<PropertyEntry> properties(std::map<std::uint32_t, Value>& model) {
    std::vector<PropertyEntry> out;
    for (const PropertyKeyId key : keys_) {
      if (pick(2) == 0) continue;
      out.push_back({key, value()});
      model[key.value] = out.back().value;
    }
    std::shuffle(out.begin(), out.end(), random_);
    return out;
  }

  template <class Map>
  std::uint64_t any(const Map& map) {
    auto at = map.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(pick(map.size())));
    if constexpr (requires { at->first; }) {
      return at->first;
    } else {
      return *at;
    }
  }

  void operation(Transaction& tx) {
    GraphWriter& w = tx.writer();
    if (pick(12) == 0) return change_evidence(w);
    const std::uint64_t choice = pick(100);
    if (choice < 25) {
      test::ModelGraph::Node node;
      std::vector<LabelId> labels;
      for (const LabelId label : labels_) {
        if (pick(3) == 0) {
          labels.push_back(label);
          node.labels.insert(label.value);
        }
      }
      const auto entries = properties(node.properties);
      const NodeId id = w.create_node(labels, entries);
      REQUIRE(!model_.nodes.contains(id.value));
      model_.nodes[id.value] = node;
    } else if (choice < 50) {
      test::ModelGraph::Relationship relationship;
      relationship.type = types_[pick(types_.size())].value;
      relationship.source = any(model_.nodes);
      relationship.target = pick(8) == 0 ? relationship.source : any(model_.nodes);
      const auto entries = properties(relationship.properties);
      const RelationshipId id =
          w.create_relationship(RelationshipTypeId(relationship.type), NodeId(relationship.source),
                                NodeId(relationship.target), entries);
      REQUIRE(!model_.relationships.contains(id.value));
      model_.relationships[id.value] = relationship;
    } else if (choice < 62) {
      const std::uint64_t node = any(model_.nodes);
      const PropertyKeyId key = keys_[pick(keys_.size())];
      const Value v = pick(4) == 0 ? Value() : value();
      w.set_property(EntityKind::Node, node, key, v);
      auto& map = model_.nodes[node].properties;
      if (v.is_null()) {
        map.erase(key.value);
      } else {
        map[key.value] = v;
      }
    } else if (choice < 66) {
      const std::uint64_t node = any(model_.nodes);
      if (documents_.contains(node)) return;  // its text is quoted
      model_.nodes[node].properties.clear();
      const auto entries = properties(model_.nodes[node].properties);
      w.replace_properties(EntityKind::Node, node, entries);
    } else if (choice < 76) {
      const std::uint64_t node = any(model_.nodes);
      const LabelId label = labels_[pick(labels_.size())];
      auto& labels = model_.nodes[node].labels;
      if (pick(2) == 0) {
        CHECK(w.add_label(NodeId(node), label) == labels.insert(label.value).second);
      } else {
        CHECK(w.remove_label(NodeId(node), label) == (labels.erase(label.value) == 1));
      }
    } else if (choice < 84) {
      if (model_.relationships.empty()) return;
      const std::uint64_t relationship = any(model_.relationships);
      w.delete_relationship(RelationshipId(relationship));
      model_.relationships.erase(relationship);
      evidence_.erase({EntityKind::Relationship, relationship});
    } else if (choice < 92) {
      const std::uint64_t node = any(model_.nodes);
      if (documents_.contains(node)) return;  // that would withdraw what it says
      if (model_.is_connected(node)) {
        CHECK_THROWS_AS(w.delete_node(NodeId(node)), ConstraintError);
      } else {
        w.delete_node(NodeId(node));
        model_.nodes.erase(node);
        evidence_.erase({EntityKind::Node, node});
      }
    } else if (choice < 97) {
      if (model_.relationships.empty()) return;
      const std::uint64_t relationship = any(model_.relationships);
      const PropertyKeyId key = keys_[pick(keys_.size())];
      const Value v = value();
      w.set_property(EntityKind::Relationship, relationship, key, v);
      model_.relationships[relationship].properties[key.value] = v;
    } else {
      const auto& indexes = tx.reader().catalog().indexes();
      if (indexes.size() < 3) {
        IndexDefinition index;
        index.token = labels_[pick(labels_.size())].value;
        index.keys = {keys_[pick(keys_.size())]};
        if (pick(3) == 0) index.keys = {keys_[0], keys_[2]};
        try {
          w.create_index(index);
        } catch (const UsageError&) {  // the same index is there already
        }
      } else {
        w.drop_index(indexes[pick(indexes.size())].id);
      }
    }
  }

  void compare(const GraphReader& reader, const char* when) {
    INFO(when);
    const auto differences = model_.differences(reader, labels_, types_, keys_);
    REQUIRE(differences == std::vector<std::string>());
    compare_evidence(reader);
  }

  test::TestDatabase& db_;
  std::mt19937_64 random_;
  test::ModelGraph model_;
  Evidence evidence_;
  std::int64_t next_value_ = 1000;
  std::set<std::uint64_t> documents_;
  std::vector<LabelId> labels_;
  std::vector<RelationshipTypeId> types_;
  std::vector<PropertyKeyId> keys_;
};

std::uint64_t sequences() {
  const char* given = std::getenv("LIAISON_SEQUENCES");
  return given == nullptr ? 2000 : std::strtoull(given, nullptr, 10);
}

void walk(test::TestDatabase& db, std::uint64_t seed, int transactions, std::size_t operations) {
  INFO("seed ", seed);
  RandomWalk walk(db, seed);
  for (int i = 0; i < transactions; ++i) {
    walk.transaction(operations);
    walk.compare_published();
    if (i % 3 == 2) {
      walk.two_transactions();
      walk.compare_published();
    }
    if (i % 5 == 4) {
      REQUIRE(check(*db).problems == std::vector<std::string>());
      db.reopen();
      walk.compare_published();
    }
  }
}

}  // namespace

TEST_CASE("random small transactions agree with the model in memory") {
  const std::uint64_t seed = test::random_seed();
  for (std::uint64_t i = 0; i < sequences() / 20; ++i) {
    test::TestDatabase db(test::TestDatabase::Where::Memory);
    walk(db, seed + i, 15, 12);
  }
}

TEST_CASE("random large transactions agree with the model while pages are folded") {
  const std::uint64_t seed = test::random_seed();
  test::TestDatabase db(test::TestDatabase::Where::Memory);
  walk(db, seed, 10, 300);
}

TEST_CASE("random transactions agree with the model on disk and after reopening") {
  const std::uint64_t seed = test::random_seed();
  for (std::uint64_t i = 0; i < 3 + sequences() / 2000; ++i) {
    test::TestDatabase db(test::TestDatabase::Where::Folder);
    walk(db, seed + i, 15, 60);
  }
}
