// Expressions of the syntax tree. Nodes are plain data: what the text says, with no meaning given
// to it yet; every node carries the span of text that it came from. Children are owned through
// unique_ptr and never null unless the member's comment says so.
// The parser bounds the height of every tree (ParseLimits::tree_height_max), so recursive
// visitors and destructors need no care for stack depth.
// Thread-safety: plain data; immutable once the parser has returned it.
// Lifetime: a tree owns its texts; it does not refer to the query text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "ast/forward.h"
#include "liaison/engine/error.h"

namespace liaison::query::ast {

// A name as written, without backticks: variable, property key, label, function part.
struct Name {
  std::string text;
  SourceSpan span;
};

struct Null {};

// A literal with its value. A minus sign directly before a number belongs to the literal, so that
// -9223372036854775808 can be written.
struct Literal {
  std::variant<Null, bool, std::int64_t, double, std::string> value;
};

// $name or $0.
struct Parameter {
  std::string name;
};

struct Variable {
  std::string name;
};

// operand.key
struct PropertyAccess {
  ExpressionPtr operand;
  Name key;
};

// operand[index]: a list element, a map entry or a dynamic property.
struct Index {
  ExpressionPtr operand;
  ExpressionPtr index;
};

// operand[from..to]; either bound may be absent (null pointer).
struct Slice {
  ExpressionPtr operand;
  ExpressionPtr from;
  ExpressionPtr to;
};

enum class UnaryOperator { Not, Plus, Minus };

struct Unary {
  UnaryOperator op;
  ExpressionPtr operand;
};

// All of them left-associative; Concatenate is `||`.
enum class BinaryOperator { Add, Subtract, Multiply, Divide, Modulo, Power, Concatenate };

struct Binary {
  BinaryOperator op;
  ExpressionPtr left;
  ExpressionPtr right;
};

enum class LogicalOperator { Or, Xor, And };

// `a OR b OR c` as one node with at least two operands, so that long generated conditions stay
// flat.
struct Logical {
  LogicalOperator op;
  std::vector<ExpressionPtr> operands;
};

enum class ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

// `a < b` and `a < b <= c`, which means `a < b AND b <= c`. operands.size() is
// operators.size() + 1, and there is at least one operator.
struct ComparisonChain {
  std::vector<ExpressionPtr> operands;
  std::vector<ComparisonOperator> operators;
};

// operand IS [NOT] NULL
struct IsNull {
  ExpressionPtr operand;
  bool negated = false;
};

enum class StringOperator { StartsWith, EndsWith, Contains };

struct StringPredicate {
  StringOperator op;
  ExpressionPtr left;
  ExpressionPtr right;
};

// item IN list
struct In {
  ExpressionPtr item;
  ExpressionPtr list;
};

// left =~ right
struct RegexMatch {
  ExpressionPtr left;
  ExpressionPtr right;
};

// n:A&!B, n:A:B, n IS A
struct LabelPredicate {
  ExpressionPtr operand;
  LabelExpressionPtr labels;
};

enum class TypeKind {
  Any,
  Nothing,
  Null,
  Boolean,
  String,
  Integer,
  Float,
  Number,
  Date,
  LocalTime,
  ZonedTime,
  LocalDateTime,
  ZonedDateTime,
  Duration,
  Point,
  Vector,
  Node,
  Relationship,
  Path,
  Map,
  List,
  Union,  // ANY<INTEGER | STRING>
  PropertyValue
};

struct TypeExpression;

struct TypeName {
  TypeKind kind = TypeKind::Any;
  bool not_null = false;
  std::unique_ptr<TypeExpression> element;  // of a List (null when not given) or a Union
  SourceSpan span;
};

// INTEGER | LIST<FLOAT NOT NULL>: at least one alternative.
struct TypeExpression {
  std::vector<TypeName> alternatives;
  SourceSpan span;
};

// operand IS [NOT] :: type
struct TypePredicate {
  ExpressionPtr operand;
  bool negated = false;
  TypeExpression type;
};

enum class NormalForm { Nfc, Nfd, Nfkc, Nfkd };

// operand IS [NOT] [NFC] NORMALIZED
struct IsNormalized {
  ExpressionPtr operand;
  bool negated = false;
  NormalForm form = NormalForm::Nfc;
};

// a.b.name([DISTINCT] arguments); `star` is count(*), then there are no arguments.
struct FunctionCall {
  std::vector<Name> name;  // at least one part
  bool distinct = false;
  bool star = false;
  std::vector<ExpressionPtr> arguments;

