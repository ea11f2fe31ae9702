#include "exec/physical_planner.h"

#include <algorithm>

#include "exec/operators/factories.h"
#include "liaison/engine/assert.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

const Argument& argument_of(const LogicalOperator& op) {
  const LogicalOperator* at = &op;
  while (!at->children.empty()) at = at->children.front().get();
  return std::get<Argument>(at->node);
}

// Builds one PhysicalPlan, from the leaf upwards: `current_` is the pipeline that is still open.
class PlanBuilder {
 public:
  explicit PlanBuilder(RowLayout* argument = nullptr)
      : plan_(std::make_unique<PhysicalPlan>()), argument_(argument ? argument : &plan_->argument) {
    plan_->operators.reserve(8);
    current_.operators.reserve(8);
  }

  PlanPtr build(const LogicalOperator& root, const VariableSet& required) {
    plan_->output = add(root, required);
    plan_->pipelines.push_back(std::move(current_));
    for (Pipeline& pipeline : plan_->pipelines) {
      pipeline.parallel_from = find_parallel_part(pipeline);
    }
    return std::move(plan_);
  }

 private:
  template <class Operator>
  Operator* keep(std::unique_ptr<Operator> op, const LogicalOperator* logical) {
    Operator* raw = op.get();
    raw->state_index = plan_->operators.size();
    raw->logical = logical;
    plan_->operators.push_back(std::move(op));
    return raw;
  }
  void stream(StreamPtr op, const LogicalOperator& logical) {
    current_.operators.push_back(keep(std::move(op), &logical));
  }
  void source(SourcePtr op, const LogicalOperator& logical) {
    current_.source = keep(std::move(op), &logical);
  }
  // Ends the open pipeline in the sink; the next one reads it.
  void sink(SinkPtr op, const LogicalOperator* logical) {
    Sink* raw = keep(std::move(op), logical);
    current_.sink = raw;
    plan_->pipelines.push_back(std::move(current_));
    current_ = Pipeline();
    current_.source = raw;
  }

  PlanPtr nested(const LogicalOperator& root, const VariableSet& required) {
    return PlanBuilder().build(root, required);
  }

  // Adds the operator and everything below it; returns the layout of the rows it hands on.
  RowLayout add(const LogicalOperator& op, const VariableSet& required) {
    if (is_counted_expand(op)) return add_expand_count(op);
    const VariableSet introduced = introduced_variables(op);
    VariableSet below = used_variables(op);
    if (!replaces_row(op)) {
      VariableSet passed_on = required;
      passed_on.subtract(introduced);
      below.merge(passed_on);
    }
    PlanPtr inner = add_inner(op, required, below);
    const RowLayout in =
        op.children.empty() || is_union(op) ? RowLayout() : add(*op.children.front(), below);
    RowLayout out;
    for (VariableId variable : in.variables()) {
      if (required.contains(variable)) out.add(variable);
    }
    for (VariableId variable : introduced) {
      if (required.contains(variable)) out.add(variable);
    }
    if (std::holds_alternative<Argument>(op.node)) {
      for (VariableId variable : required) out.add(variable);
    }
    make(op, std::move(inner), in, out);
    return out;
  }

  // Counting right above an expansion, by its end.
  static bool is_counted_expand(const LogicalOperator& op) {
    const auto* partial = std::get_if<PartialAggregation>(&op.node);
    if (!partial) return false;
    const auto* expand = std::get_if<Expand>(&op.children.front()->node);
    return expand && !expand->into && partial->keys.back() == expand->to;
  }
  // Everything it hands on is wanted, or it would not be a key.
  RowLayout add_expand_count(const LogicalOperator& op) {
    const auto& partial = std::get<PartialAggregation>(op.node);
    const LogicalOperator& expand = *op.children.front();
    VariableSet below = used_variables(expand);
    below.insert(partial.keys.begin(), partial.keys.end() - 1);
    const RowLayout in = add(*expand.children.front(), below);
    RowLayout out;
    for (VariableId key : partial.keys) out.add(key);
    out.add(partial.count);
    stream(make_expand_count(partial, expand, in, out), op);
    return out;
  }

  static bool is_union(const LogicalOperator& op) { return std::holds_alternative<Union>(op.node); }
  // Operators whose output has only what they introduce or name.
  static bool replaces_row(const LogicalOperator& op) {
    return std::holds_alternative<Aggregation>(op.node) ||
           std::holds_alternative<PartialAggregation>(op.node) ||
           std::holds_alternative<Distinct>(op.node) || is_union(op);
  }

