// The one property of the read cache: with it or without, the same answers. Random writes,
// snapshots old and new, transactions with changes of their own, builds, rebuilds and evictions;
// after each step the cached reader is held against the table reader under it.
// LIAISON_TEST_SEED replays a run.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "graph/cached_reader.h"
#include "support/seed.h"
#include "support/temporary_directory.h"

#include "liaison/engine/database.h"
#include "liaison/engine/gather.h"
#include "liaison/engine/neighbour_lists.h"
#include "liaison/engine/node_blocks.h"

namespace liaison::engine {
namespace {

class Comparison {
 public:
  Comparison(const GraphReader& reader, std::mt19937_64& random, std::vector<LabelId> labels,
             std::vector<RelationshipTypeId> types, std::vector<PropertyKeyId> keys)
      : cached_(dynamic_cast<const CachedGraphReader&>(reader)),
        tables_(cached_.tables()),
        random_(random),
        labels_(std::move(labels)),
        types_(std::move(types)),
        keys_(std::move(keys)) {}

  void run(std::uint64_t node_bound, std::uint64_t relationship_bound) {
    const auto nodes = all(*tables_.scan_nodes());
    REQUIRE(all(*cached_.scan_nodes()) == nodes);
    for (const LabelId label : labels_) {
      const auto labelled = all(*tables_.scan_label(label));
      REQUIRE(all(*cached_.scan_label(label)) == labelled);
      REQUIRE(all(*scan_label_blocks(cached_, label)) == labelled);
      REQUIRE(all(*scan_label_blocks(tables_, label)) == labelled);
    }
    compare_relationship_scans();
    compare_indexes();
    // A stretch, a handful in any order, and one at a time.
    compare_at(stretch<NodeId>(node_bound), stretch<RelationshipId>(relationship_bound));
    compare_at(some<NodeId>(node_bound, 40), some<RelationshipId>(relationship_bound, 40));
    compare_at(some<NodeId>(node_bound, 1), some<RelationshipId>(relationship_bound, 1));
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  template <class Id>
  std::vector<Id> stretch(std::uint64_t bound) {
    const std::uint64_t first = pick(bound);
    std::vector<Id> ids;
    for (std::uint64_t i = 0; i < 600; ++i) ids.push_back(Id(first + i));
    return ids;
  }
  template <class Id>
  std::vector<Id> some(std::uint64_t bound, std::size_t count) {
    std::vector<Id> ids;
    for (std::size_t i = 0; i < count; ++i) {
      ids.push_back(i > 0 && pick(4) == 0 ? ids[pick(i)] : Id(pick(bound)));
    }
    return ids;
  }

  static std::vector<NodeId> all(NodeScan& scan) {
    std::vector<NodeId> ids;
    while (scan.next(100, ids) > 0) {
    }
    return ids;
  }

  static std::vector<NodeId> all(NodeBlockScan& scan) {
    std::vector<NodeId> ids;
    for (NodeBlock block; scan.next(block);) {
      const std::size_t before = ids.size();
      REQUIRE(block.first % NodeBlock::kIds == 0);
      for (std::uint64_t i = 0; i < NodeBlock::kIds; ++i) {
        if ((block.bits[i / 64] >> (i % 64) & 1) != 0) ids.push_back(NodeId(block.first + i));
      }
      REQUIRE(ids.size() > before);
    }
    return ids;
  }

  void compare_relationship_scans() {
    std::vector<RelationshipId> ids[2];
    std::vector<RelationshipEnds> ends[2];
    const auto cached = cached_.scan_relationships();
    const auto tables = tables_.scan_relationships();
    while (cached->next(100, ids[0], ends[0]) > 0) {
    }
    while (tables->next(77, ids[1], ends[1]) > 0) {
    }
    REQUIRE(ids[0] == ids[1]);
    for (std::size_t i = 0; i < ends[0].size(); ++i) REQUIRE(same(ends[0][i], ends[1][i]));
  }
  static bool same(const RelationshipEnds& a, const RelationshipEnds& b) {
    return a.type == b.type && a.source == b.source && a.target == b.target;
  }

  void compare_at(const std::vector<NodeId>& nodes,
                  const std::vector<RelationshipId>& relationships) {
    compare_traversal(nodes);
    compare_records(nodes, relationships);
    std::vector<std::uint64_t> node_ids, relationship_ids;
    for (const NodeId node : nodes) node_ids.push_back(node.value);
    for (const RelationshipId id : relationships) relationship_ids.push_back(id.value);
    compare_properties(EntityKind::Node, node_ids);
    compare_properties(EntityKind::Relationship, relationship_ids);
  }

  void compare_traversal(const std::vector<NodeId>& nodes) {
    std::vector<RelationshipTypeId> some_types;
    for (std::uint64_t left = pick(3); left > 0; --left) {
      some_types.push_back(types_[pick(types_.size())]);
    }
    for (const Direction direction : {Direction::Outgoing, Direction::Incoming, Direction::Both}) {
      ExpandResult found, expected;
      cached_.expand(nodes, some_types, direction, found);
      tables_.expand(nodes, some_types, direction, expected);
      REQUIRE(found.source_row == expected.source_row);
      REQUIRE(found.neighbour == expected.neighbour);
      REQUIRE(found.relationship == expected.relationship);
      REQUIRE(found.type == expected.type);
      REQUIRE(found.is_outgoing == expected.is_outgoing);
      std::vector<std::uint64_t> degrees, expected_degrees;
      cached_.degree(nodes, some_types, direction, degrees);
      tables_.degree(nodes, some_types, direction, expected_degrees);
      REQUIRE(degrees == expected_degrees);
      if (direction == Direction::Both) continue;
      compare_views(nodes, direction);
      const RelationshipTypeId type = types_[pick(types_.size())];
      const auto cached = cached_.neighbours(type, direction);
      const auto tables = tables_.neighbours(type, direction);
      for (std::size_t i = 0; i < nodes.size(); i += 1 + nodes.size() / 50) {
        const NeighbourList a = cached->list(nodes[i]);
        const NeighbourList b = tables->list(nodes[i]);
        REQUIRE(std::equal(a.neighbours.begin(), a.neighbours.end(), b.neighbours.begin(),
                           b.neighbours.end()));
        REQUIRE(std::equal(a.relationships.begin(), a.relationships.end(), b.relationships.begin(),
                           b.relationships.end()));
      }
    }
  }

  // Whole lists of many nodes, of one type or of all, few at a time or many.
  void compare_views(const std::vector<NodeId>& nodes, Direction direction) {
    const std::uint64_t which = pick(types_.size() + 1);
    const RelationshipTypeId type = which == 0 ? RelationshipTypeId() : types_[which - 1];
    const std::vector<RelationshipTypeId> asked(which == 0 ? 0 : 1, type);
    const auto cached = view_neighbours(cached_, type, direction);
    const auto tables = view_neighbours(tables_, type, direction);
    std::vector<NeighbourView> found, stored;
    for (std::size_t begin = 0, count = 1; begin < nodes.size(); begin += count, count *= 4) {
      const auto some = std::span(nodes).subspan(begin, std::min(count, nodes.size() - begin));
      cached->read(some, found);
      tables->read(some, stored);
      REQUIRE(found.size() == some.size());
      REQUIRE(stored.size() == some.size());
      ExpandResult expected;
      tables_.expand(some, asked, direction, expected);
      std::size_t at = 0;
      for (std::size_t row = 0; row < some.size(); ++row) {
        REQUIRE(found[row].size() == stored[row].size());
        for (std::size_t i = 0; i < found[row].size(); ++i, ++at) {
          REQUIRE(at < expected.size());
          REQUIRE(expected.source_row[at] == row);
          REQUIRE(found[row].neighbours[i] == expected.neighbour[at]);
          REQUIRE(found[row].relationships[i] == expected.relationship[at]);
          REQUIRE(stored[row].neighbours[i] == expected.neighbour[at]);
          REQUIRE(stored[row].relationships[i] == expected.relationship[at]);
        }
      }
      REQUIRE(at == expected.size());
    }
  }

  void compare_records(const std::vector<NodeId>& nodes,
                       const std::vector<RelationshipId>& relationships) {
    std::vector<std::uint8_t> flags, expected_flags;
    cached_.nodes_exist(nodes, flags);
    tables_.nodes_exist(nodes, expected_flags);
    REQUIRE(flags == expected_flags);
    std::vector<std::vector<LabelId>> labels, expected_labels;
    cached_.labels(nodes, labels);
    tables_.labels(nodes, expected_labels);
    REQUIRE(labels == expected_labels);
    for (const LabelId label : labels_) {
      cached_.has_label(nodes, label, flags);
      tables_.has_label(nodes, label, expected_flags);
      REQUIRE(flags == expected_flags);
    }
    std::vector<std::optional<RelationshipEnds>> ends, expected_ends;
    cached_.relationship_ends(relationships, ends);
    tables_.relationship_ends(relationships, expected_ends);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      REQUIRE(ends[i].has_value() == expected_ends[i].has_value());
      if (ends[i]) REQUIRE(same(*ends[i], *expected_ends[i]));
    }
  }

