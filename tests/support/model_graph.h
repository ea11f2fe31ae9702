// The property graph as plain maps: what every answer of the engine is compared with. Slow and
// obvious on purpose.
// Thread-safety: needs external locking.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "liaison/engine/compare.h"
#include "liaison/engine/graph.h"

namespace liaison::test {

class ModelGraph {
 public:
  struct Node {
    std::set<std::uint32_t> labels;
    std::map<std::uint32_t, Value> properties;
  };
  struct Relationship {
    std::uint32_t type = 0;
    std::uint64_t source = 0;
    std::uint64_t target = 0;
    std::map<std::uint32_t, Value> properties;
  };
  std::map<std::uint64_t, Node> nodes;
  std::map<std::uint64_t, Relationship> relationships;

  bool is_connected(std::uint64_t node) const {
    return std::any_of(relationships.begin(), relationships.end(), [&](const auto& entry) {
      return entry.second.source == node || entry.second.target == node;
    });
  }

  // What the reader says differently, one sentence each; empty when the two agree. `labels`,
  // `types` and `keys` are the tokens that may occur.
  std::vector<std::string> differences(const GraphReader& reader,
                                       const std::vector<LabelId>& labels,
                                       const std::vector<RelationshipTypeId>& types,
                                       const std::vector<PropertyKeyId>& keys) const {
    Comparison comparison{*this, reader, {}};
    comparison.compare_nodes(labels, keys);
    comparison.compare_relationships(types, keys);
    comparison.compare_adjacency(types);
    comparison.compare_counts(labels, types);
    comparison.compare_indexes();
    return std::move(comparison.found);
  }

 private:
  // One step as expand() gives it: type, neighbour, relationship, outgoing.
  using Step = std::tuple<std::uint32_t, std::uint64_t, std::uint64_t, int>;

  struct Comparison {
    const ModelGraph& model;
    const GraphReader& reader;
    std::vector<std::string> found;

    template <class A, class B>
    void same(const A& expected, const B& actual, const std::string& what) {
      if (!(expected == actual)) found.push_back(what + " differs");
    }

    static bool same_properties(const std::map<std::uint32_t, Value>& expected,
                                const std::vector<PropertyEntry>& actual) {
      return std::equal(expected.begin(), expected.end(), actual.begin(), actual.end(),
                        [](const auto& a, const PropertyEntry& b) {
                          return a.first == b.key.value && a.second.kind() == b.value.kind() &&
                                 equivalent(a.second, b.value);
                        });
    }

    static std::vector<std::uint64_t> drain(NodeScan& scan) {
      std::vector<NodeId> ids;
      while (scan.next(7, ids) > 0) {
      }
      std::vector<std::uint64_t> out;
      for (const NodeId id : ids) out.push_back(id.value);
      return out;
    }

    void compare_nodes(const std::vector<LabelId>& labels, const std::vector<PropertyKeyId>& keys) {
      std::vector<std::uint64_t> ids;
      std::vector<NodeId> nodes;
      for (const auto& [id, node] : model.nodes) {
        ids.push_back(id);
        nodes.emplace_back(id);
      }
      same(ids, drain(*reader.scan_nodes()), "scan of all nodes");
      for (const LabelId label : labels) {
        std::vector<std::uint64_t> expected;
        for (const auto& [id, node] : model.nodes) {
          if (node.labels.contains(label.value)) expected.push_back(id);
        }
        same(expected, drain(*reader.scan_label(label)),
             "scan of label " + std::to_string(label.value));
      }
      std::vector<std::vector<LabelId>> node_labels;
      reader.labels(nodes, node_labels);
      std::vector<std::vector<PropertyEntry>> properties;
      reader.gather_all(EntityKind::Node, ids, properties);
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Node& expected = model.nodes.at(ids[i]);
        std::set<std::uint32_t> actual;
        for (const LabelId label : node_labels[i]) actual.insert(label.value);
        same(expected.labels, actual, "labels of node " + std::to_string(ids[i]));
        same(true, same_properties(expected.properties, properties[i]),
             "properties of node " + std::to_string(ids[i]));
      }
      for (const PropertyKeyId key : keys) {
        ColumnVector column;
        reader.gather(EntityKind::Node, ids, key, column);
        same(ids.size(), column.size(), "gathered rows");
        for (std::size_t i = 0; i < ids.size() && i < column.size(); ++i) {
          const auto& expected = model.nodes.at(ids[i]).properties;
          const auto value = expected.find(key.value);
          same(true, equivalent(value == expected.end() ? Value() : value->second, column.get(i)),
               "gathered property of node " + std::to_string(ids[i]));
        }
      }
    }

