// Binds one expression: an overload per kind of syntax tree node. Private to the binder.
// Thread-safety: needs external locking; one per expression. Lifetime: that of one call.
#pragma once

#include <vector>

#include "bind/binder_impl.h"

namespace liaison::query {

struct ExpressionBinder {
  Binder& binder;
  const ast::Expression& expression;
  const ExpressionContext& context;

  const SourceSpan& span() const { return expression.span; }
  BoundExpressionPtr bind(const ast::ExpressionPtr& part) const {
    return binder.bind_expression(*part, context);
  }
  BoundExpressionPtr bind_optional(const ast::ExpressionPtr& part) const {
    return part ? bind(part) : nullptr;
  }
  template <class Node>
  BoundExpressionPtr make(StaticType type, Node&& node) const {
    return make_bound(span(), std::move(type), std::forward<Node>(node));
  }

  BoundExpressionPtr operator()(const ast::Literal& node) const;
  BoundExpressionPtr operator()(const ast::Parameter& node) const;
  BoundExpressionPtr operator()(const ast::Variable& node) const;
  BoundExpressionPtr operator()(const ast::PropertyAccess& node) const;
  BoundExpressionPtr operator()(const ast::Index& node) const;
  BoundExpressionPtr operator()(const ast::Slice& node) const;
  BoundExpressionPtr operator()(const ast::Unary& node) const;
  BoundExpressionPtr operator()(const ast::Binary& node) const;
  // A balanced tree: long conditions stay shallow. The three operators are associative.
  BoundExpressionPtr combine(BinaryOperator op, std::vector<BoundExpressionPtr>& operands,
                             std::size_t begin, std::size_t end) const;
  BoundExpressionPtr operator()(const ast::Logical& node) const;
  BoundExpressionPtr operator()(const ast::ComparisonChain& node) const;
  // `result`, in which `variable` holds `value`: [variable IN [value] | result][0].
  BoundExpressionPtr with_value(VariableId variable, BoundExpressionPtr value,
                                BoundExpressionPtr result) const;
  BoundExpressionPtr operator()(const ast::IsNull& node) const;
  BoundExpressionPtr operator()(const ast::StringPredicate& node) const;
  BoundExpressionPtr operator()(const ast::In& node) const;
  BoundExpressionPtr operator()(const ast::RegexMatch& node) const;
  BoundExpressionPtr operator()(const ast::LabelPredicate& node) const;
  BoundExpressionPtr operator()(const ast::TypePredicate& node) const;
  BoundExpressionPtr operator()(const ast::IsNormalized& node) const;
  BoundExpressionPtr operator()(const ast::FunctionCall& node) const;
  BoundExpressionPtr operator()(const ast::ListLiteral& node) const;
  BoundExpressionPtr operator()(const ast::MapLiteral& node) const;
  BoundExpressionPtr operator()(const ast::MapProjection& node) const;
  BoundExpressionPtr operator()(const ast::ListComprehension& node) const;
  BoundExpressionPtr operator()(const ast::PatternComprehension& node) const;
  BoundExpressionPtr operator()(const ast::PatternExpression& node) const;
  BoundExpressionPtr operator()(const ast::Quantifier& node) const;
  BoundExpressionPtr operator()(const ast::Reduce& node) const;
  BoundExpressionPtr operator()(const ast::Case& node) const;
  BoundExpressionPtr bind_case(const ast::Case& node, const ExpressionContext& inner,
                               std::optional<VariableId> subject) const;
  BoundExpressionPtr operator()(const ast::CaseSubject&) const;
  BoundExpressionPtr operator()(const ast::ExistsSubquery& node) const;
  BoundExpressionPtr operator()(const ast::CountSubquery& node) const;
  BoundExpressionPtr operator()(const ast::CollectSubquery& node) const;
  BoundExpressionPtr operator()(const ast::ShortestPathExpression& node) const;
};

}  // namespace liaison::query
