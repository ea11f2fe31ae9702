#include "optimize/cardinality.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/access_paths.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

// Rules of thumb; only their order matters much.
constexpr double kIndexedRows = 2;
constexpr double kRangeSelectivity = 0.3;
constexpr double kTextSelectivity = 0.1;

// A value that is asked for is often one of very many, and sometimes one of a few.
double equality_share(double population) {
  return 1.0 / std::sqrt(std::max(1.0, population));
}

bool is_variable(const BoundExpression& expression, VariableId variable) {
  const auto* node = std::get_if<BoundVariable>(&expression.node);
  return node && node->variable == variable;
}

const BoundBinary* equality(Predicate predicate) {
  const auto* binary = std::get_if<BoundBinary>(&predicate->node);
  return binary && binary->op == BinaryOperator::Equal ? binary : nullptr;
}

bool is_usable_value(const BoundExpression& value, VariableId variable) {
  return is_deterministic(value) && !free_variables(value).contains(variable);
}

}  // namespace

std::vector<KeyEquality> key_equalities(VariableId variable,
                                        const std::vector<Predicate>& predicates) {
  std::vector<KeyEquality> result;
  for (Predicate predicate : predicates) {
    const BoundBinary* equal = equality(predicate);
    if (!equal) continue;
    auto add = [&](const BoundExpression& side, const BoundExpression& other) {
      const auto* property = std::get_if<BoundProperty>(&side.node);
      if (property && is_variable(*property->object, variable) &&
          is_usable_value(other, variable)) {
        result.push_back({property->key, &other, predicate});
      }
    };
    add(*equal->left, *equal->right);
    add(*equal->right, *equal->left);
  }
  return result;
}

std::optional<IdEquality> id_equality(VariableId variable,
                                      const std::vector<Predicate>& predicates) {
  for (Predicate predicate : predicates) {
    const BoundBinary* equal = equality(predicate);
    if (!equal) continue;
    auto is_id = [&](const BoundExpression& side) {
      const auto* call = std::get_if<BoundFunctionCall>(&side.node);
      return call && call->function->name == "id" && call->arguments.size() == 1 &&
             is_variable(*call->arguments.front(), variable);
    };
    if (is_id(*equal->left) && is_usable_value(*equal->right, variable)) {
      return IdEquality{equal->right.get(), predicate};
    }
    if (is_id(*equal->right) && is_usable_value(*equal->left, variable)) {
      return IdEquality{equal->left.get(), predicate};
    }
  }
  return std::nullopt;
}

void RequiredLabels::add(const Catalog& catalog, std::string_view label) {
  if (const auto id = catalog.label(label)) {
    ids.push_back(*id);
  } else {
    all_known = false;
  }
}

void RequiredLabels::add(const RequiredLabels& others) {
  ids.insert(ids.end(), others.ids.begin(), others.ids.end());
  all_known = all_known && others.all_known;
}

void add_required_labels(const Catalog& catalog, const LabelExpression& labels,
                         RequiredLabels& out) {
  if (labels.kind == LabelExpression::Kind::Name) out.add(catalog, labels.name);
  if (labels.kind == LabelExpression::Kind::And) {
    for (const LabelExpression& operand : labels.operands) {
      add_required_labels(catalog, operand, out);
    }
  }
}

const IndexDefinition* usable_index(const Catalog& catalog, const RequiredLabels& labels,
                                    const std::vector<KeyEquality>& equalities) {
  if (labels.ids.empty() || equalities.empty()) return nullptr;
  const IndexDefinition* best = nullptr;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.kind != IndexKind::Range || index.entity != EntityKind::Node) continue;
    const bool has_label = std::any_of(labels.ids.begin(), labels.ids.end(),
                                       [&](LabelId label) { return label.value == index.token; });
    if (!has_label) continue;
    const bool has_keys = std::all_of(index.keys.begin(), index.keys.end(), [&](PropertyKeyId key) {
      return std::any_of(equalities.begin(), equalities.end(), [&](const KeyEquality& e) {
        return e.key == catalog.property_key_name(key);
      });
    });
    if (has_keys && (!best || index.keys.size() > best->keys.size())) best = &index;
  }
  return best;
}

