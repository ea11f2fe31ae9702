#include "ledger_graph.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "database_impl.h"
#include "liaison/engine/bulk_load.h"
#include "liaison/engine/check.h"
#include "liaison/engine/error.h"

namespace liaison::test {
namespace {

constexpr const char* kHubText = "abcdef";
constexpr std::uint64_t kClientsMax = 1000;
constexpr std::uint64_t kLoadedNodes = 700;  // enough for pages of their own

// What a writer needs to know of the graph; tokens are found again after every opening.
struct Names {
  explicit Names(GraphWriter& w)
      : step(w.label("Step")),
        client(w.label("Client")),
        hub(w.label("Hub")),
        next(w.relationship_type("NEXT")),
        at(w.relationship_type("AT")),
        client_key(w.property_key("client")),
        number(w.property_key("number")),
        text(w.property_key("text")),
        steps(w.property_key("steps")) {}
  LabelId step, client, hub;
  RelationshipTypeId next, at;
  PropertyKeyId client_key, number, text, steps;
};

Value property(const GraphReader& reader, NodeId node, PropertyKeyId key) {
  ColumnVector column;
  reader.gather(EntityKind::Node, {&node.value, 1}, key, column);
  return column.get(0);
}

std::vector<NodeId> nodes_of(const GraphReader& reader, const char* label) {
  std::vector<NodeId> nodes;
  if (const auto token = reader.catalog().label(label)) {
    const auto scan = reader.scan_label(*token);
    while (scan->next(2048, nodes) > 0) {
    }
  }
  return nodes;
}

std::int64_t list_entry(std::uint64_t client, std::uint64_t step) {
  return static_cast<std::int64_t>(step * kClientsMax + client);
}

std::string text_of(std::mt19937_64& random, std::size_t bytes_max) {
  static constexpr std::size_t kSizes[] = {1, 1, 1, 100, 100, 100, 5000};
  const std::size_t size = random() % 150 == 0 ? 1'000'000 : kSizes[random() % std::size(kSizes)];
  return std::string(std::min(size, bytes_max), static_cast<char>('a' + random() % 26));
}

}  // namespace

LedgerWriter::LedgerWriter(Database& database, std::uint64_t client_count) : database_(database) {
  auto tx = database.begin(TransactionMode::Write);
  GraphWriter& w = tx.writer();
  const Names names(w);
  const GraphReader& reader = tx.reader();
  const PropertyEntry hub[] = {
      {names.number, 0}, {names.text, kHubText}, {names.steps, ValueList{}}};
  hub_ = w.create_node({&names.hub, 1}, hub);
  if (reader.catalog().indexes().empty()) {
    IndexDefinition index;
    index.token = names.step.value;
    index.keys = {names.client_key, names.number};
    w.create_index(index);
  }
  for (const NodeId node : nodes_of(reader, "Client")) {
    const Value id = property(reader, node, names.client_key);
    clients_[static_cast<std::uint64_t>(id.as_integer())].node = node;
  }
  for (const NodeId node : nodes_of(reader, "Step")) {
    const Value id = property(reader, node, names.client_key);
    Client& client = clients_[static_cast<std::uint64_t>(id.as_integer())];
    const Value number = property(reader, node, names.number);
    const Value last = property(reader, client.node, names.number);
    if (number.as_integer() == last.as_integer()) client.last_step = node;
  }
  for (std::uint64_t c = 0; c < client_count; ++c) {
    if (clients_.contains(c)) continue;
    const PropertyEntry properties[] = {{names.client_key, static_cast<std::int64_t>(c)},
                                        {names.number, 0}};
    clients_[c].node = w.create_node({&names.client, 1}, properties);
  }
  tx.commit();
}

std::optional<Ack> LedgerWriter::step(std::uint64_t c, std::mt19937_64& random,
                                      std::size_t value_bytes_max) {
  Client& client = clients_.at(c);
  auto tx =
      database_.begin(random() % 4 == 0 ? TransactionMode::Optimistic : TransactionMode::Write);
  GraphWriter& w = tx.writer();
  const Names names(w);
  const GraphReader& reader = tx.reader();
  const std::int64_t number = property(reader, client.node, names.number).as_integer() + 1;
  const std::int64_t total = property(reader, hub_, names.number).as_integer() + 1;
  ValueList steps = property(reader, hub_, names.steps).as_list();
  steps.push_back(Value(list_entry(c, static_cast<std::uint64_t>(number))));
  const PropertyEntry properties[] = {{names.client_key, static_cast<std::int64_t>(c)},
                                      {names.number, number},
                                      {names.text, text_of(random, value_bytes_max)}};
  const NodeId node = w.create_node({&names.step, 1}, properties);
  const PropertyEntry order{names.number, number};
  w.create_relationship(names.next, number == 1 ? client.node : client.last_step, node,
                        {&order, 1});
  const RelationshipId at = w.create_relationship(names.at, node, hub_, {});
  if (random() % 4 == 0) {
    EvidenceRecord record;
    record.document = hub_;
    record.quote = "cd";
    record.start = 2;
    record.end = 4;
    record.rule = "ledger";
    record.confidence = 0.5;
    w.add_evidence(EntityKind::Relationship, at.value, record);
  }
  w.set_property(EntityKind::Node, client.node.value, names.number, number);
  w.set_property(EntityKind::Node, hub_.value, names.number, total);
  w.set_property(EntityKind::Node, hub_.value, names.steps, Value(std::move(steps)));
  CommitNumber commit = 0;
  try {
    commit = tx.commit();
  } catch (const ConflictError&) {
    return std::nullopt;
  }
  client.last_step = node;
  return Ack{c, static_cast<std::uint64_t>(number), commit};
}

LedgerLoader::LedgerLoader(Database& database, std::string scratch)
    : database_(database), scratch_(std::move(scratch)) {
  engine::database_impl(database).index_rows_max = 0;
  auto tx = database.begin(TransactionMode::Read);
  last_ = nodes_of(tx.reader(), "Loaded").size() / kLoadedNodes;
}

void LedgerLoader::make_index() {
  {
    auto tx = database_.begin(TransactionMode::Write);
    const auto& indexes = tx.reader().catalog().indexes();
    const auto found =
        std::find_if(indexes.begin(), indexes.end(),
                     [](const IndexDefinition& index) { return index.name == "loaded"; });
    if (found != indexes.end()) tx.writer().drop_index(found->id);
    tx.commit();
  }
  auto tx = database_.begin(TransactionMode::Write);
  IndexDefinition index;
  index.name = "loaded";
  index.token = tx.writer().label("Loaded").value;
  index.keys = {tx.writer().property_key("load"), tx.writer().property_key("place")};
  tx.writer().create_index(index);
  tx.commit();
}

Ack LedgerLoader::step() {
  if (has_loaded_) make_index();
  has_loaded_ = true;
  ++last_;
  BulkInput input;
  input.nodes.push_back({{"Loaded"}, {scratch_ + "/nodes.csv"}});
  input.relationships.push_back({{"RING"}, {scratch_ + "/ring.csv"}});
  {
    std::ofstream nodes(input.nodes[0].paths[0]);
    std::ofstream ring(input.relationships[0].paths[0]);
    nodes << "place:ID,load:int\n";
    ring << ":START_ID,:END_ID\n";
    for (std::uint64_t i = 0; i < kLoadedNodes; ++i) {
      nodes << i << "," << last_ << "\n";
      ring << i << "," << (i + 1) % kLoadedNodes << "\n";
    }
  }
  return Ack{kLoaderClient, last_, bulk_load(database_, input).commit};
}

namespace {

class Verifier {
 public:
  Verifier(const GraphReader& reader, LedgerFindings& findings)
      : reader_(reader), findings_(findings) {}

