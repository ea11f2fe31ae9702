#include "bind/bound_copy.h"

namespace liaison::query {
namespace {

using Node = BoundExpression::Node;

class Copier {
 public:
  explicit Copier(const Substitute* substitute) : substitute_(substitute) {}

  BoundExpressionPtr copy(const BoundExpression& expression) const {
    if (substitute_) {
      if (BoundExpressionPtr replaced = (*substitute_)(expression)) return replaced;
    }
    auto result = std::make_unique<BoundExpression>();
    result->span = expression.span;
    result->type = expression.type;
    result->node = std::visit(*this, expression.node);
    return result;
  }
  BoundExpressionPtr copy(const BoundExpressionPtr& expression) const {
    return expression ? copy(*expression) : nullptr;
  }
  std::vector<BoundExpressionPtr> copy_all(const std::vector<BoundExpressionPtr>& list) const {
    std::vector<BoundExpressionPtr> result;
    result.reserve(list.size());
    for (const auto& expression : list) result.push_back(copy(expression));
    return result;
  }
  LabelExpression copy(const LabelExpression& labels) const {
    LabelExpression result;
    result.kind = labels.kind;
    result.name = labels.name;
    result.dynamic = copy(labels.dynamic);
    result.dynamic_any = labels.dynamic_any;
    for (const auto& operand : labels.operands) result.operands.push_back(copy(operand));
    return result;
  }

  Node operator()(const BoundLiteral& node) const { return node; }
  Node operator()(const BoundParameter& node) const { return node; }
  Node operator()(const BoundVariable& node) const { return node; }
  Node operator()(const BoundProperty& node) const {
    return BoundProperty{copy(node.object), node.key};
  }
  Node operator()(const BoundIndex& node) const {
    return BoundIndex{copy(node.object), copy(node.index)};
  }
  Node operator()(const BoundSlice& node) const {
    return BoundSlice{copy(node.list), copy(node.from), copy(node.to)};
  }
  Node operator()(const BoundUnary& node) const { return BoundUnary{node.op, copy(node.operand)}; }
  Node operator()(const BoundBinary& node) const {
    return BoundBinary{node.op, copy(node.left), copy(node.right)};
  }
  Node operator()(const BoundLabelTest& node) const {
    return BoundLabelTest{copy(node.object), copy(node.labels)};
  }
  Node operator()(const BoundTypeTest& node) const {
    return BoundTypeTest{copy(node.operand), node.type, node.is_not_null, node.negated};
  }
  Node operator()(const BoundFunctionCall& node) const {
    return BoundFunctionCall{node.function, copy_all(node.arguments)};
  }
  Node operator()(const BoundAggregate& node) const {
    return BoundAggregate{node.function, node.distinct, copy_all(node.arguments)};
  }
  Node operator()(const BoundListLiteral& node) const {
    return BoundListLiteral{copy_all(node.elements)};
  }
  Node operator()(const BoundMapLiteral& node) const {
    BoundMapLiteral result;
    for (const auto& entry : node.entries) {
      result.entries.push_back({entry.key, copy(entry.value), entry.spread});
    }
    result.null_if_null = copy(node.null_if_null);
    return result;
  }
  Node operator()(const BoundCase& node) const {
    BoundCase result;
    result.operand = copy(node.operand);
    for (const auto& branch : node.branches) {
      result.branches.push_back({copy(branch.when), copy(branch.then)});
    }
    result.otherwise = copy(node.otherwise);
    return result;
  }
  Node operator()(const BoundListComprehension& node) const {
    return BoundListComprehension{node.variable, copy(node.list), copy(node.where),
                                  copy(node.projection)};
  }
  Node operator()(const BoundQuantifier& node) const {
    return BoundQuantifier{node.quantifier, node.variable, copy(node.list), copy(node.where)};
  }
  Node operator()(const BoundReduce& node) const {
    return BoundReduce{node.accumulator, copy(node.initial), node.variable, copy(node.list),
                       copy(node.expression)};
  }
  Node operator()(const BoundSubquery& node) const { return node; }
  Node operator()(const BoundPath& node) const { return node; }

 private:
  const Substitute* substitute_;
};

}  // namespace

BoundExpressionPtr copy(const BoundExpression& expression) {
  return Copier(nullptr).copy(expression);
}

BoundExpressionPtr copy(const BoundExpression& expression, const Substitute& substitute) {
  return Copier(&substitute).copy(expression);
}

BoundExpressionPtr copy(const BoundExpressionPtr& expression) {
  return expression ? copy(*expression) : nullptr;
}

LabelExpression copy(const LabelExpression& labels) { return Copier(nullptr).copy(labels); }

}  // namespace liaison::query