double nodes_with(const Catalog& catalog, const RequiredLabels& labels) {
  if (!labels.all_known) return 0;
  std::uint64_t least = catalog.node_count();
  for (LabelId label : labels.ids) least = std::min(least, catalog.node_count(label));
  return static_cast<double>(least);
}

double nodes_with(const Catalog& catalog, std::string_view label) {
  const auto id = catalog.label(label);
  return id ? static_cast<double>(catalog.node_count(*id)) : 0;
}

double estimate_node(const Catalog& catalog, const RequiredLabels& labels, VariableId variable,
                     const std::vector<Predicate>& predicates, const VariableSet& unknown) {
  auto waits = [&](Predicate value) {
    const VariableSet read = free_variables(*value);
    return std::any_of(read.begin(), read.end(),
                       [&](VariableId other) { return unknown.contains(other); });
  };
  const auto id = id_equality(variable, predicates);
  if (id && !waits(id->value)) return 1;
  auto equalities = key_equalities(variable, predicates);
  std::erase_if(equalities, [&](const KeyEquality& equality) { return waits(equality.value); });
  double rows = nodes_with(catalog, labels);
  if (usable_index(catalog, labels, equalities)) return std::min(rows, kIndexedRows);
  if (const auto path =
          best_access_path(catalog, nodes_under(variable, labels.ids), predicates, unknown)) {
    return std::min(rows, path->rows);
  }
  const double share = equality_share(rows);
  for (std::size_t i = 0; i < equalities.size(); ++i) rows *= share;
  return rows;
}

bool has_direct_access(const Catalog& catalog, const RequiredLabels& labels, VariableId variable,
                       const std::vector<Predicate>& predicates, const VariableSet& unknown) {
  auto waits = [&](Predicate value) {
    const VariableSet read = free_variables(*value);
    return std::any_of(read.begin(), read.end(),
                       [&](VariableId other) { return unknown.contains(other); });
  };
  const auto id = id_equality(variable, predicates);
  if (id && !waits(id->value)) return true;
  auto equalities = key_equalities(variable, predicates);
  std::erase_if(equalities, [&](const KeyEquality& equality) { return waits(equality.value); });
  return usable_index(catalog, labels, equalities) != nullptr ||
         best_access_path(catalog, nodes_under(variable, labels.ids), predicates, unknown);
}

double selectivity(const BoundExpression& predicate, double population) {
  if (const auto* binary = std::get_if<BoundBinary>(&predicate.node)) {
    switch (binary->op) {
      case BinaryOperator::And:
        return selectivity(*binary->left, population) * selectivity(*binary->right, population);
      case BinaryOperator::Or: {
        const double left = selectivity(*binary->left, population);
        const double right = selectivity(*binary->right, population);
        return left + right - left * right;
      }
      case BinaryOperator::Equal:
        return equality_share(population);
      case BinaryOperator::NotEqual:
        return 0.95;
      case BinaryOperator::Less:
      case BinaryOperator::LessOrEqual:
      case BinaryOperator::Greater:
      case BinaryOperator::GreaterOrEqual:
        return kRangeSelectivity;
      case BinaryOperator::In: {
        const auto* list = std::get_if<BoundListLiteral>(&binary->right->node);
        const double values = list ? static_cast<double>(list->elements.size()) : 4.0;
        return std::min(0.5, values * equality_share(population));
      }
      case BinaryOperator::StartsWith:
      case BinaryOperator::EndsWith:
      case BinaryOperator::Contains:
      case BinaryOperator::RegexMatch:
        return kTextSelectivity;
      default:
        return 0.5;
    }
  }
  if (const auto* unary = std::get_if<BoundUnary>(&predicate.node)) {
    if (unary->op == UnaryOperator::Not) {
      return std::max(0.05, 1.0 - selectivity(*unary->operand, population));
    }
    return unary->op == UnaryOperator::IsNull ? 0.1 : 0.9;
  }
  if (std::holds_alternative<BoundLabelTest>(predicate.node)) return 0.5;
  if (const auto* literal = std::get_if<BoundLiteral>(&predicate.node)) {
    return literal->value.is_boolean() && literal->value.as_boolean() ? 1.0 : 0.0;
  }
  return 0.5;
}

