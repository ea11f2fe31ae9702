#include "optimize/pattern_model.h"

#include <algorithm>
#include <cmath>

#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

// Costs, measured against reading one neighbour of a list.
constexpr double kScanNode = 0.5;
constexpr double kSeek = 20;
constexpr double kExpandNode = 3;
constexpr double kRow = 1;
constexpr double kPredicate = 1.5;
constexpr double kLookUp = 0.3;    // a node in a sorted list, per halving
constexpr double kMerge = 0.15;    // an entry of two sorted lists that are merged
constexpr double kSearch = 2'000;  // between two known ends
constexpr double kStepsAssumed = 5;
constexpr double kFanMax = 1e12;

double fan_of(double degree, const PatternRelationship& relationship) {
  const double first = static_cast<double>(relationship.length_min);
  const double bound = relationship.length_max ? static_cast<double>(*relationship.length_max)
                                               : std::max(kStepsAssumed, first);
  double total = 0;
  double walks = 1;
  for (double length = 0; length <= std::min(bound, first + 2 * kStepsAssumed); ++length) {
    if (length >= first) total += walks;
    walks = std::min(walks * degree, kFanMax);
  }
  return std::max(total, 1e-3);
}

double halvings(double count) {
  return std::log2(std::max(2.0, count));
}

}  // namespace

PatternModel::PatternModel(const MatchPattern& match, const Catalog& catalog, bool with_bound)
    : pattern_(*match.pattern),
      predicates_(match.predicates),
      catalog_(catalog),
      with_bound_(with_bound) {
  add_nodes();
  add_relationships();
  add_predicates();
}

Solved PatternModel::start() const {
  Solved solved{ElementSet(nodes_.size()), ElementSet(relationships_.size())};
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].is_bound) solved.nodes.insert(i);
  }
  return solved;
}

void PatternModel::add_nodes() {
  nodes_.reserve(pattern_.nodes.size());
  for (const PatternNode& node : pattern_.nodes) {
    Node made;
    if (node.labels) add_required_labels(catalog_, *node.labels, made.labels);
    made.is_bound = with_bound_ && node.is_bound;
    made.population = std::max(1.0, nodes_with(catalog_, made.labels));
    nodes_.push_back(std::move(made));
  }
  // A node without a label is one of those that its relationships can lead to.
  for (const PatternRelationship& relationship : pattern_.relationships) {
    if (relationship.group || relationship.length_min == 0 || relationship.is_bound) continue;
    const LabelExpression* types = relationship.types ? &*relationship.types : nullptr;
    if (!types || is_dynamic(*types)) continue;
    Node& left = nodes_[relationship.left];
    Node& right = nodes_[relationship.right];
    if (!left.labels.empty() && !right.labels.empty()) continue;
    const WalkedTypes walked = walked_types(catalog_, types);
    auto narrow = [&](Node& node, Direction direction) {
      if (!node.labels.empty()) return;
      node.population = std::min(node.population, nodes_at_start(catalog_, walked, direction));
    };
    narrow(left, relationship.direction);
    narrow(right, reversed(relationship.direction));
  }
}

void PatternModel::add_relationships() {
  relationships_.reserve(pattern_.relationships.size());
  for (const PatternRelationship& relationship : pattern_.relationships) {
    const Node& left = nodes_[relationship.left];
    const Node& right = nodes_[relationship.right];
    const LabelExpression* types =
        relationship.types && !is_dynamic(*relationship.types) ? &*relationship.types : nullptr;
    const Direction direction = relationship.direction;
    Relationship made;
    if (relationship.is_bound) {
      made.pairs = 1;
    } else if (relationship.selector != PathSelector::All) {
      made.pairs = left.population * right.population;
      made.fan_left = right.population;
      made.fan_right = left.population;
    } else {
      const WalkedTypes walked = walked_types(catalog_, types);
      const double from_left = relationships_at(catalog_, left.labels, walked, direction);
      const double from_right =
          relationships_at(catalog_, right.labels, walked, reversed(direction));
      made.fan_left = from_left / left.population;
      made.fan_right = from_right / right.population;
      if (relationship.variable_length) {
        made.fan_left = fan_of(made.fan_left, relationship);
        made.fan_right = fan_of(made.fan_right, relationship);
      }
      made.pairs = left.population * made.fan_left *
                   share_ending_at(catalog_, right.labels, walked, direction);
    }
    add_needs(relationship, made);
    relationships_.push_back(std::move(made));
  }
}

