// Whether nodes have labels and relationships a type. Tests that name labels of nodes are one call
// for each name and chunk; those that need to know all labels of a row read them.
#include <algorithm>

#include "eval/evaluator_node.h"
#include "eval/operators.h"

namespace liaison::query {
namespace {

// A label expression with its dynamic parts compiled.
struct CompiledLabels {
  const LabelExpression* expression;
  EvaluatorNodePtr dynamic;
  std::vector<CompiledLabels> operands;
};

CompiledLabels compile_labels(const LabelExpression& expression, const RowLayout& layout) {
  CompiledLabels compiled{&expression, compile_optional(expression.dynamic, layout), {}};
  for (const LabelExpression& operand : expression.operands) {
    compiled.operands.push_back(compile_labels(operand, layout));
  }
  return compiled;
}

// Made of names, NOT, AND and OR only.
bool is_of_names(const LabelExpression& expression) {
  switch (expression.kind) {
    case LabelExpression::Kind::Name:
      return true;
    case LabelExpression::Kind::Not:
    case LabelExpression::Kind::And:
    case LabelExpression::Kind::Or:
      return std::all_of(expression.operands.begin(), expression.operands.end(), is_of_names);
    default:
      return false;
  }
}

// The labels or types of a chunk's rows, with the values of dynamic parts.
struct Fetched {
  ColumnVector objects;
  std::vector<std::vector<LabelId>> labels;  // per row that is not null
  std::vector<std::optional<RelationshipEnds>> ends;
  std::vector<const std::string*> names;  // of the row at hand
};
struct DynamicValues {
  ColumnVector values;
  std::vector<DynamicValues> operands;
};

class LabelTestNode final : public EvaluatorNode {
 public:
  LabelTestNode(const SourceSpan& span, EvaluatorNodePtr object, CompiledLabels labels)
      : EvaluatorNode(span),
        object_(std::move(object)),
        labels_(std::move(labels)),
        is_of_names_(is_of_names(*labels_.expression)) {}

 protected:
  void compute(EvalContext& context, const DataChunk& chunk, ColumnVector& out) const override {
    Fetched fetched;
    object_->evaluate(context, chunk, fetched.objects);
    if (is_of_names_ && fetched.objects.type() == VectorType::Node) {
      of_nodes(context, fetched.objects, out);
      return;
    }
    DynamicValues dynamic;
    evaluate_dynamic(context, chunk, labels_, dynamic);
    fetch(context, fetched);
    out.reset(VectorType::Boolean);
    out.reserve(chunk.row_count());
    const Catalog& catalog = context.graph().catalog();
    std::size_t position = 0;
    for (std::size_t row = 0; row < fetched.objects.size(); ++row) {
      const Value object = fetched.objects.get(row);
      if (object.is_null()) {
        out.append_null();
        continue;
      }
      fetched.names.clear();
      if (object.is_node()) {
        for (const LabelId label : fetched.labels[position]) {
          fetched.names.push_back(&catalog.label_name(label));
        }
      } else if (const auto& ends = fetched.ends[position]) {
        fetched.names.push_back(&catalog.relationship_type_name(ends->type));
      }
      ++position;
      out.append_boolean(holds(labels_, fetched, dynamic, row));
    }
  }

 private:
  void of_nodes(EvalContext& context, const ColumnVector& objects, ColumnVector& out) const {
    std::vector<NodeId> nodes;
    nodes.reserve(objects.size());
    const bool check = context.functions.deleted && !context.functions.deleted->empty();
    for (std::size_t row = 0; row < objects.size(); ++row) {
      if (objects.is_null(row)) continue;
      if (check) check_not_deleted(context, objects.get(row));
      nodes.push_back(NodeId(objects.ids()[row]));
    }
    std::vector<std::uint8_t> truths;
    names_hold(context, *labels_.expression, nodes, truths);
    std::uint8_t* values = out.write_booleans(objects.size());
    if (nodes.size() == objects.size()) {
      std::copy(truths.begin(), truths.end(), values);
      return;
    }
    std::uint8_t* valid = out.write_valid();
    std::size_t next = 0;
    for (std::size_t row = 0; row < objects.size(); ++row) {
      valid[row] = objects.is_null(row) ? 0 : 1;
      values[row] = valid[row] ? truths[next++] : 0;
    }
  }

