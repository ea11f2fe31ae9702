// Patterns and predicates as plain data: what the generator makes, what is written as query text,
// and what the brute-force matcher answers on its own.
// Thread-safety: plain data.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "liaison/engine/value.h"
#include "property/random_source.h"

namespace liaison::property {

// A literal, or a property of a variable.
struct Operand {
  Value literal;
  std::string variable;  // empty: a literal
  std::string key;
};

enum class LabelRule { None, All, Any, NotFirst };

struct NodePattern {
  std::string variable;  // may be empty
  LabelRule rule = LabelRule::None;
  std::vector<std::string> labels;
  std::vector<std::pair<std::string, Operand>> properties;
};

enum class Direction { Outgoing, Incoming, Undirected };

struct RelationshipPattern {
  std::string variable;            // may be empty
  std::vector<std::string> types;  // empty: any
  Direction direction = Direction::Outgoing;
  std::vector<std::pair<std::string, Operand>> properties;
  bool is_variable_length = false;
  int minimum = 1;
  int maximum = -1;  // -1: no bound
};

// nodes.size() == relationships.size() + 1
struct PathPattern {
  std::string variable;  // may be empty
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
};

struct Predicate;

// What stands behind MATCH: relationships differ within all of it.
struct Pattern {
  std::vector<PathPattern> paths;
  std::shared_ptr<const Predicate> where;  // may be null
};

struct Predicate {
  enum class Kind { Compare, In, And, Or, Xor, Not, IsNull, HasLabel, Exists, CountAbove };
  Kind kind = Kind::Compare;
  std::string sign;  // Compare: = <> < <= > >=
  Operand left;      // Compare, In, IsNull; HasLabel: its variable
  Operand right;     // Compare
  std::vector<Value> list;
  std::string label;
  std::vector<std::shared_ptr<const Predicate>> parts;
  Pattern pattern;
  int count = 0;
};

enum class VariableKind { Node, Relationship, RelationshipList, Path };
struct PatternVariable {
  std::string name;
  VariableKind kind = VariableKind::Node;
};

// Adds random patterns over the variables known so far.
struct PatternGenerator {
  Random& random;
  int& next_name;  // shared by all generators of one query, so that no name comes twice

  // Appends what the pattern introduces to `scope`; variables of `scope` may be used as ends.
  Pattern pattern(std::vector<PatternVariable>& scope, int relationships_max, int depth,
                  bool with_where);
  Predicate predicate(const std::vector<PatternVariable>& scope, int depth);

 private:
  NodePattern node(std::vector<PatternVariable>& scope, std::size_t outer_size,
                   std::vector<std::string>& used);
  RelationshipPattern relationship(std::vector<PatternVariable>& scope);
  Operand operand(const std::vector<PatternVariable>& scope);
  std::string fresh(const char* prefix) { return prefix + std::to_string(next_name++); }
};

std::string text_of(const Operand& operand);
std::string text_of(const NodePattern& node);
std::string text_of(const RelationshipPattern& relationship, bool is_reversed = false);
std::string text_of(const PathPattern& path);
// The same path from its other end. Without its variable, as the path itself differs.
std::string reversed_text_of(const PathPattern& path);
std::string text_of(const Predicate& predicate);
// Paths and WHERE.
std::string text_of(const Pattern& pattern);

}  // namespace liaison::property