  static bool same(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
      case ValueKind::Null:
        return true;
      case ValueKind::Boolean:
        return a.as_boolean() == b.as_boolean();
      case ValueKind::Integer:
        return a.as_integer() == b.as_integer();
      case ValueKind::Float:
        return a.as_float() == b.as_float();
      case ValueKind::String:
        return a.as_string() == b.as_string();
      case ValueKind::Date:
        return a.as_date().days == b.as_date().days;
      case ValueKind::List:
        return std::equal(a.as_list().begin(), a.as_list().end(), b.as_list().begin(),
                          b.as_list().end(),
                          [](const Value& x, const Value& y) { return same(x, y); });
      default:
        return false;
    }
  }

  void compare_properties(EntityKind kind, const std::vector<std::uint64_t>& ids) {
    for (const PropertyKeyId key : keys_) {
      ColumnVector found, expected;
      cached_.gather(kind, ids, key, found);
      tables_.gather(kind, ids, key, expected);
      REQUIRE(found.size() == expected.size());
      for (std::size_t i = 0; i < ids.size(); ++i) REQUIRE(same(found.get(i), expected.get(i)));
    }
    compare_together(kind, ids);
    std::vector<std::vector<PropertyEntry>> all_found, all_expected;
    cached_.gather_all(kind, ids, all_found);
    tables_.gather_all(kind, ids, all_expected);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      REQUIRE(all_found[i].size() == all_expected[i].size());
      for (std::size_t k = 0; k < all_found[i].size(); ++k) {
        REQUIRE(all_found[i][k].key == all_expected[i][k].key);
        REQUIRE(same(all_found[i][k].value, all_expected[i][k].value));
      }
    }
  }

