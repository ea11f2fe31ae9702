// Random queries, clause by clause, with the variables in scope and their types known, so that
// nearly all are valid. Answers are the same whatever way they are computed, as bags: rows are cut
// by SKIP and LIMIT only when ordered by all columns, and lists from collect() go into columns
// called "bag..", whose elements may come in any order.
// Thread-safety: needs external locking.
#pragma once

#include <string>
#include <vector>

#include "property/pattern_model.h"
#include "property/random_source.h"

namespace liaison::property {

enum class Type {
  Integer,
  String,
  Boolean,
  Any,
  Node,
  Relationship,
  RelationshipList,
  Path,
  IntegerList,
  Bag
};

struct Variable {
  std::string name;
  Type type = Type::Any;
};
using Scope = std::vector<Variable>;

// Nodes and relationships, as patterns and their predicates may use them.
std::vector<PatternVariable> pattern_scope(const Scope& scope);
// The parts, divided by commas.
std::string joined(const std::vector<std::string>& parts);

struct GeneratedQuery {
  std::string text;
  bool is_ordered = false;  // the order of the rows is defined
};

class QueryGenerator {
 public:
  explicit QueryGenerator(Random& random) : random_(random) {}

  GeneratedQuery query();
  // One or two matching clauses and what they bind, for tests that add to them.
  std::string matches(Scope& scope);
  std::string boolean(const Scope& scope, int depth);

 private:
  // Clauses up to and with RETURN. `columns`: the types that a UNION wants, or empty.
  std::string single(std::vector<Type>& columns, bool is_in_union, bool& is_ordered);
  std::string match(Scope& scope);
  // A statement about variable-length or shortest paths, of which only a part is asked for.
  std::string path_statement();
  // A statement about a pattern that closes, rows or their number.
  std::string cycle_statement();
  // Groups behind two expansions with a WITH between them, which gives the nodes new names.
  std::string renamed_statement();
  std::string end(const std::string& name);
  std::string types();
  std::string unwind(Scope& scope);
  std::string with(Scope& scope);
  std::string call(Scope& scope);
  std::string expression(const Scope& scope, Type type, int depth);
  std::string integer(const Scope& scope, int depth);
  std::string string(const Scope& scope, int depth);
  std::string any(const Scope& scope, int depth);
  std::string integer_list(const Scope& scope, int depth);
  std::string aggregate(const Scope& scope, Type& type);
  std::string order_by_all(const std::vector<std::string>& columns);
  const Variable* variable(const Scope& scope, Type type);
  const Variable* entity(const Scope& scope);
  std::string subquery_pattern(const Scope& scope);
  std::string fresh(const char* prefix) { return prefix + std::to_string(next_name_++); }

  Random& random_;
  int next_name_ = 0;
  int relationships_left_ = 0;
};

}  // namespace liaison::property