    void compare_relationships(const std::vector<RelationshipTypeId>&,
                               const std::vector<PropertyKeyId>&) {
      std::vector<RelationshipId> ids;
      std::vector<RelationshipEnds> ends;
      const auto scan = reader.scan_relationships();
      while (scan->next(5, ids, ends) > 0) {
      }
      same(model.relationships.size(), ids.size(), "number of relationships scanned");
      std::vector<std::uint64_t> raw;
      for (std::size_t i = 0; i < ids.size(); ++i) {
        raw.push_back(ids[i].value);
        const auto expected = model.relationships.find(ids[i].value);
        if (expected == model.relationships.end()) {
          found.push_back("relationship " + std::to_string(ids[i].value) + " should not be");
          continue;
        }
        same(true,
             expected->second.type == ends[i].type.value &&
                 expected->second.source == ends[i].source.value &&
                 expected->second.target == ends[i].target.value,
             "ends of relationship " + std::to_string(ids[i].value));
      }
      same(true, std::is_sorted(raw.begin(), raw.end()), "order of relationships scanned");
      std::vector<std::vector<PropertyEntry>> properties;
      reader.gather_all(EntityKind::Relationship, raw, properties);
      for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto expected = model.relationships.find(raw[i]);
        if (expected == model.relationships.end()) continue;
        same(true, same_properties(expected->second.properties, properties[i]),
             "properties of relationship " + std::to_string(raw[i]));
      }
    }

    void compare_adjacency(const std::vector<RelationshipTypeId>& types) {
      // Backwards and with repeats, as callers do not sort for us.
      std::vector<NodeId> nodes;
      for (auto at = model.nodes.rbegin(); at != model.nodes.rend(); ++at) {
        nodes.emplace_back(at->first);
      }
      if (!nodes.empty()) nodes.push_back(nodes.front());
      nodes.emplace_back(1u << 30);
      std::vector<std::vector<RelationshipTypeId>> filters{{}};
      for (const RelationshipTypeId type : types) filters.push_back({type});
      if (types.size() > 1) filters.push_back({types[1], types[0]});
      for (const Direction direction :
           {Direction::Outgoing, Direction::Incoming, Direction::Both}) {
        for (const auto& filter : filters) compare_expansion(nodes, filter, direction);
      }
    }

    void compare_expansion(const std::vector<NodeId>& nodes,
                           const std::vector<RelationshipTypeId>& filter, Direction direction) {
      std::map<std::uint64_t, std::vector<Step>> steps;
      for (const auto& [id, relationship] : model.relationships) {
        if (!filter.empty() && std::find(filter.begin(), filter.end(),
                                         RelationshipTypeId(relationship.type)) == filter.end()) {
          continue;
        }
        if (direction != Direction::Incoming) {
          steps[relationship.source].emplace_back(relationship.type, relationship.target, id, 1);
        }
        const bool loop = relationship.source == relationship.target;
        if (direction != Direction::Outgoing && !(loop && direction == Direction::Both)) {
          steps[relationship.target].emplace_back(relationship.type, relationship.source, id, 0);
        }
      }
      std::vector<std::pair<std::uint32_t, Step>> expected;
      std::vector<std::uint64_t> degrees;
      for (std::uint32_t row = 0; row < nodes.size(); ++row) {
        auto list = steps[nodes[row].value];
        std::sort(list.begin(), list.end());
        for (const Step& step : list) expected.emplace_back(row, step);
        degrees.push_back(list.size());
      }
      ExpandResult result;
      reader.expand(nodes, filter, direction, result);
      std::vector<std::pair<std::uint32_t, Step>> actual;
      for (std::size_t i = 0; i < result.size(); ++i) {
        actual.emplace_back(result.source_row[i],
                            Step(result.type[i].value, result.neighbour[i].value,
                                 result.relationship[i].value, result.is_outgoing[i]));
      }
      const std::string what = " in direction " + std::to_string(static_cast<int>(direction)) +
                               " with " + std::to_string(filter.size()) + " types";
      same(expected, actual, "expansion" + what);
      std::vector<std::uint64_t> actual_degrees;
      reader.degree(nodes, filter, direction, actual_degrees);
      same(degrees, actual_degrees, "degrees" + what);
      if (filter.size() == 1 && direction != Direction::Both) {
        compare_neighbours(nodes, expected, filter.front(), direction);
      }
    }

    void compare_neighbours(const std::vector<NodeId>& nodes,
                            const std::vector<std::pair<std::uint32_t, Step>>& expected,
                            RelationshipTypeId type, Direction direction) {
      std::vector<std::pair<std::uint32_t, Step>> actual;
      const auto cursor = reader.neighbours(type, direction);
      for (std::uint32_t row = 0; row < nodes.size(); ++row) {
        const NeighbourList list = cursor->list(nodes[row]);
        for (std::size_t i = 0; i < list.size(); ++i) {
          actual.emplace_back(row, Step(type.value, list.neighbours[i].value,
                                        list.relationships[i].value,
                                        direction == Direction::Outgoing ? 1 : 0));
        }
      }
      same(expected, actual,
           "neighbour lists in direction " + std::to_string(static_cast<int>(direction)));
    }