  // All keys at once, and a few ids of those.
  void compare_together(EntityKind kind, std::span<const std::uint64_t> ids) {
    std::vector<PropertyKeyId> keys(keys_.begin(), keys_.end());
    std::vector<ColumnVector> found(keys.size()), stored(keys.size());
    std::vector<ColumnVector*> to_found, to_stored;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      to_found.push_back(&found[i]);
      to_stored.push_back(&stored[i]);
    }
    const auto some = ids.first(std::min<std::size_t>(ids.size(), pick(2) == 0 ? 10 : 1000));
    gather(cached_, kind, some, keys, to_found);
    gather(tables_, kind, some, keys, to_stored);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      ColumnVector expected;
      tables_.gather(kind, some, keys[i], expected);
      REQUIRE(found[i].size() == some.size());
      REQUIRE(stored[i].size() == some.size());
      for (std::size_t row = 0; row < some.size(); ++row) {
        REQUIRE(same(found[i].get(row), expected.get(row)));
        REQUIRE(same(stored[i].get(row), expected.get(row)));
      }
    }
  }

  std::optional<RangeBound> bound(bool text) {
    if (pick(4) == 0) return std::nullopt;
    return RangeBound{text ? Value("text " + std::to_string(pick(30)))
                           : Value(static_cast<std::int64_t>(random_())),
                      pick(2) == 0};
  }

  void compare_indexes() {
    for (const IndexDefinition& index : tables_.catalog().indexes()) {
      // Values that are there, and some that are not.
      const bool text = index.keys[0] == keys_[1];
      std::vector<Value> probes;
      std::vector<std::uint64_t> found, expected;
      cached_.seek_range(index.id, std::nullopt, std::nullopt, found);
      tables_.seek_range(index.id, std::nullopt, std::nullopt, expected);
      REQUIRE(found == expected);
      ColumnVector stored;
      tables_.gather(EntityKind::Node, expected, index.keys[0], stored);
      for (int i = 0; i < 5 && stored.size() > 0; ++i) {
        probes.push_back(stored.get(pick(stored.size())));
      }
      probes.push_back(Value("text " + std::to_string(pick(30))));
      probes.push_back({});
      SeekResult hits, expected_hits;
      cached_.seek(index.id, probes, hits);
      tables_.seek(index.id, probes, expected_hits);
      REQUIRE(hits.probe == expected_hits.probe);
      REQUIRE(hits.entity == expected_hits.entity);
      const auto lower = bound(text);
      const auto upper = bound(text);
      cached_.seek_range(index.id, lower, upper, found);
      tables_.seek_range(index.id, lower, upper, expected);
      REQUIRE(found == expected);
      cached_.seek_prefix(index.id, "text 1", found);
      tables_.seek_prefix(index.id, "text 1", expected);
      REQUIRE(found == expected);
    }
  }

  const CachedGraphReader& cached_;
  const TableGraphReader& tables_;
  std::mt19937_64& random_;
  std::vector<LabelId> labels_;
  std::vector<RelationshipTypeId> types_;
  std::vector<PropertyKeyId> keys_;
};