void PatternModel::add_needs(const PatternRelationship& relationship, Relationship& out) const {
  VariableSet read;
  for (const auto& predicate : relationship.element_predicates)
    collect_free_variables(*predicate, read);
  read.erase(relationship.element_variable);
  if (relationship.types && relationship.variable_length) {
    for_each_dynamic(*relationship.types,
                     [&](const BoundExpression& e) { collect_free_variables(e, read); });
  }
  if (relationship.group) {
    for_each_expression(relationship.group->pattern,
                        [&](const BoundExpression& e) { collect_free_variables(e, read); });
    for (const auto& predicate : relationship.group->predicates) {
      collect_free_variables(*predicate, read);
    }
    for (VariableId own : introduced_variables(relationship.group->pattern)) read.erase(own);
    read.erase(relationship.group->start);
  }
  for (std::size_t i = 0; i < pattern_.nodes.size(); ++i) {
    if (read.erase(pattern_.nodes[i].variable) > 0) out.needs_nodes.push_back(i);
  }
  for (std::size_t i = 0; i < pattern_.relationships.size(); ++i) {
    if (read.erase(pattern_.relationships[i].variable) > 0) out.needs_relationships.push_back(i);
  }
  out.needs_earlier = !read.empty();
}

bool PatternModel::can_test(const Solved& solved, const Relationship& relationship) const {
  if (relationship.needs_earlier && !with_bound_) return false;
  return std::all_of(relationship.needs_nodes.begin(), relationship.needs_nodes.end(),
                     [&](std::size_t i) { return solved.nodes[i]; }) &&
         std::all_of(relationship.needs_relationships.begin(),
                     relationship.needs_relationships.end(), [&](std::size_t i) {
                       return solved.relationships[i] ||
                              (with_bound_ && pattern_.relationships[i].is_bound);
                     });
}

void PatternModel::add_predicates() {
  // As if nothing else of the pattern were known.
  const Solved nothing{ElementSet(nodes_.size()), ElementSet(relationships_.size())};
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].rows = nodes_[i].population;
    if (predicates_.empty()) continue;
    nodes_[i].may_be_sought =
        has_direct_access(catalog_, nodes_[i].labels, pattern_.nodes[i].variable, predicates_, {});
    if (!is_seek(nothing, i)) continue;
    // An id or an index narrows more than predicates do by the rules of thumb.
    const double found = estimate_node(catalog_, nodes_[i].labels, pattern_.nodes[i].variable,
                                       predicates_, unknown_of(nothing, i));
    nodes_[i].rows = std::min(found, nodes_[i].population);
    nodes_[i].selectivity = nodes_[i].rows / nodes_[i].population;
    nodes_[i].is_found_directly = true;
  }
  for (Predicate predicate : predicates_) {
    Join join{{}, {}, 1, true};
    VariableSet variables = free_variables(*predicate);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (variables.erase(pattern_.nodes[i].variable) > 0) join.nodes.push_back(i);
    }
    for (std::size_t i = 0; i < relationships_.size(); ++i) {
      if (variables.erase(pattern_.relationships[i].variable) > 0) join.relationships.push_back(i);
    }
    // What is left are variables from before the pattern, or paths of it.
    join.is_usable = with_bound_ || variables.empty();
    const double population = join.nodes.empty() ? 1.0 : nodes_[join.nodes.front()].population;
    join.selectivity = selectivity(*predicate, population);
    if (!join.is_usable) continue;
    if (join.nodes.size() == 1 && join.relationships.empty()) {
      Node& node = nodes_[join.nodes.front()];
      if (node.is_found_directly) continue;
      node.selectivity *= join.selectivity;
      node.rows = std::max(node.rows * join.selectivity, 0.01);
    } else if (join.nodes.empty() && join.relationships.size() == 1) {
      relationships_[join.relationships.front()].selectivity *= join.selectivity;
    } else if (!join.nodes.empty() || !join.relationships.empty()) {
      joins_.push_back(std::move(join));
    }
  }
}

