// Clauses of the syntax tree. GQL's short forms arrive as the clauses that they abbreviate: LET and
// FILTER as With, FOR as Unwind, INSERT as Create, OFFSET as skip, `RETURN .. NEXT` as With.
// Thread-safety: plain data; immutable once the parser has returned it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ast/pattern.h"

namespace liaison::query::ast {

// USING INDEX n:Label(key), USING SCAN n:Label, USING JOIN ON n. Accepted as advice.
struct PlannerHint {
  enum class Kind { Index, Scan, Join };
  Kind kind;
  std::vector<Name> variables;  // one, or several for JOIN ON
  std::optional<Name> label;
  std::vector<Name> keys;
  SourceSpan span;
};

enum class MatchMode { Default, DifferentRelationships, RepeatableElements };

struct Match {
  bool optional = false;
  MatchMode mode = MatchMode::Default;
  std::vector<PathPattern> patterns;
  std::vector<PlannerHint> hints;
  ExpressionPtr where;  // null: none given
};

struct Unwind {
  ExpressionPtr list;
  Name variable;
};

struct ProjectionItem {
  ExpressionPtr expression;
  std::optional<Name> alias;
  std::string text;  // without alias: the expression's source text, character by character
  SourceSpan span;

  // The column's name: the alias, else a variable's name, else the source text.
  const std::string& column_name() const;
};

struct SortItem {
  ExpressionPtr expression;
  bool descending = false;
  std::optional<bool> nulls_first;  // absent: nulls are the last values, and the first descending
};

// What RETURN and WITH share: [DISTINCT] (* | items) [ORDER BY] [SKIP] [LIMIT].
struct Projection {
  bool distinct = false;
  bool star = false;
  // The star was written by the parser for LET or FILTER: no variables in scope is then no error.
  bool star_may_be_empty = false;
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  ExpressionPtr skip;   // null: none given
  ExpressionPtr limit;  // null: none given
  SourceSpan span;
};

struct With {
  Projection projection;
  ExpressionPtr where;  // null: none given
};

struct Return {
  Projection projection;
};

struct Create {
  std::vector<PathPattern> patterns;
};

// target = value; the target is a PropertyAccess, or an Index for n[expression] = value.
struct SetProperty {
  ExpressionPtr target;
  ExpressionPtr value;
};

// variable = value, or with `add` variable += value.
struct SetProperties {
  Name variable;
  bool add = false;
  ExpressionPtr value;
};

// variable:A:B; each label is of kind Name or Dynamic. Also REMOVE variable:A:B.
struct LabelChange {
  Name variable;
  std::vector<LabelExpression> labels;
};

struct SetItem {
  std::variant<SetProperty, SetProperties, LabelChange> change;
  SourceSpan span;
};

struct Set {
  std::vector<SetItem> items;
};

// A PropertyAccess or Index expression, or labels.
struct RemoveItem {
  std::variant<ExpressionPtr, LabelChange> target;
  SourceSpan span;
};

struct Remove {
  std::vector<RemoveItem> items;
};

// The actions keep their order within each of the two lists.
struct Merge {
  PathPattern pattern;
  std::vector<SetItem> on_create;
  std::vector<SetItem> on_match;
};

struct Delete {
  bool detach = false;
  std::vector<ExpressionPtr> expressions;
};

// FOREACH (variable IN list | updating clauses)
struct Foreach {
  Name variable;
  ExpressionPtr list;
  std::vector<Clause> clauses;
};

struct YieldItem {
  Name field;
  std::optional<Name> alias;
};

// [OPTIONAL] CALL a.b.name(arguments) YIELD items WHERE where
struct CallProcedure {
  bool optional = false;
  std::vector<Name> name;  // at least one part
  // Absent: written without parentheses, arguments come from parameters of the same names.
  std::optional<std::vector<ExpressionPtr>> arguments;
  bool standalone = false;  // the whole query is this call, so it may yield columns by itself
  bool yield_star = false;
  std::optional<std::vector<YieldItem>> yield;  // absent: no YIELD; empty: YIELD -
  ExpressionPtr where;                          // null: none given

  std::string full_name() const;  // parts joined by '.', as written
};

enum class BatchErrorMode { Fail, Continue, Break };

// IN [n CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR ..] [REPORT STATUS AS s]
struct SubqueryBatches {
  ExpressionPtr rows;         // null: the default
  ExpressionPtr concurrency;  // null: one
  BatchErrorMode on_error = BatchErrorMode::Fail;
  std::optional<Name> status;
  SourceSpan span;
};

// [OPTIONAL] CALL (a, b) { query } [IN TRANSACTIONS]. `imports` absent: the old form, where the
// inner query imports by a leading WITH; `imports_all`: CALL (*).
struct CallSubquery {
  bool optional = false;
  bool imports_all = false;
  std::optional<std::vector<Name>> imports;
  QueryPtr query;
  std::optional<SubqueryBatches> batches;
};

// One way that a part of a query may take; `condition` null: always.
struct QueryBranch {
  ExpressionPtr condition;
  QueryPtr query;
};

// Queries where clauses would stand: `{ query }`, a UNION before or after NEXT, and WHEN condition
// THEN { query } ELSE { query }. The query of the first branch whose condition is true runs, for
// each row; what it returns replaces what was known.
struct QueryPart {
  std::vector<QueryBranch> branches;  // at least one
  // A UNION after NEXT: every arm takes all rows, and begins with TableRows to say so. Otherwise
  // the part runs for each row by itself.
  bool takes_table = false;
};

// The rows that came to the query part around, in each arm of its UNION.
struct TableRows {};

struct LoadCsv {
  bool with_headers = false;
  ExpressionPtr source;
  Name variable;
  std::optional<std::string> field_terminator;
};

// FINISH: run for the effects, return nothing.
struct Finish {};

// USE name: which graph the rest refers to.
struct Use {
  std::vector<Name> name;
};

using ClauseNode =
    std::variant<Match, Unwind, With, Return, Create, Merge, Set, Remove, Delete, Foreach,
                 CallProcedure, CallSubquery, QueryPart, TableRows, LoadCsv, Finish, Use>;

struct Clause {
  SourceSpan span;
  ClauseNode node;
};

bool is_updating(const Clause& clause);  // CREATE, MERGE, SET, REMOVE, DELETE, FOREACH

}  // namespace liaison::query::ast
