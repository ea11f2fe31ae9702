#include "plan/plan_printer.h"

#include <algorithm>

#include "liaison/query/procedure.h"
#include "plan/expression_text.h"
#include "plan/operator_tools.h"

namespace liaison::query {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

std::string variable_name(const LogicalPlan& plan, VariableId variable) {
  return variable_text(variable, plan.statement->variables);
}

std::string text_of(const LogicalPlan& plan, Predicate expression) {
  return text_of(*expression, plan.statement->variables);
}

std::string all_of_text(const LogicalPlan& plan, const std::vector<Predicate>& predicates) {
  std::string text;
  for (Predicate predicate : predicates) {
    const auto* binary = std::get_if<BoundBinary>(&predicate->node);
    const bool wraps = binary && predicates.size() > 1 &&
                       (binary->op == BinaryOperator::Or || binary->op == BinaryOperator::Xor);
    std::string one = text_of(plan, predicate);
    if (wraps) one = "(" + one + ")";
    text += (text.empty() ? "" : " AND ") + one;
  }
  return text;
}

std::string types_text(const LogicalPlan& plan, const LabelExpression* types) {
  return types ? ":" + text_of(*types, plan.statement->variables) : std::string();
}

std::string keys_text(const LogicalPlan& plan, const std::vector<SortKey>& keys) {
  std::string text;
  for (const SortKey& key : keys) {
    text += (text.empty() ? "" : ", ") + text_of(plan, key.expression) +
            (key.descending ? " DESC" : "");
  }
  return text;
}

std::string arrow(const LogicalPlan& plan, const Expand& expand) {
  const std::string inside =
      "[" + variable_name(plan, expand.relationship) + types_text(plan, expand.types) + "]";
  return "(" + variable_name(plan, expand.from) + ")" +
         (expand.direction == Direction::Incoming ? "<-" : "-") + inside +
         (expand.direction == Direction::Outgoing ? "->" : "-") + "(" +
         variable_name(plan, expand.to) + ")";
}

std::string walk_text(const LogicalPlan& plan, const VarLengthExpand& walk) {
  std::string text = arrow(
      plan,
      Expand{walk.from, walk.relationship, walk.to, walk.direction, walk.types, walk.into, {}});
  text += " *" + std::to_string(walk.length_min) + "..";
  if (walk.length_max) text += std::to_string(*walk.length_max);
  if (!walk.element_predicates.empty()) {
    text += " WHERE " + all_of_text(plan, walk.element_predicates);
  }
  return text;
}

std::string legs_text(const LogicalPlan& plan, const ExpandIntersect& op) {
  std::string text;
  for (const auto& leg : op.legs) {
    text += (text.empty() ? "" : ", ") +
            arrow(plan,
                  Expand{leg.from, leg.relationship, op.to, leg.direction, leg.types, op.into, {}});
  }
  for (const LabelProof& label : op.labels) {
    text += ", " + variable_name(plan, op.to) + ":" + label.label;
  }
  return text + (op.multiplicity ? ", counted" : "");
}

// `x` where the name says it already, else `expression AS x`.
std::string items_text(const LogicalPlan& plan, const std::vector<Assignment>& items) {
  std::string text;
  for (const Assignment& item : items) {
    const std::string name = variable_name(plan, item.variable);
    const std::string value = text_of(plan, item.expression);
    text += (text.empty() ? "" : ", ") + (value == name ? value : value + " AS " + name);
  }
  return text;
}

std::string details(const LogicalPlan& plan, const LogicalOperator& op) {
  auto name = [&](VariableId variable) { return variable_name(plan, variable); };
  auto list = [&](const std::vector<VariableId>& variables) {
    std::string text;
    for (VariableId variable : variables) text += (text.empty() ? "" : ", ") + name(variable);
    return text;
  };
  return std::visit(
      Overloaded{
          [](const Argument&) { return std::string(); },
          [](const MatchPattern&) { return std::string(); },
          [&](const AllNodeScan& o) { return name(o.variable); },
          [&](const NodeByLabelScan& o) { return name(o.variable) + ":" + o.label; },
          [&](const NodeIndexSeek& o) { return name(o.variable) + " by " + o.description; },
          [&](const NodeIndexLookup& o) {
            return name(o.variable) + " by " + o.lookup.description;
          },
          [&](const RelationshipIndexLookup& o) {
            const char* tail = o.direction == Direction::Incoming ? ")<-[" : ")-[";
            const char* head = o.direction == Direction::Outgoing ? "]->(" : "]-(";
            return "(" + name(o.from) + tail + name(o.relationship) + head + name(o.to) + ") by " +
                   o.lookup.description;
          },
          [&](const NodeByIdSeek& o) { return name(o.variable) + " by id " + text_of(plan, o.id); },
          [&](const Expand& o) { return arrow(plan, o); },
          [&](const ExpandIntersect& o) { return legs_text(plan, o); },
          [&](const VarLengthExpand& o) { return walk_text(plan, o); },
          [&](const ShortestPath& o) {
            return walk_text(plan, o.walk) + (o.multiplicity ? ", counted" : "");
          },
          [&](const GroupWalk& o) {
            std::string text =
                "(" + name(o.from) + ")(..){" + std::to_string(o.repetitions_min) + ",";
            if (o.repetitions_max) text += std::to_string(*o.repetitions_max);
            return text + "}(" + name(o.to) + ")";
          },
          [&](const RestrictPath& o) { return name(o.path); },
          [&](const SelectPaths& o) { return name(o.path); },
          [&](const ProjectEndpoints& o) {
            return "(" + name(o.from) + ")-[" + name(o.relationship) + "]-(" + name(o.to) + ")";
          },
          [&](const Filter& o) { return all_of_text(plan, o.predicates); },
          [](const LabelFilter& o) {
            return ":" + o.proofs.front().label + ", unless the counts prove it";
          },
          [&](const Projection& o) { return items_text(plan, o.items); },
          [&](const Aggregation& o) {
            const std::string keys = items_text(plan, o.keys);
            std::string text = keys + (keys.empty() ? "" : "; ") + items_text(plan, o.aggregates);
            if (o.group_runs) text += "; done with each " + name(*o.group_runs->run);
            if (o.largest) {
              text += "; largest " + text_of(plan, o.largest->limit);
              if (o.largest->is_early) text += ", told early";
            }
            return text;
          },
          [&](const PartialAggregation& o) {
            std::string text = list(o.keys) + "; " + name(o.count);
            for (std::size_t i = 0; i < o.labels.size(); ++i) {
              text += (i == 0 ? "; " + name(o.keys.back()) : "") + ":" + o.labels[i];
            }
            return text;
          },
          [&](const Distinct& o) { return list(o.variables); },
          [&](const Sort& o) { return keys_text(plan, o.keys); },
          [&](const TopN& o) {
            return keys_text(plan, o.keys) + " LIMIT " + text_of(plan, o.limit);
          },
          [&](const Skip& o) { return text_of(plan, o.count); },
          [&](const Limit& o) { return text_of(plan, o.count); },
          [&](const Unwind& o) { return text_of(plan, o.list) + " AS " + name(o.variable); },
          [&](const HashJoin& o) {
            std::string text;
            for (std::size_t i = 0; i < o.left_keys.size(); ++i) {
              text += (i ? ", " : "") + text_of(plan, o.left_keys[i]) + " = " +
                      text_of(plan, o.right_keys[i]);
            }
            return text;
          },
          [](const Apply&) { return std::string(); },
          [&](const Union& o) { return list(o.variables); },
          [](const ProcedureCall& o) { return o.call->procedure->name; },
          [&](const CountFromStatistics& o) {
            if (o.entity == EntityKind::Node) {
              return name(o.variable) + " of " + (o.label ? *o.label : "all");
            }
            const std::string ends = o.label ? " at " + *o.label : "";
            return name(o.variable) + " of relationships" + types_text(plan, o.types) + ends;
          },
          [](const Create&) { return std::string(); },
          [](const Merge&) { return std::string(); },
          [](const SetItems&) { return std::string(); },
          [](const Delete& o) { return std::string(o.clause->detach ? "detach" : ""); },
          [&](const Foreach& o) { return name(o.variable) + " IN " + text_of(plan, o.list); },
          [](const LoadCsv&) { return std::string(); },
          [&](const ProduceResults& o) { return list(o.variables); },
      },
      op.node);
}

PlanView view_of(const LogicalPlan& plan, const LogicalOperator& op,
                 const PlanAnnotation& annotate) {
  PlanView view;
  view.operator_type = operator_name(op);
  for (VariableId variable : introduced_variables(op)) {
    view.identifiers.push_back(variable_name(plan, variable));
  }
  const std::string text = details(plan, op);
  if (!text.empty()) view.arguments.emplace_back("Details", Value(text));
  if (op.estimated_rows >= 0) view.arguments.emplace_back("EstimatedRows", op.estimated_rows);
  if (annotate) annotate(op, view);
  for (const LogicalOperatorPtr& child : op.children) {
    view.children.push_back(view_of(plan, *child, annotate));
  }
  return view;
}

struct Line {
  std::string name;
  std::string details;
  std::string estimate;
  std::string rows;
  std::string time_ms;
};

void add_lines(const PlanView& plan, std::size_t depth, std::vector<Line>& lines) {
  Line line;
  line.name = std::string(depth * 2, ' ') + plan.operator_type;
  for (const auto& [key, value] : plan.arguments) {
    if (key == "Details" && value.is_string()) line.details = value.as_string();
    if (key == "EstimatedRows" && value.is_float()) {
      line.estimate = std::to_string(static_cast<std::int64_t>(value.as_float() + 0.5));
    }
  }
  if (plan.rows) line.rows = std::to_string(*plan.rows);
  if (plan.time_ns) {
    const std::uint64_t us = *plan.time_ns / 1000;
    std::string fraction = std::to_string(us % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    line.time_ms = std::to_string(us / 1000) + "." + fraction;
  }
  lines.push_back(std::move(line));
  for (const PlanView& child : plan.children) add_lines(child, depth + 1, lines);
}

}  // namespace

namespace {

const char* lookup_name(const IndexLookup& lookup, bool is_node) {
  switch (lookup.kind) {
    case IndexLookup::Kind::Equal:
    case IndexLookup::Kind::In:
      return is_node ? "NodeIndexSeek" : "RelationshipIndexSeek";
    case IndexLookup::Kind::Range:
    case IndexLookup::Kind::StartsWith:
    case IndexLookup::Kind::Box:
    case IndexLookup::Kind::Distance:
      return is_node ? "NodeIndexRangeSeek" : "RelationshipIndexRangeSeek";
    case IndexLookup::Kind::Contains:
      return is_node ? "NodeIndexContainsScan" : "RelationshipIndexContainsScan";
    case IndexLookup::Kind::EndsWith:
      return is_node ? "NodeIndexEndsWithScan" : "RelationshipIndexEndsWithScan";
    case IndexLookup::Kind::All:
      return is_node ? "NodeIndexScan" : "RelationshipIndexScan";
  }
  return "NodeIndexScan";
}

}  // namespace

std::string operator_name(const LogicalOperator& op) {
  return std::visit(
      Overloaded{
          [](const Argument& o) { return o.row_number ? "Argument" : "SingleRow"; },
          [](const MatchPattern&) { return "MatchPattern"; },
          [](const AllNodeScan&) { return "AllNodeScan"; },
          [](const NodeByLabelScan&) { return "NodeByLabelScan"; },
          [](const NodeIndexSeek&) { return "NodeIndexSeek"; },
          [](const NodeIndexLookup& o) { return lookup_name(o.lookup, true); },
          [](const RelationshipIndexLookup& o) { return lookup_name(o.lookup, false); },
          [](const NodeByIdSeek&) { return "NodeByIdSeek"; },
          [](const Expand& o) { return o.into ? "Expand(Into)" : "Expand(All)"; },
          [](const ExpandIntersect& o) {
            if (o.into) return "ExpandInto";
            return o.legs.size() == 1 ? "ExpandCount" : "ExpandIntersect";
          },
          [](const VarLengthExpand& o) {
            if (o.distinct_ends) return o.into ? "Reachable(Into)" : "Reachable(All)";
            return o.into ? "VarLengthExpand(Into)" : "VarLengthExpand(All)";
          },
          [](const ShortestPath&) { return "ShortestPath"; },
          [](const GroupWalk& o) { return o.into ? "GroupWalk(Into)" : "GroupWalk(All)"; },
          [](const RestrictPath& o) { return o.may_close ? "SimplePath" : "AcyclicPath"; },
          [](const SelectPaths&) { return "SelectPaths"; },
          [](const ProjectEndpoints&) { return "ProjectEndpoints"; },
          [](const Filter&) { return "Filter"; },
          [](const LabelFilter&) { return "LabelFilter"; },
          [](const Projection&) { return "Projection"; },
          [](const Aggregation&) { return "Aggregation"; },
          [](const PartialAggregation&) { return "PartialAggregation"; },
          [](const Distinct&) { return "Distinct"; },
          [](const Sort&) { return "Sort"; },
          [](const TopN&) { return "TopN"; },
          [](const Skip&) { return "Skip"; },
          [](const Limit&) { return "Limit"; },
          [](const Unwind&) { return "Unwind"; },
          [](const HashJoin& o) { return o.left_keys.empty() ? "CartesianProduct" : "HashJoin"; },
          [](const Apply& o) {
            if (o.batches) return "TransactionApply";
            return o.optional ? "OptionalApply" : "Apply";
          },
          [](const Union&) { return "Union"; },
          [](const ProcedureCall&) { return "ProcedureCall"; },
          [](const CountFromStatistics&) { return "CountFromStatistics"; },
          [](const Create&) { return "Create"; },
          [](const Merge&) { return "Merge"; },
          [](const SetItems&) { return "SetProperties"; },
          [](const Delete&) { return "Delete"; },
          [](const Foreach&) { return "Foreach"; },
          [](const LoadCsv&) { return "LoadCsv"; },
          [](const ProduceResults&) { return "ProduceResults"; },
      },
      op.node);
}

PlanView view_of(const LogicalPlan& plan, const PlanAnnotation& annotate) {
  PlanView view = view_of(plan, *plan.root, annotate);
  for (const auto& [query, subquery] : plan.subqueries) {
    view.children.push_back(view_of(plan, *subquery.root, annotate));
  }
  return view;
}

std::string format_plan(const PlanView& plan) {
  std::vector<Line> lines{{"Operator", "Details", "Estimated", "Rows", "Time (ms)"}};
  add_lines(plan, 0, lines);
  // A column that is empty everywhere is left out.
  const std::vector<std::string Line::*> columns{&Line::name, &Line::details, &Line::estimate,
                                                 &Line::rows, &Line::time_ms};
  std::vector<std::pair<std::string Line::*, std::size_t>> shown;
  for (const auto column : columns) {
    std::size_t width = 0;
    for (std::size_t i = 1; i < lines.size(); ++i)
      width = std::max(width, (lines[i].*column).size());
    if (width > 0) shown.emplace_back(column, std::max(width, (lines[0].*column).size()));
  }
  std::string text;
  for (const Line& line : lines) {
    std::string row;
    for (const auto& [column, width] : shown) {
      row += line.*column + std::string(width - (line.*column).size() + 2, ' ');
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

}  // namespace liaison::query
