// liaison load: articles and other input into a database.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
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
};

ExitStatus run(const LoadArguments& arguments) {
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
  CLI::App* command = app.add_subcommand("load", "Load a folder of articles into a database");
  command->footer(
      "\nEach .txt file (UTF-8) of the folder is an article; its name without .txt is its id.\n"
      "Loading the same articles again changes nothing; an article that changed replaces what\n"
      "it said before. The database is made when it does not exist.\n"
      "\nExamples:\n"
      "  liaison load news.db articles/\n"
      "  liaison load news.db articles/2025-12-03.txt\n"
      "  liaison load news.db articles/ --rules my-rules/   # own tables of names and phrases\n"
      "\nExit status 66: nothing to load, or some files could not be loaded (the report says "
      "which).");
  auto arguments = std::make_shared<LoadArguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_option("FOLDER", arguments->source, "Folder with articles, or one article")
      ->required();
  command->add_option("--rules", arguments->rules,
                      "Folder whose rule files replace the built-in ones of the same name");
  add_free_space_option(*command, arguments->options);
  command->add_option("--format", arguments->format, "Format of the input (articles)");
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
