#include "liaison/query/projection.h"

#include <algorithm>
#include <limits>

namespace liaison {
namespace {

constexpr std::size_t kBatch = 4096;
constexpr std::size_t kSizeMax = std::numeric_limits<std::uint32_t>::max();

[[noreturn]] void throw_unknown(const char* what, const std::string& name) {
  throw UsageError(std::string("The graph has no ") + what + " `" + name + "`.");
}

void append_all(NodeScan& scan, std::vector<NodeId>& out, const CancellationToken* cancellation) {
  while (scan.next(kBatch, out) > 0) {
    if (cancellation) cancellation->check();
  }
}

}  // namespace

GraphProjection::GraphProjection(const GraphReader& reader, const ProjectionOptions& options)
    : orientation_(options.orientation) {
  collect_nodes(reader, options);
  collect_edges(reader, options);
  build_rows();
}

std::optional<GraphProjection::Vertex> GraphProjection::vertex(NodeId node) const {
  const auto found = std::lower_bound(nodes_.begin(), nodes_.end(), node);
  if (found == nodes_.end() || *found != node) return std::nullopt;
  return static_cast<Vertex>(found - nodes_.begin());
}

void GraphProjection::collect_nodes(const GraphReader& reader, const ProjectionOptions& options) {
  if (options.node_labels.empty()) {
    append_all(*reader.scan_nodes(), nodes_, options.cancellation);
  }
  for (const std::string& name : options.node_labels) {
    const auto label = reader.catalog().label(name);
    if (!label) throw_unknown("label", name);
    append_all(*reader.scan_label(*label), nodes_, options.cancellation);
  }
  std::sort(nodes_.begin(), nodes_.end());
  nodes_.erase(std::unique(nodes_.begin(), nodes_.end()), nodes_.end());
  if (nodes_.size() >= kSizeMax) {
    throw UsageError("A projection holds fewer than 4294967295 nodes.");
  }
}

void GraphProjection::collect_edges(const GraphReader& reader, const ProjectionOptions& options) {
  std::vector<RelationshipTypeId> types;
  for (const std::string& name : options.relationship_types) {
    const auto type = reader.catalog().relationship_type(name);
    if (!type) throw_unknown("relationship type", name);
    types.push_back(*type);
  }
  ExpandResult found;
  for (std::size_t begin = 0; begin < nodes_.size(); begin += kBatch) {
    if (options.cancellation) options.cancellation->check();
    const std::size_t count = std::min(kBatch, nodes_.size() - begin);
    found.clear();
    reader.expand(std::span(nodes_).subspan(begin, count), types, Direction::Outgoing, found);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto target = vertex(found.neighbour[i]);
      if (!target) continue;
      const auto source = static_cast<Vertex>(begin + found.source_row[i]);
      edges_.push_back({source, *target});
      relationships_.push_back(found.relationship[i]);
    }
    if (edges_.size() >= kSizeMax) {
      throw UsageError("A projection holds fewer than 4294967295 relationships.");
    }
  }
  if (options.weight_property.empty()) return;
  weights_.assign(edges_.size(), options.default_weight);
  const auto key = reader.catalog().property_key(options.weight_property);
  if (!key) throw_unknown("property", options.weight_property);
  std::vector<std::uint64_t> ids;
  ids.reserve(relationships_.size());
  for (const RelationshipId id : relationships_) ids.push_back(id.value);
  ColumnVector values;
  reader.gather(EntityKind::Relationship, ids, *key, values);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Value weight = values.get(i);
    if (weight.is_number()) weights_[i] = weight.as_number();
  }
}

// Counting sort of the edges by the vertex they are seen from.
void GraphProjection::build_rows() {
  const bool forward = orientation_ != Orientation::Reverse;
  const bool backward = orientation_ != Orientation::Natural;
  const auto for_each_entry = [&](auto&& visit) {
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
      const Edge& edge = edges_[i];
      if (forward) visit(edge.source, Neighbour{edge.target, i});
      if (backward && !(forward && edge.source == edge.target)) {
        visit(edge.target, Neighbour{edge.source, i});
      }
    }
  };
  offsets_.assign(nodes_.size() + 1, 0);
  for_each_entry([&](Vertex from, const Neighbour&) { ++offsets_[from + 1]; });
  for (std::size_t v = 0; v < nodes_.size(); ++v) offsets_[v + 1] += offsets_[v];
  adjacency_.resize(offsets_.back());
  std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
  for_each_entry([&](Vertex from, const Neighbour& entry) { adjacency_[next[from]++] = entry; });
  if (orientation_ == Orientation::Reverse) {
    for (Edge& edge : edges_) std::swap(edge.source, edge.target);
  }
}

}  // namespace liaison
