// The order in which each pattern is solved, by cost (see join_enumeration.h).
#include "optimize/estimates.h"
#include "optimize/join_enumeration.h"
#include "optimize/rules/rules.h"

namespace liaison::query {
namespace {

class Orderer {
 public:
  Orderer(const Catalog& catalog) : catalog_(catalog), estimates_(catalog) {}

  // `runs_once`: the operator does not belong to a part that runs for many rows or chunks of them.
  void visit(LogicalOperator& op, double argument_rows, bool runs_once) {
    for (std::size_t i = 0; i < op.children.size(); ++i) {
      const bool is_inner = i > 0 && !std::holds_alternative<HashJoin>(op.node) &&
                            !std::holds_alternative<Union>(op.node);
      const double rows =
          is_inner ? std::max(1.0, op.children.front()->estimated_rows) : argument_rows;
      visit(*op.children[i], rows, runs_once && !is_inner);
    }
    if (auto* match = std::get_if<MatchPattern>(&op.node)) {
      const double rows = std::max(0.01, op.children.front()->estimated_rows);
      JoinOrder order = order_joins(*match, catalog_, rows, runs_once);
      match->order = std::move(order.steps);
      op.estimated_rows = order.rows;
    } else {
      estimates_.set(op, argument_rows);
    }
  }

 private:
  const Catalog& catalog_;
  Estimates estimates_;
};

}  // namespace

void choose_join_order(LogicalOperatorPtr& root, LogicalPlan& plan, const Catalog& catalog) {
  Orderer(catalog).visit(*root, 1, root == plan.root);
}

}  // namespace liaison::query