class Walk {
 public:
  Walk(std::unique_ptr<Database> database, std::uint64_t seed)
      : database_(std::move(database)), random_(seed) {
    auto tx = database_->begin(TransactionMode::Write);
    for (const char* name : {"A", "B", "C"}) labels_.push_back(tx.writer().label(name));
    for (const char* name : {"X", "Y", "Z"}) types_.push_back(tx.writer().relationship_type(name));
    for (const char* name : {"number", "text", "any"}) {
      keys_.push_back(tx.writer().property_key(name));
    }
    // Enough for several segments of nodes and of relationships.
    for (int i = 0; i < 5000; ++i) create_node(tx);
    for (int i = 0; i < 6000; ++i) create_relationship(tx);
    for (const PropertyKeyId key : {keys_[0], keys_[1]}) {
      IndexDefinition index;
      index.name = key == keys_[0] ? "numbers" : "texts";
      index.token = labels_[0].value;
      index.keys = {key};
      tx.writer().create_index(index);
    }
    tx.commit();
  }

  void step() {
    auto tx = database_->begin(pick(2) == 0 ? TransactionMode::Write : TransactionMode::Optimistic);
    const std::uint64_t operations = pick(8) == 0 ? 400 : 1 + pick(10);
    for (std::uint64_t i = 0; i < operations; ++i) operation(tx);
    if (pick(3) == 0) {
      const std::size_t savepoint = tx.savepoint();
      for (int i = 0; i < 5; ++i) operation(tx);
      if (pick(2) == 0) compare(tx);
      tx.rollback_to(savepoint);
    }
    if (pick(3) == 0) compare(tx);
    if (pick(6) != 0) tx.commit();
    tx.rollback();

    if (pick(3) == 0) old_.push_back(database_->begin(TransactionMode::Read));
    if (old_.size() > 2) old_.erase(old_.begin() + static_cast<std::ptrdiff_t>(pick(3)));
    for (Transaction& old : old_) compare(old);
    auto now = database_->begin(TransactionMode::Read);
    compare(now);
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  void compare(Transaction& tx) {
    Comparison(tx.reader(), random_, labels_, types_, keys_).run(node_bound_, relationship_bound_);
  }

  Value value(std::size_t key) {
    switch (key == 0 ? pick(2) : key == 1 ? 2 + pick(2) : pick(8)) {
      case 0:
        return static_cast<std::int64_t>(random_());
      case 1:
        return {};
      case 2:
        return "text " + std::to_string(pick(20));
      case 3:
        return "text " + std::to_string(pick(100000));
      case 4:
        return 0.5 * static_cast<double>(pick(100));
      case 5:
        return pick(2) == 0;
      case 6:
        return Date{static_cast<std::int64_t>(pick(20000))};
      default:
        return ValueList{Value(1), Value("x")};
    }
  }
  std::vector<PropertyEntry> properties() {
    std::vector<PropertyEntry> entries;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (pick(3) != 0) entries.push_back({keys_[i], value(i)});
    }
    return entries;
  }

