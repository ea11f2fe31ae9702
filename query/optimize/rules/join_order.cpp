// The order in which a pattern is solved: start where the fewest nodes are expected, then always
// the step that gives the fewest rows next. A start at every node that could be one is tried, and
// the cheapest whole order is taken.
#include <algorithm>
#include <limits>

#include "optimize/cardinality.h"
#include "optimize/rules/rules.h"

namespace liaison::query {
namespace {

class JoinOrder {
 public:
  JoinOrder(const MatchPattern& match, const Catalog& catalog)
      : pattern_(*match.pattern), predicates_(match.predicates), catalog_(catalog) {
    for (const PatternNode& node : pattern_.nodes) {
      auto& labels = labels_.emplace_back();
      if (node.labels) required_labels(*node.labels, labels);
    }
    // As if nothing else of the pattern were known: what a walk into the node keeps.
    const VariableSet all = unknown_of(std::vector<bool>(pattern_.nodes.size(), false));
    for (std::size_t i = 0; i < pattern_.nodes.size(); ++i) {
      nodes_rows_.push_back(estimate(i, all));
    }
  }

  std::vector<PatternStep> run() {
    std::vector<PatternStep> best;
    double best_cost = std::numeric_limits<double>::infinity();
    for (std::size_t start = 0; start < pattern_.nodes.size(); ++start) {
      if (has_bound_start() && start > 0) break;
      double cost = 0;
      auto order = greedy(has_bound_start() ? kNoStart : start, cost);
      if (cost < best_cost) {
        best_cost = cost;
        best = std::move(order);
      }
    }
    return best;
  }

 private:
  // Rules of thumb: reading a node in a scan against walking to it, what an index finds, and how
  // many ends are worth looking for before a search for shortest paths.
  static constexpr double kScanShare = 0.3;
  static constexpr double kSeekRows = 2;
  static constexpr double kEndsMax = 1000;
  static constexpr std::size_t kNoStart = static_cast<std::size_t>(-1);

  // Variables of the pattern that no step has given yet.
  VariableSet unknown_of(const std::vector<bool>& known) const {
    VariableSet unknown;
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (!known[i] && !pattern_.nodes[i].is_bound) unknown.insert(pattern_.nodes[i].variable);
    }
    for (const PatternRelationship& relationship : pattern_.relationships) {
      if (!relationship.is_bound) unknown.insert(relationship.variable);
    }
    return unknown;
  }

  double estimate(std::size_t node, VariableSet unknown) const {
    unknown.erase(pattern_.nodes[node].variable);
    return estimate_node(catalog_, labels_[node], pattern_.nodes[node].variable, predicates_,
                         unknown);
  }

  bool has_bound_start() const {
    return std::any_of(pattern_.nodes.begin(), pattern_.nodes.end(),
                       [](const PatternNode& node) { return node.is_bound; }) ||
           std::any_of(pattern_.relationships.begin(), pattern_.relationships.end(),
                       [](const PatternRelationship& r) { return r.is_bound; });
  }