  void run(const Ledger& acknowledged) {
    if (find_names()) {
      read_steps();
      for (const auto& [client, list] : steps_) check_chain(client, list);
      check_hubs();
    }
    check_loads();
    for (const auto& [client, step] : acknowledged) {
      const auto found = findings_.found.find(client);
      const std::uint64_t last = found == findings_.found.end() ? 0 : found->second;
      if (last < step) findings_.lost += step - last;
    }
  }

 private:
  using Steps = std::map<std::uint64_t, NodeId>;

  void torn(const std::string& text) { findings_.torn.push_back(text); }

  // False before the first commit, which makes all of them.
  bool find_names() {
    const Catalog& catalog = reader_.catalog();
    const auto client = catalog.property_key("client");
    const auto number = catalog.property_key("number");
    const auto steps = catalog.property_key("steps");
    const auto next = catalog.relationship_type("NEXT");
    const auto at = catalog.relationship_type("AT");
    if (!client || !number || !steps || !next || !at) return false;
    client_key_ = *client;
    number_key_ = *number;
    steps_key_ = *steps;
    next_ = *next;
    at_ = *at;
    return true;
  }

  std::uint64_t number_of(NodeId node) const {
    return static_cast<std::uint64_t>(property(reader_, node, number_key_).as_integer());
  }