bool PatternModel::is_plain(std::size_t index) const {
  const PatternRelationship& r = pattern_.relationships[index];
  return !r.is_bound && !r.variable_length && !r.group && r.selector == PathSelector::All &&
         !(r.types && is_dynamic(*r.types));
}

bool PatternModel::is_rare(std::size_t node) const {
  constexpr double kFew = 100;
  constexpr double kShare = 0.05;
  const double rows = nodes_[node].rows;
  return rows <= kFew && rows <= kShare * static_cast<double>(catalog_.node_count());
}

bool PatternModel::is_search(std::size_t index) const {
  return pattern_.relationships[index].selector != PathSelector::All;
}

VariableSet PatternModel::unknown_of(const Solved& solved, std::size_t without) const {
  VariableSet unknown;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!solved.nodes[i] && i != without) unknown.insert(pattern_.nodes[i].variable);
  }
  for (std::size_t i = 0; i < relationships_.size(); ++i) {
    if (!solved.relationships[i] && !(with_bound_ && pattern_.relationships[i].is_bound)) {
      unknown.insert(pattern_.relationships[i].variable);
    }
  }
  return unknown;
}

bool PatternModel::is_seek(const Solved& solved, std::size_t node) const {
  return nodes_[node].may_be_sought &&
         has_direct_access(catalog_, nodes_[node].labels, pattern_.nodes[node].variable,
                           predicates_, unknown_of(solved, node));
}

double PatternModel::completed(const Solved& solved, std::optional<std::size_t> node,
                               std::span<const std::size_t> relationships) const {
  double share = 1;
  for (const Join& join : joins_) {
    bool is_new = false;
    bool is_complete = true;
    for (std::size_t i : join.nodes) {
      if (node == i) {
        is_new = true;
      } else {
        is_complete = is_complete && solved.nodes[i];
      }
    }
    for (std::size_t i : join.relationships) {
      if (std::find(relationships.begin(), relationships.end(), i) != relationships.end()) {
        is_new = true;
      } else {
        is_complete = is_complete && solved.relationships[i];
      }
    }
    if (is_new && is_complete) share *= join.selectivity;
  }
  return share;
}

StepEstimate PatternModel::find_node(const Solved& solved, double rows, std::size_t index) const {
  const Node& node = nodes_[index];
  if (is_seek(solved, index)) {
    const double found = estimate_node(catalog_, node.labels, pattern_.nodes[index].variable,
                                       predicates_, unknown_of(solved, index));
    const double out = rows * found;
    return {out * completed(solved, index, {}), rows * kSeek + out * kRow};
  }
  // Scanned once, and paired with every row.
  const double scanned = std::max(1.0, nodes_with(catalog_, node.labels));
  const double found = scanned * node.selectivity;
  const bool has_predicates = node.selectivity < 1;
  const double out = rows * found * completed(solved, index, {});
  return {out, scanned * (kScanNode + (has_predicates ? kPredicate : 0)) + rows * found * kRow};
}

double PatternModel::fan(std::size_t index, bool from_left) const {
  return from_left ? relationships_[index].fan_left : relationships_[index].fan_right;
}

