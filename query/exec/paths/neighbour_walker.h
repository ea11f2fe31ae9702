// Reads the neighbours that a search may walk to, list by list: the types, the pattern's
// predicates on each relationship, and without the relationships that other parts of the pattern
// have taken.
// Thread-safety: needs external locking; part of an operator's state. Lifetime: the operator and
// the context outlive it.
#pragma once

#include <memory>
#include <vector>

#include "exec/operator.h"
#include "exec/type_filter.h"
#include "plan/logical_operator.h"

namespace liaison::query {

Direction reverse(Direction direction);

// Adds the relationships in a value: one, or a list of them.
void collect_relationships(const Value& value, std::vector<RelationshipId>& out);

// The lists of one node: one per type and direction.
class NeighbourLists {
 public:
  explicit NeighbourLists(const LabelExpression* types) : types_(types) {}

  // Opens them anew, as the statement itself may have changed the graph since.
  void begin(const GraphReader& graph);

  // Calls visit(list, skip_loops) for every list of the node. `skip_loops`: its entries that lead
  // to the node itself are in another list already. False from `visit` ends it.
  template <class Visit>
  bool for_each(NodeId node, Direction direction, Visit&& visit) {
    if (direction != Direction::Incoming) {
      if (!outgoing_opened_) open(Direction::Outgoing);
      for (const auto& cursor : outgoing_) {
        if (!visit(cursor->list(node), false)) return false;
      }
    }
    if (direction != Direction::Outgoing) {
      if (!incoming_opened_) open(Direction::Incoming);
      for (const auto& cursor : incoming_) {
        if (!visit(cursor->list(node), direction == Direction::Both)) return false;
      }
    }
    return true;
  }

 private:
  void open(Direction direction);

  TypeFilter types_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::unique_ptr<NeighbourCursor>> outgoing_;
  std::vector<std::unique_ptr<NeighbourCursor>> incoming_;
  bool outgoing_opened_ = false;
  bool incoming_opened_ = false;
};

class NeighbourWalker {
 public:
  NeighbourWalker(const VarLengthExpand& walk, const RowLayout& in);

  // Call for each input chunk.
  void begin(ExecutionContext& context, const DataChunk& in);
  // The row of the chunk that the following searches belong to.
  void set_row(std::uint32_t row);

  // Calls visit(position in nodes, neighbour, relationship) for every neighbour of the nodes, in
  // their order. False from `visit` ends the walk, which then returns false.
  template <class Visit>
  bool walk(std::span<const NodeId> nodes, Direction direction, Visit&& visit) {
    batch_.clear();
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      if (i % 1024 == 0) context_->check_cancelled();
      const NodeId node = nodes[i];
      const bool goes_on =
          lists_.for_each(node, direction, [&](const NeighbourList& list, bool skip_loops) {
            for (std::size_t at = 0; at < list.size(); ++at) {
              const NodeId neighbour = list.neighbours[at];
              const RelationshipId relationship = list.relationships[at];
              if (skip_loops && neighbour == node) continue;
              if (!taken_.empty() && is_taken(relationship)) continue;
              if (predicates_.empty()) {
                if (!visit(i, neighbour, relationship)) return false;
                continue;
              }
              batch_.push_back({i, neighbour, relationship});
              if (batch_.size() == kChunkCapacity && !flush(visit)) return false;
            }
            return true;
          });
      if (!goes_on) return false;
    }
    return batch_.empty() || flush(visit);
  }

 private:
  struct Candidate {
    std::uint32_t position;
    NodeId neighbour;
    RelationshipId relationship;
  };

  template <class Visit>
  bool flush(Visit&& visit) {
    apply_predicates();
    std::vector<Candidate> wanted = std::move(batch_);
    batch_.clear();
    for (const Candidate& candidate : wanted) {
      if (!visit(candidate.position, candidate.neighbour, candidate.relationship)) return false;
    }
    return true;
  }
  void apply_predicates();
  bool is_taken(RelationshipId relationship) const;

  RowLayout extended_;  // the input's columns and the element
  Carry carry_;
  std::size_t element_column_ = 0;
  NeighbourLists lists_;
  std::vector<ExpressionEvaluator> predicates_;
  std::vector<std::size_t> differs_from_;
  std::vector<RelationshipId> taken_;
  std::vector<Candidate> batch_;
  ExecutionContext* context_ = nullptr;
  const DataChunk* in_ = nullptr;
  std::uint32_t row_ = 0;
};

}  // namespace liaison::query