  void read_steps() {
    const std::vector<NodeId> nodes = nodes_of(reader_, "Step");
    std::vector<std::uint64_t> ids;
    for (const NodeId node : nodes) ids.push_back(node.value);
    ColumnVector clients;
    ColumnVector numbers;
    reader_.gather(EntityKind::Node, ids, client_key_, clients);
    reader_.gather(EntityKind::Node, ids, number_key_, numbers);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto client = static_cast<std::uint64_t>(clients.get(i).as_integer());
      const auto number = static_cast<std::uint64_t>(numbers.get(i).as_integer());
      if (!steps_[client].emplace(number, nodes[i]).second) torn("a step is there twice");
    }
    for (const auto& [client, list] : steps_) findings_.found[client] = list.rbegin()->first;
    for (const NodeId node : nodes_of(reader_, "Client")) {
      const auto id = static_cast<std::uint64_t>(property(reader_, node, client_key_).as_integer());
      client_nodes_[id] = node;
    }
  }

  // Each step's relationships, by both twins.
  void check_chain(std::uint64_t client, const Steps& list) {
    const auto node = client_nodes_.find(client);
    if (node == client_nodes_.end()) return torn("steps without their client");
    if (list.size() != list.rbegin()->first) torn("a gap in the steps of a client");
    if (number_of(node->second) != list.rbegin()->first) torn("counter of a client");
    std::vector<NodeId> nodes;
    std::vector<NodeId> before{node->second};
    for (const auto& [number, step] : list) nodes.push_back(step);
    before.insert(before.end(), nodes.begin(), nodes.end() - 1);
    ExpandResult in;
    ExpandResult out;
    reader_.expand(nodes, {&next_, 1}, Direction::Incoming, in);
    reader_.expand(nodes, {&at_, 1}, Direction::Outgoing, out);
    if (in.neighbour != before) torn("relationships between steps");
    if (out.size() != nodes.size()) return torn("steps and their hub");
    std::size_t i = 0;
    for (const auto& [number, step] : list) {
      at_hub_[out.neighbour[i++]].insert(list_entry(client, number));
    }
  }

  void check_hubs() {
    const std::vector<NodeId> hubs = nodes_of(reader_, "Hub");
    for (const auto& [hub, ignored] : at_hub_) {
      if (std::find(hubs.begin(), hubs.end(), hub) == hubs.end()) torn("a hub is missing");
    }
    std::vector<std::uint64_t> degrees;
    reader_.degree(hubs, {&at_, 1}, Direction::Incoming, degrees);
    for (std::size_t i = 0; i < hubs.size(); ++i) {
      const std::set<std::int64_t>& expected = at_hub_[hubs[i]];
      if (number_of(hubs[i]) != expected.size()) torn("counter of a hub");
      if (degrees[i] != expected.size()) torn("degree of a hub");
      const Value list = property(reader_, hubs[i], steps_key_);
      std::set<std::int64_t> listed;
      for (const Value& entry : list.as_list()) listed.insert(entry.as_integer());
      if (listed != expected || list.as_list().size() != expected.size()) torn("list of a hub");
    }
  }

  // Loads 1, 2, ... each with all of its nodes and relationships.
  void check_loads() {
    const std::vector<NodeId> nodes = nodes_of(reader_, "Loaded");
    if (nodes.empty()) return;
    std::vector<std::uint64_t> ids;
    for (const NodeId node : nodes) ids.push_back(node.value);
    ColumnVector loads;
    const auto load = reader_.catalog().property_key("load");
    const auto ring = reader_.catalog().relationship_type("RING");
    if (!load || !ring) return torn("loaded nodes without their names");
    reader_.gather(EntityKind::Node, ids, *load, loads);
    std::map<std::int64_t, std::uint64_t> sizes;
    for (std::size_t i = 0; i < nodes.size(); ++i) ++sizes[loads.get(i).as_integer()];
    std::int64_t expected = 0;
    for (const auto& [number, size] : sizes) {
      if (number != ++expected) torn("a gap in the loads");
      if (size != kLoadedNodes) torn("a load with " + std::to_string(size) + " nodes");
    }
    for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
      std::vector<std::uint64_t> degrees;
      reader_.degree(nodes, {&*ring, 1}, direction, degrees);
      if (std::any_of(degrees.begin(), degrees.end(), [](auto degree) { return degree != 1; })) {
        torn("relationships of a load");
      }
    }
    findings_.found[kLoaderClient] = sizes.size();
  }

