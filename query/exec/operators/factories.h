// Every physical operator by the function that makes it; the classes stay in their files. `in` is
// the layout of the rows that come, `out` of those that go on. Logical operators and nested plans
// outlive what is made of them.
// Thread-safety: pure functions.
#pragma once

#include <memory>

#include "exec/operator.h"
#include "exec/pipeline.h"
#include "plan/logical_operator.h"

namespace liaison::query {

using StreamPtr = std::unique_ptr<StreamOperator>;
using SourcePtr = std::unique_ptr<Source>;
using SinkPtr = std::unique_ptr<Sink>;
using PlanPtr = std::unique_ptr<PhysicalPlan>;

// --- sources
SourcePtr make_argument_source(const Argument& op, const RowLayout& argument, const RowLayout& out);
SourcePtr make_union(std::vector<PlanPtr> arms, const Union& op, const RowLayout& argument,
                     const RowLayout& out);

// --- stream operators
StreamPtr make_all_node_scan(const AllNodeScan& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_label_scan(const NodeByLabelScan& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_index_seek(const NodeIndexSeek& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_node_index_lookup(const NodeIndexLookup& op, const RowLayout& in,
                                 const RowLayout& out);
StreamPtr make_relationship_index_lookup(const RelationshipIndexLookup& op, const RowLayout& in,
                                         const RowLayout& out);
StreamPtr make_id_seek(const NodeByIdSeek& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_expand(const Expand& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_expand_intersect(const ExpandIntersect& op, const RowLayout& in,
                                const RowLayout& out);
StreamPtr make_var_length_expand(const VarLengthExpand& op, const RowLayout& in,
                                 const RowLayout& out);
// A VarLengthExpand with `distinct_ends`.
StreamPtr make_reachable(const VarLengthExpand& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_shortest_path(const ShortestPath& op, const RowLayout& in, const RowLayout& out);
// `row_number` tells which repetition a row of `inner` belongs to. Rows come out in any order.
StreamPtr make_group_walk(const GroupWalk& op, PlanPtr inner, VariableId row_number,
                          const RowLayout& in, const RowLayout& out);
StreamPtr make_restrict_path(const RestrictPath& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_project_endpoints(const ProjectEndpoints& op, const RowLayout& in,
                                 const RowLayout& out);
StreamPtr make_filter(const Filter& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_label_filter(const LabelFilter& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_projection(const Projection& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_partial_aggregation(const PartialAggregation& op, const RowLayout& in,
                                   const RowLayout& out);
// The same for an Expand right below, whose end is the last key: `in` is what the Expand takes.
StreamPtr make_expand_count(const PartialAggregation& op, const LogicalOperator& expand,
                            const RowLayout& in, const RowLayout& out);
StreamPtr make_distinct(const Distinct& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_skip(const Skip& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_limit(const Limit& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_unwind(const Unwind& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_load_csv(const LoadCsv& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_count_from_statistics(const CountFromStatistics& op, const RowLayout& in,
                                     const RowLayout& out);
StreamPtr make_procedure_call(const ProcedureCall& op, const RowLayout& in, const RowLayout& out);
StreamPtr make_hash_join(const HashJoin& op, PlanPtr right, const RowLayout& in,
                         const RowLayout& out);
// `row_number` tells which outer row a row of `inner` belongs to.
StreamPtr make_apply(const Apply& op, PlanPtr inner, VariableId row_number, const RowLayout& in,
                     const RowLayout& out);

// --- sinks
SinkPtr make_eager(const RowLayout& in, const RowLayout& out);
SinkPtr make_aggregation(const Aggregation& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_sort(const Sort& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_select_paths(const SelectPaths& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_top_n(const TopN& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_create(const Create& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_merge(const Merge& op, PlanPtr match, const RowLayout& in, const RowLayout& out);
SinkPtr make_set(const SetItems& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_delete(const Delete& op, const RowLayout& in, const RowLayout& out);
SinkPtr make_transaction_apply(const Apply& op, PlanPtr inner, const RowLayout& in,
                               const RowLayout& out);
SinkPtr make_foreach(const Foreach& op, PlanPtr body, const RowLayout& in, const RowLayout& out);

}  // namespace liaison::query