  // The plan of the second child, and what it wants of this operator's input.
  PlanPtr add_inner(const LogicalOperator& op, const VariableSet& required, VariableSet& below) {
    if (is_union(op) || op.children.size() < 2) return nullptr;
    const LogicalOperator& child = *op.children[1];
    VariableSet wanted;
    const VariableSet available = introduced_below(child);
    auto want_required = [&] {
      for (VariableId variable : required) {
        if (available.contains(variable)) wanted.insert(variable);
      }
    };
    std::optional<VariableId> hidden;  // comes from this operator, not from its input
    if (const auto* apply = std::get_if<Apply>(&op.node)) {
      if (!apply->is_unit) want_required();
      if (const auto& number = argument_of(child).row_number) wanted.insert(*number);
    } else if (const auto* join = std::get_if<HashJoin>(&op.node)) {
      want_required();
      for (Predicate key : join->right_keys) {
        collect_free_variables(*key, wanted);
        for (VariableId variable : free_variables(*key)) below.erase(variable);
      }
      // Left keys may read a variable of the same row only, never one of the right.
      for (Predicate key : join->left_keys) collect_free_variables(*key, below);
    } else if (const auto* merge = std::get_if<Merge>(&op.node)) {
      want_required();
      VariableSet read;
      auto read_by = [&](const BoundExpression& e) { collect_free_variables(e, read); };
      for (const auto& item : merge->merge->on_create) for_each_expression(item, read_by);
      for (const auto& item : merge->merge->on_match) for_each_expression(item, read_by);
      for (VariableId variable : read) {
        if (available.contains(variable)) wanted.insert(variable);
      }
    } else if (const auto* foreach = std::get_if<Foreach>(&op.node)) {
      hidden = foreach->variable;
    } else if (const auto* walk = std::get_if<GroupWalk>(&op.node)) {
      hidden = walk->group->start;
      wanted.insert(*argument_of(child).row_number);
      wanted.insert(walk->group->end);
      const BoundPattern& pattern = walk->group->pattern;
      for (const PatternRelationship& step : pattern.relationships) wanted.insert(step.variable);
      for (const auto& item : walk->group->collected) wanted.insert(item.inner);
    }
    PlanPtr inner = nested(child, wanted);
    for (VariableId variable : inner->argument.variables()) {
      if (variable != hidden) below.insert(variable);
    }
    return inner;
  }

  void make_argument_leaf(const LogicalOperator& op, const Argument& node, const RowLayout& out) {
    for (VariableId variable : out.variables()) {
      if (variable != node.row_number) argument_->add(variable);
    }
    // The argument's layout may still grow (arms of a union share it), but its columns keep their
    // places.
    source(make_argument_source(node, *argument_, out), op);
  }

  void make_union_source(const LogicalOperator& op, const Union& node, const RowLayout& out) {
    std::vector<PlanPtr> arms;
    for (std::size_t i = 0; i < op.children.size(); ++i) {
      VariableSet wanted;
      for (std::size_t position = 0; position < node.variables.size(); ++position) {
        if (out.contains(node.variables[position])) wanted.insert(node.arms[i][position]);
      }
      arms.push_back(nested(*op.children[i], wanted));
      for (VariableId variable : arms.back()->argument.variables()) argument_->add(variable);
    }
    plan_->keeps_row_order = false;
    source(make_union(std::move(arms), node, *argument_, out), op);
  }