Direction reversed(Direction direction) {
  if (direction == Direction::Both) return direction;
  return direction == Direction::Outgoing ? Direction::Incoming : Direction::Outgoing;
}

namespace {

// The types of `A|B|C`. False: the expression is anything else.
bool add_named(const Catalog& catalog, const LabelExpression& types,
               std::vector<RelationshipTypeId>& out) {
  if (types.kind == LabelExpression::Kind::Name) {
    if (const auto type = catalog.relationship_type(types.name)) out.push_back(*type);
    return true;
  }
  return types.kind == LabelExpression::Kind::Or &&
         std::all_of(
             types.operands.begin(), types.operands.end(),
             [&](const LabelExpression& operand) { return add_named(catalog, operand, out); });
}

double of_type_at(const Catalog& catalog, std::span<const LabelId> labels, RelationshipTypeId type,
                  Direction direction) {
  double least = static_cast<double>(catalog.relationship_count(type));
  if (least == 0) return 0;
  for (LabelId label : labels) {
    // Several labels of one node go together more often than not.
    least =
        std::min(least, static_cast<double>(catalog.relationship_count(label, type, direction)));
  }
  return least;
}

double sum_at(const Catalog& catalog, std::span<const LabelId> labels,
              std::span<const RelationshipTypeId> types, Direction direction) {
  double total = 0;
  for (RelationshipTypeId type : types) {
    if (direction != Direction::Incoming) {
      total += of_type_at(catalog, labels, type, Direction::Outgoing);
    }
    if (direction != Direction::Outgoing) {
      total += of_type_at(catalog, labels, type, Direction::Incoming);
    }
  }
  return total;
}

}  // namespace

WalkedTypes walked_types(const Catalog& catalog, const LabelExpression* types) {
  WalkedTypes walked;
  walked.are_named = types != nullptr && add_named(catalog, *types, walked.ids);
  if (walked.are_named) return walked;
  walked.ids.clear();
  for (const std::string& name : catalog.relationship_types()) {
    if (const auto type = catalog.relationship_type(name)) walked.ids.push_back(*type);
  }
  return walked;
}

double relationships_at(const Catalog& catalog, const RequiredLabels& labels,
                        const WalkedTypes& types, Direction direction) {
  return labels.all_known ? sum_at(catalog, labels.ids, types.ids, direction) : 0.0;
}

double share_ending_at(const Catalog& catalog, const RequiredLabels& labels,
                       const WalkedTypes& types, Direction direction) {
  if (labels.empty()) return 1;
  if (!labels.all_known) return 0;
  const double all = sum_at(catalog, {}, types.ids, direction);
  if (all == 0) return 0;
  return sum_at(catalog, labels.ids, types.ids, reversed(direction)) / all;
}

double nodes_at_start(const Catalog& catalog, const WalkedTypes& types, Direction direction) {
  double least = static_cast<double>(catalog.node_count());
  if (!types.are_named) return std::max(1.0, least);
  const double all = sum_at(catalog, {}, types.ids, direction);
  if (all == 0) return std::max(1.0, least);
  // The label with the fewest nodes that are at every start; else the sum of those that are at
  // some.
  double sum = 0;
  for (const std::string& name : catalog.labels()) {
    const auto label = catalog.label(name);
    if (!label) continue;
    const double at = sum_at(catalog, {&*label, 1}, types.ids, direction);
    if (at == 0) continue;
    const auto nodes = static_cast<double>(catalog.node_count(*label));
    if (at == all) least = std::min(least, nodes);
    sum += nodes;
  }
  return std::max(1.0, std::min(least, std::max(sum, 1.0)));
}

}  // namespace liaison::query
