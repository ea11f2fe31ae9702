#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "property/harness.h"
#include "property/query_generator.h"

namespace liaison::property {
namespace {

// Two ways to ask for the same rows: the queries of a side are asked one after the other, and their
// rows taken together.
struct Relation {
  const char* name = "";
  std::vector<std::string> left;
  std::vector<std::string> right;
  // What else to do with the rows of the left side before they are compared.
  std::function<void(Answer&)> change;
  bool is_ordered = false;
};

std::string columns_text(const Scope& scope) {
  std::string text = "0 AS c0";
  for (std::size_t i = 0; i < scope.size(); ++i) {
    text += ", " + scope[i].name + " AS c" + std::to_string(i + 1);
  }
  return text;
}

std::string ordered_columns(const Scope& scope) {
  std::string text = "c0";
  for (std::size_t i = 0; i < scope.size(); ++i) text += ", c" + std::to_string(i + 1);
  return text;
}

// p, NOT p and p IS NULL cut the rows in three.
Relation partition(QueryGenerator& generator, Random&) {
  Scope scope;
  const std::string base = generator.matches(scope) + "WITH * ";
  const std::string p = generator.boolean(scope, 3);
  const std::string end = "\nRETURN " + columns_text(scope);
  return {"p, NOT p, p IS NULL",
          {base + end},
          {base + "WHERE " + p + end, base + "WHERE NOT (" + p + ")" + end,
           base + "WHERE (" + p + ") IS NULL" + end},
          {},
          false};
}

Relation tautology(QueryGenerator& generator, Random& random) {
  Scope scope;
  const std::string base =
      generator.matches(scope) + "WITH * WHERE (" + generator.boolean(scope, 2);
  const std::string q = generator.boolean(scope, 2);
  const std::string always = random.pick<std::string>(
      {"(true OR (" + q + "))", "NOT (false AND (" + q + "))",
       "((" + q + ") IS NULL OR (" + q + ") OR NOT (" + q + "))", "coalesce(true, " + q + ")"});
  const std::string end = "\nRETURN " + columns_text(scope);
  return {"a tautology", {base + ")" + end}, {base + ") AND " + always + end}, {}, false};
}

Relation count(QueryGenerator& generator, Random&) {
  Scope scope;
  const std::string base = generator.matches(scope) + "RETURN ";
  return {"count(*)",
          {base + columns_text(scope)},
          {base + "count(*) AS c0"},
          [](Answer& answer) { answer.rows = {std::to_string(answer.rows.size())}; },
          false};
}

Relation distinct(QueryGenerator& generator, Random&) {
  Scope scope;
  const std::string base = generator.matches(scope) + "RETURN ";
  Scope some(scope.begin(), scope.begin() + static_cast<std::ptrdiff_t>((scope.size() + 1) / 2));
  return {"DISTINCT",
          {base + columns_text(some)},
          {base + "DISTINCT " + columns_text(some)},
          [](Answer& answer) {
            const std::set<std::string> rows(answer.rows.begin(), answer.rows.end());
            answer.rows.assign(rows.begin(), rows.end());
          },
          false};
}

Relation limit(QueryGenerator& generator, Random& random) {
  Scope scope;
  const std::string base = generator.matches(scope) + "RETURN " + columns_text(scope) +
                           " ORDER BY " + ordered_columns(scope);
  const std::size_t skip = static_cast<std::size_t>(random.below(4));
  const std::size_t rows = static_cast<std::size_t>(random.below(6));
  return {"SKIP and LIMIT",
          {base},
          {base + " SKIP " + std::to_string(skip) + " LIMIT " + std::to_string(rows)},
          [skip, rows](Answer& answer) {
            auto& all = answer.rows;
            all.erase(all.begin(),
                      all.begin() + static_cast<std::ptrdiff_t>(std::min(skip, all.size())));
            all.resize(std::min(rows, all.size()));
          },
          true};
}

Relation split(QueryGenerator& generator, Random& random) {
  Scope scope;
  const std::string base = generator.matches(scope);
  const auto node = std::find_if(scope.begin(), scope.end(),
                                 [](const Variable& v) { return v.type == Type::Node; });
  const std::string id = node == scope.end() ? "0" : "coalesce(" + node->name + ".id, 0)";
  const std::string bound = std::to_string(random.below(8));
  const std::string end = "\nRETURN " + columns_text(scope);
  return {"UNION ALL by id",
          {base + end.substr(1)},
          {base + "WITH * WHERE " + id + " < " + bound + end + "\nUNION ALL\n" + base +
           "WITH * WHERE " + id + " >= " + bound + end},
          {},
          false};
}

// The relations on one MATCH of plain paths.
struct PlainMatch {
  Pattern pattern;
  Scope scope;  // without paths
  std::string end;
};

PlainMatch plain_match(Random& random) {
  PlainMatch match;
  int next_name = 0;
  std::vector<PatternVariable> variables;
  PatternGenerator generator{random, next_name};
  match.pattern = generator.pattern(variables, 3, 0, false);
  for (const PatternVariable& variable : variables) {
    // A list of relationships comes the other way round when its path does.
    if (variable.kind == VariableKind::Node) match.scope.push_back({variable.name, Type::Node});
    if (variable.kind == VariableKind::Relationship) {
      match.scope.push_back({variable.name, Type::Relationship});
    }
  }
  match.end = "\nRETURN " + columns_text(match.scope);
  return match;
}

Relation reversed(QueryGenerator&, Random& random) {
  const PlainMatch match = plain_match(random);
  std::string other;
  for (std::size_t i = match.pattern.paths.size(); i-- > 0;) {
    other += (other.empty() ? "" : ", ") + reversed_text_of(match.pattern.paths[i]);
  }
  return {"paths the other way round",
          {"MATCH " + text_of(match.pattern) + match.end},
          {"MATCH " + other + match.end},
          {},
          false};
}

// Labels and properties move from the pattern to WHERE.
Relation moved(QueryGenerator&, Random& random) {
  PlainMatch match = plain_match(random);
  const std::string before = "MATCH " + text_of(match.pattern) + match.end;
  std::string where;
  for (PathPattern& path : match.pattern.paths) {
    for (NodePattern& node : path.nodes) {
      if (node.variable.empty()) continue;
      if (node.rule != LabelRule::None) {
        std::string labels;
        for (const std::string& label : node.labels) {
          labels += (labels.empty()                ? ""
                     : node.rule == LabelRule::Any ? " OR "
                                                   : " AND ") +
                    node.variable + ":" + label;
        }
        where += (where.empty() ? "" : " AND ") +
                 std::string(node.rule == LabelRule::NotFirst ? "NOT " : "") + "(" + labels + ")";
        node.rule = LabelRule::None;
      }
      for (const auto& [key, value] : node.properties) {
        where +=
            (where.empty() ? "" : " AND ") + node.variable + "." + key + " = " + text_of(value);
      }
      node.properties.clear();
    }
    for (RelationshipPattern& relationship : path.relationships) {
      if (relationship.variable.empty() || relationship.is_variable_length) continue;
      if (relationship.types.empty()) continue;
      where += (where.empty() ? "" : " AND ") + std::string("type(") + relationship.variable +
               ") IN ['" + relationship.types.front() + "', '" + relationship.types.back() + "']";
      relationship.types.clear();
    }
  }
  return {
      "labels, types and properties in WHERE",
      {before},
      {"MATCH " + text_of(match.pattern) + (where.empty() ? "" : " WHERE " + where) + match.end},
      {},
      false};
}

// A path of two or three relationships in two clauses, which then has to say that they differ.
Relation cut(QueryGenerator&, Random& random) {
  PlainMatch match = plain_match(random);
  PathPattern path = match.pattern.paths.front();
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (path.nodes[i].variable.empty()) path.nodes[i].variable = "m" + std::to_string(i);
  }
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    path.relationships[i].variable = "q" + std::to_string(i);
  }
  const auto in_list = [](const RelationshipPattern& r) {
    return r.is_variable_length ? r.variable : "[" + r.variable + "]";
  };
  std::string end = "\nRETURN 0 AS c0";
  int columns = 0;
  const auto column = [&] { return " AS c" + std::to_string(++columns); };
  for (const NodePattern& node : path.nodes) end += ", " + node.variable + ".id" + column();
  for (const RelationshipPattern& r : path.relationships) {
    end += ", [e IN " + in_list(r) + " | e.id]" + column();
  }
  std::string parts = "MATCH " + text_of(path.nodes.front());
  for (std::size_t i = 0; i < path.relationships.size(); ++i) {
    const RelationshipPattern& r = path.relationships[i];
    if (i > 0) parts += "\nWITH * MATCH (" + path.nodes[i].variable + ")";
    parts += text_of(r) + text_of(path.nodes[i + 1]);
    std::string where;
    for (std::size_t k = 0; k < i; ++k) {
      where += (where.empty() ? " WHERE " : " AND ") + std::string("none(e IN ") + in_list(r) +
               " WHERE e IN " + in_list(path.relationships[k]) + ")";
    }
    parts += where;
  }
  return {"a path cut by WITH", {"MATCH " + text_of(path) + end}, {parts + end}, {}, false};
}

