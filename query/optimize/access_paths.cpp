#include "optimize/access_paths.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "bind/expression_walk.h"
#include "liaison/query/function.h"
#include "plan/expression_tools.h"

namespace liaison::query {
namespace {

using Kind = IndexLookup::Kind;

// Rules of thumb: rows under one value, the elements of a list whose length is not known, and the
// shares of what an index is over.
constexpr double kRowsPerValue = 2;
constexpr double kListLength = 10;
constexpr double kOneBoundShare = 0.3;
constexpr double kTwoBoundsShare = 0.1;
constexpr double kStringShare = 0.05;
constexpr double kAreaShare = 0.02;
constexpr double kNotNullShare = 0.9;

// `key op value`, with the key on the left whatever way it was written.
struct KeyPredicate {
  std::string_view key;  // of the predicate
  Kind kind;
  std::array<Predicate, 2> values{};  // as many as there are for the kind; else null
  bool is_lower = false;              // Range: the value is the lower bound
  bool inclusive = false;
  double list_length = 1;  // In
};

class PredicateReader {
 public:
  PredicateReader(VariableId variable, const VariableSet& unknown)
      : variable_(variable), unknown_(unknown) {}

  std::vector<KeyPredicate> read(const std::vector<Predicate>& predicates) {
    for (Predicate predicate : predicates) read_one(*predicate);
    return std::move(found_);
  }

 private:
  const std::string* key_of(const BoundExpression& expression) const {
    const auto* property = std::get_if<BoundProperty>(&expression.node);
    if (property == nullptr) return nullptr;
    const auto* object = std::get_if<BoundVariable>(&property->object->node);
    return object != nullptr && object->variable == variable_ ? &property->key : nullptr;
  }

  bool is_usable(const BoundExpression& value) const {
    if (!is_deterministic(value)) return false;
    const VariableSet read = free_variables(value);
    return std::none_of(read.begin(), read.end(), [&](VariableId variable) {
      return variable == variable_ || unknown_.contains(variable);
    });
  }

  static const BoundFunctionCall* call_of(const BoundExpression& expression,
                                          std::string_view name) {
    const auto* call = std::get_if<BoundFunctionCall>(&expression.node);
    return call != nullptr && call->function->name == name ? call : nullptr;
  }

  void read_one(const BoundExpression& predicate) {
    if (const auto* unary = std::get_if<BoundUnary>(&predicate.node)) {
      if (unary->op != UnaryOperator::IsNotNull) return;
      if (const std::string* key = key_of(*unary->operand)) {
        found_.push_back({.key = *key, .kind = Kind::All});
      }
      return;
    }
    if (const auto* box = call_of(predicate, "point.withinBBox")) {
      const std::string* key = key_of(*box->arguments[0]);
      if (key != nullptr && is_usable(*box->arguments[1]) && is_usable(*box->arguments[2])) {
        found_.push_back({.key = *key,
                          .kind = Kind::Box,
                          .values = {box->arguments[1].get(), box->arguments[2].get()}});
      }
      return;
    }
    const auto* binary = std::get_if<BoundBinary>(&predicate.node);
    if (binary == nullptr) return;
    switch (binary->op) {
      case BinaryOperator::Equal:
        add(*binary->left, Kind::Equal, *binary->right);
        add(*binary->right, Kind::Equal, *binary->left);
        return;
      case BinaryOperator::In:
        add(*binary->left, Kind::In, *binary->right);
        return;
      case BinaryOperator::StartsWith:
        add(*binary->left, Kind::StartsWith, *binary->right);
        return;
      case BinaryOperator::EndsWith:
        add(*binary->left, Kind::EndsWith, *binary->right);
        return;
      case BinaryOperator::Contains:
        add(*binary->left, Kind::Contains, *binary->right);
        return;
      case BinaryOperator::Less:
        compare(*binary->left, *binary->right, false);
        return;
      case BinaryOperator::LessOrEqual:
        compare(*binary->left, *binary->right, true);
        return;
      case BinaryOperator::Greater:
        compare(*binary->right, *binary->left, false);
        return;
      case BinaryOperator::GreaterOrEqual:
        compare(*binary->right, *binary->left, true);
        return;
      default:
        return;
    }
  }

