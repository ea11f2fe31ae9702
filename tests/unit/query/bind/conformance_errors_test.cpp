// Every query of the openCypher conformance scenarios, when they lie beside the repository: parsed
// and bound, it must fail with exactly the kind and detail expected at compile time, or not at all.
#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>

#include "bind/binder.h"
#include "parse/parser.h"
#include "support/feature_file.h"

namespace fs = std::filesystem;
using namespace liaison;
using namespace liaison::query;
using liaison::tests::FeatureScenario;

namespace {

fs::path repository() {
  fs::path path = fs::absolute(__FILE__).parent_path();
  while (!fs::exists(path / "CMakePresets.json") && path != path.root_path()) {
    path = path.parent_path();
  }
  return path;
}

StaticType declared_type(std::string name) {
  if (!name.empty() && name.back() == '?') name.pop_back();
  if (name == "INTEGER") return StaticType::of(ValueKind::Integer);
  if (name == "FLOAT") return StaticType::of(ValueKind::Float);
  if (name == "NUMBER") return StaticType::number();
  if (name == "STRING") return StaticType::of(ValueKind::String);
  FAIL("unknown type in a procedure declaration: " << name);
  return StaticType::any();
}

// "a :: INTEGER?, b :: STRING?" -> pairs of name and type
std::vector<std::pair<std::string, StaticType>> declared_fields(const std::string& text) {
  std::vector<std::pair<std::string, StaticType>> fields;
  std::istringstream words(text);
  std::string name;
  std::string colons;
  std::string type;
  while (words >> name >> colons >> type) {
    if (type.back() == ',') type.pop_back();
    fields.emplace_back(name, declared_type(type));
  }
  return fields;
}

ProcedureSpec declared_procedure(const std::string& text) {
  ProcedureSpec spec;
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')', open);
  const std::size_t results = text.find('(', close);
  spec.name = text.substr(0, open);
  for (auto& [name, type] : declared_fields(text.substr(open + 1, close - open - 1))) {
    spec.arguments.push_back({name, type, true, std::nullopt});
  }
  const std::size_t end = text.find(')', results);
  for (auto& [name, type] : declared_fields(text.substr(results + 1, end - results - 1))) {
    spec.results.push_back({name, type});
  }
  return spec;
}

struct Found {
  std::string kind;
  std::string detail;
  std::string message;
};

Found run(const FeatureScenario& scenario, const std::string& query) {
  ProcedureRegistry registry;
  for (const std::string& procedure : scenario.procedures) {
    registry.add(declared_procedure(procedure));
  }
  BinderEnvironment environment;
  environment.procedures.push_back(&registry);
  environment.parameters = &scenario.parameters;
  try {
    bind(parse(query), environment);
  } catch (const QueryError& error) {
    return {error.kind(), error.detail(), error.what()};
  }
  return {};
}

}  // namespace

TEST_CASE("every conformance query binds or fails at compile time as its scenario says") {
  const fs::path folder = repository().parent_path() / "shared" / "tck" / "features";
  if (!fs::exists(folder)) {
    std::cout << "SKIPPED: no conformance scenarios at " << folder << "\n";
    return;
  }
  std::size_t errors = 0;
  std::size_t errors_right = 0;
  std::size_t results = 0;
  std::size_t results_right = 0;
  for (const FeatureScenario& scenario : tests::read_features(folder)) {
    std::vector<std::string> accepted = scenario.setup_queries;
    const bool at_compile_time = scenario.error_phase == "compile time";
    for (const std::string& query : scenario.queries) {
      if (!at_compile_time) {
        accepted.push_back(query);
        continue;
      }
      ++errors;
      const Found found = run(scenario, query);
      const bool right = found.kind == scenario.error_kind &&
                         (scenario.error_detail == "*" || found.detail == scenario.error_detail);
      errors_right += right ? 1 : 0;
      CHECK_MESSAGE(right, scenario.file << " " << scenario.name << "\n"
                                         << query << "expected " << scenario.error_kind << " "
                                         << scenario.error_detail << ", found " << found.kind << " "
                                         << found.detail << ": " << found.message);
    }
    for (const std::string& query : accepted) {
      const Found found = run(scenario, query);
      ++results;
      // At "any time" an error found here already is as good as one found later.
      const bool right = found.detail.empty() ||
                         (scenario.error_phase == "any time" && found.kind == scenario.error_kind);
      results_right += right ? 1 : 0;
      CHECK_MESSAGE(right, scenario.file << " " << scenario.name << "\n"
                                         << query << "found " << found.kind << " " << found.detail
                                         << ": " << found.message);
    }
  }
  std::cout << "conformance: " << errors_right << " of " << errors
            << " compile-time errors as expected, " << results_right << " of " << results
            << " other queries bound\n";
  CHECK(errors > 400);
  CHECK(results > 2000);
}
