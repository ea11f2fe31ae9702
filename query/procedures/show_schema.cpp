// What SHOW INDEXES and SHOW CONSTRAINTS list, a row each. The columns have the names users of
// openCypher databases know; what this store has no notion of is null.
#include <algorithm>
#include <array>

#include "liaison/engine/full_text.h"
#include "liaison/engine/text.h"
#include "procedures/families.h"
#include "procedures/listing.h"

namespace liaison::query {
namespace {

const StaticType kAny = StaticType::any();
const StaticType kString = StaticType::of(ValueKind::String);
const StaticType kInteger = StaticType::of(ValueKind::Integer);
const StaticType kStringList = StaticType::list_of(kString);

const char* kind_text(IndexKind kind) {
  switch (kind) {
    case IndexKind::Range:
      return "RANGE";
    case IndexKind::Text:
      return "TEXT";
    case IndexKind::Name:
      return "NAMES";
    case IndexKind::FullText:
      return "FULLTEXT";
    case IndexKind::Point:
      return "POINT";
  }
  return "RANGE";
}

template <class Definition>
std::string token_name(const Catalog& catalog, const Definition& definition) {
  return definition.entity == EntityKind::Node
             ? catalog.label_name(LabelId(definition.token))
             : catalog.relationship_type_name(RelationshipTypeId(definition.token));
}

const char* entity_text(EntityKind entity) {
  return entity == EntityKind::Node ? "NODE" : "RELATIONSHIP";
}

ValueList key_names(const Catalog& catalog, const std::vector<PropertyKeyId>& keys) {
  ValueList names;
  for (const PropertyKeyId key : keys) names.emplace_back(catalog.property_key_name(key));
  return names;
}

// `tokens` are written as in a statement: `A`|`B`.
std::string target_text(EntityKind entity, const std::string& tokens) {
  return entity == EntityKind::Node ? "(n:" + tokens + ")" : "()-[n:" + tokens + "]-()";
}

ValueList token_names(const Catalog& catalog, IndexDefinition index) {
  ValueList names{Value(token_name(catalog, index))};
  for (const std::uint32_t token : index.further_tokens) {
    index.token = token;
    names.emplace_back(token_name(catalog, index));
  }
  return names;
}

// {indexProvider, indexConfig}, as OPTIONS takes them.
ValueMap options_of(const IndexDefinition& index, const std::string& provider) {
  ValueMap config;
  if (index.kind == IndexKind::FullText) {
    const std::string analyzer =
        index.analyzer.empty() ? std::string(full_text_analyzers()[0].name) : index.analyzer;
    config.emplace_back("fulltext.analyzer", Value(analyzer));
    config.emplace_back("fulltext.eventually_consistent", Value(false));
  }
  return {{"indexConfig", Value(std::move(config))}, {"indexProvider", Value(provider)}};
}

std::string keys_text(const ValueList& keys) {
  std::string text;
  for (const Value& key : keys) {
    text += (text.empty() ? "" : ", ") + ("n." + quoted_name(key.as_string()));
  }
  return text;
}

std::string create_text(const IndexDefinition& index, const ValueList& tokens,
                        const ValueList& keys) {
  std::string target;
  for (const Value& token : tokens) {
    target += (target.empty() ? "" : "|") + quoted_name(token.as_string());
  }
  const bool each = index.kind == IndexKind::Name || index.kind == IndexKind::FullText;
  return std::string("CREATE ") + kind_text(index.kind) + " INDEX " + quoted_name(index.name) +
         " FOR " + target_text(index.entity, target) + " ON " +
         (each ? "EACH [" + keys_text(keys) + "]" : "(" + keys_text(keys) + ")") +
         (index.analyzer.empty() || index.kind != IndexKind::FullText
              ? ""
              : " OPTIONS {indexConfig: {`fulltext.analyzer`: '" + index.analyzer + "'}}");
}

void show_indexes(const ProcedureContext& context, std::span<const Value> arguments,
                  const ProcedureSink& sink) {
  std::string filter = filter_of(arguments);
  if (filter == "NAME") filter = "NAMES";
  if (filter == "LOOKUP") {
    // Always there and part of no catalog: which nodes have a label.
    const std::array<Value, 16> row = {Value(std::int64_t{0}),
                                       "labels",
                                       "ONLINE",
                                       100.0,
                                       "LOOKUP",
                                       "NODE",
                                       Value(),
                                       Value(),
                                       "lookup-1.0",
                                       Value(),
                                       Value(),
                                       Value(),
                                       Value(),
                                       Value(ValueMap{}),
                                       "",
                                       "CREATE LOOKUP INDEX `labels` FOR (n) ON EACH labels(n)"};
    sink(row);
    return;
  }
  const Catalog& catalog = context.graph->catalog();
  for (const IndexDefinition& index : catalog.indexes()) {
    const char* kind = kind_text(index.kind);
    if (!filter.empty() && filter != "ALL" && filter != kind) continue;
    const ValueList tokens = token_names(catalog, index);
    const ValueList keys = key_names(catalog, index.keys);
    Value owner;
    for (const ConstraintDefinition& constraint : catalog.constraints()) {
      if (index.owned_by_constraint && constraint.index == index.id) owner = constraint.name;
    }
    const std::string provider = text::to_lower(kind) + "-1.0";
    const std::array<Value, 16> row = {Value(static_cast<std::int64_t>(index.id.value)),
                                       index.name,
                                       "ONLINE",
                                       100.0,
                                       kind,
                                       entity_text(index.entity),
                                       tokens,
                                       keys,
                                       provider,
                                       owner,
                                       Value(),
                                       Value(),
                                       Value(),
                                       options_of(index, provider),
                                       "",
                                       create_text(index, tokens, keys)};
    sink(row);
  }
}

struct ConstraintText {
  const char* type;
  std::string require;
};

ConstraintText constraint_text(const ConstraintDefinition& constraint) {
  const bool is_node = constraint.entity == EntityKind::Node;
  switch (constraint.kind) {
    case ConstraintKind::Unique:
      return {is_node ? "UNIQUENESS" : "RELATIONSHIP_UNIQUENESS", "IS UNIQUE"};
    case ConstraintKind::Exists:
      return {is_node ? "NODE_PROPERTY_EXISTENCE" : "RELATIONSHIP_PROPERTY_EXISTENCE",
              "IS NOT NULL"};
    case ConstraintKind::Key:
      return is_node ? ConstraintText{"NODE_KEY", "IS NODE KEY"}
                     : ConstraintText{"RELATIONSHIP_KEY", "IS RELATIONSHIP KEY"};
    case ConstraintKind::PropertyType:
      return {is_node ? "NODE_PROPERTY_TYPE" : "RELATIONSHIP_PROPERTY_TYPE",
              "IS :: " + constraint.type.text()};
  }
  return {"UNIQUENESS", "IS UNIQUE"};
}

bool constraint_wanted(const std::string& filter, const ConstraintDefinition& constraint) {
  if (has_word(filter, "NODE") && constraint.entity != EntityKind::Node) return false;
  const bool wants_relationship = has_word(filter, "REL") || has_word(filter, "RELATIONSHIP");
  if (wants_relationship && constraint.entity != EntityKind::Relationship) return false;
  if (has_word(filter, "UNIQUE") || has_word(filter, "UNIQUENESS")) {
    return constraint.kind == ConstraintKind::Unique;
  }
  if (has_word(filter, "KEY")) return constraint.kind == ConstraintKind::Key;
  if (has_word(filter, "EXIST") || has_word(filter, "EXISTS") || has_word(filter, "EXISTENCE")) {
    return constraint.kind == ConstraintKind::Exists;
  }
  return !has_word(filter, "TYPE") || constraint.kind == ConstraintKind::PropertyType;
}

void show_constraints(const ProcedureContext& context, std::span<const Value> arguments,
                      const ProcedureSink& sink) {
  const std::string filter = filter_of(arguments);
  const Catalog& catalog = context.graph->catalog();
  std::int64_t id = 0;
  for (const ConstraintDefinition& constraint : catalog.constraints()) {
    ++id;
    if (!constraint_wanted(filter, constraint)) continue;
    const std::string token = token_name(catalog, constraint);
    const ValueList keys = key_names(catalog, constraint.keys);
    Value owned;
    Value type;
    Value options;
    if (constraint.kind == ConstraintKind::PropertyType) type = constraint.type.text();
    if (demands_uniqueness(constraint.kind)) {
      for (const IndexDefinition& index : catalog.indexes()) {
        if (index.id == constraint.index) owned = index.name;
      }
      options = ValueMap{{"indexConfig", Value(ValueMap{})}, {"indexProvider", Value("range-1.0")}};
    }
    const ConstraintText text = constraint_text(constraint);
    const std::string required = keys.size() == 1 ? keys_text(keys) : "(" + keys_text(keys) + ")";
    const std::array<Value, 10> row = {id,
                                       constraint.name,
                                       text.type,
                                       entity_text(constraint.entity),
                                       ValueList{Value(token)},
                                       keys,
                                       owned,
                                       type,
                                       options,
                                       "CREATE CONSTRAINT " + quoted_name(constraint.name) +
                                           " FOR " +
                                           target_text(constraint.entity, quoted_name(token)) +
                                           " REQUIRE " + required + " " + text.require};
    sink(row);
  }
}

}  // namespace

std::vector<ProcedureSpec> schema_listings() {
  return {listing("show.indexes", ProcedureMode::Read,
                  {{"id", kInteger},
                   {"name", kString},
                   {"state", kString},
                   {"populationPercent", StaticType::of(ValueKind::Float)},
                   {"type", kString},
                   {"entityType", kString},
                   {"labelsOrTypes", kStringList},
                   {"properties", kStringList},
                   {"indexProvider", kString},
                   {"owningConstraint", kString},
                   {"lastRead", kAny},
                   {"readCount", kInteger},
                   {"trackedSince", kAny},
                   {"options", kAny},
                   {"failureMessage", kString},
                   {"createStatement", kString}},
                  "The indexes.", show_indexes),
          listing("show.constraints", ProcedureMode::Read,
                  {{"id", kInteger},
                   {"name", kString},
                   {"type", kString},
                   {"entityType", kString},
                   {"labelsOrTypes", kStringList},
                   {"properties", kStringList},
                   {"ownedIndex", kString},
                   {"propertyType", kString},
                   {"options", kAny},
                   {"createStatement", kString}},
                  "The constraints.", show_constraints)};
}

}  // namespace liaison::query
