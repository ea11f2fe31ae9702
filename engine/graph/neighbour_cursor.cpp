#include "graph/neighbour_cursor.h"

#include "encoding/key_codec.h"

namespace liaison::engine {
namespace {

class TableNeighbourCursor final : public NeighbourCursor {
 public:
  TableNeighbourCursor(const GraphState& state, RelationshipTypeId type, Direction direction)
      : state_(state),
        type_(type),
        direction_(direction),
        cursor_(state
                    .table(direction == Direction::Outgoing ? TableId::Outgoing : TableId::Incoming)
                    .scan(state.view())) {}

  NeighbourList list(NodeId node) override {
    state_.note_read(adjacency_object(node, direction_, type_.value));
    neighbours_.clear();
    relationships_.clear();
    const std::string prefix = adjacency_prefix(node, type_);
    for (cursor_->seek(prefix); cursor_->valid() && cursor_->key().starts_with(prefix);
         cursor_->next()) {
      const AdjacencyKey key = decode_adjacency_key(cursor_->key());
      neighbours_.push_back(key.neighbour);
      relationships_.push_back(key.relationship);
    }
    return {neighbours_, relationships_};
  }

 private:
  const GraphState& state_;
  RelationshipTypeId type_;
  Direction direction_;
  std::unique_ptr<TableCursor> cursor_;
  std::vector<NodeId> neighbours_;
  std::vector<RelationshipId> relationships_;
};

}  // namespace

std::unique_ptr<NeighbourCursor> make_neighbour_cursor(const GraphState& state,
                                                       RelationshipTypeId type,
                                                       Direction direction) {
  return std::make_unique<TableNeighbourCursor>(state, type, direction);
}

}  // namespace liaison::engine
