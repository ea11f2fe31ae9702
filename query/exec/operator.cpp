#include "exec/operator.h"

#include <algorithm>

namespace liaison::query {

Carry::Carry(const RowLayout& in, const RowLayout& out) : out_count_(out.column_count()) {
  const std::span<const VariableId> wanted = out.variables();
  columns_.reserve(std::min(wanted.size(), in.column_count()));
  for (std::size_t to = 0; to < wanted.size(); ++to) {
    if (const auto from = in.column_of(wanted[to])) columns_.emplace_back(*from, to);
  }
}

void Carry::select(const DataChunk& in, std::span<const std::uint32_t> rows, DataChunk& out) const {
  out.columns().resize(out_count_);
  for (const auto& [from, to] : columns_) out.column(to) = in.column(from).select(rows);
  out.set_row_count(rows.size());
}

void Carry::copy(const DataChunk& in, DataChunk& out) const {
  out.columns().resize(out_count_);
  for (const auto& [from, to] : columns_) out.column(to) = in.column(from);
  out.set_row_count(in.row_count());
}

void nodes_of(const ColumnVector& column, std::size_t begin, std::size_t end,
              std::vector<std::uint32_t>& rows, std::vector<NodeId>& nodes) {
  rows.clear();
  nodes.clear();
  for (std::size_t row = begin; row < end; ++row) {
    if (column.is_null(row)) continue;
    if (column.type() == VectorType::Node) {
      nodes.push_back(NodeId(column.ids()[row]));
    } else {
      const Value value = column.get(row);
      if (!value.is_node()) {
        throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                         std::string("A pattern expected a node and found a value of type ") +
                             kind_name(value.kind()) + ".");
      }
      nodes.push_back(value.node_id());
    }
    rows.push_back(static_cast<std::uint32_t>(row));
  }
}

bool contains_relationship(const Value& value, RelationshipId relationship) {
  if (value.is_relationship()) return value.relationship_id() == relationship;
  if (!value.is_list()) return false;
  for (const Value& element : value.as_list()) {
    if (contains_relationship(element, relationship)) return true;
  }
  return false;
}

}  // namespace liaison::query