  static void names_hold(EvalContext& context, const LabelExpression& expression,
                         std::span<const NodeId> nodes, std::vector<std::uint8_t>& truths) {
    if (expression.kind == LabelExpression::Kind::Name) {
      if (const auto label = context.graph().catalog().label(expression.name)) {
        context.graph().has_label(nodes, *label, truths);
      } else {
        truths.assign(nodes.size(), 0);
      }
      return;
    }
    std::vector<std::uint8_t> other;
    for (std::size_t i = 0; i < expression.operands.size(); ++i) {
      names_hold(context, expression.operands[i], nodes, i == 0 ? truths : other);
      if (i == 0) continue;
      const bool is_and = expression.kind == LabelExpression::Kind::And;
      for (std::size_t row = 0; row < nodes.size(); ++row) {
        truths[row] = is_and ? truths[row] & other[row] : truths[row] | other[row];
      }
    }
    if (expression.kind == LabelExpression::Kind::Not) {
      for (std::uint8_t& truth : truths) truth ^= 1;
    }
  }

  static void evaluate_dynamic(EvalContext& context, const DataChunk& chunk,
                               const CompiledLabels& labels, DynamicValues& out) {
    if (labels.dynamic) labels.dynamic->evaluate(context, chunk, out.values);
    out.operands.resize(labels.operands.size());
    for (std::size_t i = 0; i < labels.operands.size(); ++i) {
      evaluate_dynamic(context, chunk, labels.operands[i], out.operands[i]);
    }
  }

  // Labels and types of the rows' entities, in row order, nulls left out.
  static void fetch(EvalContext& context, Fetched& fetched) {
    std::vector<NodeId> nodes;
    std::vector<RelationshipId> relationships;
    for (std::size_t row = 0; row < fetched.objects.size(); ++row) {
      const Value object = fetched.objects.get(row);
      if (object.is_null()) continue;
      if (!object.is_node() && !object.is_relationship()) {
        throw_type_error("InvalidArgumentType",
                         "Labels belong to nodes; found " + describe_kind(object) + ".");
      }
      if (object.is_node()) check_not_deleted(context, object);
      // One array for both keeps positions in step; the other kind's place is never looked at.
      nodes.push_back(object.is_node() ? object.node_id() : NodeId());
      relationships.push_back(object.is_relationship() ? object.relationship_id()
                                                       : RelationshipId());
    }
    const bool any_node =
        std::any_of(nodes.begin(), nodes.end(), [](NodeId id) { return id != NodeId(); });
    const bool any_relationship =
        std::any_of(relationships.begin(), relationships.end(),
                    [](RelationshipId id) { return id != RelationshipId(); });
    if (any_node) context.graph().labels(nodes, fetched.labels);
    if (any_relationship) context.graph().relationship_ends(relationships, fetched.ends);
  }

  static bool has(const Fetched& fetched, std::string_view name) {
    return std::any_of(fetched.names.begin(), fetched.names.end(),
                       [name](const std::string* n) { return *n == name; });
  }

  static bool has_dynamic(const Fetched& fetched, const Value& wanted, bool one_is_enough) {
    if (wanted.is_string()) return has(fetched, wanted.as_string());
    if (wanted.is_list()) {
      const auto holds_one = [&](const Value& v) { return has_dynamic(fetched, v, one_is_enough); };
      const ValueList& names = wanted.as_list();
      return one_is_enough ? std::any_of(names.begin(), names.end(), holds_one)
                           : std::all_of(names.begin(), names.end(), holds_one);
    }
    throw_type_error(
        "InvalidArgumentType",
        "A dynamic label is a STRING or a LIST of them; found " + describe_kind(wanted) + ".");
  }

  static bool holds(const CompiledLabels& labels, const Fetched& fetched,
                    const DynamicValues& dynamic, std::size_t row) {
    const auto operand_holds = [&](std::size_t i) {
      return holds(labels.operands[i], fetched, dynamic.operands[i], row);
    };
    switch (labels.expression->kind) {
      case LabelExpression::Kind::Name:
        return has(fetched, labels.expression->name);
      case LabelExpression::Kind::Any:
        return !fetched.names.empty();
      case LabelExpression::Kind::Not:
        return !operand_holds(0);
      case LabelExpression::Kind::And:
        for (std::size_t i = 0; i < labels.operands.size(); ++i) {
          if (!operand_holds(i)) return false;
        }
        return true;
      case LabelExpression::Kind::Or:
        for (std::size_t i = 0; i < labels.operands.size(); ++i) {
          if (operand_holds(i)) return true;
        }
        return false;
      case LabelExpression::Kind::Dynamic:
        return has_dynamic(fetched, dynamic.values.get(row), labels.expression->dynamic_any);
    }
    return false;
  }

  EvaluatorNodePtr object_;
  CompiledLabels labels_;
  bool is_of_names_;
};

}  // namespace

EvaluatorNodePtr compile_label_test(const BoundExpression& expression, const BoundLabelTest& test,
                                    const RowLayout& layout) {
  return std::make_unique<LabelTestNode>(expression.span, compile(*test.object, layout),
                                         compile_labels(test.labels, layout));
}

}  // namespace liaison::query
