#include "exec/paths/relationship_filter.h"

namespace liaison::query {
namespace {

void keep(ExpandResult& found, std::span<const std::uint32_t> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.source_row[i] = found.source_row[rows[i]];
    found.neighbour[i] = found.neighbour[rows[i]];
    found.relationship[i] = found.relationship[rows[i]];
    found.type[i] = found.type[rows[i]];
    found.is_outgoing[i] = found.is_outgoing[rows[i]];
  }
  found.source_row.resize(rows.size());
  found.neighbour.resize(rows.size());
  found.relationship.resize(rows.size());
  found.type.resize(rows.size());
  found.is_outgoing.resize(rows.size());
}

}  // namespace

RelationshipFilter::RelationshipFilter(const VarLengthExpand& walk, const RowLayout& in)
    : extended_(in), types_(walk.types) {
  element_column_ = extended_.add(walk.element);
  carry_ = Carry(in, extended_);
  for (Predicate predicate : walk.element_predicates) {
    predicates_.emplace_back(*predicate, extended_);
  }
  for (VariableId variable : walk.differs_from) differs_from_.push_back(*in.column_of(variable));
}

void RelationshipFilter::set_row(const DataChunk& in, std::uint32_t row) {
  in_ = &in;
  row_ = row;
}

void RelationshipFilter::expand(ExecutionContext& context, std::span<const NodeId> nodes,
                                Direction direction, ExpandResult& out) {
  out.clear();
  context.check_cancelled();
  types_.resolve(context.graph().catalog());
  if (types_.is_impossible() || nodes.empty()) return;
  context.graph().expand(nodes, types_.ids(), direction, out);
  if (!differs_from_.empty()) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      bool taken = false;
      for (std::size_t column : differs_from_) {
        taken = taken || contains_relationship(in_->column(column).get(row_), out.relationship[i]);
      }
      if (!taken) rows.push_back(i);
    }
    keep(out, rows);
  }
  if (!predicates_.empty() && out.size() > 0) apply_predicates(context, out);
}

void RelationshipFilter::apply_predicates(ExecutionContext& context, ExpandResult& found) {
  for (ExpressionEvaluator& predicate : predicates_) {
    DataChunk chunk;
    carry_.select(*in_, std::vector<std::uint32_t>(found.size(), row_), chunk);
    ColumnVector elements(VectorType::Relationship);
    for (RelationshipId relationship : found.relationship) {
      elements.append_relationship(relationship);
    }
    chunk.column(element_column_) = std::move(elements);
    std::vector<std::uint32_t> rows;
    predicate.select(context.eval(), chunk, rows);
    keep(found, rows);
    if (rows.empty()) return;
  }
}

}  // namespace liaison::query
