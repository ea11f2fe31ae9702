#include "graph/adjacency_lists.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "encoding/key_codec.h"

namespace liaison::engine {

AdjacencyLists::AdjacencyLists(const GraphState& state, std::uint32_t type, bool outgoing)
    : state_(state),
      cache_(*state.cache),
      column_(state.cache->column({outgoing ? ColumnKind::Outgoing : ColumnKind::Incoming, type})),
      view_(state.cache_view()),
      type_(type),
      table_(outgoing ? TableId::Outgoing : TableId::Incoming),
      own_(state.writes && !state.own.changes(table_).empty() ? &state.own : nullptr) {}

void AdjacencyLists::push(std::uint32_t type, std::uint64_t neighbour, std::uint64_t relationship) {
  neighbours_.push_back(neighbour);
  relationships_.push_back(relationship);
  if (type_ == 0) types_.push_back(type);
}

AdjacencyLists::List AdjacencyLists::scratch() const {
  return {{neighbours_.data(), neighbours_.size()},
          {relationships_.data(), relationships_.size()},
          type_ == 0 ? types_.data() : nullptr};
}

AdjacencyLists::List AdjacencyLists::list(NodeId node, ReadIntent intent) {
  note_own_changes();
  load(node, intent);
  if (chunk_ == nullptr) {
    read_table(node);
    return scratch();
  }
  return is_clean(node) ? clean_list(*chunk_, row_of(node.value)) : assemble(node);
}

AdjacencyLists::List AdjacencyLists::assemble(NodeId node) {
  const std::uint32_t row = row_of(node.value);
  collect_deltas(node);
  if (deltas_.empty()) return clean_list(*chunk_, row);
  merge(chunk_->first(row), chunk_->last(row));
  return scratch();
}

void AdjacencyLists::read(std::span<const NodeId> nodes, ReadIntent intent,
                          std::vector<NeighbourView>& out) {
  note_own_changes();
  out.resize(nodes.size());
  rows_.resize(nodes.size());
  others_.clear();
  kept_.clear();
  // Each loop asks for what the next one will look at: the lists of a search lie all over memory.
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    load(nodes[i], intent);
    const std::uint32_t row = row_of(nodes[i].value);
    rows_[i] = {chunk_, row, chunk_ != nullptr && is_clean(nodes[i])};
    if (!rows_[i].is_clean) {
      others_.push_back(static_cast<std::uint32_t>(i));
    } else if (!chunk_->offsets.empty()) {
      __builtin_prefetch(chunk_->offsets.data() + row);
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto [chunk, row, clean] = rows_[i];
    if (!clean) continue;
    const List found = clean_list(*chunk, row);
    if (found.size() > 0) chunk->neighbours.prefetch(chunk->first(row));
    out[i] = {found.neighbours, found.relationships};
  }
  if (others_.empty()) return;
  // The table is read in its order.
  std::sort(others_.begin(), others_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return nodes[a] < nodes[b]; });
  for (const std::uint32_t i : others_) {
    List found;
    if (rows_[i].chunk == nullptr) {
      read_table(nodes[i]);
      found = scratch();
    } else {
      found = list(nodes[i], intent);
    }
    out[i] = {found.neighbours, found.relationships};
    kept_.push_back({std::move(neighbours_), std::move(relationships_)});
  }
}

void AdjacencyLists::collect_deltas(NodeId node) {
  deltas_.clear();
  // The newest word on a relationship first: own changes, then marks from new to old.
  if (own_ != nullptr) {
    const std::string prefix =
        type_ == 0 ? adjacency_prefix(node) : adjacency_prefix(node, RelationshipTypeId(type_));
    const WriteSet::Changes& changes = own_->changes(table_);
    for (auto at = changes.lower_bound(prefix);
         at != changes.end() && at->first.starts_with(prefix); ++at) {
      const AdjacencyKey key = decode_adjacency_key(at->first);
      deltas_.push_back(
          {key.type.value, key.neighbour.value, key.relationship.value, at->second.has_value()});
    }
  }
  if (marks_ != nullptr) {
    const Mark* mark = marks_->newest(row_of(node.value), view_.number);
    for (; mark != nullptr; mark = marks_->previous(*mark)) {
      deltas_.push_back({mark->type, mark->neighbour, mark->relationship, mark->is_present});
    }
  }
  const auto place = [](const Delta& delta) {
    return std::tie(delta.type, delta.neighbour, delta.relationship);
  };
  std::stable_sort(deltas_.begin(), deltas_.end(),
                   [&](const Delta& a, const Delta& b) { return place(a) < place(b); });
  deltas_.erase(std::unique(deltas_.begin(), deltas_.end(),
                            [&](const Delta& a, const Delta& b) { return place(a) == place(b); }),
                deltas_.end());
}

void AdjacencyLists::merge(std::size_t first, std::size_t last) {
  neighbours_.clear();
  relationships_.clear();
  types_.clear();
  auto delta = deltas_.begin();
  for (std::size_t i = first; i < last; ++i) {
    const std::uint32_t type = type_ == 0 ? chunk_->types[i] : type_;
    const std::uint64_t neighbour = chunk_->neighbours[i];
    const std::uint64_t relationship = chunk_->relationships[i];
    const auto here = std::tie(type, neighbour, relationship);
    bool replaced = false;
    for (; delta != deltas_.end(); ++delta) {
      const auto there = std::tie(delta->type, delta->neighbour, delta->relationship);
      if (here < there) break;
      replaced = replaced || here == there;
      if (delta->is_present) push(delta->type, delta->neighbour, delta->relationship);
    }
    if (!replaced) push(type, neighbour, relationship);
  }
  for (; delta != deltas_.end(); ++delta) {
    if (delta->is_present) push(delta->type, delta->neighbour, delta->relationship);
  }
}

void AdjacencyLists::read_table(NodeId node) {
  neighbours_.clear();
  relationships_.clear();
  types_.clear();
  if (!cursor_) cursor_ = state_.table(table_).scan(state_.view());
  const std::string prefix =
      type_ == 0 ? adjacency_prefix(node) : adjacency_prefix(node, RelationshipTypeId(type_));
  for (cursor_->seek(prefix); cursor_->valid() && cursor_->key().starts_with(prefix);
       cursor_->next()) {
    const AdjacencyKey key = decode_adjacency_key(cursor_->key());
    push(key.type.value, key.neighbour.value, key.relationship.value);
  }
}

}  // namespace liaison::engine
