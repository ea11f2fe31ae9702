#include <doctest/doctest.h>

#include <algorithm>

#include "property/brute_force.h"
#include "property/harness.h"

namespace liaison::property {
namespace {

struct Clause {
  bool is_optional = false;
  Pattern pattern;
  std::vector<PatternVariable> introduced;
};

struct MatchQuery {
  std::vector<Clause> clauses;
  std::vector<PatternVariable> variables;
};

MatchQuery random_query(Random& random) {
  MatchQuery query;
  int next_name = 0;
  PatternGenerator generator{random, next_name};
  const int clauses = random.between(1, 3);
  for (int i = 0; i < clauses; ++i) {
    Clause clause;
    clause.is_optional = random.chance(i == 0 ? 15 : 50);
    const std::size_t before = query.variables.size();
    clause.pattern = generator.pattern(query.variables, i == 0 ? 3 : 2, 2, random.chance(60));
    clause.introduced.assign(query.variables.begin() + static_cast<std::ptrdiff_t>(before),
                             query.variables.end());
    query.clauses.push_back(std::move(clause));
  }
  return query;
}

// What the engine is asked to return for a variable: numbers only.
std::string column_text(const PatternVariable& variable) {
  switch (variable.kind) {
    case VariableKind::Node:
    case VariableKind::Relationship:
      return variable.name + ".id";
    case VariableKind::RelationshipList:
      return "[e IN " + variable.name + " | e.id]";
    case VariableKind::Path:
      return "[e IN nodes(" + variable.name + ") | e.id], [e IN relationships(" + variable.name +
             ") | e.id]";
  }
  return "";
}

std::string query_text(const MatchQuery& query) {
  std::string text;
  for (const Clause& clause : query.clauses) {
    text += (clause.is_optional ? "OPTIONAL MATCH " : "MATCH ") + text_of(clause.pattern) + "\n";
  }
  text += "RETURN 0";
  for (const PatternVariable& variable : query.variables) text += ", " + column_text(variable);
  return text;
}

std::string list_text(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return "[" + text + "]";
}

std::string binding_text(const Binding& binding) {
  if (binding.is_null) return binding.kind == VariableKind::Path ? "null | null" : "null";
  switch (binding.kind) {
    case VariableKind::Node:
      return std::to_string(binding.nodes[0]);
    case VariableKind::Relationship:
      return std::to_string(binding.relationships[0]);
    case VariableKind::RelationshipList:
      return list_text(binding.relationships);
    case VariableKind::Path:
      return list_text(binding.nodes) + " | " + list_text(binding.relationships);
  }
  return "";
}

// Nothing when it takes too many rows to be worth trying.
std::optional<Answer> by_brute_force(const GraphModel& graph, const MatchQuery& query) {
  std::vector<Row> rows{Row{}};
  try {
    for (const Clause& clause : query.clauses) {
      rows = match(graph, clause.pattern, rows, clause.is_optional, clause.introduced);
    }
  } catch (const TooMuchWork&) {
    return std::nullopt;
  }
  if (rows.size() > 3000) return std::nullopt;
  Answer answer;
  for (const Row& row : rows) {
    std::string line = "0";
    for (const PatternVariable& variable : query.variables) {
      line += " | " + binding_text(row.at(variable.name));
    }
    answer.rows.push_back(std::move(line));
  }
  return answer;
}

TEST_CASE("MATCH and OPTIONAL MATCH answer as trying everything does") {
  Report report;
  report.seed = settings().seed;
  Random random(report.seed);
  const int queries = settings().queries / 3;
  while (report.queries < queries && !report.is_over()) {
    const GraphModel graph = random_graph(random);
    Store store(graph, test::TestDatabase::Where::Memory, random.chance(50));
    for (int i = 0; i < 30 && !report.is_over(); ++i) {
      const MatchQuery query = random_query(random);
      const auto expected = by_brute_force(graph, query);
      if (!expected) continue;
      const Answer found = store.ask({}, query_text(query));
      report.saw(found);
      ++report.comparisons;
      if (same_bag(*expected, found)) continue;
      report.failure("the engine against the brute-force matcher", graph,
                     [&](const GraphModel& smaller) -> std::string {
                       const auto wanted = by_brute_force(smaller, query);
                       Store other(smaller, test::TestDatabase::Where::Memory, false);
                       const Answer got = other.ask({}, query_text(query));
                       if (!wanted || same_bag(*wanted, got)) return "";
                       return query_text(query) + "\nexpected" + text_of(sorted(*wanted)) +
                              "found" + text_of(sorted(got));
                     });
    }
  }
  report.print("brute force");
  CHECK(report.failures == 0);
  CHECK(report.valid * 10 > report.queries * 9);
}

}  // namespace
}  // namespace liaison::property
