// The cheapest path between two nodes: Dijkstra's algorithm from both ends (Nicholson, 1966). Only
// what the search comes to is read, no projection is made.
#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "algorithms/families.h"
#include "algorithms/options.h"

namespace liaison::query {
namespace {

constexpr const char* kName = "algo.shortestPath";
// What an expression for the weight calls the relationship.
constexpr const char* kRelationshipVariable = "r";
constexpr double kInfinite = std::numeric_limits<double>::infinity();

[[noreturn]] void fail(const std::string& message) {
  throw QueryError("ProcedureError", ErrorPhase::Runtime, "ProcedureCallFailed",
                   std::string(kName) + ": " + message + ".");
}

struct Options {
  std::vector<RelationshipTypeId> types;
  bool along = true;  // walks from source to target of a relationship
  bool against = false;
  std::string weight_name;
  std::optional<PropertyKeyId> weight;
  double default_weight = 1;
  std::unique_ptr<VariableExpression> weights;  // of a relationship, instead of the property
};

struct Neighbour {
  NodeId node;
  RelationshipId relationship;
  double weight;
};

// The neighbours of a node over the asked relationships, with the weights of those.
class Neighbours {
 public:
  Neighbours(const GraphReader& graph, const Options& options, bool is_reversed)
      : graph_(graph), options_(options) {
    const bool out = is_reversed ? options.against : options.along;
    const bool in = is_reversed ? options.along : options.against;
    for (RelationshipTypeId type : options.types) {
      if (out) cursors_.push_back(graph.neighbours(type, Direction::Outgoing));
      if (in) cursors_.push_back(graph.neighbours(type, Direction::Incoming));
    }
  }

  const std::vector<Neighbour>& of(NodeId node) {
    found_.clear();
    ids_.clear();
    for (const auto& cursor : cursors_) {
      const NeighbourList list = cursor->list(node);
      for (std::size_t i = 0; i < list.size(); ++i) {
        found_.push_back({list.neighbours[i], list.relationships[i], options_.default_weight});
        ids_.push_back(list.relationships[i].value);
      }
    }
    if (ids_.empty()) return found_;
    ColumnVector weights;
    if (options_.weights) {
      ColumnVector relationships;
      for (const std::uint64_t id : ids_) {
        relationships.append(Value::relationship(RelationshipId(id)));
      }
      options_.weights->evaluate(relationships, weights);
    } else if (options_.weight) {
      graph_.gather(EntityKind::Relationship, ids_, *options_.weight, weights);
    } else {
      return found_;
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const Value weight = weights.get(i);
      if (weight.is_null()) continue;
      if (!weight.is_number() || !(weight.as_number() >= 0)) {
        fail("the weight `" + options_.weight_name +
             "` of a relationship is not a number from 0 on");
      }
      found_[i].weight = weight.as_number();
    }
    return found_;
  }

 private:
  const GraphReader& graph_;
  const Options& options_;
  std::vector<std::unique_ptr<NeighbourCursor>> cursors_;
  std::vector<Neighbour> found_;
  std::vector<std::uint64_t> ids_;
};

struct Side {
  struct Reached {
    double cost = kInfinite;
    NodeId previous;
    RelationshipId relationship;
  };
  using Entry = std::pair<double, NodeId>;

  explicit Side(NodeId start) {
    reached[start].cost = 0;
    queue.emplace(0.0, start);
  }
  // The least cost of a node not settled yet. Infinite: there is none.
  double least() {
    while (!queue.empty() && queue.top().first > reached.at(queue.top().second).cost) queue.pop();
    return queue.empty() ? kInfinite : queue.top().first;
  }