  std::string full_name() const;  // parts joined by '.', as written
};

struct ListLiteral {
  std::vector<ExpressionPtr> items;
};

struct MapEntry {
  Name key;
  ExpressionPtr value;
};

struct MapLiteral {
  std::vector<MapEntry> entries;
};

// One element of a map projection. Property: `.key`; AllProperties: `.*`; Variable: `x`, short for
// `x: x`; Entry: `key: value`. `value` is set for Entry only.
struct MapProjectionItem {
  enum class Kind { Property, AllProperties, Variable, Entry };
  Kind kind;
  Name key;
  ExpressionPtr value;
  SourceSpan span;
};

// operand {.name, .*, key: value}; the operand is a variable.
struct MapProjection {
  ExpressionPtr operand;
  std::vector<MapProjectionItem> items;
};

// [variable IN list WHERE where | projection]; where and projection may be null.
struct ListComprehension {
  Name variable;
  ExpressionPtr list;
  ExpressionPtr where;
  ExpressionPtr projection;
};

// [path WHERE where | projection]; where may be null. A path variable is in the path.
struct PatternComprehension {
  PathPatternPtr path;
  ExpressionPtr where;
  ExpressionPtr projection;
};

// (a)-->(b) where a condition stands; also written exists((a)-->(b)).
struct PatternExpression {
  PathPatternPtr path;
};

enum class QuantifierKind { All, Any, None, Single };

// all(variable IN list WHERE where); where may be null: the items themselves are the conditions.
struct Quantifier {
  QuantifierKind kind;
  Name variable;
  ExpressionPtr list;
  ExpressionPtr where;
};

// reduce(accumulator = initial, variable IN list | step)
struct Reduce {
  Name accumulator;
  ExpressionPtr initial;
  Name variable;
  ExpressionPtr list;
  ExpressionPtr step;
};

// WHEN condition, condition THEN result. The searched form has one condition; in the simple form
// each is a value to compare the subject with, or (modern Cypher) a comparison whose left operand
// is the subject: then the condition holds a CaseSubject where the subject goes.
struct CaseBranch {
  std::vector<ExpressionPtr> conditions;
  ExpressionPtr result;
};

// Stands for the subject of the innermost simple CASE inside a branch condition such as
// `CASE x WHEN > 3 THEN`. A condition is of that form exactly when its leftmost operand is this.
struct CaseSubject {};

// CASE subject WHEN .. THEN .. ELSE otherwise END; subject is null for the searched form, otherwise
// null when there is no ELSE.
struct Case {
  ExpressionPtr subject;
  std::vector<CaseBranch> branches;
  ExpressionPtr otherwise;
};

// EXISTS {..}, COUNT {..}, COLLECT {..}. A bare pattern inside is a query of one MATCH clause
// without RETURN (`Query::implicit_match`).
struct ExistsSubquery {
  QueryPtr query;
};
struct CountSubquery {
  QueryPtr query;
};
struct CollectSubquery {
  QueryPtr query;
};

// shortestPath((a)-[*]->(b)) and allShortestPaths(..) used as a value.
struct ShortestPathExpression {
  bool all = false;
  PathPatternPtr path;
};

using ExpressionNode =
    std::variant<Literal, Parameter, Variable, PropertyAccess, Index, Slice, Unary, Binary, Logical,
                 ComparisonChain, IsNull, StringPredicate, In, RegexMatch, LabelPredicate,
                 TypePredicate, IsNormalized, FunctionCall, ListLiteral, MapLiteral, MapProjection,
                 ListComprehension, PatternComprehension, PatternExpression, Quantifier, Reduce,
                 Case, CaseSubject, ExistsSubquery, CountSubquery, CollectSubquery,
                 ShortestPathExpression>;

struct Expression {
  SourceSpan span;
  ExpressionNode node;
  // Written inside parentheses of its own; the span is that of the content. Matters where the
  // parentheses change meaning, for example `(n):A` or the left side of SET.
  bool parenthesised = false;

  // `made` is one of the kinds of node and moved to its place once. Requires ast/query.h: all of
  // them complete.
  template <class Node>
  Expression(const SourceSpan& source_span, Node&& made)
      : span(source_span),
        node(std::in_place_type<std::remove_cvref_t<Node>>, std::forward<Node>(made)) {}
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
};

}  // namespace liaison::query::ast