  std::vector<PatternStep> greedy(std::size_t start, double& cost) const {
    std::vector<PatternStep> order;
    std::vector<bool> known;
    for (const PatternNode& node : pattern_.nodes) known.push_back(node.is_bound);
    std::vector<bool> solved(pattern_.relationships.size(), false);
    double rows = 1;
    auto take_node = [&](std::size_t node) {
      const double found = estimate(node, unknown_of(known));
      order.push_back({PatternStep::Kind::Node, node, true});
      known[node] = true;
      // What is not found through an index is scanned, whatever is kept of it.
      cost += rows * std::max(found, kScanShare * nodes_with(catalog_, labels_[node]) *
                                         (found > kSeekRows ? 1.0 : 0.0));
      rows *= std::max(found, 0.01);
      cost += rows;
    };
    if (start != kNoStart) take_node(start);
    for (std::size_t left = pattern_.relationships.size(); left > 0;) {
      std::size_t best = kNoStart;
      bool best_from_left = true;
      double best_factor = std::numeric_limits<double>::infinity();
      for (std::size_t i = 0; i < solved.size(); ++i) {
        if (solved[i]) continue;
        for (const bool from_left : {true, false}) {
          const auto factor = step_factor(i, from_left, known);
          if (factor && *factor < best_factor) {
            best_factor = *factor;
            best = i;
            best_from_left = from_left;
          }
        }
      }
      if (best == kNoStart) {
        take_node(cheapest_unknown(known, solved));
        continue;
      }
      // A search between two ends is far cheaper than one from an end to everywhere.
      const PatternRelationship& chosen = pattern_.relationships[best];
      if (chosen.selector != PathSelector::All) {
        const std::size_t far = best_from_left ? chosen.right : chosen.left;
        if (!known[far] && estimate(far, unknown_of(known)) <= kEndsMax) {
          take_node(far);
          continue;
        }
      }
      solved[best] = true;
      --left;
      known[pattern_.relationships[best].left] = known[pattern_.relationships[best].right] = true;
      order.push_back({PatternStep::Kind::Relationship, best, best_from_left});
      rows *= std::max(best_factor, 0.01);
      cost += rows;
    }
    for (std::size_t node = 0; node < known.size(); ++node) {
      if (!known[node]) take_node(node);
    }
    return order;
  }

  std::size_t cheapest_unknown(const std::vector<bool>& known,
                               const std::vector<bool>& solved) const {
    std::size_t best = kNoStart;
    for (std::size_t i = 0; i < solved.size(); ++i) {
      if (solved[i]) continue;
      for (std::size_t node : {pattern_.relationships[i].left, pattern_.relationships[i].right}) {
        if (!known[node] && (best == kNoStart || nodes_rows_[node] < nodes_rows_[best])) {
          best = node;
        }
      }
    }
    return best;
  }

  // Rows out for each row in when this relationship is walked next. Unset: its start is unknown.
  std::optional<double> step_factor(std::size_t index, bool from_left,
                                    const std::vector<bool>& known) const {
    const PatternRelationship& r = pattern_.relationships[index];
    if (r.is_bound) return 1;
    const std::size_t from = from_left ? r.left : r.right;
    const std::size_t to = from_left ? r.right : r.left;
    if (!known[from]) return std::nullopt;
    Direction direction = r.direction;
    if (!from_left && direction != Direction::Both) {
      direction = direction == Direction::Outgoing ? Direction::Incoming : Direction::Outgoing;
    }
    double degree =
        estimate_degree(catalog_, labels_[from], r.types ? &*r.types : nullptr, direction);
    if (r.selector != PathSelector::All) {
      // Searching wants both ends: it is left for last, when they may be known.
      return known[to] ? 1.0 : std::max(1.0, static_cast<double>(catalog_.node_count()));
    }
    if (r.variable_length) {
      const std::uint64_t steps = std::min<std::uint64_t>(r.length_max.value_or(4), 4);
      double total = 1;
      for (std::uint64_t i = 0; i < steps; ++i) total *= std::max(degree, 1.5);
      degree = total;
    }
    const double all = std::max(1.0, static_cast<double>(catalog_.node_count()));
    const double share = known[to] ? 1.0 / all : std::min(1.0, nodes_rows_[to] / all);
    // A walk into a known node still has to read the neighbours.
    return degree * share + (r.variable_length ? degree * 0.1 : 0.0);
  }

  const BoundPattern& pattern_;
  const std::vector<Predicate>& predicates_;
  const Catalog& catalog_;
  std::vector<std::vector<std::string>> labels_;
  std::vector<double> nodes_rows_;
};

}  // namespace

void choose_join_order(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  if (auto* match = std::get_if<MatchPattern>(&root->node)) {
    match->order = JoinOrder(*match, catalog).run();
  }
  for (LogicalOperatorPtr& child : root->children) choose_join_order(child, plan, catalog);
}

}  // namespace liaison::query
