#include "exec/paths/neighbour_walker.h"

#include <algorithm>

namespace liaison::query {

void collect_relationships(const Value& value, std::vector<RelationshipId>& out) {
  if (value.is_relationship()) out.push_back(value.relationship_id());
  if (!value.is_list()) return;
  for (const Value& element : value.as_list()) collect_relationships(element, out);
}

Direction reverse(Direction direction) {
  switch (direction) {
    case Direction::Outgoing:
      return Direction::Incoming;
    case Direction::Incoming:
      return Direction::Outgoing;
    case Direction::Both:
      break;
  }
  return Direction::Both;
}

void NeighbourLists::begin(const GraphReader& graph) {
  graph_ = &graph;
  types_.resolve(graph.catalog());
  outgoing_.clear();
  incoming_.clear();
  outgoing_opened_ = incoming_opened_ = false;
}

void NeighbourLists::open(Direction direction) {
  auto& cursors = direction == Direction::Outgoing ? outgoing_ : incoming_;
  (direction == Direction::Outgoing ? outgoing_opened_ : incoming_opened_) = true;
  if (types_.is_impossible()) return;
  if (types_.allows_all() && order_ == Order::Any) {
    cursors.push_back(view_neighbours(*graph_, RelationshipTypeId(), direction));
    return;
  }
  for (RelationshipTypeId type : types_.all(graph_->catalog())) {
    cursors.push_back(view_neighbours(*graph_, type, direction));
  }
}

void NeighbourLists::read(std::span<const NodeId> nodes, Direction direction, Batch& out) {
  std::size_t count = 0;
  const auto read_from = [&](const std::vector<std::unique_ptr<NeighbourViews>>& cursors,
                             bool skips_loops) {
    for (const auto& cursor : cursors) {
      if (out.parts.size() == count) out.parts.emplace_back();
      cursor->read(nodes, out.parts[count].lists);
      out.parts[count++].skips_loops = skips_loops;
    }
  };
  if (direction != Direction::Incoming) {
    if (!outgoing_opened_) open(Direction::Outgoing);
    read_from(outgoing_, false);
  }
  if (direction != Direction::Outgoing) {
    if (!incoming_opened_) open(Direction::Incoming);
    read_from(incoming_, direction == Direction::Both);
  }
  out.parts.resize(count);
}

NeighbourWalker::NeighbourWalker(const VarLengthExpand& walk, const RowLayout& in)
    : extended_(in), lists_(walk.types, NeighbourLists::Order::Any) {
  element_column_ = extended_.add(walk.element);
  carry_ = Carry(in, extended_);
  for (Predicate predicate : walk.element_predicates) {
    predicates_.emplace_back(*predicate, extended_);
  }
  for (VariableId variable : walk.differs_from) differs_from_.push_back(*in.column_of(variable));
}

void NeighbourWalker::begin(ExecutionContext& context, const DataChunk& in) {
  context_ = &context;
  in_ = &in;
  lists_.begin(context.graph());
}

void NeighbourWalker::set_row(std::uint32_t row) {
  row_ = row;
  taken_.clear();
  for (std::size_t column : differs_from_) {
    collect_relationships(in_->column(column).get(row), taken_);
  }
}

bool NeighbourWalker::is_taken(RelationshipId relationship) const {
  return std::find(taken_.begin(), taken_.end(), relationship) != taken_.end();
}

void NeighbourWalker::apply_predicates() {
  context_->check_cancelled();
  for (ExpressionEvaluator& predicate : predicates_) {
    if (batch_.empty()) return;
    DataChunk chunk;
    carry_.select(*in_, std::vector<std::uint32_t>(batch_.size(), row_), chunk);
    ColumnVector elements(VectorType::Relationship);
    elements.reserve(batch_.size());
    for (const Candidate& candidate : batch_) elements.append_relationship(candidate.relationship);
    chunk.column(element_column_) = std::move(elements);
    std::vector<std::uint32_t> rows;
    predicate.select(context_->eval(), chunk, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) batch_[i] = batch_[rows[i]];
    batch_.resize(rows.size());
  }
}

}  // namespace liaison::query