Answer ask_all(Store& store, const std::vector<std::string>& texts) {
  Answer all;
  for (const std::string& text : texts) {
    const Answer one = store.ask({}, text);
    if (!one.error.empty()) return one;
    all.rows.insert(all.rows.end(), one.rows.begin(), one.rows.end());
  }
  return all;
}

Answer left_of(Store& store, const Relation& relation) {
  Answer answer = ask_all(store, relation.left);
  if (answer.error.empty() && relation.change) relation.change(answer);
  return answer;
}

bool holds(const Relation& relation, const Answer& left, const Answer& right) {
  if (!same_bag(left, right)) return false;
  return !relation.is_ordered || left.is_cancelled || right.is_cancelled || left.rows == right.rows;
}

std::string side_text(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& one : texts) text += (text.empty() ? "" : "\nand\n") + one;
  return text + "\n";
}

TEST_CASE("queries that mean the same answer the same") {
  Report report;
  report.seed = settings().seed;
  Random random(report.seed);
  const std::vector<Relation (*)(QueryGenerator&, Random&)> relations{
      partition, partition, tautology, count, distinct, limit, split, reversed, moved, cut};
  const int queries = settings().queries / 3;
  while (report.queries < queries && !report.is_over()) {
    const GraphModel graph = random_graph(random);
    const bool with_indexes = random.chance(50);
    Store store(graph, test::TestDatabase::Where::Memory, with_indexes);
    for (int i = 0; i < 30 && !report.is_over(); ++i) {
      QueryGenerator generator(random);
      const Relation relation = random.pick(relations)(generator, random);
      const Answer left = left_of(store, relation);
      report.saw(left);
      ++report.comparisons;
      if (holds(relation, left, ask_all(store, relation.right))) continue;
      report.failure(relation.name, graph, [&](const GraphModel& smaller) -> std::string {
        Store other(smaller, test::TestDatabase::Where::Memory, with_indexes);
        const Answer a = left_of(other, relation);
        const Answer b = ask_all(other, relation.right);
        if (holds(relation, a, b)) return "";
        return side_text(relation.left) + text_of(relation.is_ordered ? a : sorted(a)) +
               "--- as\n" + side_text(relation.right) +
               text_of(relation.is_ordered ? b : sorted(b));
      });
    }
  }
  report.print("metamorphic");
  CHECK(report.failures == 0);
  CHECK(report.valid * 10 > report.queries * 9);
}

}  // namespace
}  // namespace liaison::property
