// Neighbour lists of many nodes at once, where they lie in memory: for expansions, joins and
// searches, which look at many neighbours and keep few. From the read cache a list is a view and
// nothing is copied; a reader that has no lists in memory is asked once for all nodes.
// Thread-safety: a cursor belongs to one thread. Lifetime: its reader outlives it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "liaison/engine/graph.h"
#include "liaison/engine/id_list.h"

namespace liaison {

// The neighbours of one node: parallel lists, ascending by (neighbour, relationship); by (type,
// neighbour, relationship) when they are of all types.
struct NeighbourView {
  IdList<NodeId> neighbours;
  IdList<RelationshipId> relationships;
  std::size_t size() const { return neighbours.size(); }
};

// Lists of one relationship type, or of all, in one direction. A self-loop is in the lists of both
// directions.
class NeighbourViews {
 public:
  virtual ~NeighbourViews() = default;
  // The lists of the nodes, in their order, good until the next call. A node that does not exist
  // has no neighbours. A few nodes that are all that is ever asked for are looked up without
  // waiting for a chunk of the read cache.
  virtual void read(std::span<const NodeId> nodes, std::vector<NeighbourView>& out) = 0;
};

// Type 0 stands for all types. *Requires* Outgoing or Incoming.
std::unique_ptr<NeighbourViews> view_neighbours(const GraphReader& reader, RelationshipTypeId type,
                                                Direction direction);

}  // namespace liaison
