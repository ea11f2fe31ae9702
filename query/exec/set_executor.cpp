#include "exec/set_executor.h"

#include "plan/expression_tools.h"
#include "plan/operator_tools.h"

namespace liaison::query {

SetExecutor::SetExecutor(std::span<const BoundSetItem> items, const RowLayout& in) {
  for (const BoundSetItem& item : items) {
    Item made{&item, {}, {}, true};
    for_each_expression(item, [&](const BoundExpression& expression) {
      made.evaluators.emplace_back(expression, in);
      made.independent = made.independent && is_independent_of_graph(expression);
    });
    items_.push_back(std::move(made));
  }
}

void SetExecutor::evaluate(ExecutionContext& context, const DataChunk& chunk, Item& item) {
  item.columns.assign(item.evaluators.size(), ColumnVector());
  for (std::size_t i = 0; i < item.evaluators.size(); ++i) {
    item.evaluators[i].evaluate(context.eval(), chunk, item.columns[i]);
  }
}

void SetExecutor::apply(ExecutionContext& context, const DataChunk& chunk) {
  EntityWriter writer(context);
  for (Item& item : items_) {
    if (item.independent) evaluate(context, chunk, item);
  }
  for (std::uint32_t row = 0; row < chunk.row_count(); ++row) {
    DataChunk one;
    for (Item& item : items_) {
      if (item.independent) {
        apply_item(writer, item, row);
        continue;
      }
      if (one.empty()) one = chunk.select(std::span(&row, 1));
      evaluate(context, one, item);
      apply_item(writer, item, 0);
    }
  }
}

void SetExecutor::apply_item(EntityWriter& writer, const Item& made, std::size_t row) {
  try {
    apply_change(writer, made, row);
  } catch (const QueryError& error) {
    if (error.span()) throw;
    throw QueryError(error.kind(), error.phase(), error.detail(), error.what(), made.item->span);
  }
}

void SetExecutor::apply_change(EntityWriter& writer, const Item& made, std::size_t row) {
  const BoundSetItem& item = *made.item;
  std::size_t next = 0;
  const Value target = made.columns[next++].get(row);
  auto for_each_label = [&](auto&& change) {
    for (const std::string& label : item.labels) change(label);
    for (; next < made.columns.size(); ++next) {
      const Value value = made.columns[next].get(row);
      const ValueList labels = value.is_list() ? value.as_list() : ValueList{value};
      for (const Value& label : labels) {
        if (!label.is_string()) {
          throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                           "A label must be a string.", item.span);
        }
        change(std::string(label.as_string()));
      }
    }
  };
  switch (item.kind) {
    case BoundSetItem::Kind::Property:
      writer.set_property(target, item.key, made.columns[next].get(row));
      return;
    case BoundSetItem::Kind::DynamicProperty: {
      const Value key = made.columns[next++].get(row);
      if (!key.is_string()) {
        throw QueryError("TypeError", ErrorPhase::Runtime, "MapElementAccessByNonString",
                         "A property key must be a string.", item.span);
      }
      // Without a value it is REMOVE n[key].
      const Value value = next < made.columns.size() ? made.columns[next].get(row) : Value();
      writer.set_property(target, std::string(key.as_string()), value);
      return;
    }
    case BoundSetItem::Kind::ReplaceProperties:
      writer.replace_properties(target, made.columns[next].get(row));
      return;
    case BoundSetItem::Kind::MergeProperties:
      writer.merge_properties(target, made.columns[next].get(row));
      return;
    case BoundSetItem::Kind::AddLabels:
      for_each_label([&](const std::string& label) { writer.add_label(target, label); });
      return;
    case BoundSetItem::Kind::RemoveLabels:
      for_each_label([&](const std::string& label) { writer.remove_label(target, label); });
      return;
    case BoundSetItem::Kind::RemoveProperty:
      writer.set_property(target, item.key, Value());
      return;
  }
}

}  // namespace liaison::query
