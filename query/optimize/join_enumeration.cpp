#include "optimize/join_enumeration.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>

#include "optimize/pattern_model.h"
#include "plan/pattern_lowering.h"

namespace liaison::query {
namespace {

constexpr std::size_t kRelationshipsMax = 10;
constexpr std::size_t kNodesMax = 20;
constexpr std::size_t kJoinRelationshipsMax = 7;
constexpr std::size_t kStatesMax = 20'000;
constexpr double kBuildRow = 20;
constexpr double kProbeRow = 12;
constexpr double kJoinedRow = 8;

// How far a pattern is solved, and what that takes.
struct Place {
  Solved solved;
  double rows = 1;
  double cost = 0;
};

// A place and the last step to it.
struct State : Place {
  std::size_t previous = 0;
  PatternStep step;
};

// What can be done next, by name: calls take(step, rows after, cost of it).
template <class Take>
void for_each_walk(const PatternModel& model, const Place& state, Take take) {
  const BoundPattern& pattern = model.pattern();
  for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
    if (state.solved.relationships[i]) continue;
    for (const bool from_left : {true, false}) {
      // A group and a bound list are walked as they are written.
      if (!from_left && (pattern.relationships[i].group || pattern.relationships[i].is_bound)) {
        continue;
      }
      const auto estimate = model.walk(state.solved, state.rows, i, from_left);
      if (!estimate) continue;
      take(PatternStep{PatternStep::Kind::Relationship, i, from_left, {}, {}}, *estimate);
    }
  }
}

void apply(const PatternStep& step, const BoundPattern& pattern, Solved& solved) {
  auto solve = [&](std::size_t index) {
    solved.relationships.insert(index);
    solved.nodes.insert(pattern.relationships[index].left);
    solved.nodes.insert(pattern.relationships[index].right);
  };
  switch (step.kind) {
    case PatternStep::Kind::Node:
      solved.nodes.insert(step.index);
      break;
    case PatternStep::Kind::Relationship:
      solve(step.index);
      break;
    case PatternStep::Kind::Intersection:
      for (std::size_t index : step.relationships) solve(index);
      break;
    case PatternStep::Kind::Join:
      for (const PatternStep& part : step.apart) apply(part, pattern, solved);
      break;
  }
}

// Numbers the states of an enumeration as they are found, and lists them by level: how many
// elements are solved.
class FoundStates {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  explicit FoundStates(const BoundPattern& pattern)
      : levels_(pattern.nodes.size() + pattern.relationships.size() + 1) {}

  // The number of the state with these elements solved, the next one if there was none.
  std::size_t place_of(const Solved& solved) {
    static_assert(kNodesMax <= 32 && kRelationshipsMax <= 32);
    const std::uint64_t key = solved.nodes.first() | solved.relationships.first() << 32;
    const std::size_t known = find(key);
    if (known != kNone) return known;
    const std::size_t place = keys_.size();
    keys_.push_back(key);
    next_.push_back(kNone);
    Level& level = levels_[solved.nodes.count() + solved.relationships.count()];
    (level.first == kNone ? level.first : next_[level.last]) = place;
    level.last = place;
    // The first time, those before it as well.
    if (keys_.size() > kLookedThrough) {
      for (std::size_t i = by_key_.size(); i < keys_.size(); ++i) by_key_.emplace(keys_[i], i);
    }
    return place;
  }

  std::size_t level_count() const { return levels_.size(); }
  // The states of a level, in the order they were found. kNone: there is no more.
  std::size_t first(std::size_t level) const { return levels_[level].first; }
  std::size_t next(std::size_t place) const { return next_[place]; }

 private:
  // So few are looked through.
  static constexpr std::size_t kLookedThrough = 16;

  struct Level {
    std::size_t first = kNone;
    std::size_t last = kNone;
  };

  std::size_t find(std::uint64_t key) const {
    if (keys_.size() <= kLookedThrough) {
      const auto found = std::find(keys_.begin(), keys_.end(), key);
      return found == keys_.end() ? kNone : static_cast<std::size_t>(found - keys_.begin());
    }
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? kNone : found->second;
  }

  std::vector<std::uint64_t> keys_;
  std::vector<std::size_t> next_;  // of the same level
  std::vector<Level> levels_;
  std::unordered_map<std::uint64_t, std::size_t> by_key_;
};

// Dynamic programming: the cheapest way to every state that can be reached.
class Exhaustive {
 public:
  Exhaustive(const PatternModel& model, double rows, bool is_apart)
      : model_(model), is_apart_(is_apart), found_(model.pattern()) {
    add({{model.start(), rows, 0}, 0, {}});
  }