  std::unordered_map<NodeId, Reached> reached;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
};

struct Found {
  NodeId meeting;
  double cost = kInfinite;
};

// Settles the cheapest node of `side`.
void advance(Side& side, const Side& other, Neighbours& neighbours, double cost_max, Found& found) {
  const auto [cost, node] = side.queue.top();
  side.queue.pop();
  for (const Neighbour& step : neighbours.of(node)) {
    const double reached = cost + step.weight;
    if (reached > cost_max) continue;
    Side::Reached& known = side.reached[step.node];
    if (reached >= known.cost) continue;
    known = {reached, node, step.relationship};
    side.queue.emplace(reached, step.node);
    const auto met = other.reached.find(step.node);
    if (met == other.reached.end()) continue;
    const double whole = reached + met->second.cost;
    if (whole < found.cost && whole <= cost_max) found = {step.node, whole};
  }
}

Value path_of(const Side& left, const Side& right, NodeId meeting) {
  PathData path;
  for (NodeId at = meeting; left.reached.at(at).previous != NodeId();) {
    const Side::Reached& step = left.reached.at(at);
    path.relationships.push_back(Value::relationship(step.relationship));
    path.nodes.push_back(Value::node(at));
    at = step.previous;
    if (left.reached.at(at).previous == NodeId()) path.nodes.push_back(Value::node(at));
  }
  if (path.nodes.empty()) path.nodes.push_back(Value::node(meeting));
  std::reverse(path.nodes.begin(), path.nodes.end());
  std::reverse(path.relationships.begin(), path.relationships.end());
  for (NodeId at = meeting; right.reached.at(at).previous != NodeId();) {
    const Side::Reached& step = right.reached.at(at);
    path.relationships.push_back(Value::relationship(step.relationship));
    at = step.previous;
    path.nodes.push_back(Value::node(at));
  }
  return Value::path(std::move(path));
}

Options read_options(OptionReader& reader, const ProcedureContext& context) {
  const GraphReader& graph = *context.graph;
  Options options;
  const auto names = reader.names("relationshipTypes");
  const std::string orientation = reader.text("orientation", "NATURAL");
  options.weight_name = reader.text("weightProperty", "");
  const std::string weight = reader.text("weight", "");
  if (!weight.empty()) {
    if (!options.weight_name.empty()) fail("`weight` and `weightProperty` exclude each other");
    options.weight_name = weight;
    options.weights = expression_option(context, kName, "weight", weight, kRelationshipVariable,
                                        StaticType::of(ValueKind::Relationship));
  }
  options.default_weight = reader.number("defaultWeight", 1, 0, 1e300);
  const Catalog& catalog = graph.catalog();
  for (const std::string& name : names.empty() ? catalog.relationship_types() : names) {
    const auto type = catalog.relationship_type(name);
    if (!type) fail("the graph has no relationship type `" + name + "`");
    options.types.push_back(*type);
  }
  if (!options.weight_name.empty() && !options.weights) {
    options.weight = catalog.property_key(options.weight_name);
  }
  if (orientation == "NATURAL") return options;
  if (orientation != "REVERSE" && orientation != "UNDIRECTED") {
    fail("`orientation` is 'NATURAL', 'REVERSE' or 'UNDIRECTED'");
  }
  options.against = true;
  options.along = orientation == "UNDIRECTED";
  return options;
}

void run(const ProcedureContext& context, std::span<const Value> arguments,
         const ProcedureSink& sink) {
  OptionReader reader(arguments[2], kName);
  const GraphReader& graph = *context.graph;
  const Options options = read_options(reader, context);
  const double cost_max = reader.number("maxCost", 1e300, 0, 1e300);
  reader.finish();
  if (arguments[0].is_null() || arguments[1].is_null()) return;
  const NodeId source = arguments[0].node_id();
  const NodeId target = arguments[1].node_id();
  Side left(source);
  Side right(target);
  Found found;
  if (source == target) found = {source, 0};
  Neighbours ahead(graph, options, false);
  Neighbours back(graph, options, true);
  std::uint64_t settled = 0;
  while (true) {
    // What is not settled costs at least this much on each side.
    const double on_left = left.least();
    const double on_right = right.least();
    if (on_left == kInfinite || on_right == kInfinite || on_left + on_right >= found.cost) break;
    if (context.cancellation && ++settled % 256 == 0) context.cancellation->check();
    if (on_left <= on_right) {
      advance(left, right, ahead, cost_max, found);
    } else {
      advance(right, left, back, cost_max, found);
    }
  }
  if (found.cost == kInfinite) return;
  const Value row[] = {path_of(left, right, found.meeting), found.cost};
  sink(row);
}

}  // namespace

ProcedureSpec shortest_path_procedure() {
  const StaticType node = StaticType::of(ValueKind::Node);
  return {
      .name = kName,
      .mode = ProcedureMode::Read,
      .arguments = {{.name = "source", .type = node, .nullable = true, .default_value = {}},
                    {.name = "target", .type = node, .nullable = true, .default_value = {}},
                    algorithm_arguments().front()},
      .results = {{"path", StaticType::of(ValueKind::Path)},
                  {"cost", StaticType::of(ValueKind::Float)}},
      .doc =
          "The cheapest path between two nodes, no row when there is none. Options: "
          "relationshipTypes, orientation ('NATURAL', 'REVERSE', 'UNDIRECTED'), "
          "weightProperty (numbers from 0 on), or weight (an expression over the relationship r, "
          "as '1 - confidence(r)'), defaultWeight (1.0; for null), maxCost.",
      .example =
          "MATCH (a), (b) WITH a, b LIMIT 1 CALL algo.shortestPath(a, b) YIELD cost "
          "RETURN cost",
      .run = run};
}

}  // namespace liaison::query
