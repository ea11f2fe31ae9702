// Changes to the graph as the updating clauses make them, with their counters and openCypher's
// errors: what may be stored, what was deleted.
// Thread-safety: needs external locking. Lifetime: the context outlives it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "exec/execution_context.h"

namespace liaison::query {

class EntityWriter {
 public:
  explicit EntityWriter(ExecutionContext& context) : context_(context) {}

  NodeId create_node(const std::vector<std::string>& labels, const ValueMap& properties);
  // The same for names that were looked up before, as a row after row has the same ones. `labels`
  // are sorted and distinct; `properties` are storable and not null.
  NodeId create_node(std::span<const LabelId> labels, std::span<const PropertyEntry> properties);
  RelationshipId create_relationship(const std::string& type, NodeId source, NodeId target,
                                     const ValueMap& properties);
  RelationshipId create_relationship(RelationshipTypeId type, NodeId source, NodeId target,
                                     std::span<const PropertyEntry> properties);
  // `entity` is a node or relationship; null is accepted everywhere below and changes nothing.
  void set_property(const Value& entity, const std::string& key, const Value& value);
  // `values` is a map, node or relationship.
  void replace_properties(const Value& entity, const Value& values);
  void merge_properties(const Value& entity, const Value& values);
  void add_label(const Value& node, const std::string& label);
  void remove_label(const Value& node, const std::string& label);

 private:
  std::vector<PropertyEntry> storable(const ValueMap& properties);
  ValueMap properties_of(const Value& source);
  bool is_writable(const Value& entity) const;

  ExecutionContext& context_;
};

// *Throws* QueryError(TypeError, runtime, InvalidPropertyType) for a value that cannot be stored.
void check_storable(const Value& value);

}  // namespace liaison::query
