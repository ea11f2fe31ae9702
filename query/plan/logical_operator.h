// The logical plan: a tree of operators from a closed set. Each operator adds variables to the
// rows of its first child or takes rows away; which variables are carried along is decided later,
// from what the operators above need.
//
// Every chain of first children ends in Argument. At the top of a statement it is one row without
// columns; inside a correlated part it is a chunk of outer rows, numbered by `row_number`.
// Operators that look at more than one row (aggregation, distinct, sort, skip, limit) then work
// for each outer row apart: their `partition` is that row number.
// Thread-safety: immutable once the optimizer is done. Lifetime: expressions and patterns belong
// to the bound statement and to LogicalPlan::owned, which the plan keeps.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bind/bound_query.h"
#include "bind/variable_set.h"
#include "liaison/engine/catalog.h"

namespace liaison::query {

using Predicate = const BoundExpression*;

// ------------------------------------------------------------------ leaf
struct Argument {
  std::optional<VariableId> row_number;
};

// ------------------------------------------------------------------ patterns
// One step in the order in which a pattern is solved: start at a node, walk a relationship from the
// end that is known, find a node by several relationships to known ones, or join with a part that
// is solved apart, on the nodes that both know.
struct PatternStep {
  enum class Kind : std::uint8_t { Node, Relationship, Intersection, Join };
  Kind kind;
  std::size_t index;                       // into nodes or relationships of the pattern
  bool from_left = true;                   // Relationship: walk from its left node to its right one
  std::vector<std::size_t> relationships;  // Intersection
  std::vector<PatternStep> apart;          // Join
};

// A MATCH not yet turned into scans and expansions. `order` empty: as written.
struct MatchPattern {
  const BoundPattern* pattern;
  std::vector<Predicate> predicates;
  std::vector<PatternStep> order;
};

// Each of these pairs every input row with the nodes it finds.
struct AllNodeScan {
  VariableId variable;
};
struct NodeByLabelScan {
  VariableId variable;
  std::string label;
};
// Finds the nodes that have the index's label and, under its keys, what equals the values.
struct NodeIndexSeek {
  VariableId variable;
  IndexId index;
  std::string description;
  std::vector<Predicate> values;  // one per key of the index
};
// How an index is asked. What it finds may be more than the predicates want: they stay in the
// filter above.
struct IndexLookup {
  enum class Kind : std::uint8_t {
    Equal,       // values[0]; of Range and Text indexes
    In,          // an element of the list values[0]; Range
    Range,       // between bounds; Range
    StartsWith,  // Range and Text
    EndsWith,    // Text
    Contains,    // Text
    Box,         // between the corners values[0] and values[1]; Point
    Distance,    // at most values[1] from values[0]; Point
    All          // everything in a Range index: the property is not null
  };
  Kind kind;
  IndexId index;
  IndexKind index_kind;
  std::string description;
  std::vector<Predicate> values;  // of Range: the lower bound, then the upper one, as far as set
  bool has_lower = false;
  bool has_upper = false;
  bool lower_inclusive = false;
  bool upper_inclusive = false;
};
struct NodeIndexLookup {
  VariableId variable;
  IndexLookup lookup;
};
// Finds relationships of the index's type, and with each its ends: `from` is the source for
// Outgoing; for Both each relationship comes once from either end.
struct RelationshipIndexLookup {
  VariableId relationship;
  VariableId from;
  VariableId to;
  Direction direction;
  IndexLookup lookup;
};
struct NodeByIdSeek {
  VariableId variable;
  Predicate id;
};

// Walks one relationship. `into`: `to` is already known and the walk must end there.
struct Expand {
  VariableId from;
  VariableId relationship;
  VariableId to;
  Direction direction;           // as seen from `from`
  const LabelExpression* types;  // null: every type
  bool into = false;
  std::vector<VariableId> differs_from;  // relationship variables, or lists of relationships
};

// Trails: no relationship twice. The list in `relationship` runs from the pattern's left end to its
// right one, also when the walk runs the other way (`reversed`).
struct VarLengthExpand {
  VariableId from;
  VariableId relationship;
  VariableId to;
  Direction direction;
  const LabelExpression* types;
  std::uint64_t length_min;
  std::optional<std::uint64_t> length_max;
  VariableId element;
  std::vector<Predicate> element_predicates;
  bool into = false;
  bool reversed = false;
  std::vector<VariableId> differs_from;
  PathRestrictor restrictor = PathRestrictor::Trail;
  // Set: how many relationships, for those who need no more of the list.
  std::optional<VariableId> length = std::nullopt;
  // Each end once for a row, with the least length: the rows' number does not matter above.
  bool distinct_ends = false;
};

// Repeats what the second child finds from a node, each time from where the last has ended.
struct GroupWalk {
  const PatternGroup* group;
  VariableId from;
  VariableId relationship;  // the list of all relationships
  VariableId to;
  std::uint64_t repetitions_min;
  std::optional<std::uint64_t> repetitions_max;
  bool into = false;
  PathRestrictor restrictor = PathRestrictor::Trail;
  std::vector<VariableId> differs_from;
};

// Keeps the rows whose path goes through no node twice.
struct RestrictPath {
  VariableId path;
  bool may_close = false;  // the last node may be the first
};

// Keeps so many of the paths between the same two nodes, for each outer row apart.
struct SelectPaths {
  VariableId path;
  PathSelector selector;
  PathCount count;
  VariableId partition;
};

// The shortest of those trails, per pair of ends. `into`: the end is known.
struct ShortestPath {
  VarLengthExpand walk;
  PathSelector selector;
  PathCount count;
  // Set: one row for all trails between the same ends that have the same length, and their number.
  std::optional<VariableId> multiplicity = std::nullopt;
};

// A label, and relationships over which the node was reached: when the counts say that all of
// them have such an end, no node needs a look. The counts are asked when the statement runs.
struct LabelProof {
  std::string label;
  std::vector<std::string> types;
  Direction direction = Direction::Outgoing;  // of the walk to the node
};

// A property that tells the nodes of a label apart, if every one of them has it and no value comes
// twice. Asked when the statement runs.
struct DistinctProperty {
  std::string label;
  std::string key;
};

// The nodes that several known nodes all have as neighbours: sorted neighbour lists are
// intersected. `into`: the node is known as well, and its relationships to the others are looked
// up.
struct ExpandIntersect {
  struct Leg {
    VariableId from;
    VariableId relationship;
    Direction direction;           // as seen from `from`
    const LabelExpression* types;  // null: every type
    std::vector<VariableId> differs_from;
  };
  VariableId to;
  std::vector<Leg> legs;
  bool into = false;
  std::vector<LabelProof> labels;  // the node must have, unless proven
  // Set: one row for all matches of an input row, and their number.
  std::optional<VariableId> multiplicity = std::nullopt;
};

// The relationship (or list of them) is known: finds or checks the nodes at its ends.
struct ProjectEndpoints {
  VariableId relationship;
  VariableId from;
  VariableId to;
  bool from_bound = false;
  bool to_bound = false;
  Direction direction;
  const LabelExpression* types;
  bool variable_length = false;
  std::uint64_t length_min = 1;
  std::optional<std::uint64_t> length_max;
  std::vector<VariableId> differs_from;
};

// ------------------------------------------------------------------ rows
struct Filter {
  std::vector<Predicate> predicates;  // all must be true
};
// A filter on one label that may be left out where one of the proofs holds.
struct LabelFilter {
  Predicate test;
  std::vector<LabelProof> proofs;
};
struct Assignment {
  VariableId variable;
  Predicate expression;
};
// Adds variables to the row.
struct Projection {
  std::vector<Assignment> items;
};
struct Aggregation {
  std::vector<Assignment> keys;
  std::vector<Assignment> aggregates;  // expressions are BoundAggregate
  std::optional<VariableId> partition;
  // A row stands for so many equal ones: PartialAggregation below has counted them.
  std::optional<VariableId> weight = std::nullopt;
  // Rows come run by run of a variable, which never takes a value again. What is said of the runs
  // below holds unless one of these properties has a value twice. A thread's share of the rows may
  // begin or end inside a run.
  struct Runs {
    std::optional<VariableId> run;  // nullopt: all rows are one run
    std::vector<DistinctProperty> properties;
    bool is_sole = false;  // only when there is one run alone: rows of two may be equal
  };
  // Set: no two rows of a run are equal in all keys. Then rows are groups, and only those of runs
  // that may have been cut are put together.
  std::optional<Runs> distinct_runs = std::nullopt;
  // Set: all aggregates are DISTINCT and take one value, and no two rows of a run are equal in all
  // keys and that value. Then no value comes to a group twice. Never sole.
  std::optional<Runs> distinct_values = std::nullopt;
  // Set: rows of two runs are never equal in all keys. Then the groups of a run are done with it.
  // Never sole.
  std::optional<Runs> group_runs = std::nullopt;
  // Set: a TopN above reads only the groups that come first by this number, and as many of those
  // with the same number as the last one of them as there are.
  struct LargestGroups {
    VariableId count;  // of an aggregate count()
    Predicate skip;    // may be null
    Predicate limit;
    bool is_early = false;  // what counts the groups may be told: see Frame::wanted_count
  };
  std::optional<LargestGroups> largest = std::nullopt;
};
// One row for many with equal keys, which are all that is carried on, and their number in `count`.
// A group may come in several parts, in the order of their first rows.
struct PartialAggregation {
  std::vector<VariableId> keys;  // the last one changes most from row to row
  VariableId count;
  // Right above an expansion whose end is the last key: labels the end must have to be counted.
  std::vector<std::string> labels = {};
  // Rows of one start are counted to their end, however many groups they have.
  bool is_whole = false;
};
struct Distinct {
  std::vector<VariableId> variables;
  std::optional<VariableId> partition;
};
struct SortKey {
  Predicate expression;
  bool descending = false;
};
struct Sort {
  std::vector<SortKey> keys;
  std::optional<VariableId> partition;
};
// The first skip + limit rows of the order (skipping is left to a Skip above).
struct TopN {
  std::vector<SortKey> keys;
  Predicate skip;  // may be null
  Predicate limit;
  std::optional<VariableId> partition;
};
struct Skip {
  Predicate count;
  std::optional<VariableId> partition;
};
struct Limit {
  Predicate count;
  std::optional<VariableId> partition;
};
struct Unwind {
  Predicate list;
  VariableId variable;
};

// Pairs rows of the first child with those of the second, which runs apart from it (its Argument
// is one row): all pairs, or those whose key expressions are equal.
struct HashJoin {
  std::vector<Predicate> left_keys;   // over the first child
  std::vector<Predicate> right_keys;  // over the second; both empty: all pairs
};

// For each outer row the rows of the second child, whose Argument is a chunk of outer rows.
struct Apply {
  bool optional = false;  // a row without a match stays, with nulls
  bool is_unit = false;   // the second child returns nothing: rows pass through
  bool writes = false;    // row by row, after all input rows were taken
  // Set: CALL { ... } IN TRANSACTIONS. Rows are taken as they come, and so many of them at a time
  // make a transaction of their own.
  const BoundBatches* batches = nullptr;
};

// Rows of every child in turn. variables[i] is called arms[child][i] in a child.
struct Union {
  std::vector<VariableId> variables;
  std::vector<std::vector<VariableId>> arms;
};

struct ProcedureCall {
  const BoundProcedureCall* call;
  bool writes = false;
};

// A number the catalog keeps: nodes in all or of a label, relationships in all or of some types,
// at nodes of a label.
struct CountFromStatistics {
  EntityKind entity = EntityKind::Node;
  std::optional<std::string> label;
  const LabelExpression* types = nullptr;     // relationships; null: every type
  Direction direction = Direction::Outgoing;  // relationships with a label: as seen from the nodes
  VariableId variable;
};

// ------------------------------------------------------------------ updates
// All of these take every input row before they change anything.
struct Create {
  const BoundPattern* pattern;
};
// The second child matches the pattern for one row.
struct Merge {
  const BoundMerge* merge;
};
struct SetItems {
  const BoundSet* set;
};
struct Delete {
  const BoundDelete* clause;
};
// The second child updates for one row and one element.
struct Foreach {
  Predicate list;
  VariableId variable;
};
struct LoadCsv {
  const BoundLoadCsv* clause;
};

// ------------------------------------------------------------------ top
struct ProduceResults {
  std::vector<VariableId> variables;  // empty: the statement returns nothing
};

struct LogicalOperator;
using LogicalOperatorPtr = std::unique_ptr<LogicalOperator>;

struct LogicalOperator {
  using Node = std::variant<Argument, MatchPattern, AllNodeScan, NodeByLabelScan, NodeIndexSeek,
                            NodeIndexLookup, RelationshipIndexLookup, NodeByIdSeek, Expand,
                            ExpandIntersect, VarLengthExpand, GroupWalk, RestrictPath, SelectPaths,
                            ShortestPath, ProjectEndpoints, Filter, LabelFilter, Projection,
                            Aggregation, PartialAggregation, Distinct, Sort, TopN, Skip, Limit,
                            Unwind, HashJoin, Apply, Union, ProcedureCall, CountFromStatistics,
                            Create, Merge, SetItems, Delete, Foreach, LoadCsv, ProduceResults>;
  Node node;
  std::vector<LogicalOperatorPtr> children;
  double estimated_rows = -1;  // below zero: not estimated
};

template <class Node>
LogicalOperatorPtr make_operator(Node node, LogicalOperatorPtr child = nullptr,
                                 LogicalOperatorPtr inner = nullptr) {
  LogicalOperatorPtr result(new LogicalOperator{std::move(node), {}});
  if (inner) result->children.reserve(2);
  if (child) result->children.push_back(std::move(child));
  if (inner) result->children.push_back(std::move(inner));
  return result;
}

// A subquery inside an expression, planned: its Argument is a chunk of outer rows.
struct SubqueryPlan {
  SubqueryKind kind;
  LogicalOperatorPtr root;
  VariableId row_number;
  VariableId output = 0;  // Collect: the variable that is collected
};

struct LogicalPlan {
  std::shared_ptr<const BoundStatement> statement;
  LogicalOperatorPtr root;
  std::map<const BoundQuery*, SubqueryPlan> subqueries;
  std::vector<std::unique_ptr<BoundExpression>> owned;  // expressions the planner made
  VariableId next_variable = 0;

  // Takes over an expression that the planner or a rule has made.
  Predicate own(BoundExpression::Node node) {
    owned.push_back(BoundExpressionPtr(
        new BoundExpression{.span = {}, .type = StaticType::any(), .node = std::move(node)}));
    return owned.back().get();
  }
  VariableId new_variable() { return next_variable++; }
  const BoundQuery& query() const { return std::get<BoundQuery>(statement->body); }
};

}  // namespace liaison::query
