#include "property/pattern_model.h"

#include <algorithm>

#include "property/graph_model.h"

namespace liaison::property {

Operand PatternGenerator::operand(const std::vector<PatternVariable>& scope) {
  const std::string key = random.pick<std::string>({"i", "i", "s", "f", "b", "m"});
  std::vector<std::string> entities;
  for (const PatternVariable& variable : scope) {
    if (variable.kind == VariableKind::Node || variable.kind == VariableKind::Relationship) {
      entities.push_back(variable.name);
    }
  }
  if (entities.empty() || random.chance(10)) return {random_literal(random, key), "", ""};
  return {Value(), random.pick(entities), key};
}

NodePattern PatternGenerator::node(std::vector<PatternVariable>& scope, std::size_t outer_size,
                                   std::vector<std::string>& used) {
  NodePattern node;
  std::vector<std::string> known = used;
  for (std::size_t i = 0; i < outer_size; ++i) {
    if (scope[i].kind == VariableKind::Node) known.push_back(scope[i].name);
  }
  if (!known.empty() && random.chance(30)) {
    node.variable = random.pick(known);
  } else if (random.chance(85)) {
    node.variable = fresh("n");
    scope.push_back({node.variable, VariableKind::Node});
    used.push_back(node.variable);
  }
  if (random.chance(22)) {
    const int kind = random.below(10);
    node.rule = kind < 7 ? LabelRule::All : kind < 9 ? LabelRule::Any : LabelRule::NotFirst;
    node.labels.push_back(random.pick(kLabels));
    if (node.rule == LabelRule::Any || (node.rule == LabelRule::All && random.chance(20))) {
      node.labels.push_back(random.pick(kLabels));
    }
  }
  if (random.chance(7)) {
    const std::string key = random.pick<std::string>({"i", "s", "b"});
    Operand value{random_literal(random, key), "", ""};
    // A property of something bound before this MATCH.
    if (outer_size > 0 && random.chance(40)) {
      const PatternVariable& outer =
          scope[static_cast<std::size_t>(random.below(static_cast<int>(outer_size)))];
      if (outer.kind == VariableKind::Node) value = {Value(), outer.name, key};
    }
    node.properties.emplace_back(key, value);
  }
  return node;
}

RelationshipPattern PatternGenerator::relationship(std::vector<PatternVariable>& scope) {
  RelationshipPattern result;
  const int direction = random.below(10);
  result.direction = direction < 4   ? Direction::Outgoing
                     : direction < 7 ? Direction::Incoming
                                     : Direction::Undirected;
  if (random.chance(35)) result.types.push_back(random.pick(kTypes));
  if (!result.types.empty() && random.chance(20)) result.types.push_back(random.pick(kTypes));
  if (random.chance(25)) {
    result.is_variable_length = true;
    result.minimum = random.pick<int>({0, 1, 1, 2});
    result.maximum = result.minimum + random.below(3);
    if (result.direction != Direction::Undirected && random.chance(15)) result.maximum = -1;
  }
  if (random.chance(70)) {
    result.variable = fresh("r");
    scope.push_back({result.variable, result.is_variable_length ? VariableKind::RelationshipList
                                                                : VariableKind::Relationship});
  }
  if (random.chance(6)) {
    result.properties.emplace_back("i", Operand{random_literal(random, "i"), "", ""});
  }
  return result;
}

Pattern PatternGenerator::pattern(std::vector<PatternVariable>& scope, int relationships_max,
                                  int depth, bool with_where) {
  Pattern result;
  const std::size_t outer_size = scope.size();
  std::vector<std::string> used;
  int left = relationships_max;
  const int paths = random.chance(25) ? 2 : 1;
  for (int p = 0; p < paths; ++p) {
    PathPattern path;
    path.nodes.push_back(node(scope, outer_size, used));
    const int length = random.between(p == 0 && left > 0 && random.chance(80) ? 1 : 0, left);
    left -= length;
    for (int i = 0; i < length; ++i) {
      path.relationships.push_back(relationship(scope));
      path.nodes.push_back(node(scope, outer_size, used));
    }
    if (depth > 0 && random.chance(20)) {
      path.variable = fresh("p");
      scope.push_back({path.variable, VariableKind::Path});
    }
    result.paths.push_back(std::move(path));
  }
  if (with_where) result.where = std::make_shared<const Predicate>(predicate(scope, depth));
  return result;
}

Predicate PatternGenerator::predicate(const std::vector<PatternVariable>& scope, int depth) {
  Predicate result;
  const int choice = random.below(depth > 0 ? 100 : 50);
  if (choice < 26) {
    result.kind = Predicate::Kind::Compare;
    result.sign = random.pick<std::string>({"=", "=", "<>", "<", "<=", ">", ">="});
    result.left = operand(scope);
    result.right = random.chance(50) ? operand(scope)
                                     : Operand{random_literal(random, result.left.key), "", ""};
  } else if (choice < 34) {
    result.kind = Predicate::Kind::In;
    result.left = operand(scope);
    for (int i = random.below(4); i > 0; --i) {
      result.list.push_back(random.chance(15) ? Value() : random_literal(random, result.left.key));
    }
  } else if (choice < 42) {
    result.kind = Predicate::Kind::IsNull;
    result.left = operand(scope);
  } else if (choice < 50) {
    std::vector<std::string> nodes;
    for (const PatternVariable& variable : scope) {
      if (variable.kind == VariableKind::Node) nodes.push_back(variable.name);
    }
    if (nodes.empty()) return predicate(scope, 0);
    result.kind = Predicate::Kind::HasLabel;
    result.left.variable = random.pick(nodes);
    result.label = random.pick(kLabels);
  } else if (choice < 85) {
    result.kind = choice < 62   ? Predicate::Kind::And
                  : choice < 74 ? Predicate::Kind::Or
                  : choice < 78 ? Predicate::Kind::Xor
                                : Predicate::Kind::Not;
    const int parts = result.kind == Predicate::Kind::Not ? 1 : random.between(2, 3);
    for (int i = 0; i < parts; ++i) {
      result.parts.push_back(std::make_shared<const Predicate>(predicate(scope, depth - 1)));
    }
  } else {
    result.kind = random.chance(60) ? Predicate::Kind::Exists : Predicate::Kind::CountAbove;
    result.count = random.below(3);
    std::vector<PatternVariable> inner = scope;
    result.pattern = pattern(inner, 2, 0, random.chance(50));
  }
  return result;
}

std::string text_of(const Operand& operand) {
  return operand.variable.empty() ? literal_text(operand.literal)
                                  : operand.variable + "." + operand.key;
}

namespace {

std::string text_of(const std::vector<std::pair<std::string, Operand>>& properties) {
  std::string text;
  for (const auto& [key, value] : properties) {
    text += (text.empty() ? "{" : ", ") + key + ": " + property::text_of(value);
  }
  return text.empty() ? "" : " " + text + "}";
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

std::string text_of(const NodePattern& node) {
  std::string text = "(" + node.variable;
  if (node.rule == LabelRule::All) text += ":" + joined(node.labels, "&");
  if (node.rule == LabelRule::Any) text += ":" + joined(node.labels, "|");
  if (node.rule == LabelRule::NotFirst) text += ":!" + node.labels.front();
  return text + text_of(node.properties) + ")";
}

std::string text_of(const RelationshipPattern& relationship, bool is_reversed) {
  std::string text = relationship.variable;
  if (!relationship.types.empty()) text += ":" + joined(relationship.types, "|");
  if (relationship.is_variable_length) {
    text += "*" + std::to_string(relationship.minimum) + "..";
    if (relationship.maximum >= 0) text += std::to_string(relationship.maximum);
  }
  text = "-[" + text + text_of(relationship.properties) + "]-";
  const Direction forward = is_reversed ? Direction::Incoming : Direction::Outgoing;
  if (relationship.direction == Direction::Undirected) return text;
  return relationship.direction == forward ? text + ">" : "<" + text;
}

std::string text_of(const PathPattern& path) {
  std::string text = path.variable.empty() ? "" : path.variable + " = ";
  text += text_of(path.nodes[0]);
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    text += text_of(path.relationships[i]) + text_of(path.nodes[i + 1]);
  }
  return text;
}

std::string reversed_text_of(const PathPattern& path) {
  std::string text = text_of(path.nodes.back());
  for (std::size_t i = path.relationships.size(); i-- > 0;) {
    text += text_of(path.relationships[i], true) + text_of(path.nodes[i]);
  }
  return text;
}

std::string text_of(const Predicate& predicate) {
  const auto parts = [&](const char* between) {
    std::vector<std::string> texts;
    for (const auto& part : predicate.parts) texts.push_back(text_of(*part));
    return "(" + joined(texts, between) + ")";
  };
  switch (predicate.kind) {
    case Predicate::Kind::Compare:
      return text_of(predicate.left) + " " + predicate.sign + " " + text_of(predicate.right);
    case Predicate::Kind::In: {
      std::vector<std::string> texts;
      for (const Value& value : predicate.list) texts.push_back(literal_text(value));
      return text_of(predicate.left) + " IN [" + joined(texts, ", ") + "]";
    }
    case Predicate::Kind::And:
      return parts(" AND ");
    case Predicate::Kind::Or:
      return parts(" OR ");
    case Predicate::Kind::Xor:
      return parts(" XOR ");
    case Predicate::Kind::Not:
      return "NOT " + parts("");
    case Predicate::Kind::IsNull:
      return text_of(predicate.left) + " IS NULL";
    case Predicate::Kind::HasLabel:
      return predicate.left.variable + ":" + predicate.label;
    case Predicate::Kind::Exists:
      return "EXISTS { MATCH " + text_of(predicate.pattern) + " }";
    case Predicate::Kind::CountAbove:
      return "COUNT { MATCH " + text_of(predicate.pattern) + " } > " +
             std::to_string(predicate.count);
  }
  return "";
}

std::string text_of(const Pattern& pattern) {
  std::string text;
  for (const PathPattern& path : pattern.paths) {
    text += (text.empty() ? "" : ", ") + text_of(path);
  }
  if (pattern.where) text += " WHERE " + text_of(*pattern.where);
  return text;
}

}  // namespace liaison::property
