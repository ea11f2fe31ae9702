// Reads the neighbours that a search may walk to, list by list: the types, the pattern's
// predicates on each relationship, and without the relationships that other parts of the pattern
// have taken.
// Thread-safety: needs external locking; part of an operator's state. Lifetime: the operator and
// the context outlive it.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "exec/operator.h"
#include "exec/type_filter.h"
#include "liaison/engine/neighbour_lists.h"
#include "plan/logical_operator.h"

namespace liaison::query {

Direction reverse(Direction direction);

// Adds the relationships in a value: one, or a list of them.
void collect_relationships(const Value& value, std::vector<RelationshipId>& out);

// The lists of nodes: one per type and direction, or per direction when every type will do and the
// lists need not be sorted.
class NeighbourLists {
 public:
  enum class Order : std::uint8_t { Any, ByNeighbour };

  NeighbourLists(const LabelExpression* types, Order order) : types_(types), order_(order) {}

  // Opens them anew, as the statement itself may have changed the graph since.
  void begin(const GraphReader& graph);

  // The lists of many nodes. Good until anything is read again.
  struct Batch {
    struct Part {                        // of one type and direction
      std::vector<NeighbourView> lists;  // parallel to the nodes
      bool skips_loops = false;
    };
    std::vector<Part> parts;
    std::size_t size_of(std::size_t node) const {
      std::size_t size = 0;
      for (const Part& part : parts) size += part.lists[node].size();
      return size;
    }
  };
  void read(std::span<const NodeId> nodes, Direction direction, Batch& out);

 private:
  void open(Direction direction);

  TypeFilter types_;
  Order order_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::unique_ptr<NeighbourViews>> outgoing_;
  std::vector<std::unique_ptr<NeighbourViews>> incoming_;
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
    return walk_lists(nodes, direction,
                      [&](std::uint32_t i, const NeighbourView& list, bool skip_loops) {
                        return walk_list(i, nodes[i], list, skip_loops, visit);
                      }) &&
           (batch_.empty() || flush(visit));
  }

  // Whether every neighbour may be walked to, so that walk_lists() will do.
  bool takes_all() const { return taken_.empty() && predicates_.empty(); }

  // The lists as they lie: calls visit(position in nodes, list, skip_loops).
  template <class Visit>
  bool walk_lists(std::span<const NodeId> nodes, Direction direction, Visit&& visit) {
    for (std::size_t begin = 0; begin < nodes.size(); begin += kNodesAtATime) {
      context_->check_cancelled();
      const auto some = nodes.subspan(begin, std::min(kNodesAtATime, nodes.size() - begin));
      lists_.read(some, direction, read_);
      for (std::size_t i = 0; i < some.size(); ++i) {
        for (const NeighbourLists::Batch::Part& part : read_.parts) {
          if (part.lists[i].size() == 0) continue;
          if (!visit(static_cast<std::uint32_t>(begin + i), part.lists[i], part.skips_loops)) {
            return false;
          }
        }
      }
    }
    return true;
  }

 private:
  struct Candidate {
    std::uint32_t position;
    NodeId neighbour;
    RelationshipId relationship;
  };

  // A search that ends early has not read too much, and memory is asked for while it works.
  static constexpr std::size_t kNodesAtATime = 64;

  template <class Visit>
  bool walk_list(std::uint32_t position, NodeId node, const NeighbourView& list, bool skip_loops,
                 Visit&& visit) {
    const bool plain = takes_all();
    return list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t at = 0; at < list.size(); ++at) {
        const NodeId neighbour(base + ids[at]);
        if (skip_loops && neighbour == node) continue;
        const RelationshipId relationship = list.relationships[at];
        if (plain) {
          if (!visit(position, neighbour, relationship)) return false;
          continue;
        }
        if (!taken_.empty() && is_taken(relationship)) continue;
        if (predicates_.empty()) {
          if (!visit(position, neighbour, relationship)) return false;
          continue;
        }
        batch_.push_back({position, neighbour, relationship});
        if (batch_.size() == kChunkCapacity && !flush(visit)) return false;
      }
      return true;
    });
  }

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
  NeighbourLists::Batch read_;
  std::vector<ExpressionEvaluator> predicates_;
  std::vector<std::size_t> differs_from_;
  std::vector<RelationshipId> taken_;
  std::vector<Candidate> batch_;
  ExecutionContext* context_ = nullptr;
  const DataChunk* in_ = nullptr;
  std::uint32_t row_ = 0;
};

}  // namespace liaison::query
