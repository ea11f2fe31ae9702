#include "graph/adjacency_lists.h"

#include <algorithm>
#include <tuple>

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
  return {neighbours_.data(), relationships_.data(), type_ == 0 ? types_.data() : nullptr,
          neighbours_.size()};
}

AdjacencyLists::List AdjacencyLists::list(NodeId node, ReadIntent intent) {
  // What the transaction wrote may have begun after this was made.
  own_ = state_.writes && !state_.own.changes(table_).empty() ? &state_.own : nullptr;
  if (!has_chunk(node, intent)) {
    read_table(node);
    return scratch();
  }
  const std::uint32_t row = row_of(node.value);
  const std::size_t first = chunk_->first(row);
  const std::size_t last = chunk_->last(row);
  if (own_ != nullptr || marks_ != nullptr) {
    collect_deltas(node);
    if (!deltas_.empty()) {
      merge(first, last);
      return scratch();
    }
  }
  const std::uint32_t* types = type_ == 0 ? chunk_->types.data() + first : nullptr;
  const std::size_t size = last - first;
  if (neighbours_.size() < size) {
    neighbours_.resize(size);
    relationships_.resize(size);
  }
  const std::uint64_t* neighbours = neighbours_.data();
  const std::uint64_t* relationships = relationships_.data();
  if (chunk_->neighbours.is_plain()) {
    neighbours = chunk_->neighbours.plain() + first;
  } else {
    chunk_->neighbours.unpack(first, last, neighbours_.data());
  }
  if (chunk_->relationships.is_plain()) {
    relationships = chunk_->relationships.plain() + first;
  } else {
    chunk_->relationships.unpack(first, last, relationships_.data());
  }
  return {neighbours, relationships, types, size};
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
