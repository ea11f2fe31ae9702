// Expressions after binding: every name is a variable id, a function row or a parameter, every
// node has a static type, and what openCypher forbids has been refused. Names of labels, types and
// property keys stay names: their tokens are looked up when the expression runs, as a query may
// create them itself.
// Thread-safety: immutable once bound; shared by all runs of a cached plan.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "liaison/engine/error.h"
#include "liaison/engine/value.h"
#include "liaison/query/static_type.h"

namespace liaison::query {

struct FunctionSpec;
struct AggregateSpec;
struct BoundQuery;
struct BoundExpression;
using BoundExpressionPtr = std::unique_ptr<BoundExpression>;

// Number of a variable, unique within a statement, its subqueries and lambda variables included.
using VariableId = std::uint32_t;

struct BoundLiteral {
  Value value;
};
struct BoundParameter {
  std::string name;
};
struct BoundVariable {
  VariableId variable;
};
// object.key; objects are nodes, relationships, maps, temporal values, points.
struct BoundProperty {
  BoundExpressionPtr object;
  std::string key;
};
// object[index]: list by integer; map, node, relationship by string.
struct BoundIndex {
  BoundExpressionPtr object;
  BoundExpressionPtr index;
};
struct BoundSlice {
  BoundExpressionPtr list;
  BoundExpressionPtr from;  // may be null: from the start
  BoundExpressionPtr to;    // may be null: to the end
};

enum class UnaryOperator : std::uint8_t { Not, Negate, Plus, IsNull, IsNotNull };
struct BoundUnary {
  UnaryOperator op;
  BoundExpressionPtr operand;
};

enum class BinaryOperator : std::uint8_t {
  Or,
  Xor,
  And,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Power,
  Concatenate,
  In,
  StartsWith,
  EndsWith,
  Contains,
  RegexMatch,
};
// How the operator is written: "+", "STARTS WITH".
const char* operator_symbol(BinaryOperator op);

// A chained comparison a < b < c is bound as (a < b) AND (b < c).
struct BoundBinary {
  BinaryOperator op;
  BoundExpressionPtr left;
  BoundExpressionPtr right;
};

// Label (or relationship type) expression: a tree over names. `A&B`, `A|B`, `!A`, `%`.
struct LabelExpression {
  enum class Kind : std::uint8_t { Name, Any, Not, And, Or, Dynamic };
  Kind kind = Kind::Name;
  std::string name;
  BoundExpressionPtr dynamic;  // Dynamic: a string, or a list of strings that must all hold
  bool dynamic_any = false;    // Dynamic: one of the list is enough
  std::vector<LabelExpression> operands;
};
// n:A&B on a node, r:T on a relationship. Null for null.
struct BoundLabelTest {
  BoundExpressionPtr object;
  LabelExpression labels;
};
// x IS [NOT] :: TYPE. The type is a union of kinds, elements included in StaticType.
struct BoundTypeTest {
  BoundExpressionPtr operand;
  StaticType type = StaticType::any();
  bool is_not_null = false;
  bool negated = false;
};

struct BoundFunctionCall {
  const FunctionSpec* function;
  std::vector<BoundExpressionPtr> arguments;
};
// Stands only in BoundProjection::aggregates; elsewhere its result is a BoundVariable.
struct BoundAggregate {
  const AggregateSpec* function;
  bool distinct = false;
  std::vector<BoundExpressionPtr> arguments;  // empty for count(*)
};

struct BoundListLiteral {
  std::vector<BoundExpressionPtr> elements;
};
struct BoundMapLiteral {
  // An entry with an empty key and `spread` copies all properties of that map, node or
  // relationship (from `n {.*}`); later entries win.
  struct Entry {
    std::string key;
    BoundExpressionPtr value;
    bool spread = false;
  };
  std::vector<Entry> entries;
  // Set for a map projection: null when this expression is null.
  BoundExpressionPtr null_if_null;
};

// Simple CASE is bound with `operand`; its branches compare by equality.
struct BoundCase {
  struct Branch {
    BoundExpressionPtr when;
    BoundExpressionPtr then;
  };
  BoundExpressionPtr operand;  // may be null: searched CASE
  std::vector<Branch> branches;
  BoundExpressionPtr otherwise;  // may be null: null
};

// [x IN list WHERE p | e]
struct BoundListComprehension {
  VariableId variable;
  BoundExpressionPtr list;
  BoundExpressionPtr where;       // may be null
  BoundExpressionPtr projection;  // may be null: the element itself
};
enum class QuantifierKind : std::uint8_t { All, Any, None, Single };
struct BoundQuantifier {
  QuantifierKind quantifier;
  VariableId variable;
  BoundExpressionPtr list;
  BoundExpressionPtr where;
};
// reduce(accumulator = initial, x IN list | e)
struct BoundReduce {
  VariableId accumulator;
  BoundExpressionPtr initial;
  VariableId variable;
  BoundExpressionPtr list;
  BoundExpressionPtr expression;
};

// EXISTS {}, COUNT {}, COLLECT {}, pattern predicates (Exists) and pattern comprehensions
// (Collect over a query with one output column). The query sees `query->imports` from outside,
// lambda variables included.
enum class SubqueryKind : std::uint8_t { Exists, Count, Collect };
struct BoundSubquery {
  SubqueryKind kind;
  std::shared_ptr<const BoundQuery> query;
};

// The value of a named path, or of shortestPath(...) used in a comprehension: built from the
// variables of its elements (node, relationship or list of relationships, node, ...). Null when an
// element is null.
struct BoundPath {
  std::vector<VariableId> elements;
};

struct BoundExpression {
  using Node =
      std::variant<BoundLiteral, BoundParameter, BoundVariable, BoundProperty, BoundIndex,
                   BoundSlice, BoundUnary, BoundBinary, BoundLabelTest, BoundTypeTest,
                   BoundFunctionCall, BoundAggregate, BoundListLiteral, BoundMapLiteral, BoundCase,
                   BoundListComprehension, BoundQuantifier, BoundReduce, BoundSubquery, BoundPath>;
  SourceSpan span;
  StaticType type = StaticType::any();
  Node node;
};

}  // namespace liaison::query