std::optional<StepEstimate> PatternModel::walk(const Solved& solved, double rows, std::size_t index,
                                               bool from_left) const {
  const PatternRelationship& r = pattern_.relationships[index];
  const std::size_t from = from_left ? r.left : r.right;
  const std::size_t to = from_left ? r.right : r.left;
  const Relationship& relationship = relationships_[index];
  if (with_bound_ && r.is_bound) {
    return StepEstimate{rows * completed(solved, std::nullopt, {&index, 1}), rows * kExpandNode};
  }
  if (!solved.nodes[from] || !can_test(solved, relationship)) return std::nullopt;
  const double walked = fan(index, from_left);
  const double pairs_all = nodes_[from].population * nodes_[to].population;
  if (solved.nodes[to]) {
    const double share = std::min(1.0, relationship.pairs / std::max(1.0, pairs_all));
    const double kept = is_search(index) ? 1.0 : share;
    double cost = kExpandNode + kLookUp * halvings(walked);
    if (is_search(index)) cost = kSearch;
    if (r.variable_length && !is_search(index)) cost = kExpandNode + std::sqrt(walked) * 4;
    const double out = rows * kept * relationship.selectivity;
    return StepEstimate{out * completed(solved, std::nullopt, {&index, 1}),
                        rows * cost + out * kRow};
  }
  // Share of the walks that end where the pattern's labels want it.
  const double share =
      std::min(1.0, relationship.pairs / std::max(1e-9, nodes_[from].population * walked));
  const double kept = rows * walked * share * nodes_[to].selectivity * relationship.selectivity;
  const bool looks = share < 1 || nodes_[to].selectivity < 1 || relationship.selectivity < 1;
  double cost = rows * (kExpandNode + walked * (kRow + (looks ? kPredicate : 0)));
  if (is_search(index)) {
    // It may go through the whole graph, and an estimate below one row does not make it cheaper.
    cost = std::max(rows, 1.0) * std::max(kSearch, 4 * static_cast<double>(catalog_.node_count()));
  }
  return StepEstimate{kept * completed(solved, to, {&index, 1}), cost + kept * kRow};
}

std::optional<PatternModel::Intersection> PatternModel::intersect(const Solved& solved, double rows,
                                                                  std::size_t node) const {
  if (solved.nodes[node]) return std::nullopt;
  std::size_t open = 0;
  for (std::size_t i = 0; i < relationships_.size(); ++i) {
    const PatternRelationship& r = pattern_.relationships[i];
    open += !solved.relationships[i] && (r.left == node || r.right == node);
  }
  if (open < 2) return std::nullopt;
  Intersection found;
  std::vector<double> sizes;
  double out = rows * nodes_[node].selectivity;
  for (std::size_t i = 0; i < relationships_.size(); ++i) {
    const PatternRelationship& r = pattern_.relationships[i];
    if (solved.relationships[i] || (r.left != node && r.right != node)) continue;
    const std::size_t from = r.left == node ? r.right : r.left;
    if (from == node || !solved.nodes[from] || !is_plain(i)) continue;
    const double walked = fan(i, r.left == from);
    sizes.push_back(walked);
    if (found.relationships.empty()) {
      // As a walk from the first known node ...
      out *= relationships_[i].pairs / nodes_[from].population;
    } else {
      // ... of which those are kept that the others lead to as well.
      out *= std::min(
          1.0, relationships_[i].pairs / (nodes_[from].population * nodes_[node].population));
    }
    out *= relationships_[i].selectivity;
    found.relationships.push_back(i);
  }
  if (found.relationships.size() < 2) return std::nullopt;
  // The shortest list with each of the others: merged, or looked up when these are much longer.
  std::sort(sizes.begin(), sizes.end());
  double matching = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    matching += std::min(kMerge * (sizes[0] + sizes[i]), kLookUp * sizes[0] * halvings(sizes[i]));
  }
  const double cost = rows * (kExpandNode * static_cast<double>(sizes.size()) + matching);
  out *= completed(solved, node, found.relationships);
  found.estimate = {out, cost + out * kRow};
  return found;
}

}  // namespace liaison::query
