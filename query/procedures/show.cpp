// What SHOW lists: indexes, constraints, functions, procedures and the database, a row each. The
// columns have the names users of openCypher databases know; what this store has no notion of is
// null.
#include <algorithm>
#include <array>

#include "liaison/engine/full_text.h"
#include "liaison/engine/text.h"
#include "procedures/families.h"

namespace liaison::query {
namespace {

const StaticType kAny = StaticType::any();
const StaticType kString = StaticType::of(ValueKind::String);
const StaticType kBoolean = StaticType::of(ValueKind::Boolean);
const StaticType kInteger = StaticType::of(ValueKind::Integer);
const StaticType kStringList = StaticType::list_of(kString);

// The words between SHOW and the subject, in upper case.
std::string filter_of(std::span<const Value> arguments) {
  if (arguments.empty() || !arguments[0].is_string()) return {};
  return std::string(arguments[0].as_string());
}

bool has_word(const std::string& filter, std::string_view word) {
  return (" " + filter + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

// ------------------------------------------------------------------ schema
// A name as it is written in a statement.
std::string quoted(std::string_view name) {
  std::string result = "`";
  for (const char c : name) {
    if (c == '`') result += '`';
    result += c;
  }
  return result + "`";
}

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
    text += (text.empty() ? "" : ", ") + ("n." + quoted(key.as_string()));
  }
  return text;
}

std::string create_text(const IndexDefinition& index, const ValueList& tokens,
                        const ValueList& keys) {
  std::string target;
  for (const Value& token : tokens) {
    target += (target.empty() ? "" : "|") + quoted(token.as_string());
  }
  const bool each = index.kind == IndexKind::Name || index.kind == IndexKind::FullText;
  return std::string("CREATE ") + kind_text(index.kind) + " INDEX " + quoted(index.name) + " FOR " +
         target_text(index.entity, target) + " ON " +
         (each ? "EACH [" + keys_text(keys) + "]" : "(" + keys_text(keys) + ")") +
         (index.analyzer.empty()
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
  const char* require;
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
  return !has_word(filter, "TYPE");
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
    Value options;
    if (constraint.kind != ConstraintKind::Exists) {
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
                                       Value(),
                                       options,
                                       "CREATE CONSTRAINT " + quoted(constraint.name) + " FOR " +
                                           target_text(constraint.entity, quoted(token)) +
                                           " REQUIRE " + required + " " + text.require};
    sink(row);
  }
}

// ------------------------------------------------------------------ functions and procedures
std::string type_text(const StaticType& type) {
  if (type.is_any()) return "ANY";
  std::string text;
  for (int kind = 0; kind <= static_cast<int>(ValueKind::Point); ++kind) {
    const auto value_kind = static_cast<ValueKind>(kind);
    if (!type.may_be(value_kind)) continue;
    text += (text.empty() ? "" : " | ") + std::string(kind_name(value_kind));
    if (value_kind == ValueKind::List) text += "<" + type_text(type.element()) + ">";
  }
  return text;
}

struct ArgumentText {
  std::string name;
  std::string type;
  Value default_value;
  bool optional = false;
};

Value argument_rows(const std::vector<ArgumentText>& arguments) {
  ValueList rows;
  for (const ArgumentText& argument : arguments) {
    ValueMap row{{"name", Value(argument.name)},
                 {"description", Value(argument.name + " :: " + argument.type)},
                 {"type", Value(argument.type)},
                 {"isDeprecated", Value(false)}};
    if (argument.optional) row.emplace_back("default", argument.default_value);
    rows.emplace_back(std::move(row));
  }
  return rows;
}

std::string arguments_text(const std::vector<ArgumentText>& arguments, bool variadic) {
  std::string text;
  for (const ArgumentText& argument : arguments) {
    text += (text.empty() ? "" : ", ") + argument.name + " :: " + argument.type;
    if (argument.optional) text = text + " = " + (argument.default_value.is_null() ? "null" : "..");
  }
  return text + (variadic ? ", ..." : "");
}

// A function's row in its parts; aggregates have the same columns.
void show_function(std::string_view name, std::string_view category, std::string_view doc,
                   const std::vector<ArgumentText>& arguments, bool variadic,
                   const StaticType& result, bool aggregating, const ProcedureSink& sink) {
  const std::array<Value, 12> row = {
      std::string(name),
      std::string(category),
      std::string(doc),
      std::string(name) + "(" + arguments_text(arguments, variadic) + ") :: " + type_text(result),
      true,
      argument_rows(arguments),
      type_text(result),
      aggregating,
      Value(),
      Value(),
      false,
      Value()};
  sink(row);
}

void show_functions(const ProcedureContext&, std::span<const Value> filter,
                    const ProcedureSink& sink) {
  if (has_word(filter_of(filter), "USER")) return;  // there are only built-in ones
  struct Row {
    std::string name;
    const FunctionSpec* scalar = nullptr;
    const AggregateSpec* aggregate = nullptr;
  };
  std::vector<Row> rows;
  for (const FunctionSpec* function : all_functions()) {
    rows.push_back({std::string(function->name), function, nullptr});
  }
  for (const AggregateSpec* function : all_aggregates()) {
    rows.push_back({std::string(function->name), nullptr, function});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
  for (const Row& row : rows) {
    const auto& specs = row.scalar != nullptr ? row.scalar->arguments : row.aggregate->arguments;
    const std::size_t optional = row.scalar != nullptr ? row.scalar->optional_arguments : 0;
    std::vector<ArgumentText> arguments;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      arguments.push_back({std::string(specs[i].name), type_text(specs[i].type), Value(),
                           i + optional >= specs.size()});
    }
    if (row.scalar != nullptr) {
      show_function(row.name, row.scalar->category, row.scalar->doc, arguments,
                    row.scalar->variadic, row.scalar->result, false, sink);
    } else {
      show_function(row.name, "Aggregating", row.aggregate->doc, arguments, false,
                    row.aggregate->result, true, sink);
    }
  }
}

const char* mode_text(ProcedureMode mode) {
  switch (mode) {
    case ProcedureMode::Read:
      return "READ";
    case ProcedureMode::Write:
      return "WRITE";
    case ProcedureMode::Admin:
      return "DBMS";
  }
  return "READ";
}

void show_procedures(const ProcedureContext& context, std::span<const Value>,
                     const ProcedureSink& sink) {
  std::vector<const ProcedureSpec*> specs;
  for (const ProcedureRegistry* registry : context.procedures) {
    for (const ProcedureSpec* spec : registry->all()) {
      // A registry searched earlier hides later ones.
      const bool hidden = std::any_of(specs.begin(), specs.end(), [&](const ProcedureSpec* known) {
        return text::to_lower(known->name) == text::to_lower(spec->name);
      });
      if (!hidden) specs.push_back(spec);
    }
  }
  std::sort(specs.begin(), specs.end(),
            [](const ProcedureSpec* a, const ProcedureSpec* b) { return a->name < b->name; });
  for (const ProcedureSpec* spec : specs) {
    std::vector<ArgumentText> arguments;
    for (const ProcedureArgument& argument : spec->arguments) {
      arguments.push_back({argument.name, type_text(argument.type),
                           argument.default_value.value_or(Value()),
                           argument.default_value.has_value()});
    }
    std::vector<ArgumentText> results;
    std::string results_text;
    for (const ProcedureResult& result : spec->results) {
      results.push_back({result.name, type_text(result.type), Value(), false});
    }
    const std::string signature =
        spec->name + "(" + arguments_text(arguments, false) +
        ") :: " + (results.empty() ? "VOID" : "(" + arguments_text(results, false) + ")");
    const std::array<Value, 13> row = {spec->name,
                                       spec->doc,
                                       mode_text(spec->mode),
                                       false,
                                       signature,
                                       argument_rows(arguments),
                                       argument_rows(results),
                                       false,
                                       Value(),
                                       Value(),
                                       false,
                                       Value(),
                                       ValueMap{{"deprecated", Value(false)}}};
    sink(row);
  }
}

// ------------------------------------------------------------------ database
void show_databases(const ProcedureContext& context, std::span<const Value> arguments,
                    const ProcedureSink& sink) {
  const std::string name(context.database_name);
  if (arguments.size() > 1 && arguments[1].is_string() &&
      text::to_lower(arguments[1].as_string()) != text::to_lower(name)) {
    return;
  }
  const std::array<Value, 13> row = {name,      "standard", ValueList{}, "read-write", "",
                                     "primary", true,       "online",    "online",     "",
                                     true,      true,       ValueList{}};
  sink(row);
}

ProcedureSpec listing(std::string name, std::vector<ProcedureResult> results, std::string doc,
                      void (*run)(const ProcedureContext&, std::span<const Value>,
                                  const ProcedureSink&)) {
  ProcedureSpec spec;
  spec.name = std::move(name);
  spec.mode = ProcedureMode::Read;
  spec.arguments = {{"filter", kString, true, Value("")}, {"name", kAny, true, Value()}};
  spec.results = std::move(results);
  spec.doc = std::move(doc);
  spec.run = run;
  return spec;
}

ProcedureRegistry make_listings() {
  ProcedureRegistry registry;
  registry.add(listing("show.indexes",
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
                       "The indexes.", show_indexes));
  registry.add(listing("show.constraints",
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
                       "The constraints.", show_constraints));
  const StaticType kMapList = StaticType::list_of(StaticType::of(ValueKind::Map));
  registry.add(listing("show.functions",
                       {{"name", kString},
                        {"category", kString},
                        {"description", kString},
                        {"signature", kString},
                        {"isBuiltIn", kBoolean},
                        {"argumentDescription", kMapList},
                        {"returnDescription", kString},
                        {"aggregating", kBoolean},
                        {"rolesExecution", kAny},
                        {"rolesBoostedExecution", kAny},
                        {"isDeprecated", kBoolean},
                        {"deprecatedBy", kString}},
                       "The functions.", show_functions));
  registry.add(listing("show.procedures",
                       {{"name", kString},
                        {"description", kString},
                        {"mode", kString},
                        {"worksOnSystem", kBoolean},
                        {"signature", kString},
                        {"argumentDescription", kMapList},
                        {"returnDescription", kMapList},
                        {"admin", kBoolean},
                        {"rolesExecution", kAny},
                        {"rolesBoostedExecution", kAny},
                        {"isDeprecated", kBoolean},
                        {"deprecatedBy", kString},
                        {"option", kAny}},
                       "The procedures.", show_procedures));
  registry.add(listing("show.databases",
                       {{"name", kString},
                        {"type", kString},
                        {"aliases", kStringList},
                        {"access", kString},
                        {"address", kString},
                        {"role", kString},
                        {"writer", kBoolean},
                        {"requestedStatus", kString},
                        {"currentStatus", kString},
                        {"statusMessage", kString},
                        {"default", kBoolean},
                        {"home", kBoolean},
                        {"constituents", kStringList}},
                       "The database.", show_databases));
  for (ProcedureSpec& spec : session_listings()) registry.add(std::move(spec));
  return registry;
}

}  // namespace

const ProcedureRegistry& ProcedureRegistry::listings() {
  static const ProcedureRegistry registry = make_listings();
  return registry;
}

}  // namespace liaison::query