  void create_node(Transaction& tx) {
    std::vector<LabelId> labels;
    for (const LabelId label : labels_) {
      if (pick(2) == 0) labels.push_back(label);
    }
    const NodeId node = tx.writer().create_node(labels, properties());
    nodes_.push_back(node);
    node_bound_ = std::max(node_bound_, node.value + 10);
  }
  NodeId some_node(Transaction& tx) {
    for (int i = 0; i < 20; ++i) {
      // Now and then the same few: hubs.
      const NodeId node = nodes_[pick(3) == 0 ? pick(3) : pick(nodes_.size())];
      std::vector<std::uint8_t> exists;
      tx.reader().nodes_exist({&node, 1}, exists);
      if (exists[0] != 0) return node;
    }
    create_node(tx);
    return nodes_.back();
  }
  void create_relationship(Transaction& tx) {
    const NodeId source = some_node(tx);
    const NodeId target = pick(10) == 0 ? source : some_node(tx);
    const RelationshipId id =
        tx.writer().create_relationship(types_[pick(types_.size())], source, target, properties());
    relationships_.push_back(id);
    relationship_bound_ = std::max(relationship_bound_, id.value + 10);
  }
  void operation(Transaction& tx) {
    const std::size_t key = pick(keys_.size());
    switch (pick(9)) {
      case 0:
        return create_node(tx);
      case 1:
      case 2:
        return create_relationship(tx);
      case 3:
      case 4: {
        tx.writer().set_property(EntityKind::Node, some_node(tx).value, keys_[key], value(key));
        return;
      }
      case 5: {
        const LabelId label = labels_[pick(labels_.size())];
        if (pick(2) == 0) {
          tx.writer().add_label(some_node(tx), label);
        } else {
          tx.writer().remove_label(some_node(tx), label);
        }
        return;
      }
      case 6: {
        const RelationshipId id = relationships_[pick(relationships_.size())];
        std::vector<std::optional<RelationshipEnds>> ends;
        tx.reader().relationship_ends({&id, 1}, ends);
        if (ends[0]) {
          tx.writer().set_property(EntityKind::Relationship, id.value, keys_[key], value(key));
        }
        return;
      }
      case 7:
        return tx.writer().delete_relationship(relationships_[pick(relationships_.size())]);
      default: {
        const NodeId node = some_node(tx);
        ExpandResult steps;
        tx.reader().expand({&node, 1}, {}, Direction::Both, steps);
        for (const RelationshipId id : steps.relationship) tx.writer().delete_relationship(id);
        tx.writer().delete_node(node);
      }
    }
  }

  std::unique_ptr<Database> database_;
  std::mt19937_64 random_;
  std::vector<LabelId> labels_;
  std::vector<RelationshipTypeId> types_;
  std::vector<PropertyKeyId> keys_;
  std::vector<NodeId> nodes_;
  std::vector<RelationshipId> relationships_;
  std::uint64_t node_bound_ = 1;
  std::uint64_t relationship_bound_ = 1;
  std::vector<Transaction> old_;  // snapshots, all gone before the database
};

