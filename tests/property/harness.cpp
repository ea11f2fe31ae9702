#include "property/harness.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "support/seed.h"

namespace liaison::property {
namespace {

std::string text_of(const Value& value, bool is_bag = false);

std::string joined(std::vector<std::string> parts, bool is_bag) {
  if (is_bag) std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string text_of(const ValueMap& map) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : map) parts.push_back(key + ": " + text_of(value));
  return "{" + joined(std::move(parts), true) + "}";
}

std::string text_of(double value) {
  if (value == 0) return "0";  // also for -0.0
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.10g", value);
  return buffer;
}

std::string text_of(const NodeData& node) {
  std::string text = "(";
  for (const std::string& label : node.labels) text += ":" + label;
  return text + " " + text_of(node.properties) + ")";
}

std::string text_of_list(const ValueList& list, bool is_bag) {
  std::vector<std::string> parts;
  for (const Value& element : list) parts.push_back(text_of(element));
  return "[" + joined(std::move(parts), is_bag) + "]";
}

std::string text_of(const Value& value, bool is_bag) {
  switch (value.kind()) {
    case ValueKind::Null:
      return "null";
    case ValueKind::Boolean:
      return value.as_boolean() ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.as_integer());
    case ValueKind::Float:
      return text_of(value.as_float());
    case ValueKind::String:
      return "'" + std::string(value.as_string()) + "'";
    case ValueKind::List:
      return text_of_list(value.as_list(), is_bag);
    case ValueKind::Map:
      return text_of(value.as_map());
    case ValueKind::Node:
      return value.node_data() ? text_of(*value.node_data()) : "(not detached)";
    case ValueKind::Relationship:
      return value.relationship_data() ? "[:" + value.relationship_data()->type + " " +
                                             text_of(value.relationship_data()->properties) + "]"
                                       : "[not detached]";
    case ValueKind::Path:
      return "<" + text_of_list(value.as_path().nodes, false) + " " +
             text_of_list(value.as_path().relationships, false) + ">";
    default:
      return kind_name(value.kind());
  }
}

// What is asked at the moment, for the case that the answer is a crash.
std::string& running_query() {
  static std::string text;
  return text;
}

// Says at a crash what a person needs to see it again.
struct CrashNote : doctest::IReporter {
  explicit CrashNote(const doctest::ContextOptions&) {}
  void test_case_exception(const doctest::TestCaseException& exception) override {
    if (!exception.is_crash) return;
    std::cout << "\n=== crashed (LIAISON_SEED=" << settings().seed << "), asked last:\n"
              << running_query() << std::endl;
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};
REGISTER_LISTENER("crash_note", 1, CrashNote);

std::string shown(const std::string& text) {
  return text.empty() ? "(the empty graph)" : text;
}

}  // namespace

const Settings& settings() {
  static const Settings made = [] {
    Settings result;
    const char* queries = std::getenv("LIAISON_PROPERTY_QUERIES");
    const char* seed = std::getenv("LIAISON_SEED");
    result.queries = queries ? std::atoi(queries) : 3600;
    result.seed = seed      ? std::strtoull(seed, nullptr, 10)
                  : queries ? test::random_seed()
                            : 20'260'101;
    return result;
  }();
  return made;
}

Answer ask(query::Session& session, const std::string& text) {
  Answer answer;
  running_query() = text;
  query::RunOptions options;
  options.timeout_ms = 3000;
  try {
    query::Result result = session.run(text, {}, options);
    answer.columns = result.columns();
    for (const auto& row : result.all_rows()) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        line += (i == 0 ? "" : " | ") + text_of(row[i], answer.columns[i].starts_with("bag"));
      }
      answer.rows.push_back(std::move(line));
    }
  } catch (const QueryError& error) {
    answer.rows.clear();
    answer.error = error.kind() +
                   (error.phase() == ErrorPhase::CompileTime ? " compile-time " : " runtime ") +
                   error.detail() + ": " + error.what();
  } catch (const CancelledError& error) {
    answer.is_cancelled = true;
    answer.error = error.what();
  } catch (const std::exception& error) {
    answer.error = std::string("unexpected: ") + error.what();
  }
  return answer;
}

Answer sorted(Answer answer) {
  std::sort(answer.rows.begin(), answer.rows.end());
  return answer;
}

bool same_bag(const Answer& a, const Answer& b) {
  if (a.is_cancelled || b.is_cancelled) return true;
  return a.error.empty() == b.error.empty() && sorted(a).rows == sorted(b).rows;
}

std::string text_of(const Answer& answer) {
  if (!answer.error.empty()) return "  error: " + answer.error + "\n";
  std::string text = "  " + std::to_string(answer.rows.size()) + " rows\n";
  for (std::size_t i = 0; i < answer.rows.size() && i < 30; ++i) {
    text += "  " + answer.rows[i] + "\n";
  }
  return text;
}

Store::Store(const GraphModel& graph, test::TestDatabase::Where where, bool with_indexes,
             DatabaseOptions options)
    : database_(where, std::move(options)) {
  query::Session session(*database_);
  const std::string text = create_statement(graph);
  if (!text.empty()) session.run(text);
  if (!with_indexes) return;
  session.run("CREATE INDEX FOR (n:A) ON (n.i)");
  session.run("CREATE INDEX FOR (n:B) ON (n.s)");
  session.run("CREATE INDEX FOR (n:C) ON (n.m)");
  session.run("CREATE INDEX FOR (n:A) ON (n.b, n.f)");
}

Answer Store::ask(const query::SessionOptions& options, const std::string& text) {
  query::Session session(*database_, options);
  return property::ask(session, text);
}

void Report::saw(const Answer& answer) {
  ++queries;
  valid += answer.error.empty() ? 1 : 0;
  nonempty += answer.rows.empty() ? 0 : 1;
  if (!answer.error.empty() && std::getenv("LIAISON_PROPERTY_SHOW_ERRORS")) {
    std::cout << answer.error << "\n";
  }
}

void Report::failure(const char* what, const GraphModel& graph,
                     const std::function<std::string(const GraphModel&)>& fails) {
  ++failures;
  GraphModel smallest = graph;
  std::string said = fails(graph);
  bool shrinks = true;
  while (shrinks) {
    shrinks = false;
    const auto attempt = [&](const GraphModel& smaller) {
      const std::string now = fails(smaller);
      if (now.empty()) return false;
      smallest = smaller;
      said = now;
      shrinks = true;
      return true;
    };
    for (const auto& [id, ignored] : GraphModel(smallest).relationships) {
      GraphModel smaller = smallest;
      smaller.relationships.erase(id);
      attempt(smaller);
    }
    for (const auto& [id, ignored] : GraphModel(smallest).nodes) {
      GraphModel smaller = smallest;
      smaller.nodes.erase(id);
      std::erase_if(smaller.relationships, [&](const auto& entry) {
        return entry.second.source == id || entry.second.target == id;
      });
      attempt(smaller);
    }
  }
  std::cout << "\n=== " << what << " (LIAISON_SEED=" << seed << ")\n"
            << shown(create_statement(smallest)) << "\n---\n"
            << said << std::endl;
}

void Report::print(const char* test) const {
  const auto share = [&](int part) { return queries == 0 ? 0.0 : 100.0 * part / queries; };
  std::printf(
      "%s: seed %llu, %d queries (%.1f %% valid, %.1f %% with rows), %d comparisons, %d "
      "differences\n",
      test, static_cast<unsigned long long>(seed), queries, share(valid), share(nonempty),
      comparisons, failures);
  std::fflush(stdout);
}

}  // namespace liaison::property
