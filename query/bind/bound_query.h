// A statement after binding: clauses in order, patterns as graphs of variables, projections split
// into grouping keys, aggregates and what is computed from them. The planner turns it into a
// logical plan without asking about scopes again.
// Thread-safety: immutable once bound.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bind/bound_expression.h"
#include "liaison/engine/property_type.h"

namespace liaison::query {

struct ProcedureSpec;

struct VariableInfo {
  std::string name;  // empty for what has no name in the text
  StaticType type = StaticType::any();
};

// ------------------------------------------------------------------ patterns
struct PatternNode {
  VariableId variable;
  bool is_bound = false;  // was known before this clause
  SourceSpan span;
  // MATCH: the labels asked for (unset: none). CREATE and MERGE use `labels` of PatternNode too:
  // then it is a conjunction of names (or Dynamic).
  std::optional<LabelExpression> labels;
  // {key: value, ...}; in MATCH these are also in BoundMatch::predicates as equalities.
  std::vector<std::pair<std::string, BoundExpressionPtr>> properties;
  BoundExpressionPtr properties_map;  // `(n $map)`: CREATE only
};

// Which of the matching paths a shortest-path element keeps, per pair of ends.
enum class PathSelector : std::uint8_t {
  All,
  AnyShortest,
  AllShortest,
  ShortestK,
  ShortestGroups,
  Any
};

// How many paths a selector keeps.
struct PathCount {
  std::uint64_t number = 1;
  std::shared_ptr<const BoundExpression> parameter;  // set: the number is its value
};

// What a path may go through twice.
enum class PathRestrictor : std::uint8_t {
  Trail,    // no relationship
  Walk,     // anything
  Acyclic,  // no node
  Simple    // no node, but it may end where it began
};

struct PatternGroup;

struct PatternRelationship {
  VariableId variable;  // a relationship, or a list of them when variable_length
  bool is_bound = false;
  SourceSpan span;
  std::size_t left;  // index into BoundPattern::nodes, as written
  std::size_t right;
  // As written: Outgoing is left-to-right, Both has no arrow or two.
  Direction direction = Direction::Both;
  std::optional<LabelExpression> types;  // unset: every type
  std::vector<std::pair<std::string, BoundExpressionPtr>> properties;
  BoundExpressionPtr properties_map;

  bool variable_length = false;
  std::uint64_t length_min = 1;
  std::optional<std::uint64_t> length_max;  // unset: no upper bound
  // Predicates that each relationship of a variable-length step must satisfy; they see it as
  // `element_variable`.
  VariableId element_variable = 0;
  std::vector<BoundExpressionPtr> element_predicates;

  PathSelector selector = PathSelector::All;  // other than All: variable_length is set
  PathCount selector_count;