  void add(const BoundExpression& side, Kind kind, const BoundExpression& value) {
    const std::string* key = key_of(side);
    if (key == nullptr || !is_usable(value)) return;
    KeyPredicate one{.key = *key, .kind = kind, .values = {&value}};
    if (kind == Kind::In) {
      const auto* list = std::get_if<BoundListLiteral>(&value.node);
      one.list_length = list != nullptr ? static_cast<double>(list->elements.size()) : kListLength;
    }
    found_.push_back(std::move(one));
  }

  // smaller < larger
  void compare(const BoundExpression& smaller, const BoundExpression& larger, bool inclusive) {
    const auto bound = [&](const BoundExpression& side, const BoundExpression& value,
                           bool is_lower) {
      const std::string* key = key_of(side);
      if (key == nullptr || !is_usable(value)) return;
      found_.push_back({.key = *key,
                        .kind = Kind::Range,
                        .values = {&value},
                        .is_lower = is_lower,
                        .inclusive = inclusive});
    };
    bound(smaller, larger, false);
    bound(larger, smaller, true);
    if (const auto* distance = call_of(smaller, "point.distance")) {
      if (!is_usable(larger)) return;
      for (std::size_t i = 0; i < 2; ++i) {
        const std::string* key = key_of(*distance->arguments[i]);
        const BoundExpression& center = *distance->arguments[1 - i];
        if (key == nullptr || !is_usable(center)) continue;
        found_.push_back({.key = *key, .kind = Kind::Distance, .values = {&center, &larger}});
      }
    }
  }