    void compare_counts(const std::vector<LabelId>& labels,
                        const std::vector<RelationshipTypeId>& types) {
      const Catalog& catalog = reader.catalog();
      same(model.nodes.size(), catalog.node_count(), "node count");
      same(model.relationships.size(), catalog.relationship_count(), "relationship count");
      for (const LabelId label : labels) {
        const auto has = [&](std::uint64_t node) {
          return model.nodes.at(node).labels.contains(label.value);
        };
        std::uint64_t of_label = 0;
        for (const auto& [id, node] : model.nodes) of_label += has(id) ? 1 : 0;
        same(of_label, catalog.node_count(label), "count of label");
        for (const RelationshipTypeId type : types) {
          std::uint64_t from = 0;
          std::uint64_t to = 0;
          for (const auto& [id, relationship] : model.relationships) {
            if (relationship.type != type.value) continue;
            from += has(relationship.source) ? 1 : 0;
            to += has(relationship.target) ? 1 : 0;
          }
          same(from, catalog.relationship_count(label, type, Direction::Outgoing), "count from");
          same(to, catalog.relationship_count(label, type, Direction::Incoming), "count to");
        }
      }
      for (const RelationshipTypeId type : types) {
        const auto count =
            std::count_if(model.relationships.begin(), model.relationships.end(),
                          [&](const auto& entry) { return entry.second.type == type.value; });
        same(static_cast<std::uint64_t>(count), catalog.relationship_count(type), "count of type");
      }
    }

    void compare_indexes() {
      for (const IndexDefinition& index : reader.catalog().indexes()) {
        if (index.kind != IndexKind::Range || index.entity != EntityKind::Node) continue;
        compare_range_index(index);
      }
    }

    // Every value that occurs is sought, and those of one key are walked in order.
    void compare_range_index(const IndexDefinition& index) {
      std::vector<Value> probes;
      std::vector<std::pair<std::uint32_t, std::uint64_t>> expected;
      std::vector<std::pair<std::vector<Value>, std::uint64_t>> indexed;
      for (const auto& [id, node] : model.nodes) {
        if (!node.labels.contains(index.token)) continue;
        std::vector<Value> values;
        for (const PropertyKeyId key : index.keys) {
          const auto value = node.properties.find(key.value);
          if (value != node.properties.end()) values.push_back(value->second);
        }
        if (values.size() == index.keys.size()) indexed.emplace_back(values, id);
      }
      for (std::uint32_t i = 0; i < indexed.size(); ++i) {
        for (const Value& value : indexed[i].first) probes.push_back(value);
        for (const auto& [values, id] : indexed) {
          bool equal = true;
          for (std::size_t k = 0; k < values.size(); ++k) {
            equal = equal && equals(values[k], indexed[i].first[k]) == true;
          }
          if (equal) expected.emplace_back(i, id);
        }
      }
      SeekResult result;
      reader.seek(index.id, probes, result);
      std::vector<std::pair<std::uint32_t, std::uint64_t>> actual;
      for (std::size_t i = 0; i < result.probe.size(); ++i) {
        actual.emplace_back(result.probe[i], result.entity[i]);
      }
      same(expected, actual, "seek in index " + index.name);
      if (index.keys.size() != 1 || indexed.empty()) return;

      for (const auto& [values, ignored] : indexed) {
        const Value& bound = values[0];
        std::vector<std::uint64_t> from;
        reader.seek_range(index.id, RangeBound{bound, true}, std::nullopt, from);
        std::vector<std::uint64_t> below;
        reader.seek_range(index.id, std::nullopt, RangeBound{bound, false}, below);
        std::set<std::uint64_t> expected_from;
        std::set<std::uint64_t> expected_below;
        for (const auto& [other, id] : indexed) {
          const auto place = compare(other[0], bound);
          if (!place) continue;
          if (*place == std::partial_ordering::greater ||
              *place == std::partial_ordering::equivalent) {
            expected_from.insert(id);
          }
          if (*place == std::partial_ordering::less) expected_below.insert(id);
        }
        same(expected_from, std::set<std::uint64_t>(from.begin(), from.end()),
             "range from a value in index " + index.name);
        same(expected_below, std::set<std::uint64_t>(below.begin(), below.end()),
             "range below a value in index " + index.name);
        std::map<std::uint64_t, Value> value_of;
        for (const auto& [other, id] : indexed) value_of[id] = other[0];
        const bool ascending = std::is_sorted(
            from.begin(), from.end(),
            [&](std::uint64_t a, std::uint64_t b) { return order(value_of[a], value_of[b]) < 0; });
        same(true, ascending, "order of a range in index " + index.name);
      }
    }
  };
};

}  // namespace liaison::test