  const GraphReader& reader_;
  LedgerFindings& findings_;
  PropertyKeyId client_key_, number_key_, steps_key_;
  RelationshipTypeId next_, at_;
  std::map<std::uint64_t, Steps> steps_;
  std::map<std::uint64_t, NodeId> client_nodes_;
  std::map<NodeId, std::set<std::int64_t>> at_hub_;
};

}  // namespace

LedgerFindings verify_ledger(Database& database, const Ledger& acknowledged) {
  LedgerFindings findings;
  {
    auto tx = database.begin(TransactionMode::Read);
    Verifier(tx.reader(), findings).run(acknowledged);
  }
  const CheckReport checked = check(database);
  findings.torn.insert(findings.torn.end(), checked.problems.begin(), checked.problems.end());
  return findings;
}

void accept_commit(Database& database) {
  auto tx = database.begin(TransactionMode::Write);
  const LabelId probe = tx.writer().label("Probe");
  const NodeId node = tx.writer().create_node({&probe, 1}, {});
  tx.commit();
  auto after = database.begin(TransactionMode::Read);
  std::vector<std::uint8_t> exists;
  after.reader().nodes_exist({&node, 1}, exists);
  if (exists[0] == 0) throw std::runtime_error("a commit after recovery cannot be read");
}

namespace {

class Fingerprint {
 public:
  void add(std::uint64_t value) {
    sum_ ^= value + 0x9E3779B97F4A7C15ull + (sum_ << 6) + (sum_ >> 2);
    sum_ *= 0xFF51AFD7ED558CCDull;
  }
  void add(const std::string& bytes) { add(std::hash<std::string>{}(bytes)); }
  void add(const Value& value) {
    add(static_cast<std::uint64_t>(value.kind()));
    if (value.is_integer()) add(static_cast<std::uint64_t>(value.as_integer()));
    if (value.is_string()) add(std::string(value.as_string()));
    if (value.is_list()) {
      for (const Value& element : value.as_list()) add(element);
    }
  }
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t sum_ = 1;
};

void add_properties(Fingerprint& sum, const GraphReader& reader, EntityKind kind,
                    const std::vector<std::uint64_t>& ids) {
  std::vector<std::vector<PropertyEntry>> properties;
  reader.gather_all(kind, ids, properties);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    sum.add(ids[i]);
    for (const PropertyEntry& entry : properties[i]) {
      sum.add(reader.catalog().property_key_name(entry.key));
      sum.add(entry.value);
    }
  }
}

}  // namespace

std::uint64_t fingerprint(Database& database) {
  auto tx = database.begin(TransactionMode::Read);
  const GraphReader& reader = tx.reader();
  Fingerprint sum;
  std::vector<NodeId> nodes;
  const auto node_scan = reader.scan_nodes();
  while (node_scan->next(2048, nodes) > 0) {
  }
  std::vector<std::uint64_t> ids;
  for (const NodeId node : nodes) ids.push_back(node.value);
  add_properties(sum, reader, EntityKind::Node, ids);

  std::vector<RelationshipId> relationships;
  std::vector<RelationshipEnds> ends;
  const auto relationship_scan = reader.scan_relationships();
  while (relationship_scan->next(2048, relationships, ends) > 0) {
  }
  ids.clear();
  for (const RelationshipId relationship : relationships) ids.push_back(relationship.value);
  add_properties(sum, reader, EntityKind::Relationship, ids);
  for (const std::uint64_t id : ids) {
    for (const EvidenceEntry& entry : reader.evidence(EntityKind::Relationship, id)) {
      sum.add(entry.n);
      sum.add(entry.record.quote);
    }
  }
  for (const Direction direction : {Direction::Outgoing, Direction::Incoming}) {
    ExpandResult steps;
    reader.expand(nodes, {}, direction, steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      sum.add(steps.source_row[i]);
      sum.add(steps.neighbour[i].value);
      sum.add(steps.relationship[i].value);
    }
  }
  for (const std::string& label : reader.catalog().labels()) {
    sum.add(label);
    for (const NodeId node : nodes_of(reader, label.c_str())) sum.add(node.value);
  }
  const auto client = reader.catalog().property_key("client");
  const auto number = reader.catalog().property_key("number");
  for (const IndexDefinition& index : reader.catalog().indexes()) {
    sum.add(index.name);
    std::vector<Value> probes;
    for (const NodeId node : nodes_of(reader, "Step")) {
      probes.push_back(property(reader, node, client.value()));
      probes.push_back(property(reader, node, number.value()));
    }
    SeekResult found;
    reader.seek(index.id, probes, found);
    for (const std::uint64_t entity : found.entity) sum.add(entity);
  }
  return sum.sum();
}

}  // namespace liaison::test
