// Every query text of the openCypher conformance scenarios, when they lie beside the repository:
// what they expect to compile must parse, and what the parser is to refuse must be refused for the
// reason they give.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "parse/parser.h"

namespace fs = std::filesystem;
using namespace liaison;
using namespace liaison::query;

namespace {

struct Scenario {
  std::vector<std::string> setup_queries;
  std::vector<std::string> queries;
  std::string outcome;  // the line that says which error is raised; empty if none
  std::vector<std::vector<std::string>> examples;  // the first row has the names
};

std::string trim(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result(1);
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      result.back() += line[++i];
    } else if (line[i] == '|') {
      result.emplace_back();
    } else {
      result.back() += line[i];
    }
  }
  result.pop_back();
  for (std::string& cell : result) cell = trim(cell);
  return result;
}

std::vector<Scenario> read_feature(const fs::path& path) {
  std::ifstream in(path);
  std::vector<Scenario> scenarios;
  std::string line;
  std::string step;
  bool in_examples = false;
  while (std::getline(in, line)) {
    const std::string text = trim(line);
    if (text.rfind("Scenario", 0) == 0) {
      scenarios.emplace_back();
      in_examples = false;
      step.clear();
    }
    if (scenarios.empty() || text.empty() || text[0] == '#') continue;
    Scenario& scenario = scenarios.back();
    if (text == "\"\"\"") {
      std::string query;
      while (std::getline(in, line) && trim(line) != "\"\"\"") query += line + "\n";
      const bool measured = step.find("executing query") != std::string::npos;
      (measured ? scenario.queries : scenario.setup_queries).push_back(query);
    } else if (text.rfind("Examples", 0) == 0) {
      in_examples = true;
    } else if (text[0] == '|') {
      if (in_examples) scenario.examples.push_back(cells(text));
    } else {
      step = text;
      if (text.find("should be raised") != std::string::npos) scenario.outcome = text;
    }
  }
  return scenarios;
}

std::string substitute(std::string text, const std::vector<std::string>& names,
                       const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    const std::string key = "<" + names[i] + ">";
    for (std::size_t at = text.find(key); at != std::string::npos;
         at = text.find(key, at + values[i].size())) {
      text.replace(at, key.size(), values[i]);
    }
  }
  return text;
}

// The details that the text alone decides, whatever names are in scope.
const std::set<std::string> kParserDetails = {
    "UnexpectedSyntax",          "InvalidClauseComposition", "InvalidRelationshipPattern",
    "InvalidNumberLiteral",      "IntegerOverflow",          "FloatingPointOverflow",
    "InvalidUnicodeLiteral",     "InvalidUnicodeCharacter",  "NoExpressionAlias",
    "CreatingVarLength",         "InvalidParameterUse",      "RequiresDirectedRelationship",
    "InvalidArgumentPassingMode"};

struct Tally {
  std::size_t parsed = 0;
  std::size_t refused = 0;
  std::size_t left_to_binder = 0;
};

void check_query(const std::string& query, const std::string& outcome, Tally& tally) {
  const bool compile_error = outcome.find("compile time") != std::string::npos;
  const std::string expected =
      outcome.empty() ? "" : trim(outcome.substr(outcome.find_last_of(':') + 1));
  std::string detail;
  std::string message;
  try {
    parse(query);
  } catch (const QueryError& error) {
    detail = error.detail();
    message = error.what();
  }
  CAPTURE(query);
  CAPTURE(message);
  if (!compile_error) {
    CHECK(detail == "");
    ++tally.parsed;
  } else if (kParserDetails.count(expected) != 0) {
    CHECK(detail == expected);
    ++tally.refused;
  } else {
    CHECK((detail.empty() || detail == expected));
    ++tally.left_to_binder;
  }
}

// The scenarios lie beside the repository, which is above this file and above the build folder; a
// compiler cache may have made the former relative.
fs::path features_folder() {
  for (fs::path above : {fs::path(__FILE__).parent_path(), fs::current_path()}) {
    for (; above.is_absolute() && above.has_relative_path(); above = above.parent_path()) {
      const fs::path folder = above.parent_path() / "shared" / "tck" / "features";
      if (fs::exists(folder)) return folder;
    }
  }
  return {};
}

}  // namespace

TEST_CASE("every conformance query parses, or is refused for the reason given") {
  const fs::path folder = features_folder();
  if (folder.empty()) {
    std::cerr << "\n*** SKIPPED: no conformance scenarios in ../shared/tck/features ***\n\n";
    return;
  }
  Tally tally;
  std::size_t scenario_count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".feature") continue;
    CAPTURE(entry.path().filename().string());
    for (const Scenario& scenario : read_feature(entry.path())) {
      const std::size_t rows = std::max<std::size_t>(scenario.examples.size(), 2) - 1;
      for (std::size_t row = 0; row < rows; ++row) {
        const auto fill = [&](const std::string& text) {
          if (scenario.examples.size() < 2) return text;
          return substitute(text, scenario.examples[0], scenario.examples[row + 1]);
        };
        ++scenario_count;
        for (const auto& query : scenario.setup_queries) check_query(fill(query), "", tally);
        for (const auto& query : scenario.queries) {
          check_query(fill(query), fill(scenario.outcome), tally);
        }
      }
    }
  }
  std::cout << "conformance texts: " << scenario_count << " scenarios, " << tally.parsed
            << " queries parse, " << tally.refused << " refused as expected, "
            << tally.left_to_binder << " errors left to later steps\n";
  CHECK(scenario_count > 1000);
}
