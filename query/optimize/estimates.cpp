#include "optimize/estimates.h"

#include <algorithm>
#include <cmath>

#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

constexpr double kSeekRows = 1;
constexpr double kListLength = 10;
constexpr double kGroupShare = 0.1;
constexpr double kLimitUnknown = 100;
constexpr double kStepsAssumed = 5;

double number_of(Predicate count, double otherwise) {
  const auto* literal = std::get_if<BoundLiteral>(&count->node);
  return literal && literal->value.is_integer()
             ? std::max(0.0, static_cast<double>(literal->value.as_integer()))
             : otherwise;
}

// Whether the predicate compares with a value that the look-up right below was asked for: the rows
// of that look-up are counted after it.
bool is_answered_below(const BoundExpression& predicate, const LogicalOperator& filter) {
  const LogicalOperator& below = *filter.children.front();
  const auto* nodes = std::get_if<NodeIndexLookup>(&below.node);
  const auto* relationships = std::get_if<RelationshipIndexLookup>(&below.node);
  const auto* binary = std::get_if<BoundBinary>(&predicate.node);
  if ((!nodes && !relationships) || !binary) return false;
  const std::vector<Predicate>& values =
      nodes ? nodes->lookup.values : relationships->lookup.values;
  return std::any_of(values.begin(), values.end(), [&](Predicate value) {
    return value == binary->left.get() || value == binary->right.get();
  });
}

}  // namespace

void Estimates::set(LogicalOperator& op, double argument_rows) {
  op.estimated_rows = rows_of(op, argument_rows);
}

void Estimates::set_tree(LogicalOperator& op, double argument_rows) {
  for (std::size_t i = 0; i < op.children.size(); ++i) {
    const bool is_inner = i > 0 && !std::holds_alternative<HashJoin>(op.node) &&
                          !std::holds_alternative<Union>(op.node);
    set_tree(*op.children[i], is_inner ? op.children.front()->estimated_rows : argument_rows);
  }
  set(op, argument_rows);
}

double Estimates::population(VariableId node) const {
  const auto found = known_.find(node);
  if (found == known_.end()) return std::max(1.0, static_cast<double>(catalog_.node_count()));
  const Known& known = found->second;
  if (known.labels.empty() && known.is_walked_to) {
    return nodes_at_start(catalog_, walked_types(catalog_, known.types), reversed(known.direction));
  }
  return std::max(1.0, nodes_with(catalog_, known.labels));
}

void Estimates::reach(VariableId node, const LabelExpression* types, Direction direction) {
  Known& known = known_[node];
  if (known.is_walked_to || !known.labels.empty()) return;
  known.is_walked_to = true;
  known.types = types;
  known.direction = direction;
}

double Estimates::fan(VariableId from, const LabelExpression* types, Direction direction) const {
  const auto found = known_.find(from);
  const bool has_labels = found != known_.end() && !found->second.labels.empty();
  static const RequiredLabels kNone;
  const RequiredLabels& labels = has_labels ? found->second.labels : kNone;
  const WalkedTypes walked = walked_types(catalog_, types);
  const double nodes = has_labels ? std::max(1.0, nodes_with(catalog_, labels))
                                  : nodes_at_start(catalog_, walked, direction);
  return relationships_at(catalog_, labels, walked, direction) / nodes;
}

double Estimates::walk_fan(const VarLengthExpand& walk) const {
  const double degree = fan(walk.from, walk.types, walk.direction);
  const auto first = static_cast<double>(walk.length_min);
  const double last =
      walk.length_max ? static_cast<double>(*walk.length_max) : std::max(first, kStepsAssumed);
  double total = 0;
  double walks = 1;
  for (double length = 0; length <= std::min(last, first + 2 * kStepsAssumed); ++length) {
    if (length >= first) total += walks;
    walks = std::min(walks * degree, 1e12);
  }
  if (walk.distinct_ends) total = std::min(total, static_cast<double>(catalog_.node_count()));
  return total;
}

double Estimates::share(const BoundExpression& predicate) {
  const auto* test = std::get_if<BoundLabelTest>(&predicate.node);
  const auto* object = test ? std::get_if<BoundVariable>(&test->object->node) : nullptr;
  if (object) {
    RequiredLabels labels;
    add_required_labels(catalog_, test->labels, labels);
    if (!labels.empty()) {
      Known& known = known_[object->variable];
      double kept;
      if (known.is_walked_to && known.labels.empty()) {
        kept =
            share_ending_at(catalog_, labels, walked_types(catalog_, known.types), known.direction);
      } else {
        kept = std::min(1.0, nodes_with(catalog_, labels) / population(object->variable));
      }
      known.labels.add(labels);
      return kept;
    }
  }
  double entities = 1;
  for (VariableId variable : free_variables(predicate)) {
    if (known_.contains(variable)) entities = std::max(entities, population(variable));
  }
  return selectivity(predicate, entities);
}

void Estimates::know_label_of(VariableId variable, IndexId index) {
  RequiredLabels& labels = known_[variable].labels;
  for (const IndexDefinition& definition : catalog_.indexes()) {
    if (definition.id != index) continue;
    labels = {};
    labels.ids.push_back(LabelId(definition.token));
  }
}