  // Other states may be joined with those of `parts`.
  void run(const Exhaustive* parts) {
    parts_ = parts;
    for (std::size_t level = 0; level < found_.level_count(); ++level) {
      for (std::size_t i = found_.first(level); i != FoundStates::kNone; i = found_.next(i)) {
        expand(i);
      }
    }
  }

  bool is_complete() const { return states_.size() < kStatesMax; }

  // The cheapest state with everything solved. Null: there is none.
  const State* best() const {
    const State* best = nullptr;
    for (const State& state : states_) {
      if (!state.solved.nodes.is_whole() || !state.solved.relationships.is_whole()) continue;
      if (!best || state.cost < best->cost) best = &state;
    }
    return best;
  }

  std::vector<PatternStep> steps_to(const State& state) const {
    std::vector<PatternStep> steps;
    for (const State* at = &state; at != &states_.front(); at = &states_[at->previous]) {
      steps.push_back(at->step);
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  const std::vector<State>& states() const { return states_; }

 private:
  void add(State state) {
    const std::size_t place = found_.place_of(state.solved);
    if (place == states_.size()) {
      states_.push_back(std::move(state));
    } else if (state.cost < states_[place].cost) {
      states_[place] = std::move(state);
    }
  }

  void expand(std::size_t index) {
    if (!is_complete()) return;
    const Place state = states_[index];
    auto take = [&](PatternStep step, const StepEstimate& estimate) {
      State next{{state.solved, estimate.rows, state.cost + estimate.cost}, index, std::move(step)};
      apply(next.step, model_.pattern(), next.solved);
      add(std::move(next));
    };
    bool can_walk = false;
    for_each_walk(model_, state, [&](PatternStep step, const StepEstimate& estimate) {
      can_walk = true;
      take(std::move(step), estimate);
    });
    for (std::size_t node = 0; node < state.solved.nodes.size(); ++node) {
      if (state.solved.nodes[node]) continue;
      if (auto found = model_.intersect(state.solved, state.rows, node)) {
        take({PatternStep::Kind::Intersection, node, true, found->relationships, {}},
             found->estimate);
      }
      const bool is_start = state.solved.nodes.count() == 0;
      if (is_apart_ && !is_start) continue;
      if (is_start || !can_walk || is_end_of_search(state, node) || model_.is_rare(node)) {
        take({PatternStep::Kind::Node, node, true, {}, {}},
             model_.find_node(state.solved, state.rows, node));
      }
    }
    if (parts_) join(state, take);
  }

  bool is_end_of_search(const Place& state, std::size_t node) const {
    const auto& relationships = model_.pattern().relationships;
    for (std::size_t i = 0; i < relationships.size(); ++i) {
      if (!state.solved.relationships[i] && model_.is_search(i) &&
          (relationships[i].left == node || relationships[i].right == node)) {
        return true;
      }
    }
    return false;
  }

  // With every part solved apart that shares nodes with what is known, and no relationship.
  template <class Take>
  void join(const Place& state, Take take) {
    if (state.solved.nodes.count() == 0) return;
    for (const State& part : parts_->states_) {
      const std::size_t relationships = part.solved.relationships.count();
      if (relationships == 0) continue;
      double rows = state.rows * part.rows;
      bool shares = false;
      bool fits = true;
      for (std::size_t i = 0; i < part.solved.relationships.size() && fits; ++i) {
        fits = !(part.solved.relationships[i] && state.solved.relationships[i]);
      }
      for (std::size_t node = 0; node < part.solved.nodes.size() && fits; ++node) {
        if (!part.solved.nodes[node] || !state.solved.nodes[node]) continue;
        shares = true;
        rows /= std::max(1.0, parts_->model_.node_rows(node));
      }
      if (!fits || !shares || !may_join(state, part)) continue;
      const double cost =
          part.cost + part.rows * kBuildRow + state.rows * kProbeRow + rows * kJoinedRow;
      take({PatternStep::Kind::Join, 0, true, {}, parts_->steps_to(part)},
           StepEstimate{rows, cost});
    }
  }

  // Relationships on both sides that must differ are compared one by one: lists are not.
  bool may_join(const Place& state, const Place& part) const {
    const auto& relationships = model_.pattern().relationships;
    for (std::size_t own = 0; own < relationships.size(); ++own) {
      if (!part.solved.relationships[own]) continue;
      if (relationships[own].is_bound || relationships[own].group || model_.is_search(own)) {
        return false;
      }
      for (std::size_t other = 0; other < relationships.size(); ++other) {
        if (!state.solved.relationships[other] && !relationships[other].is_bound) continue;
        if (part.solved.relationships[other]) continue;
        const bool lists =
            relationships[own].variable_length || relationships[other].variable_length;
        if (lists && must_differ(model_.pattern(), own, other)) return false;
      }
    }
    return true;
  }

  const PatternModel& model_;
  bool is_apart_;
  const Exhaustive* parts_ = nullptr;
  std::vector<State> states_;
  FoundStates found_;  // where in states_
};

// The cheapest next step, from a few starts.
class Greedy {
 public:
  explicit Greedy(const PatternModel& model) : model_(model) {}

  JoinOrder run(double rows) {
    const Place start{model_.start(), rows, 0};
    JoinOrder best;
    double best_cost = std::numeric_limits<double>::infinity();
    std::vector<std::size_t> starts;
    if (start.solved.nodes.count() == 0) starts = cheapest_nodes();
    for (std::size_t i = 0; i < std::max<std::size_t>(1, starts.size()); ++i) {
      Place state = start;
      JoinOrder order;
      if (!starts.empty()) find(state, starts[i], order);
      solve(state, order);
      if (state.cost < best_cost) {
        // What is left waits for something that only it gives: as written, then.
        if (!state.solved.relationships.is_whole()) order = {};
        best_cost = state.cost;
        order.rows = state.rows;
        best = std::move(order);
      }
    }
    return best;
  }

 private:
  static constexpr std::size_t kStarts = 3;

  std::vector<std::size_t> cheapest_nodes() const {
    std::vector<std::size_t> nodes(model_.pattern().nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = i;
    std::sort(nodes.begin(), nodes.end(), [&](std::size_t a, std::size_t b) {
      return model_.node_rows(a) < model_.node_rows(b);
    });
    nodes.resize(std::min(kStarts, nodes.size()));
    return nodes;
  }

  void find(Place& state, std::size_t node, JoinOrder& order) const {
    take({PatternStep::Kind::Node, node, true, {}, {}},
         model_.find_node(state.solved, state.rows, node), state, order);
  }

  void take(PatternStep step, const StepEstimate& estimate, Place& state, JoinOrder& order) const {
    apply(step, model_.pattern(), state.solved);
    state.rows = std::max(estimate.rows, 1e-6);
    state.cost += estimate.cost;
    order.steps.push_back(std::move(step));
  }

  void solve(Place& state, JoinOrder& order) const {
    for (;;) {
      std::optional<PatternStep> best;
      StepEstimate best_estimate;
      for_each_walk(model_, state, [&](PatternStep step, const StepEstimate& estimate) {
        if (best && estimate.rows + estimate.cost >= best_estimate.rows + best_estimate.cost) {
          return;
        }
        best = std::move(step);
        best_estimate = estimate;
      });
      if (best) {
        take(std::move(*best), best_estimate, state, order);
        continue;
      }
      std::optional<std::size_t> next;
      for (std::size_t node = 0; node < state.solved.nodes.size(); ++node) {
        if (state.solved.nodes[node]) continue;
        if (!next || model_.node_rows(node) < model_.node_rows(*next)) next = node;
      }
      if (!next) return;
      find(state, *next, order);
    }
  }

  const PatternModel& model_;
};

}  // namespace

JoinOrder order_joins(const MatchPattern& match, const Catalog& catalog, double rows,
                      bool may_join) {
  const BoundPattern& pattern = *match.pattern;
  const PatternModel model(match, catalog, true);
  if (pattern.relationships.size() <= kRelationshipsMax && pattern.nodes.size() <= kNodesMax) {
    Exhaustive search(model, rows, false);
    std::optional<PatternModel> apart_model;
    std::optional<Exhaustive> parts;
    if (may_join && pattern.relationships.size() > 1 &&
        pattern.relationships.size() <= kJoinRelationshipsMax) {
      apart_model.emplace(match, catalog, false);
      parts.emplace(*apart_model, 1, true);
      parts->run(nullptr);
    }
    search.run(parts ? &*parts : nullptr);
    const State* best = search.best();
    if (best) return {search.steps_to(*best), best->rows};
  }
  return Greedy(model).run(rows);
}

}  // namespace liaison::query
