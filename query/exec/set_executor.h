// Carries out SET and REMOVE items on rows, in order: a later row sees what an earlier one did.
// Thread-safety: needs external locking. Lifetime: the items outlive it.
#pragma once

#include <span>
#include <vector>

#include "bind/bound_query.h"
#include "eval/evaluator.h"
#include "exec/entity_writer.h"

namespace liaison::query {

class SetExecutor {
 public:
  SetExecutor(std::span<const BoundSetItem> items, const RowLayout& in);
  // All items on every row of the chunk, row by row.
  void apply(ExecutionContext& context, const DataChunk& chunk);

 private:
  struct Item {
    const BoundSetItem* item;
    std::vector<ExpressionEvaluator> evaluators;  // target, key, value, labels: those present
    std::vector<ColumnVector> columns;
    bool independent;  // values cannot change while the items are carried out
  };
  static void evaluate(ExecutionContext& context, const DataChunk& chunk, Item& item);
  static void apply_item(EntityWriter& writer, const Item& item, std::size_t row);
  static void apply_change(EntityWriter& writer, const Item& item, std::size_t row);

  std::vector<Item> items_;
};

}  // namespace liaison::query
