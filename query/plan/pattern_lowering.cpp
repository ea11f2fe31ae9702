#include "plan/pattern_lowering.h"

#include <algorithm>

#include "bind/bound_copy.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

Direction reverse(Direction direction) {
  switch (direction) {
    case Direction::Outgoing:
      return Direction::Incoming;
    case Direction::Incoming:
      return Direction::Outgoing;
    case Direction::Both:
      break;
  }
  return Direction::Both;
}

// Whether one relationship could satisfy both type expressions.
bool may_overlap(const std::optional<LabelExpression>& a, const std::optional<LabelExpression>& b) {
  if (!a || !b) return true;
  const auto names_a = plain_names(*a);
  const auto names_b = plain_names(*b);
  if (!names_a || !names_b) return true;
  return std::any_of(names_a->begin(), names_a->end(), [&](const std::string& name) {
    return std::find(names_b->begin(), names_b->end(), name) != names_b->end();
  });
}

class Lowering {
 public:
  Lowering(const MatchPattern& match, LogicalOperatorPtr child, LogicalPlan& plan)
      : match_(match), pattern_(*match.pattern), plan_(plan), current_(std::move(child)) {
    known_.resize(pattern_.nodes.size());
    for (std::size_t i = 0; i < known_.size(); ++i) known_[i] = pattern_.nodes[i].is_bound;
  }

  LogicalOperatorPtr run() {
    const auto order = match_.order.empty() ? written_order(pattern_) : match_.order;
    for (const PatternStep& step : order) {
      if (step.kind == PatternStep::Kind::Node) {
        solve_node(step.index);
      } else {
        solve_relationship(step.index, step.from_left);
      }
    }
    for (std::size_t i = 0; i < pattern_.nodes.size(); ++i) solve_node(i);
    add_paths();
    add_filter();
    return std::move(current_);
  }

 private:
  template <class Node>
  void push(Node node) {
    current_ = make_operator(std::move(node), std::move(current_));
  }

  void solve_node(std::size_t index) {
    if (known_[index]) return;
    known_[index] = true;
    push(AllNodeScan{pattern_.nodes[index].variable});
  }

  void solve_relationship(std::size_t index, bool from_left) {
    const PatternRelationship& relationship = pattern_.relationships[index];
    const std::size_t from = from_left ? relationship.left : relationship.right;
    const std::size_t to = from_left ? relationship.right : relationship.left;
    const VariableId from_variable = pattern_.nodes[from].variable;
    const VariableId to_variable = pattern_.nodes[to].variable;
    const bool dynamic = relationship.types && is_dynamic(*relationship.types);
    const LabelExpression* types = relationship.types && !dynamic ? &*relationship.types : nullptr;

    std::vector<VariableId> differs_from;
    for (std::size_t other : solved_) {
      const PatternRelationship& before = pattern_.relationships[other];
      const bool same_path = before.path == relationship.path;
      if (same_path ? relationship.restrictor == PathRestrictor::Walk : pattern_.repeatable) {
        continue;
      }
      if (may_overlap(relationship.types, pattern_.relationships[other].types)) {
        differs_from.push_back(pattern_.relationships[other].variable);
      }
    }
    solved_.push_back(index);

    if (relationship.is_bound) {
      // Always from left to right: a bound list has an order.
      push(ProjectEndpoints{.relationship = relationship.variable,
                            .from = pattern_.nodes[relationship.left].variable,
                            .to = pattern_.nodes[relationship.right].variable,
                            .from_bound = known_[relationship.left],
                            .to_bound = known_[relationship.right],
                            .direction = relationship.direction,
                            .types = types,
                            .variable_length = relationship.variable_length,
                            .length_min = relationship.length_min,
                            .length_max = relationship.length_max,
                            .differs_from = std::move(differs_from)});
      known_[from] = known_[to] = true;
      if (dynamic && !relationship.variable_length) add_dynamic_type_test(relationship);
      return;
    }

    if (relationship.group) {
      solve_group(relationship, std::move(differs_from));
      return;
    }
    solve_node(from);
    const bool into = known_[to];
    known_[to] = true;
    const Direction direction =
        from_left ? relationship.direction : reverse(relationship.direction);
    if (!relationship.variable_length) {
      push(Expand{from_variable, relationship.variable, to_variable, direction, types, into,
                  std::move(differs_from)});
      if (dynamic) add_dynamic_type_test(relationship);
      return;
    }
    VarLengthExpand walk{.from = from_variable,
                         .relationship = relationship.variable,
                         .to = to_variable,
                         .direction = direction,
                         .types = types,
                         .length_min = relationship.length_min,
                         .length_max = relationship.length_max,
                         .element = relationship.element_variable,
                         .element_predicates = {},
                         .into = into,
                         .reversed = !from_left,
                         .differs_from = std::move(differs_from),
                         .restrictor = relationship.restrictor,
                         .length = std::nullopt};
    // Without predicates of its own the step may come without an element variable.
    if (relationship.element_predicates.empty()) walk.element = plan_.new_variable();
    for (const auto& predicate : relationship.element_predicates) {
      walk.element_predicates.push_back(predicate.get());
    }
    if (dynamic) {
      walk.element_predicates.push_back(label_test(walk.element, *relationship.types));
    }
    if (relationship.selector == PathSelector::All) {
      push(std::move(walk));
    } else {
      push(ShortestPath{std::move(walk), relationship.selector, relationship.selector_count});
    }
  }