  VariableId variable_;
  const VariableSet& unknown_;
  std::vector<KeyPredicate> found_;
};

// Only strings are in a text index: of another kind of value it knows nothing.
bool is_surely_string(const BoundExpression& value) {
  for (int kind = 0; kind <= static_cast<int>(ValueKind::Point); ++kind) {
    const auto value_kind = static_cast<ValueKind>(kind);
    if (value_kind != ValueKind::String && value_kind != ValueKind::Null &&
        value.type.may_be(value_kind)) {
      return false;
    }
  }
  return true;
}

bool serves(const IndexDefinition& index, const KeyPredicate& predicate) {
  switch (index.kind) {
    case IndexKind::Range:
      return predicate.kind == Kind::Equal || predicate.kind == Kind::In ||
             predicate.kind == Kind::Range || predicate.kind == Kind::StartsWith ||
             predicate.kind == Kind::All;
    case IndexKind::Text:
      return predicate.kind == Kind::StartsWith || predicate.kind == Kind::EndsWith ||
             predicate.kind == Kind::Contains ||
             (predicate.kind == Kind::Equal && is_surely_string(*predicate.values[0]));
    case IndexKind::Point:
      return predicate.kind == Kind::Box || predicate.kind == Kind::Distance;
    case IndexKind::Name:
    case IndexKind::FullText:
      break;
  }
  return false;
}

double rows_of(const KeyPredicate& predicate, double all) {
  switch (predicate.kind) {
    case Kind::Equal:
      return kRowsPerValue;
    case Kind::In:
      return kRowsPerValue * predicate.list_length;
    case Kind::Range:
      return all * kOneBoundShare;
    case Kind::StartsWith:
    case Kind::EndsWith:
    case Kind::Contains:
      return all * kStringShare;
    case Kind::Box:
    case Kind::Distance:
      return all * kAreaShare;
    case Kind::All:
      return all * kNotNullShare;
  }
  return all;
}

double entities_under(const Catalog& catalog, const IndexDefinition& index) {
  return static_cast<double>(index.entity == EntityKind::Node
                                 ? catalog.node_count(LabelId(index.token))
                                 : catalog.relationship_count(RelationshipTypeId(index.token)));
}

// A lower and an upper bound of one key become one range.
std::optional<KeyPredicate> two_bounds(const std::vector<const KeyPredicate*>& predicates,
                                       IndexLookup& lookup) {
  const KeyPredicate* lower = nullptr;
  const KeyPredicate* upper = nullptr;
  for (const KeyPredicate* predicate : predicates) {
    if (predicate->kind != Kind::Range) continue;
    const KeyPredicate*& place = predicate->is_lower ? lower : upper;
    if (place == nullptr) place = predicate;
  }
  if (lower == nullptr || upper == nullptr) return std::nullopt;
  lookup.has_lower = lookup.has_upper = true;
  lookup.lower_inclusive = lower->inclusive;
  lookup.upper_inclusive = upper->inclusive;
  KeyPredicate both = *lower;
  both.values[1] = upper->values[0];
  return both;
}

}  // namespace

bool AccessTarget::is_under(std::uint32_t token) const {
  if (entity == EntityKind::Relationship) return type && type->value == token;
  return std::any_of(labels.begin(), labels.end(),
                     [&](LabelId label) { return label.value == token; });
}

AccessTarget nodes_under(VariableId variable, std::span<const LabelId> labels) {
  return {EntityKind::Node, variable, labels, std::nullopt};
}

AccessTarget relationships_under(VariableId variable, std::optional<RelationshipTypeId> type) {
  return {EntityKind::Relationship, variable, {}, type};
}

std::vector<AccessPath> access_paths(const Catalog& catalog, const AccessTarget& target,
                                     const std::vector<Predicate>& predicates,
                                     const VariableSet& unknown) {
  std::vector<AccessPath> paths;
  std::optional<std::vector<KeyPredicate>> read;
  for (const IndexDefinition& index : catalog.indexes()) {
    if (index.entity != target.entity || index.keys.size() != 1) continue;
    if (!target.is_under(index.token)) continue;
    if (!read) read = PredicateReader(target.variable, unknown).read(predicates);
    const double all = entities_under(catalog, index);
    std::vector<const KeyPredicate*> usable;
    for (const KeyPredicate& predicate : *read) {
      if (predicate.key == catalog.property_key_name(index.keys[0]) && serves(index, predicate)) {
        usable.push_back(&predicate);
      }
    }
    const auto add = [&](IndexLookup lookup, const KeyPredicate& predicate, double rows) {
      lookup.kind = predicate.kind;
      lookup.index = index.id;
      lookup.index_kind = index.kind;
      lookup.description = "index " + index.name;
      for (Predicate value : predicate.values) {
        if (value != nullptr) lookup.values.push_back(value);
      }
      paths.push_back({std::move(lookup), std::min(rows, all)});
    };
    IndexLookup range{};
    if (const auto both = two_bounds(usable, range)) add(range, *both, all * kTwoBoundsShare);
    for (const KeyPredicate* predicate : usable) {
      IndexLookup lookup{};
      if (predicate->kind == Kind::Range) {
        lookup.has_lower = predicate->is_lower;
        lookup.has_upper = !predicate->is_lower;
        lookup.lower_inclusive = lookup.upper_inclusive = predicate->inclusive;
      }
      add(lookup, *predicate,
          index.owned_by_constraint && predicate->kind == Kind::Equal ? 1
                                                                      : rows_of(*predicate, all));
    }
  }
  return paths;
}

std::optional<AccessPath> best_access_path(const Catalog& catalog, const AccessTarget& target,
                                           const std::vector<Predicate>& predicates,
                                           const VariableSet& unknown) {
  std::vector<AccessPath> paths = access_paths(catalog, target, predicates, unknown);
  const auto best =
      std::min_element(paths.begin(), paths.end(),
                       [](const AccessPath& a, const AccessPath& b) { return a.rows < b.rows; });
  if (best == paths.end()) return std::nullopt;
  return std::move(*best);
}

}  // namespace liaison::query