  PathRestrictor restrictor = PathRestrictor::Trail;
  std::size_t path = 0;  // into BoundPattern::paths
  // A quantified group of several elements. Then variable_length is set, the lengths count
  // repetitions, and `variable` lists the relationships of all of them in walking order.
  std::shared_ptr<const PatternGroup> group;
};

// A named path: node, relationship, node, ... as indexes into nodes and relationships.
struct PatternPath {
  VariableId variable;
  bool has_variable = false;
  std::vector<std::size_t> nodes;
  std::vector<std::size_t> relationships;             // one less than nodes
  PathRestrictor restrictor = PathRestrictor::Trail;  // Acyclic, Simple: has_variable is set
};

// A selector over the pattern's only path, which then has a variable: of the matches that satisfy
// `predicates` it keeps so many per pair of ends.
struct PatternSelection {
  PathSelector selector = PathSelector::Any;
  PathCount count;
  std::vector<BoundExpressionPtr> predicates;
};

// The comma-separated parts of one MATCH, CREATE or MERGE together. Nodes that share a variable
// are one entry.
struct BoundPattern {
  std::vector<PatternNode> nodes;
  std::vector<PatternRelationship> relationships;
  std::vector<PatternPath> paths;  // one per comma-separated part, in order
  // REPEATABLE ELEMENTS: relationships may be the same in different paths.
  bool repeatable = false;
  std::optional<PatternSelection> selection;
};

// What is repeated in a quantified group: one path of single relationships, whose first node is
// bound, to where the repetition before has ended.
struct PatternGroup {
  BoundPattern pattern;
  std::vector<BoundExpressionPtr> predicates;
  VariableId start = 0;
  VariableId end = 0;
  struct Collected {
    VariableId inner;
    VariableId list;  // of the values of all repetitions
  };
  std::vector<Collected> collected;
};

// ------------------------------------------------------------------ clauses
// Relationships of one clause's pattern differ from each other (lists element-wise).
struct BoundMatch {
  bool optional = false;
  BoundPattern pattern;
  // WHERE, inline WHERE and property maps, split at AND.
  std::vector<BoundExpressionPtr> predicates;
};

struct BoundUnwind {
  BoundExpressionPtr list;
  VariableId variable;
};

struct BoundSortItem {
  BoundExpressionPtr expression;
  bool descending = false;
};

struct BoundAssignment {
  VariableId variable;
  BoundExpressionPtr expression;
};

// WITH and RETURN, in the order of evaluation:
//  1. no aggregation: `items` over the incoming variables.
//     aggregation: `keys` and `aggregates` over the incoming variables, then `items` over those.
//  2. DISTINCT over the items' variables.
//  3. ORDER BY over the items' variables and, without DISTINCT and aggregation, the incoming ones.
//     (With aggregation the sort expressions use the variables of keys and aggregates as well.)
//  4. SKIP, LIMIT (no variables in them).
//  5. WHERE (WITH only), same scope as 3.
// Afterwards only the items' variables are left.
struct BoundProjection {
  bool is_return = false;
  bool distinct = false;
  bool has_aggregation = false;
  std::vector<BoundAssignment> keys;
  std::vector<BoundAssignment> aggregates;  // expressions are BoundAggregate
  std::vector<BoundAssignment> items;
  std::vector<std::string> names;  // of the items, as columns are called
  std::vector<BoundSortItem> order_by;
  BoundExpressionPtr skip;
  BoundExpressionPtr limit;
  std::vector<BoundExpressionPtr> where;  // split at AND
};

struct BoundCreate {
  BoundPattern pattern;
};

struct BoundSetItem {
  enum class Kind : std::uint8_t {
    Property,           // target.key = value
    DynamicProperty,    // target[key_expression] = value
    ReplaceProperties,  // target = map, node or relationship
    MergeProperties,    // target += map, node or relationship
    AddLabels,          // target:A:B
    RemoveLabels,       // REMOVE target:A:B
    RemoveProperty,     // REMOVE target.key
  };
  Kind kind;
  SourceSpan span;
  BoundExpressionPtr target;  // a node or relationship
  std::string key;
  BoundExpressionPtr key_expression;
  BoundExpressionPtr value;
  std::vector<std::string> labels;
  std::vector<BoundExpressionPtr> dynamic_labels;
};
// SET and REMOVE.
struct BoundSet {
  std::vector<BoundSetItem> items;
};

struct BoundDelete {
  bool detach = false;
  std::vector<BoundExpressionPtr> expressions;
};

struct BoundMerge {
  BoundPattern pattern;  // one path
  // The pattern's property maps and labels as predicates, for matching.
  std::vector<BoundExpressionPtr> predicates;
  std::vector<BoundSetItem> on_create;
  std::vector<BoundSetItem> on_match;
};

struct BoundProcedureCall {
  const ProcedureSpec* procedure;
  std::vector<BoundExpressionPtr> arguments;
  struct Yield {
    std::size_t column;  // of the procedure's results
    VariableId variable;
  };
  std::vector<Yield> yields;
  std::vector<BoundExpressionPtr> where;  // split at AND
  bool optional = false;
  bool is_void = false;  // the procedure has no result columns: rows pass through
};

// What an error in a batch of CALL { ... } IN TRANSACTIONS ends: the statement, only that batch, or
// that batch and those that would follow.
enum class BatchErrorMode : std::uint8_t { Fail, Continue, Break };

// IN [n CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR ..] [REPORT STATUS AS s]
struct BoundBatches {
  BoundExpressionPtr rows;         // null: a default
  BoundExpressionPtr concurrency;  // null: none given
  BatchErrorMode on_error = BatchErrorMode::Fail;
  std::optional<VariableId> status;  // a map that tells what became of a row's batch
};

// CALL { ... } and CALL (x, y) { ... }. A unit subquery (no RETURN) passes its rows through.
struct BoundSubqueryCall {
  std::shared_ptr<const BoundQuery> query;
  bool optional = false;
  bool is_unit = false;
  std::optional<BoundBatches> batches;  // none: in the statement's own transaction
};

struct BoundClause;
struct BoundForeach {
  VariableId variable;
  BoundExpressionPtr list;
  std::vector<BoundClause> clauses;  // updating ones only
};

struct BoundLoadCsv {
  bool with_headers = false;
  BoundExpressionPtr url;
  char separator = ',';
  VariableId variable;
};

struct BoundClause {
  using Node =
      std::variant<BoundMatch, BoundUnwind, BoundProjection, BoundCreate, BoundSet, BoundDelete,
                   BoundMerge, BoundProcedureCall, BoundSubqueryCall, BoundForeach, BoundLoadCsv>;
  SourceSpan span;
  Node node;
};

// ------------------------------------------------------------------ queries
struct BoundSingleQuery {
  std::vector<BoundClause> clauses;
  // The variables of the result columns of this arm, in the order of BoundQuery::columns.
  std::vector<VariableId> outputs;
};

struct BoundColumn {
  std::string name;
  VariableId variable;  // the union's own variable; of a single arm, that arm's
};

struct BoundQuery {
  std::vector<BoundSingleQuery> arms;  // more than one: a UNION
  bool union_distinct = false;         // UNION, as against UNION ALL
  std::vector<BoundColumn> columns;    // empty: the statement returns nothing
  std::vector<VariableId> imports;     // subqueries: outer variables that it uses
  bool writes = false;
  // The place of CALL { ... } IN TRANSACTIONS in it: its batches write, the rest only reads.
  std::optional<SourceSpan> batches;
};

// CREATE or DROP of an INDEX or CONSTRAINT. SHOW is bound as a query.
struct BoundSchemaCommand {
  enum class Kind : std::uint8_t { CreateIndex, DropIndex, CreateConstraint, DropConstraint };
  Kind kind = Kind::CreateIndex;
  SourceSpan span;  // of the name, or else of the whole command
  std::string name;
  // The command asks for what is there without it: labels and types are always indexed.
  bool is_lookup = false;
  bool if_exists = false;            // DROP ... IF EXISTS
  bool if_not_exists = false;        // CREATE ... IF NOT EXISTS
  std::uint8_t index_kind = 1;       // IndexKind
  std::uint8_t constraint_kind = 1;  // ConstraintKind
  EntityKind entity = EntityKind::Node;
  std::string token_name;
  std::vector<std::string> further_tokens;  // full-text indexes: labels or types besides that one
  std::vector<std::string> keys;
  std::string analyzer;  // full-text indexes; empty: the default
  PropertyType type;     // constraints on property types
};

enum class ExplainMode : std::uint8_t { None, Explain, Profile };

// A name of the graph's where the text says it, for telling what the graph has never seen.
struct NameUse {
  enum class Kind : std::uint8_t { Label, RelationshipType, PropertyKey };
  Kind kind;
  std::string name;
  SourceSpan span;
  bool creates = false;  // the statement may bring the name into the graph
};

struct BoundStatement {
  ExplainMode explain = ExplainMode::None;
  std::variant<BoundQuery, BoundSchemaCommand> body;
  std::vector<VariableInfo> variables;      // by VariableId, subqueries included
  std::vector<std::string> parameters;      // names used, sorted
  std::vector<SourceSpan> parameter_spans;  // the first use of each
  std::vector<NameUse> names;
};

}  // namespace liaison::query
