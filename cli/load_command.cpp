// liaison load: articles and other input into a database.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "bulk_command.h"
#include "commands.h"
#include "liaison/engine/error.h"
#include "liaison/loaders/loader.h"
#include "open_database.h"

namespace liaison::cli {
namespace {

struct LoadArguments {
  std::string database;
  OpenOptions options;
  std::string source;
  std::string rules;
  std::string format;
  BulkArguments bulk;
};

ExitStatus run(const LoadArguments& arguments) {
  if (arguments.bulk.is_given()) {
    if (!arguments.source.empty()) {
      throw UsageError("load either a folder of articles or CSV files, not both at once");
    }
    return run_bulk_load(arguments.database, arguments.bulk, arguments.options);
  }
  if (arguments.source.empty()) {
    throw UsageError("nothing to load: give a folder of articles, or --nodes and --relationships");
  }
  loaders::LoadOptions options;
  options.rules = arguments.rules;
  const bool show_progress = ::isatty(STDERR_FILENO) == 1;
  if (show_progress) {
    options.progress = [](std::size_t done, std::size_t total) {
      std::cerr << "\r" << done << " of " << total << (done == total ? "\n" : "") << std::flush;
    };
  }
  // A source that is not there must not leave an empty database behind.
  const auto loader = loaders::make_loader(
      arguments.format.empty() ? loaders::loader_formats().front() : arguments.format);
  loader->check_source(arguments.source, options);
  const auto database = open_database(arguments.database, IfMissing::Create, arguments.options);
  const loaders::LoadReport report = loader->load(*database, arguments.source, options);
  std::cout << to_text(report);
  return report.failed > 0 ? kNoInput : kOk;
}

}  // namespace

void add_load_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("load", "Load articles or CSV files into a database");
  command->footer(
      "\nEach .txt file (UTF-8) of the folder is an article; its name without .txt is its id.\n"
      "Loading the same articles again changes nothing; an article that changed replaces what\n"
      "it said before. The database is made when it does not exist.\n"
      "\nExamples:\n"
      "  liaison load news.db articles/\n"
      "  liaison load news.db articles/2025-12-03.txt\n"
      "  liaison load news.db articles/ --rules my-rules/   # own tables of names and phrases\n"
      "\nWith --nodes and --relationships CSV files are loaded instead, many rows at a time, in "
      "one\n"
      "commit; the headers say what the columns are (docs/loaders.md). Ctrl-C leaves nothing "
      "behind.\n"
      "\n"
      "  liaison load graph.db --nodes Person=people.csv --nodes City=cities.csv.gz \\\n"
      "      --relationships LIVES_IN=lives_in.csv\n"
      "  liaison load graph.db --nodes Person=people.csv --unique 'Person(id)' --index "
      "'Person(name)'\n"
      "  liaison load graph.db --nodes header.csv,part1.csv,part2.csv --relationships knows.csv\n"
      "\nExit status 66: nothing to load, or some files could not be loaded (the report says "
      "which).");
  auto arguments = std::make_shared<LoadArguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_option("FOLDER", arguments->source, "Folder with articles, or one article");
  command->add_option("--rules", arguments->rules,
                      "Folder whose rule files replace the built-in ones of the same name");
  add_free_space_option(*command, arguments->options);
  command->add_option("--format", arguments->format, "Format of the input (articles)");
  add_bulk_options(*command, arguments->bulk);
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
