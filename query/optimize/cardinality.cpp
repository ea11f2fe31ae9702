#include "optimize/cardinality.h"

#include <algorithm>

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "optimize/access_paths.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

// Rules of thumb; only their order matters much.
constexpr double kEqualitySelectivity = 0.05;
constexpr double kIndexedRows = 2;

bool is_variable(const BoundExpression& expression, VariableId variable) {
  const auto* node = std::get_if<BoundVariable>(&expression.node);
  return node && node->variable == variable;
}

const BoundBinary* equality(Predicate predicate) {
  const auto* binary = std::get_if<BoundBinary>(&predicate->node);
  return binary && binary->op == BinaryOperator::Equal ? binary : nullptr;
}

bool is_usable_value(const BoundExpression& value, VariableId variable) {
  return is_deterministic(value) && !variables_of(value).contains(variable);
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
        result.push_back({property->key, &other});
      }
    };
    add(*equal->left, *equal->right);
    add(*equal->right, *equal->left);
  }
  return result;
}

Predicate id_equality(VariableId variable, const std::vector<Predicate>& predicates) {
  for (Predicate predicate : predicates) {
    const BoundBinary* equal = equality(predicate);
    if (!equal) continue;
    auto is_id = [&](const BoundExpression& side) {
      const auto* call = std::get_if<BoundFunctionCall>(&side.node);
      return call && call->function->name == "id" && call->arguments.size() == 1 &&
             is_variable(*call->arguments.front(), variable);
    };
    if (is_id(*equal->left) && is_usable_value(*equal->right, variable)) return equal->right.get();
    if (is_id(*equal->right) && is_usable_value(*equal->left, variable)) return equal->left.get();
  }
  return nullptr;
}

void required_labels(const LabelExpression& labels, std::vector<std::string>& out) {
  if (labels.kind == LabelExpression::Kind::Name) out.push_back(labels.name);
  if (labels.kind == LabelExpression::Kind::And) {
    for (const LabelExpression& operand : labels.operands) required_labels(operand, out);
  }
}

const IndexDefinition* usable_index(const Catalog& catalog, const std::vector<std::string>& labels,
                                    const std::vector<KeyEquality>& equalities) {
  const IndexDefinition* best = nullptr;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.kind != IndexKind::Range || index.entity != EntityKind::Node) continue;
    const bool has_label = std::any_of(labels.begin(), labels.end(), [&](const std::string& name) {
      const auto label = catalog.label(name);
      return label && label->value == index.token;
    });
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

double nodes_with(const Catalog& catalog, const std::vector<std::string>& labels) {
  double least = static_cast<double>(catalog.node_count());
  for (const std::string& name : labels) {
    const auto label = catalog.label(name);
    least = std::min(least, label ? static_cast<double>(catalog.node_count(*label)) : 0.0);
  }
  return least;
}

double estimate_node(const Catalog& catalog, const std::vector<std::string>& labels,
                     VariableId variable, const std::vector<Predicate>& predicates,
                     const VariableSet& unknown) {
  auto waits = [&](Predicate value) {
    const VariableSet read = variables_of(*value);
    return std::any_of(read.begin(), read.end(),
                       [&](VariableId other) { return unknown.contains(other); });
  };
  const Predicate id = id_equality(variable, predicates);
  if (id && !waits(id)) return 1;
  auto equalities = key_equalities(variable, predicates);
  std::erase_if(equalities, [&](const KeyEquality& equality) { return waits(equality.value); });
  double rows = nodes_with(catalog, labels);
  if (usable_index(catalog, labels, equalities)) return std::min(rows, kIndexedRows);
  if (const auto path =
          best_access_path(catalog, {EntityKind::Node, variable, labels}, predicates, unknown)) {
    rows = std::min(rows, path->rows);
  }
  for (std::size_t i = 0; i < equalities.size(); ++i) rows *= kEqualitySelectivity;
  return rows;
}

double estimate_degree(const Catalog& catalog, const std::vector<std::string>& from_labels,
                       const LabelExpression* types, Direction direction) {
  const double nodes = std::max(1.0, nodes_with(catalog, from_labels));
  const auto names = types ? plain_names(*types) : std::nullopt;
  const double both = direction == Direction::Both ? 2 : 1;
  if (!names)
    return both * static_cast<double>(catalog.relationship_count()) /
           std::max(1.0, static_cast<double>(catalog.node_count()));
  double relationships = 0;
  for (const std::string& name : *names) {
    const auto type = catalog.relationship_type(name);
    if (!type) continue;
    double of_type = static_cast<double>(catalog.relationship_count(*type)) * both;
    for (const std::string& label_name : from_labels) {
      const auto label = catalog.label(label_name);
      if (!label) return 0;
      double of_label = 0;
      if (direction != Direction::Incoming) {
        of_label +=
            static_cast<double>(catalog.relationship_count(*label, *type, Direction::Outgoing));
      }
      if (direction != Direction::Outgoing) {
        of_label +=
            static_cast<double>(catalog.relationship_count(*label, *type, Direction::Incoming));
      }
      of_type = std::min(of_type, of_label);
    }
    relationships += of_type;
  }
  return relationships / nodes;
}

}  // namespace liaison::query