  void make(const LogicalOperator& op, PlanPtr inner, const RowLayout& in, const RowLayout& out) {
    std::visit(
        Overloaded{
            [&](const Argument& o) { make_argument_leaf(op, o, out); },
            [&](const MatchPattern&) { LIAISON_CHECK(false && "patterns are lowered before"); },
            [&](const AllNodeScan& o) { stream(make_all_node_scan(o, in, out), op); },
            [&](const NodeByLabelScan& o) { stream(make_label_scan(o, in, out), op); },
            [&](const NodeIndexSeek& o) { stream(make_index_seek(o, in, out), op); },
            [&](const NodeIndexLookup& o) { stream(make_node_index_lookup(o, in, out), op); },
            [&](const RelationshipIndexLookup& o) {
              stream(make_relationship_index_lookup(o, in, out), op);
            },
            [&](const NodeByIdSeek& o) { stream(make_id_seek(o, in, out), op); },
            [&](const Expand& o) { stream(make_expand(o, in, out), op); },
            [&](const ExpandIntersect& o) { stream(make_expand_intersect(o, in, out), op); },
            [&](const VarLengthExpand& o) { stream(make_var_length_expand(o, in, out), op); },
            [&](const ShortestPath& o) { stream(make_shortest_path(o, in, out), op); },
            [&](const GroupWalk& o) {
              const VariableId number = *argument_of(*op.children[1]).row_number;
              plan_->keeps_row_order = false;
              stream(make_group_walk(o, std::move(inner), number, in, out), op);
            },
            [&](const RestrictPath& o) { stream(make_restrict_path(o, in, out), op); },
            [&](const SelectPaths& o) { sink(make_select_paths(o, in, out), &op); },
            [&](const ProjectEndpoints& o) { stream(make_project_endpoints(o, in, out), op); },
            [&](const Filter& o) { stream(make_filter(o, in, out), op); },
            [&](const LabelFilter& o) { stream(make_label_filter(o, in, out), op); },
            [&](const Projection& o) { stream(make_projection(o, in, out), op); },
            [&](const Aggregation& o) { sink(make_aggregation(o, in, out), &op); },
            [&](const PartialAggregation& o) { stream(make_partial_aggregation(o, in, out), op); },
            [&](const Distinct& o) { stream(make_distinct(o, in, out), op); },
            [&](const Sort& o) { sink(make_sort(o, in, out), &op); },
            [&](const TopN& o) { sink(make_top_n(o, in, out), &op); },
            [&](const Skip& o) { stream(make_skip(o, in, out), op); },
            [&](const Limit& o) { stream(make_limit(o, in, out), op); },
            [&](const Unwind& o) { stream(make_unwind(o, in, out), op); },
            [&](const HashJoin& o) { stream(make_hash_join(o, std::move(inner), in, out), op); },
            [&](const Apply& o) {
              // An updating subquery takes all rows first and is done before the next clause.
              const VariableId number = argument_of(*op.children[1]).row_number.value_or(0);
              if (o.batches) {
                sink(make_transaction_apply(o, std::move(inner), in, out), &op);
                return;
              }
              if (o.writes) sink(make_eager(in, in), nullptr);
              stream(make_apply(o, std::move(inner), number, in, out), op);
              if (o.writes) sink(make_eager(out, out), nullptr);
            },
            [&](const Union& o) { make_union_source(op, o, out); },
            [&](const ProcedureCall& o) {
              if (o.writes) sink(make_eager(in, in), nullptr);
              stream(make_procedure_call(o, in, out), op);
              if (o.writes) sink(make_eager(out, out), nullptr);
            },
            [&](const CountFromStatistics& o) {
              stream(make_count_from_statistics(o, in, out), op);
            },
            [&](const Create& o) { sink(make_create(o, in, out), &op); },
            [&](const Merge& o) { sink(make_merge(o, std::move(inner), in, out), &op); },
            [&](const SetItems& o) { sink(make_set(o, in, out), &op); },
            [&](const Delete& o) { sink(make_delete(o, in, out), &op); },
            [&](const Foreach& o) { sink(make_foreach(o, std::move(inner), in, out), &op); },
            [&](const LoadCsv& o) { stream(make_load_csv(o, in, out), op); },
            [](const ProduceResults&) {},
        },
        op.node);
  }

  PlanPtr plan_;
  RowLayout* argument_;
  Pipeline current_;
};

}  // namespace

std::shared_ptr<const ExecutablePlan> make_executable(LogicalPlan plan) {
  auto result = std::make_shared<ExecutablePlan>();
  result->logical = std::move(plan);
  const LogicalPlan& logical = result->logical;
  const auto& produce = std::get<ProduceResults>(logical.root->node);
  const VariableSet required(produce.variables.begin(), produce.variables.end());
  result->root = PlanBuilder().build(*logical.root, required);
  // At the top nothing comes from outside: a variable wanted there is one that nobody sets.
  LIAISON_CHECK(result->root->argument.column_count() == 0);
  for (VariableId variable : produce.variables) {
    result->result_columns.push_back(*result->root->output.column_of(variable));
  }
  for (const auto& [query, subquery] : logical.subqueries) {
    VariableSet wanted{subquery.row_number};
    if (subquery.kind == SubqueryKind::Collect) wanted.insert(subquery.output);
    result->subqueries.emplace(
        query, PhysicalSubquery{subquery.kind, PlanBuilder().build(*subquery.root, wanted),
                                subquery.row_number, subquery.output});
  }
  return result;
}

}  // namespace liaison::query
