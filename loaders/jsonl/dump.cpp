#include "liaison/loaders/dump.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "jsonl/json_value.h"

namespace liaison::loaders {
namespace {

using nlohmann::ordered_json;

// Entities read at once.
constexpr std::size_t kBatch = 512;

class Dump {
 public:
  Dump(const GraphReader& reader, std::ostream& out)
      : reader_(reader), catalog_(reader.catalog()), out_(out) {}

  DumpReport run() {
    dump_nodes();
    dump_relationships();
    return report_;
  }

 private:
  void dump_nodes() {
    const auto scan = reader_.scan_nodes();
    std::vector<NodeId> nodes;
    std::vector<std::vector<LabelId>> labels;
    std::vector<std::vector<PropertyEntry>> properties;
    while (out_ && scan->next(kBatch, nodes) > 0) {
      std::vector<std::uint64_t> ids;
      for (const NodeId node : nodes) ids.push_back(node.value);
      reader_.labels(nodes, labels);
      reader_.gather_all(EntityKind::Node, ids, properties);
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        ordered_json line;
        line["type"] = "node";
        line["id"] = std::to_string(nodes[i].value);
        line["labels"] = names_of(labels[i]);
        line["properties"] = to_json(properties[i]);
        write(line);
        ++report_.nodes;
      }
      nodes.clear();
    }
  }

  void dump_relationships() {
    const auto scan = reader_.scan_relationships();
    std::vector<RelationshipId> relationships;
    std::vector<RelationshipEnds> ends;
    std::vector<std::vector<PropertyEntry>> properties;
    while (out_ && scan->next(kBatch, relationships, ends) > 0) {
      std::vector<std::uint64_t> ids;
      std::vector<NodeId> nodes;
      for (std::size_t i = 0; i < relationships.size(); ++i) {
        ids.push_back(relationships[i].value);
        nodes.push_back(ends[i].source);
        nodes.push_back(ends[i].target);
      }
      reader_.gather_all(EntityKind::Relationship, ids, properties);
      std::vector<std::vector<LabelId>> labels;
      reader_.labels(nodes, labels);
      std::vector<std::vector<EvidenceEntry>> evidence;
      for (const std::uint64_t id : ids) {
        evidence.push_back(reader_.evidence(EntityKind::Relationship, id));
      }
      const auto sources = source_names(evidence);
      for (std::size_t i = 0; i < relationships.size(); ++i) {
        ordered_json line;
        line["type"] = "relationship";
        line["id"] = std::to_string(relationships[i].value);
        line["label"] = catalog_.relationship_type_name(ends[i].type);
        line["properties"] = to_json(properties[i]);
        add_evidence(line["properties"], evidence[i], sources);
        line["start"] = {{"id", std::to_string(ends[i].source.value)},
                         {"labels", names_of(labels[2 * i])}};
        line["end"] = {{"id", std::to_string(ends[i].target.value)},
                       {"labels", names_of(labels[2 * i + 1])}};
        write(line);
        ++report_.relationships;
      }
      relationships.clear();
      ends.clear();
    }
  }

  // One entry per record in parallel lists. A property that the relationship has itself stays.
  static void add_evidence(ordered_json& properties, const std::vector<EvidenceEntry>& records,
                           const std::unordered_map<NodeId, std::string>& sources) {
    if (records.empty()) return;
    ordered_json lists;
    for (const EvidenceEntry& entry : records) {
      const EvidenceRecord& record = entry.record;
      lists["source"].push_back(sources.at(record.document));
      lists["evidence"].push_back(record.quote);
      lists["start"].push_back(record.start);
      lists["end"].push_back(record.end);
      lists["confidence"].push_back(record.confidence);
      lists["rule"].push_back(record.rule);
    }
    for (auto& [name, list] : lists.items()) {
      if (!properties.contains(name)) properties[name] = std::move(list);
    }
  }

  // What people call the documents of a batch: `article`, else `name`, else the id.
  std::unordered_map<NodeId, std::string> source_names(
      const std::vector<std::vector<EvidenceEntry>>& evidence) const {
    std::unordered_set<std::uint64_t> unique;
    for (const auto& records : evidence) {
      for (const EvidenceEntry& entry : records) unique.insert(entry.record.document.value);
    }
    const std::vector<std::uint64_t> ids(unique.begin(), unique.end());
    std::unordered_map<NodeId, std::string> names;
    for (const std::string_view property : {"article", "name"}) {
      const auto key = catalog_.property_key(property);
      if (!key) continue;
      ColumnVector column;
      reader_.gather(EntityKind::Node, ids, *key, column);
      for (std::size_t i = 0; i < ids.size(); ++i) {
        const Value value = column.get(i);
        if (value.is_string()) names.try_emplace(NodeId(ids[i]), value.as_string());
      }
    }
    for (const std::uint64_t id : ids) names.try_emplace(NodeId(id), std::to_string(id));
    return names;
  }

  ordered_json names_of(const std::vector<LabelId>& labels) const {
    std::vector<std::string> names;
    for (const LabelId label : labels) names.push_back(catalog_.label_name(label));
    std::sort(names.begin(), names.end());
    return names;
  }

  ordered_json to_json(const std::vector<PropertyEntry>& properties) const {
    std::vector<std::pair<std::string, const Value*>> sorted;
    for (const PropertyEntry& entry : properties) {
      sorted.emplace_back(catalog_.property_key_name(entry.key), &entry.value);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    ordered_json object = ordered_json::object();
    for (const auto& [name, value] : sorted) object[name] = json_value(*value);
    return object;
  }

  void write(const ordered_json& line) {
    // Ill-formed UTF-8 becomes U+FFFD: a dump is always valid JSON.
    out_ << line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
  }

  const GraphReader& reader_;
  const Catalog& catalog_;
  std::ostream& out_;
  DumpReport report_;
};

}  // namespace

DumpReport dump_jsonl(const GraphReader& reader, std::ostream& out) {
  return Dump(reader, out).run();
}

}  // namespace liaison::loaders
