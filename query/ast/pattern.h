// Graph patterns of the syntax tree: label expressions, nodes, relationships, paths. What a clause
// forbids (variable length in CREATE, say) has been refused by the parser already where the text
// alone decides it; pattern.h itself can express all of it.
// Thread-safety: plain data; immutable once the parser has returned it.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "ast/expression.h"

namespace liaison::query::ast {

// A label or relationship type expression.
struct LabelExpression {
  enum class Kind {
    Name,      // A
    Wildcard,  // %: any label at all
    Dynamic,   // $(expression), $all(expression), $any(expression)
    Not,       // !x: one operand
    And,       // a & b, a:b: two or more operands
    Or         // a | b, a|:b: two or more operands
  };
  Kind kind;
  Name name;                 // Kind::Name
  ExpressionPtr expression;  // Kind::Dynamic: a string or a list of strings
  bool dynamic_any = false;  // Kind::Dynamic: $any(..); otherwise all of the list
  std::vector<LabelExpression> operands;
  SourceSpan span;
};

struct NodePattern {
  std::optional<Name> variable;
  LabelExpressionPtr labels;  // null: none given
  ExpressionPtr properties;   // null, a MapLiteral or a Parameter
  ExpressionPtr where;        // null: none given
  SourceSpan span;
};

enum class Direction { Outgoing, Incoming, Either };

// `{2,5}`, `{3}`, `+`, `*` after a relationship or a parenthesised path.
struct PathQuantifier {
  std::int64_t lower = 0;
  std::optional<std::int64_t> upper;  // absent: no bound
  SourceSpan span;
};

// `*`, `*2`, `*1..3` inside the brackets: the variable is then a list of relationships.
struct VariableLength {
  std::optional<std::int64_t> lower;  // absent: 1
  std::optional<std::int64_t> upper;  // absent: no bound
  SourceSpan span;
};

struct RelationshipPattern {
  Direction direction = Direction::Either;
  std::optional<Name> variable;
  LabelExpressionPtr types;  // null: any type
  std::optional<VariableLength> length;
  ExpressionPtr properties;                  // null, a MapLiteral or a Parameter
  ExpressionPtr where;                       // null: none given
  std::optional<PathQuantifier> quantifier;  // -[..]->+
  SourceSpan span;
};

// ((a)-->(b) WHERE a.x < b.x){2,5}; without quantifier it is only a parenthesised part.
struct ParenthesisedPath {
  PathPatternPtr path;
  ExpressionPtr where;                       // null: none given
  std::optional<PathQuantifier> quantifier;  // absent: exactly once, variables stay singletons
  SourceSpan span;
};

using PathElement = std::variant<NodePattern, RelationshipPattern, ParenthesisedPath>;

enum class SelectorKind {
  All,                  // none written, or ALL
  Any,                  // ANY k (count, default 1)
  AllShortest,          // ALL SHORTEST
  AnyShortest,          // ANY SHORTEST, SHORTEST k (count)
  ShortestGroups,       // SHORTEST k GROUPS (count)
  ShortestPathCall,     // shortestPath((a)-[*]->(b))
  AllShortestPathsCall  // allShortestPaths((a)-[*]->(b))
};

struct PathSelector {
  SelectorKind kind = SelectorKind::All;
  ExpressionPtr count;  // integer literal or parameter; null: 1
  SourceSpan span;
};

enum class PathRestrictor { None, Walk, Trail, Acyclic, Simple };

// [variable =] [selector] [restrictor] elements. Elements alternate: node, relationship, node; a
// parenthesised path may stand in place of a relationship with its nodes, so two neighbours of it
// may also be parenthesised paths. There is at least one element.
struct PathPattern {
  std::optional<Name> variable;
  PathSelector selector;
  PathRestrictor restrictor = PathRestrictor::None;
  std::vector<PathElement> elements;
  SourceSpan span;
};

}  // namespace liaison::query::ast
