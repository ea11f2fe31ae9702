// The top of the syntax tree: a statement is a query or a schema command, with its prefixes. This
// header brings in all others, so nodes can be moved and destroyed.
// Thread-safety: plain data; immutable once the parser has returned it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ast/clause.h"

namespace liaison::query::ast {

struct SingleQuery {
  std::vector<Clause> clauses;  // at least one
  SourceSpan span;
};

enum class UnionKind { Distinct, All };

// One or more single queries joined by UNION; all joints are of one kind.
struct Query {
  std::vector<SingleQuery> parts;
  UnionKind union_kind = UnionKind::Distinct;
  // The bare pattern form inside EXISTS and COUNT: one MATCH clause, no RETURN.
  bool implicit_match = false;
  SourceSpan span;
};

enum class EntityKind { Node, Relationship };

enum class IndexKind { Range, Text, Point, FullText, Lookup, Vector, Names };

// CREATE [kind] INDEX [name] [IF NOT EXISTS] FOR (n:A|B) ON (n.x, n.y) [OPTIONS {..}]; full-text
// and name indexes say ON EACH [n.x, n.y]; a lookup index has neither labels nor keys.
struct CreateIndex {
  IndexKind kind = IndexKind::Range;
  std::optional<Name> name;
  bool or_replace = false;
  bool if_not_exists = false;
  EntityKind entity = EntityKind::Node;
  Name variable;
  std::vector<Name> labels;  // or relationship types
  std::vector<Name> keys;
  ExpressionPtr options;  // null, a MapLiteral or a Parameter
};

enum class ConstraintKind { Unique, NotNull, Key, PropertyType };

// CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR (n:A) REQUIRE (n.x, n.y) IS UNIQUE
struct CreateConstraint {
  ConstraintKind kind = ConstraintKind::Unique;
  std::optional<Name> name;
  bool or_replace = false;
  bool if_not_exists = false;
  EntityKind entity = EntityKind::Node;
  Name variable;
  Name label;  // or relationship type
  std::vector<Name> keys;
  std::optional<TypeExpression> type;  // PropertyType only
  ExpressionPtr options;               // null, a MapLiteral or a Parameter
};

struct DropIndex {
  Name name;
  bool if_exists = false;
};

struct DropConstraint {
  Name name;
  bool if_exists = false;
};

enum class ShowSubject {
  Indexes,
  Constraints,
  Functions,
  Procedures,
  Databases,
  Transactions,
  Settings,
  Termination  // TERMINATE TRANSACTIONS: ends them and lists what became of each
};

// SHOW [filter] subject [ids] [YIELD ..] [WHERE ..] [RETURN ..]. `filter` holds the words between SHOW
// and the subject in upper case, for example "FULLTEXT" or "BUILT IN".
struct Show {
  ShowSubject subject = ShowSubject::Indexes;
  std::string filter;
  std::optional<Name> name;        // SHOW DATABASE name
  std::vector<ExpressionPtr> ids;  // of transactions or settings: texts or lists of them
  bool yield_star = false;
  std::vector<YieldItem> yield;
  std::vector<SortItem> order_by;  // of the YIELD
  ExpressionPtr skip;              // null: none given
  ExpressionPtr limit;             // null: none given
  ExpressionPtr where;             // null: none given
  std::optional<Projection> returns;
};

using StatementNode =
    std::variant<Query, CreateIndex, CreateConstraint, DropIndex, DropConstraint, Show>;

enum class ExplainMode { None, Explain, Profile };

struct Statement {
  ExplainMode explain = ExplainMode::None;
  std::optional<std::string> version;  // CYPHER 5, CYPHER 25
  StatementNode node;
  SourceSpan span;
};

}  // namespace liaison::query::ast
