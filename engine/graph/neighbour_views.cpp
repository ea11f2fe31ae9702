#include "liaison/engine/neighbour_lists.h"

#include "graph/adjacency_lists.h"
#include "graph/cached_reader.h"
#include "liaison/engine/assert.h"

namespace liaison {

namespace engine {
namespace {

// From so many nodes on the cursor is part of a search that will want their neighbourhood.
constexpr std::size_t kSearchNodes = 16;

class CachedNeighbourViews final : public NeighbourViews {
 public:
  CachedNeighbourViews(const GraphState& state, RelationshipTypeId type, Direction direction)
      : state_(state), direction_(direction), lists_(state, type.value, is_out(direction)) {}

  void read(std::span<const NodeId> nodes, std::vector<NeighbourView>& out) override {
    if (state_.reads) {
      for (const NodeId node : nodes) {
        state_.note_read(adjacency_object(node, direction_, lists_.type()));
      }
    }
    asked_ += nodes.size();
    lists_.read(nodes, asked_ >= kSearchNodes ? ReadIntent::Search : ReadIntent::Point, out);
  }

 private:
  static bool is_out(Direction direction) { return direction == Direction::Outgoing; }

  const GraphState& state_;
  Direction direction_;
  AdjacencyLists lists_;
  std::size_t asked_ = 0;
};

// Over any reader.
class ExpandedViews final : public NeighbourViews {
 public:
  ExpandedViews(const GraphReader& reader, RelationshipTypeId type, Direction direction)
      : reader_(reader), direction_(direction) {
    if (type.value != kAnyToken) types_.push_back(type);
  }

  void read(std::span<const NodeId> nodes, std::vector<NeighbourView>& out) override {
    static_assert(sizeof(NodeId) == sizeof(std::uint64_t) &&
                  sizeof(RelationshipId) == sizeof(std::uint64_t));
    reader_.expand(nodes, types_, direction_, found_);
    const auto* neighbours = reinterpret_cast<const std::uint64_t*>(found_.neighbour.data());
    const auto* relationships = reinterpret_cast<const std::uint64_t*>(found_.relationship.data());
    out.assign(nodes.size(), {});
    for (std::size_t begin = 0; begin < found_.size();) {
      const std::uint32_t row = found_.source_row[begin];
      std::size_t end = begin + 1;
      while (end < found_.size() && found_.source_row[end] == row) ++end;
      out[row] = {{neighbours + begin, end - begin}, {relationships + begin, end - begin}};
      begin = end;
    }
  }

 private:
  const GraphReader& reader_;
  Direction direction_;
  std::vector<RelationshipTypeId> types_;
  ExpandResult found_;
};

}  // namespace
}  // namespace engine

std::unique_ptr<NeighbourViews> view_neighbours(const GraphReader& reader, RelationshipTypeId type,
                                                Direction direction) {
  LIAISON_ASSERT(direction != Direction::Both);
  if (const auto* cached = dynamic_cast<const engine::CachedGraphReader*>(&reader)) {
    return std::make_unique<engine::CachedNeighbourViews>(cached->state(), type, direction);
  }
  return std::make_unique<engine::ExpandedViews>(reader, type, direction);
}

}  // namespace liaison