DatabaseOptions cache_options(std::size_t capacity_bytes, std::uint32_t touches) {
  DatabaseOptions options;
  options.durability = Durability::Buffered;
  options.cache_capacity_bytes = capacity_bytes;
  options.cache_touches = touches;
  return options;
}

}  // namespace

TEST_CASE("the cache gives the answers of the tables, in memory") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  for (const auto& [capacity, touches] :
       {std::pair<std::size_t, std::uint32_t>{1 << 30, 1}, {1 << 30, 32}, {1, 1}, {200'000, 4}}) {
    INFO("capacity ", capacity, ", touches ", touches);
    DatabaseOptions options = cache_options(capacity, touches);
    options.in_memory = true;
    Walk walk(Database::open({}, options), seed);
    for (int i = 0; i < 8; ++i) walk.step();
  }
}

TEST_CASE("readers on several threads find the answers of the tables while a writer commits") {
  DatabaseOptions options = cache_options(400'000, 1);
  options.in_memory = true;
  const auto database = Database::open({}, options);
  constexpr std::uint64_t kNodes = 9000;  // three segments
  std::vector<NodeId> nodes;
  RelationshipTypeId type;
  PropertyKeyId key;
  {
    auto tx = database->begin(TransactionMode::Write);
    type = tx.writer().relationship_type("X");
    key = tx.writer().property_key("number");
    for (std::uint64_t i = 0; i < kNodes; ++i) nodes.push_back(tx.writer().create_node({}, {}));
    tx.commit();
  }
  std::atomic<bool> done = false;
  std::atomic<int> differences = 0;
  const auto read = [&](std::uint64_t seed) {
    std::mt19937_64 random(seed);
    while (!done) {
      auto tx = database->begin(TransactionMode::Read);
      const auto& cached = dynamic_cast<const CachedGraphReader&>(tx.reader());
      std::vector<std::uint64_t> ids;
      std::vector<NodeId> some;
      for (int i = 0; i < 100; ++i) {
        some.push_back(nodes[i % 2 == 0 ? random() % 8 : random() % kNodes]);
        ids.push_back(some.back().value);
      }
      ColumnVector found, expected;
      cached.gather(EntityKind::Node, ids, key, found);
      cached.tables().gather(EntityKind::Node, ids, key, expected);
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Value a = found.get(i);
        const Value b = expected.get(i);
        if (a.kind() != b.kind() || (!a.is_null() && a.as_integer() != b.as_integer())) {
          ++differences;
        }
      }
      ExpandResult steps, expected_steps;
      cached.expand(some, {&type, 1}, Direction::Both, steps);
      cached.tables().expand(some, {&type, 1}, Direction::Both, expected_steps);
      if (steps.relationship != expected_steps.relationship) ++differences;
    }
  };
  std::thread readers[] = {std::thread(read, 1), std::thread(read, 2)};
  std::mt19937_64 random(3);
  for (int commit = 0; commit < 150; ++commit) {
    auto tx = database->begin(TransactionMode::Write);
    const int changes = commit % 20 == 0 ? 1500 : 5;
    for (int i = 0; i < changes; ++i) {
      const NodeId hub = nodes[random() % 8];
      const NodeId other = nodes[random() % kNodes];
      tx.writer().set_property(EntityKind::Node, (i % 2 == 0 ? hub : other).value, key,
                               Value(commit));
      tx.writer().create_relationship(type, hub, other, {});
    }
    tx.commit();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(differences == 0);
}

TEST_CASE("the cache gives the answers of the tables, in a folder") {
  const std::uint64_t seed = test::random_seed();
  INFO("seed ", seed);
  const test::TemporaryDirectory folder;
  Walk walk(Database::open(folder.path() + "/db", cache_options(1 << 30, 1)), seed);
  for (int i = 0; i < 6; ++i) walk.step();
}

}  // namespace liaison::engine
