// liaison docs: the reference of functions and procedures, from the rows that define them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "commands.h"
#include "liaison/query/function.h"
#include "liaison/query/procedure.h"

namespace liaison::cli {
namespace {

using query::StaticType;

std::string type_text(const StaticType& type) {
  if (type.is_any()) return "ANY";
  std::string text;
  for (int kind = 0; kind <= static_cast<int>(ValueKind::Point); ++kind) {
    const auto value_kind = static_cast<ValueKind>(kind);
    if (!type.may_be(value_kind)) continue;
    if (!text.empty()) text += " or ";
    text += kind_name(value_kind);
    if (value_kind == ValueKind::List && !type.element().is_any()) {
      text += " of " + type_text(type.element());
    }
  }
  return text;
}

// Text inside a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : "`" + cell(text) + "`";
}

template <class Arguments>
std::string signature(std::string_view name, const Arguments& arguments, std::size_t optional,
                      bool variadic) {
  std::string text = std::string(name) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool may_be_left_out = i + optional >= arguments.size();
    if (may_be_left_out) text += "[";
    if (i > 0) text += ", ";
    text += std::string(arguments[i].name) + " :: " + type_text(arguments[i].type);
    if (variadic && i + 1 == arguments.size()) text += ", ...";
    if (may_be_left_out) text += "]";
  }
  return text + ")";
}

std::string other_names(const std::vector<std::string_view>& aliases) {
  std::string text;
  for (const std::string_view alias : aliases) {
    text += text.empty() ? " Also `" : ", `";
    text += std::string(alias) + "`";
  }
  return text.empty() ? "" : text + ".";
}

void print_functions() {
  std::map<std::string_view, std::vector<const query::FunctionSpec*>> categories;
  for (const query::FunctionSpec* spec : query::all_functions()) {
    categories[spec->category].push_back(spec);
  }
  for (auto& [category, specs] : categories) {
    std::cout << "## Functions: " << category << "\n\n"
              << "| function | gives | what it does | example |\n|---|---|---|---|\n";
    std::sort(specs.begin(), specs.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    for (const query::FunctionSpec* spec : specs) {
      std::cout << "| "
                << code(signature(spec->name, spec->arguments, spec->optional_arguments,
                                  spec->variadic))
                << " | " << cell(type_text(spec->result)) << " | " << cell(spec->doc)
                << other_names(spec->aliases) << " | " << code(spec->example);
      if (!spec->example_result.empty()) std::cout << " → " << code(spec->example_result);
      std::cout << " |\n";
    }
    std::cout << "\n";
  }
}

void print_aggregates() {
  std::cout << "## Aggregating functions\n\n"
            << "| function | gives | what it does | example |\n|---|---|---|---|\n";
  for (const query::AggregateSpec* spec : query::all_aggregates()) {
    std::cout << "| " << code(signature(spec->name, spec->arguments, 0, false)) << " | "
              << cell(type_text(spec->result)) << " | " << cell(spec->doc)
              << other_names(spec->aliases) << " | " << code(spec->example);
    if (!spec->example_result.empty()) std::cout << " → " << code(spec->example_result);
    std::cout << " |\n";
  }
  std::cout << "\n";
}

void print_procedures() {
  std::cout << "## Procedures\n\n"
            << "| procedure | yields | what it does | example |\n|---|---|---|---|\n";
  for (const query::ProcedureSpec* spec : query::ProcedureRegistry::builtin().all()) {
    const auto optional = static_cast<std::size_t>(
        std::count_if(spec->arguments.begin(), spec->arguments.end(),
                      [](const auto& argument) { return argument.default_value.has_value(); }));
    std::string yields;
    for (const query::ProcedureResult& result : spec->results) {
      yields += (yields.empty() ? "" : ", ") + result.name + " :: " + type_text(result.type);
    }
    std::cout << "| " << code(signature(spec->name, spec->arguments, optional, false)) << " | "
              << code(yields) << " | " << cell(spec->doc)
              << (spec->mode == query::ProcedureMode::Write ? " Writes." : "") << " | "
              << code(spec->example) << " |\n";
  }
}

}  // namespace

void add_docs_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("docs", "Print the reference of functions and procedures as Markdown");
  command->footer("\nExample:\n  liaison docs | grep -i 'evidence'");
  command->callback([&action] {
    action = [] {
      std::cout << "# Functions and procedures\n\n";
      print_functions();
      print_aggregates();
      print_procedures();
      return kOk;
    };
  });
}

}  // namespace liaison::cli