double Estimates::rows_of(const LogicalOperator& op, double argument_rows) {
  const double in = op.children.empty() ? argument_rows : op.children.front()->estimated_rows;
  const double inner = op.children.size() > 1 ? op.children[1]->estimated_rows : 0;
  return std::visit(
      Overloaded{
          [&](const Argument&) { return argument_rows; },
          [&](const MatchPattern&) { return in; },
          [&](const AllNodeScan& o) {
            known_[o.variable];
            return in * static_cast<double>(catalog_.node_count());
          },
          [&](const NodeByLabelScan& o) {
            RequiredLabels& labels = known_[o.variable].labels;
            labels = {};
            labels.add(catalog_, o.label);
            return in * nodes_with(catalog_, labels);
          },
          [&](const NodeIndexSeek& o) {
            know_label_of(o.variable, o.index);
            return in * kSeekRows;
          },
          [&](const NodeIndexLookup& o) {
            know_label_of(o.variable, o.lookup.index);
            return op.estimated_rows >= 0 ? op.estimated_rows : in * kListLength;
          },
          [&](const RelationshipIndexLookup& o) {
            known_[o.from];
            known_[o.to];
            return op.estimated_rows >= 0 ? op.estimated_rows : in * kListLength;
          },
          [&](const NodeByIdSeek& o) {
            known_[o.variable];
            return in;
          },
          [&](const Expand& o) {
            const double walked = fan(o.from, o.types, o.direction);
            const double ending = o.into ? 1 / population(o.to) : 1;
            reach(o.to, o.types, o.direction);
            return in * walked * ending;
          },
          [&](const ExpandIntersect& o) {
            double rows = in;
            double people = 1;
            for (const auto& leg : o.legs) {
              rows *= fan(leg.from, leg.types, leg.direction);
              people = o.into ? population(o.to)
                              : nodes_at_start(catalog_, walked_types(catalog_, leg.types),
                                               reversed(leg.direction));
            }
            const auto matches = static_cast<double>(o.legs.size() - (o.into ? 0 : 1));
            rows /= std::pow(std::max(1.0, people), matches);
            reach(o.to, o.legs.front().types, o.legs.front().direction);
            return o.multiplicity ? std::min(in, rows) : rows;
          },
          [&](const VarLengthExpand& o) {
            const double rows = in * walk_fan(o) * (o.into ? 1 / population(o.to) : 1);
            reach(o.to, o.types, o.direction);
            return o.into && o.distinct_ends ? std::min(in, rows) : rows;
          },
          [&](const GroupWalk&) { return in * kListLength; },
          [&](const RestrictPath&) { return in; },
          [&](const SelectPaths&) { return in; },
          [&](const ShortestPath& o) {
            return o.walk.into ? in : in * static_cast<double>(catalog_.node_count());
          },
          [&](const ProjectEndpoints&) { return in; },
          [&](const Filter& o) {
            double rows = in;
            for (Predicate predicate : o.predicates) {
              if (!is_answered_below(*predicate, op)) rows *= share(*predicate);
            }
            return rows;
          },
          [&](const LabelFilter& o) { return in * share(*o.test); },
          [&](const Projection&) { return in; },
          [&](const Aggregation& o) {
            if (o.keys.empty()) return o.partition ? argument_rows : 1.0;
            return std::max(std::min(in, 1.0), in * kGroupShare);
          },
          [&](const PartialAggregation&) { return std::max(std::min(in, 1.0), in * 0.5); },
          [&](const Distinct&) { return std::max(std::min(in, 1.0), in * kGroupShare * 5); },
          [&](const Sort&) { return in; },
          [&](const TopN& o) {
            const double skipped = o.skip ? number_of(o.skip, 0) : 0;
            return std::min(in, skipped + number_of(o.limit, kLimitUnknown));
          },
          [&](const Skip& o) { return std::max(0.0, in - number_of(o.count, 0)); },
          [&](const Limit& o) { return std::min(in, number_of(o.count, kLimitUnknown)); },
          [&](const Unwind& o) {
            const auto* list = std::get_if<BoundListLiteral>(&o.list->node);
            return in * (list ? static_cast<double>(list->elements.size()) : kListLength);
          },
          [&](const HashJoin& o) {
            if (o.left_keys.empty()) return in * inner;
            return std::max(in, inner) > 0 ? in * inner / std::max({1.0, in, inner}) : 0.0;
          },
          [&](const Apply& o) {
            if (o.is_unit) return in;
            return o.optional ? std::max(in, inner) : inner;
          },
          [&](const Union&) {
            double rows = 0;
            for (const LogicalOperatorPtr& child : op.children) rows += child->estimated_rows;
            return rows;
          },
          [&](const ProcedureCall&) { return in * kListLength; },
          [&](const CountFromStatistics&) { return in; },
          [&](const Create&) { return in; },
          [&](const Merge&) { return in; },
          [&](const SetItems&) { return in; },
          [&](const Delete&) { return in; },
          [&](const Foreach&) { return in; },
          [&](const LoadCsv&) { return in * kListLength; },
          [&](const ProduceResults&) { return in; },
      },
      op.node);
}

void estimate_plan(LogicalPlan& plan, const Catalog& catalog) {
  Estimates estimates(catalog);
  estimates.set_tree(*plan.root, 1);
  for (auto& [query, subquery] : plan.subqueries) estimates.set_tree(*subquery.root, 1);
}

}  // namespace liaison::query
