// Reads Gherkin feature files as far as the openCypher conformance scenarios use them: scenarios
// with outlines expanded, their queries, expected error, parameters and declared procedures.
// Thread-safety: pure functions.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace liaison::tests {

struct FeatureScenario {
  std::string file;
  std::string name;
  std::vector<std::string> setup_queries;
  std::vector<std::string> queries;  // those that are measured
  // "a SyntaxError should be raised at compile time: UndefinedVariable", in parts; empty: a result.
  std::string error_kind;
  std::string error_phase;
  std::string error_detail;
  std::vector<std::string> procedures;  // "test.my.proc(in :: INTEGER?) :: (out :: STRING?)"
  std::vector<std::string> parameters;  // names
};

namespace detail {

inline std::string trim(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

// "| a | b |": a backslash protects a bar inside a cell.
inline std::vector<std::string> table_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cells.back() += line[++i];
    } else if (line[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  cells.pop_back();
  for (std::string& cell : cells) cell = trim(cell);
  return cells;
}

inline std::string fill_in(std::string text, const std::vector<std::string>& names,
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

inline void read_error(const std::string& step, FeatureScenario& scenario) {
  // Then a <kind> should be raised at <phase>: <detail>
  const std::string raised = " should be raised at ";
  const std::size_t middle = step.find(raised);
  if (middle == std::string::npos) return;
  const std::size_t kind = step.rfind(' ', middle - 1) + 1;
  scenario.error_kind = step.substr(kind, middle - kind);
  const std::size_t colon = step.find(':', middle);
  const std::size_t phase = middle + raised.size();
  scenario.error_phase = step.substr(phase, colon - phase);
  scenario.error_detail = trim(step.substr(colon + 1));
}

using Table = std::vector<std::vector<std::string>>;

inline void expand_into(const FeatureScenario& outline, const std::vector<Table>& examples,
                        std::vector<FeatureScenario>& scenarios) {
  if (examples.empty()) {
    scenarios.push_back(outline);
    return;
  }
  for (const Table& table : examples) {
    for (std::size_t row = 1; row < table.size(); ++row) {
      FeatureScenario scenario = outline;
      for (std::string& query : scenario.queries) query = fill_in(query, table[0], table[row]);
      for (std::string& query : scenario.setup_queries) {
        query = fill_in(query, table[0], table[row]);
      }
      scenario.error_detail = fill_in(scenario.error_detail, table[0], table[row]);
      scenarios.push_back(std::move(scenario));
    }
  }
}

}  // namespace detail

inline std::vector<FeatureScenario> read_feature(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<FeatureScenario> scenarios;
  FeatureScenario current;
  std::vector<detail::Table> examples;
  bool open = false;
  bool in_examples = false;
  std::string step;
  std::string line;
  const auto finish = [&] {
    if (open) detail::expand_into(current, examples, scenarios);
    examples.clear();
    in_examples = false;
    step.clear();
  };
  while (std::getline(in, line)) {
    const std::string text = detail::trim(line);
    if (text.rfind("Scenario", 0) == 0) {
      finish();
      open = true;
      current = FeatureScenario();
      current.file = path.filename().string();
      current.name = text;
    }
    if (!open || text.empty() || text[0] == '#') continue;
    if (text == "\"\"\"") {
      std::string query;
      while (std::getline(in, line) && detail::trim(line) != "\"\"\"") query += line + "\n";
      const bool measured = step.find("executing query") != std::string::npos;
      (measured ? current.queries : current.setup_queries).push_back(query);
    } else if (text.rfind("Examples", 0) == 0) {
      in_examples = true;
      examples.emplace_back();
    } else if (text[0] == '|') {
      const std::vector<std::string> cells = detail::table_cells(text);
      if (in_examples) {
        examples.back().push_back(cells);
      } else if (step.find("parameters are") != std::string::npos && !cells.empty()) {
        current.parameters.push_back(cells.front());
      }
    } else {
      step = text;
      const std::string declared = "there exists a procedure ";
      const std::size_t procedure = text.find(declared);
      if (procedure != std::string::npos) {
        current.procedures.push_back(text.substr(procedure + declared.size()));
      }
      detail::read_error(text, current);
    }
  }
  finish();
  return scenarios;
}

// All scenarios below a folder, in a fixed order.
inline std::vector<FeatureScenario> read_features(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".feature") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<FeatureScenario> scenarios;
  for (const auto& file : files) {
    for (FeatureScenario& scenario : read_feature(file)) scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

}  // namespace liaison::tests
