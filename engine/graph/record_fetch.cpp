#include "graph/record_fetch.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "encoding/key_codec.h"
#include "encoding/record_codec.h"

namespace liaison::engine {

void fetch_records(const GraphState& state, EntityKind kind, std::span<const std::uint64_t> ids,
                   const std::function<void(std::size_t, const std::string*)>& visit) {
  if (ids.empty()) return;
  const bool nodes = kind == EntityKind::Node;
  const Table& table = state.table(nodes ? TableId::Node : TableId::Relationship);
  const auto key_of = [&](std::uint64_t id) {
    return nodes ? node_key(NodeId(id)) : relationship_key(RelationshipId(id));
  };
  if (ids.size() == 1) {
    const auto record = table.get(state.view(), key_of(ids[0]));
    visit(0, record ? &*record : nullptr);
    return;
  }
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0u);
  if (!std::is_sorted(ids.begin(), ids.end())) {
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return ids[a] < ids[b]; });
  }
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && ids[order[i]] == ids[order[i - 1]]) continue;
    keys.push_back(key_of(ids[order[i]]));
  }
  std::vector<std::optional<std::string>> records;
  table.get_many(state.view(), keys, records);
  std::size_t at = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && ids[order[i]] != ids[order[i - 1]]) ++at;
    visit(order[i], records[at] ? &*records[at] : nullptr);
  }
}

std::optional<StoredEntity> read_entity(const Tables& tables, const ReadView& view, EntityKind kind,
                                        std::uint64_t entity) {
  StoredEntity stored;
  if (kind == EntityKind::Node) {
    const auto record = tables[TableId::Node].get(view, node_key(NodeId(entity)));
    if (!record) return std::nullopt;
    NodeRecord node = decode_node_record(*record);
    stored.image = {raw_tokens(node.labels), std::move(node.properties)};
  } else {
    const auto record =
        tables[TableId::Relationship].get(view, relationship_key(RelationshipId(entity)));
    if (!record) return std::nullopt;
    RelationshipRecord relationship = decode_relationship_record(*record);
    stored.ends = relationship.ends;
    stored.image = {{relationship.ends.type.value}, std::move(relationship.properties)};
  }
  return stored;
}

std::vector<std::uint32_t> raw_tokens(std::span<const LabelId> labels) {
  std::vector<std::uint32_t> tokens;
  tokens.reserve(labels.size());
  for (const LabelId label : labels) tokens.push_back(label.value);
  return tokens;
}

}  // namespace liaison::engine
