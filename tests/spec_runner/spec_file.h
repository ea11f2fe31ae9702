// A spec file as a list of steps. The format is in docs/testing.md: a line that starts with a
// keyword opens a step, the lines below it up to an empty one belong to it, `----` divides a query
// from the rows expected of it, cells are divided by ` | `, and `#` opens a comment. In a Markdown file the
// steps are the blocks fenced as ```cypher with the step's first line behind it: examples run.
// Thread-safety: plain data.
#pragma once

#include <string>
#include <vector>

namespace liaison::spec {

struct Step {
  enum class Kind { Graph, Parameters, Query, QueryError, Statement, Reopen };
  Kind kind;
  std::size_t line = 0;
  std::string title;                 // the comment above it
  std::string text;                  // query text, graph name or parameters
  bool ordered = false;              // Query
  std::vector<std::string> columns;  // Query
  std::vector<std::vector<std::string>> rows;
  std::string error_kind, error_phase, error_detail;       // QueryError
  bool checks_effects = false;                             // Statement
  std::vector<std::pair<std::string, long long>> effects;  // "+nodes" 1
};

struct SpecFile {
  std::string path;
  std::vector<Step> steps;
};

// *Throws* std::runtime_error with path and line for what is not a spec file.
SpecFile read_spec_file(const std::string& path);

}  // namespace liaison::spec
