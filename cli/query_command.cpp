// liaison query: one statement, its rows as table, JSON or CSV.
#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "allocator.h"
#include "commands.h"
#include "liaison/engine/text.h"
#include "liaison/query/error.h"
#include "liaison/query/session.h"
#include "open_database.h"
#include "output/json_value.h"
#include "output/result_writer.h"

namespace liaison::cli {
namespace {

struct QueryArguments {
  std::string database;
  OpenOptions options;
  std::string statement;
  std::vector<std::string> parameters;
  std::string format = "table";
  std::size_t wrap = 72;
  double timeout_s = 0;
  bool read_only = false;
  bool create = false;
  std::string import_directory;
};

std::string read_statement(const std::string& argument) {
  if (argument != "-") return argument;
  std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw UsageError("no statement on standard input");
  }
  return text;
}

query::Parameters read_parameters(const std::vector<std::string>& arguments) {
  query::Parameters parameters;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw UsageError("--param '" + argument + "': expected NAME=JSON, for example --param n=5");
    }
    const std::string name = argument.substr(0, equals);
    for (const auto& [known, value] : parameters) {
      if (known == name) throw UsageError("--param " + name + " is given twice");
    }
    try {
      parameters.emplace_back(name, parse_json_value(argument.substr(equals + 1)));
    } catch (const UsageError& error) {
      throw UsageError("--param " + name + ": " + error.what());
    }
  }
  return parameters;
}

std::string counters_text(const query::Counters& counters) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* one, const char* many) {
    if (count == 0) return;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + (count == 1 ? one : many);
  };
  add(counters.nodes_created, "node created", "nodes created");
  add(counters.nodes_deleted, "node deleted", "nodes deleted");
  add(counters.relationships_created, "relationship created", "relationships created");
  add(counters.relationships_deleted, "relationship deleted", "relationships deleted");
  add(counters.properties_set, "property set", "properties set");
  add(counters.labels_added, "label added", "labels added");
  add(counters.labels_removed, "label removed", "labels removed");
  add(counters.indexes_added, "index added", "indexes added");
  add(counters.indexes_removed, "index removed", "indexes removed");
  add(counters.constraints_added, "constraint added", "constraints added");
  add(counters.constraints_removed, "constraint removed", "constraints removed");
  return text.empty() ? "no changes" : text;
}

std::unique_ptr<ResultWriter> make_writer(const QueryArguments& arguments) {
  if (arguments.format == "json") return make_json_writer(std::cout);
  if (arguments.format == "csv") return make_csv_writer(std::cout);
  return make_table_writer(std::cout, arguments.wrap);
}

void print(query::Result& result, const QueryArguments& arguments) {
  const bool for_people = arguments.format == "table";
  if (for_people && result.plan() && !result.is_profiled()) {
    std::cout << format_plan(*result.plan());
    return;
  }
  const auto writer = make_writer(arguments);
  writer->begin(result.columns());
  while (const DataChunk* chunk = result.next_chunk()) {
    for (std::size_t i = 0; i < chunk->row_count(); ++i) {
      Row row;
      for (const ColumnVector& column : chunk->columns()) row.push_back(column.get(i));
      writer->row(std::move(row));
    }
    if (!std::cout) return;
  }
  writer->end();
  if (result.plan() && for_people) std::cout << format_plan(*result.plan());
  if (result.type() != query::QueryType::Read) {
    // Programs read standard output: what is said to people goes elsewhere.
    (for_people ? std::cout : std::cerr) << counters_text(result.counters()) << "\n";
  }
  for (const query::Notification& notification : result.notifications()) {
    std::cerr << "liaison: note: " << notification.description << "\n";
  }
}

ExitStatus run(const QueryArguments& arguments) {
  use_large_pages();
  const std::string statement = read_statement(arguments.statement);
  if (!text::is_valid_utf8(statement)) throw UsageError("the statement is not UTF-8 text");
  const query::Parameters parameters = read_parameters(arguments.parameters);
  const auto database =
      open_database(arguments.database, arguments.create ? IfMissing::Create : IfMissing::Fail,
                    arguments.options);
  query::SessionOptions session_options;
  session_options.import_directory = arguments.import_directory;
  query::Session session(*database, std::move(session_options));
  query::RunOptions options;
  options.read_only = arguments.read_only;
  options.timeout_ms = static_cast<std::int64_t>(arguments.timeout_s * 1000);
  try {
    query::Result result = session.run(statement, parameters, options);
    print(result, arguments);
  } catch (const QueryError& error) {
    throw ExitError(kQueryFailed, error.kind() + ": " + query::format_error(error, statement));
  }
  return kOk;
}

}  // namespace

void add_query_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("query", "Run one openCypher statement");
  command->footer(
      "\nExamples:\n"
      "  liaison query news.db 'MATCH (n) RETURN labels(n) AS labels, count(*) AS n'\n"
      "  liaison query news.db --param 'name=\"INTERPOL\"' \\\n"
      "      'MATCH (a:Agency {name: $name})-[r]->(b) RETURN type(r), b.name'\n"
      "  liaison query news.db 'MATCH (o:Official)-[r:ATTENDED {role: "
      "\"head_of_delegation\"}]->(c)\n"
      "      RETURN o.name, c.name, evidence(r)[0].quote AS says'\n"
      "  liaison query news.db 'EXPLAIN MATCH (a:Agency) RETURN a.name'     # the plan only\n"
      "  liaison query news.db --format csv - < question.cypher > answer.csv\n"
      "\nA statement that writes says what it changed; with json and csv on standard error.\n"
      "\nExit status 1: the statement is wrong (the message points at the place), or data forbids "
      "it.");
  auto arguments = std::make_shared<QueryArguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_option("STATEMENT", arguments->statement, "Statement, or - for standard input")
      ->required();
  command->add_option("--param", arguments->parameters, "NAME=JSON, the value of $NAME; repeatable")
      ->allow_extra_args(false);
  command->add_option("--format", arguments->format, "table, json or csv")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str();
  command->add_option("--wrap", arguments->wrap, "Break table cells wider than this; 0: never")
      ->capture_default_str();
  command->add_option("--timeout", arguments->timeout_s, "Seconds after which to stop; 0: never")
      ->check(CLI::Range(0.0, 1e6));
  command->add_flag("--read-only", arguments->read_only, "Refuse a statement that writes");
  command
      ->add_option("--import-dir", arguments->import_directory,
                   "Folder that LOAD CSV may read; without it LOAD CSV is refused")
      ->check(CLI::ExistingDirectory);
  add_free_space_option(*command, arguments->options);
  command->add_flag("--create", arguments->create, "Make the database when it does not exist");
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
