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
    solve(match_.order.empty() ? written_order(pattern_) : match_.order);
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

  void solve(const std::vector<PatternStep>& order) {
    for (const PatternStep& step : order) {
      switch (step.kind) {
        case PatternStep::Kind::Node:
          solve_node(step.index);
          break;
        case PatternStep::Kind::Relationship:
          solve_relationship(step.index, step.from_left);
          break;
        case PatternStep::Kind::Intersection:
          solve_intersection(step.index, step.relationships);
          break;
        case PatternStep::Kind::Join:
          solve_join(step.apart);
          break;
      }
    }
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

    std::vector<VariableId> differs_from = others_than(index);
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
    if (!relationship.variable_length && into && !dynamic) {
      solved_.pop_back();
      solve_intersection(to, {index});
      return;
    }
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

  // Relationships solved before, from which this one has to differ.
  std::vector<VariableId> others_than(std::size_t index) const {
    std::vector<VariableId> others;
    for (std::size_t other : solved_) {
      if (must_differ(pattern_, index, other)) {
        others.push_back(pattern_.relationships[other].variable);
      }
    }
    return others;
  }

  void solve_intersection(std::size_t node, const std::vector<std::size_t>& relationships) {
    ExpandIntersect intersect{.to = pattern_.nodes[node].variable,
                              .legs = {},
                              .into = known_[node],
                              .labels = {},
                              .multiplicity = std::nullopt};
    for (std::size_t index : relationships) {
      const PatternRelationship& relationship = pattern_.relationships[index];
      const bool from_left = relationship.right == node && known_[relationship.left];
      const std::size_t from = from_left ? relationship.left : relationship.right;
      intersect.legs.push_back(
          {pattern_.nodes[from].variable, relationship.variable,
           from_left ? relationship.direction : reverse(relationship.direction),
           relationship.types ? &*relationship.types : nullptr, others_than(index)});
      solved_.push_back(index);
    }
    known_[node] = true;
    push(std::move(intersect));
  }

  // The part stands on a row of its own; nodes that both sides know are the keys.
  void solve_join(const std::vector<PatternStep>& order) {
    Lowering apart(match_, make_operator(Argument{}), plan_);
    apart.known_.assign(known_.size(), false);
    apart.solve(order);
    HashJoin join;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (!known_[i] || !apart.known_[i]) continue;
      join.left_keys.push_back(plan_.own(BoundVariable{pattern_.nodes[i].variable}));
      join.right_keys.push_back(plan_.own(BoundVariable{pattern_.nodes[i].variable}));
    }
    current_ = make_operator(std::move(join), std::move(current_), std::move(apart.current_));
    Filter differ;
    for (std::size_t own : apart.solved_) {
      for (std::size_t other : solved_) {
        if (must_differ(pattern_, own, other)) differ.predicates.push_back(inequality(own, other));
      }
    }
    if (!differ.predicates.empty()) push(std::move(differ));
    for (std::size_t i = 0; i < known_.size(); ++i) known_[i] = known_[i] || apart.known_[i];
    solved_.insert(solved_.end(), apart.solved_.begin(), apart.solved_.end());
    type_tests_.insert(type_tests_.end(), apart.type_tests_.begin(), apart.type_tests_.end());
  }

  Predicate inequality(std::size_t a, std::size_t b) {
    auto variable = [&](std::size_t index) {
      auto expression = std::make_unique<BoundExpression>();
      expression->node = BoundVariable{pattern_.relationships[index].variable};
      expression->type = StaticType::of(ValueKind::Relationship);
      return expression;
    };
    return plan_.own(BoundBinary{BinaryOperator::NotEqual, variable(a), variable(b)});
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

bool must_differ(const BoundPattern& pattern, std::size_t relationship, std::size_t other) {
  const PatternRelationship& a = pattern.relationships[relationship];
  const PatternRelationship& b = pattern.relationships[other];
  const bool may_repeat =
      a.path == b.path ? a.restrictor == PathRestrictor::Walk : pattern.repeatable;
  return !may_repeat && may_overlap(a.types, b.types);
}

std::vector<PatternStep> written_order(const BoundPattern& pattern) {
  std::vector<PatternStep> order;
  std::vector<bool> known(pattern.nodes.size());
  for (std::size_t i = 0; i < known.size(); ++i) known[i] = pattern.nodes[i].is_bound;
  for (std::size_t i = 0; i < pattern.relationships.size(); ++i) {
    const PatternRelationship& relationship = pattern.relationships[i];
    const bool from_left = known[relationship.left] || !known[relationship.right];
    order.push_back({PatternStep::Kind::Relationship, i, from_left, {}, {}});
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