  // Always from left to right, as the inner pattern is written.
  void solve_group(const PatternRelationship& relationship, std::vector<VariableId> differs_from) {
    solve_node(relationship.left);
    const PatternGroup& group = *relationship.group;
    MatchPattern inner{&group.pattern, {}, {}};
    for (const auto& predicate : group.predicates) inner.predicates.push_back(predicate.get());
    LogicalOperatorPtr repeated =
        Lowering(inner, make_operator(Argument{plan_.new_variable()}), plan_).run();
    const bool into = known_[relationship.right];
    known_[relationship.right] = true;
    current_ = make_operator(GroupWalk{.group = &group,
                                       .from = pattern_.nodes[relationship.left].variable,
                                       .relationship = relationship.variable,
                                       .to = pattern_.nodes[relationship.right].variable,
                                       .repetitions_min = relationship.length_min,
                                       .repetitions_max = relationship.length_max,
                                       .into = into,
                                       .restrictor = relationship.restrictor,
                                       .differs_from = std::move(differs_from)},
                             std::move(current_), std::move(repeated));
  }

  Predicate label_test(VariableId variable, const LabelExpression& labels) {
    auto object = std::make_unique<BoundExpression>();
    object->node = BoundVariable{variable};
    return plan_.own(BoundLabelTest{std::move(object), copy(labels)});
  }

  // Null matches no pattern. Labels and relationships see to that; a bound node by itself does not.
  Predicate null_test(VariableId variable) {
    auto object = std::make_unique<BoundExpression>();
    object->node = BoundVariable{variable};
    return plan_.own(BoundUnary{UnaryOperator::IsNotNull, std::move(object)});
  }

  bool stands_alone(std::size_t node) const {
    return std::none_of(
        pattern_.relationships.begin(), pattern_.relationships.end(),
        [&](const PatternRelationship& r) { return r.left == node || r.right == node; });
  }

  void add_dynamic_type_test(const PatternRelationship& relationship) {
    type_tests_.push_back(label_test(relationship.variable, *relationship.types));
  }

  void add_paths() {
    Projection projection;
    for (const PatternPath& path : pattern_.paths) {
      if (!path.has_variable) continue;
      BoundPath value;
      for (std::size_t i = 0; i < path.nodes.size(); ++i) {
        if (i > 0) {
          value.elements.push_back(pattern_.relationships[path.relationships[i - 1]].variable);
        }
        value.elements.push_back(pattern_.nodes[path.nodes[i]].variable);
      }
      projection.items.push_back({path.variable, plan_.own(std::move(value))});
    }
    if (!projection.items.empty()) push(std::move(projection));
    for (const PatternPath& path : pattern_.paths) {
      const bool may_close = path.restrictor == PathRestrictor::Simple;
      if (may_close || path.restrictor == PathRestrictor::Acyclic) {
        push(RestrictPath{path.variable, may_close});
      }
    }
  }

  void add_filter() {
    Filter filter;
    for (std::size_t i = 0; i < pattern_.nodes.size(); ++i) {
      const PatternNode& node = pattern_.nodes[i];
      if (node.labels) {
        filter.predicates.push_back(label_test(node.variable, *node.labels));
      } else if (node.is_bound && stands_alone(i)) {
        filter.predicates.push_back(null_test(node.variable));
      }
    }
    filter.predicates.insert(filter.predicates.end(), type_tests_.begin(), type_tests_.end());
    filter.predicates.insert(filter.predicates.end(), match_.predicates.begin(),
                             match_.predicates.end());
    if (!filter.predicates.empty()) push(std::move(filter));
  }

  const MatchPattern& match_;
  const BoundPattern& pattern_;
  LogicalPlan& plan_;
  LogicalOperatorPtr current_;
  std::vector<bool> known_;
  std::vector<std::size_t> solved_;
  std::vector<Predicate> type_tests_;
};

}  // namespace

std::vector<PatternStep> written_order(const BoundPattern& pattern) {
  std::vector<PatternStep> order;
  std::vector<bool> known(pattern.nodes.size());
  for (std::size_t i = 0; i < known.size(); ++i) known[i] = pattern.nodes[i].is_bound;
  for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
    const PatternRelationship& relationship = pattern.relationships[i];
    const bool from_left = known[relationship.left] || !known[relationship.right];
    order.push_back({PatternStep::Kind::Relationship, i, from_left});
    known[relationship.left] = known[relationship.right] = true;
  }
  return order;
}

LogicalOperatorPtr lower_pattern(LogicalOperatorPtr op, LogicalPlan& plan) {
  const auto& match = std::get<MatchPattern>(op->node);
  return Lowering(match, std::move(op->children.front()), plan).run();
}

void lower_patterns(LogicalOperatorPtr& root, LogicalPlan& plan) {
  for (LogicalOperatorPtr& child : root->children) lower_patterns(child, plan);
  if (std::holds_alternative<MatchPattern>(root->node)) {
    root = lower_pattern(std::move(root), plan);
  }
}

}  // namespace liaison::query
