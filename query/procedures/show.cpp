// What SHOW lists: functions, procedures and the database here, a row each, and the registry of all
// listings. The columns have the names users of openCypher databases know; what this store has no
// notion of is null.
#include <algorithm>
#include <array>

#include "liaison/engine/text.h"
#include "procedures/families.h"
#include "procedures/listing.h"

namespace liaison::query {
namespace {

const StaticType kAny = StaticType::any();
const StaticType kString = StaticType::of(ValueKind::String);
const StaticType kBoolean = StaticType::of(ValueKind::Boolean);
const StaticType kStringList = StaticType::list_of(kString);

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

ProcedureRegistry make_listings() {
  ProcedureRegistry registry;
  for (ProcedureSpec& spec : schema_listings()) registry.add(std::move(spec));
  const StaticType kMapList = StaticType::list_of(StaticType::of(ValueKind::Map));
  registry.add(listing("show.functions", ProcedureMode::Read,
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
  registry.add(listing("show.procedures", ProcedureMode::Read,
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
  registry.add(listing("show.databases", ProcedureMode::Read,
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
