// liaison load: articles and other input into a database.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "allocator.h"
#include "bulk_command.h"
#include "commands.h"
#include "interrupt.h"
#include "liaison/engine/error.h"
#include "liaison/loaders/loader.h"
#include "open_database.h"
#include "output/fact_text.h"
#include "output/progress_line.h"

namespace liaison::cli {
namespace {

struct LoadArguments {
  std::string database;
  OpenOptions options;
  std::string source;
  std::string rules;
  std::string format;
  bool dry_run = false;
  BulkArguments bulk;
};

loaders::LoadReport show_facts(loaders::Loader& loader, const LoadArguments& arguments,
                               const loaders::LoadOptions& options) {
  const TextStyle style = standard_output_style();
  return loader.preview(arguments.source, options, [&](const loaders::ArticleView& article) {
    print_facts(std::cout, article, style);
  });
}

loaders::LoadReport load_articles(loaders::Loader& loader, const LoadArguments& arguments,
                                  const loaders::LoadOptions& options) {
  // A source that is not there must not leave an empty database behind.
  loader.check_source(arguments.source, options);
  OpenOptions open = arguments.options;
  open.is_load = true;
  keep_freed_memory();
  use_large_pages();
  const auto database = open_database(arguments.database, IfMissing::Create, open);
  return loader.load(*database, arguments.source, options);
}

ExitStatus run(const LoadArguments& arguments) {
  if (arguments.bulk.is_given()) {
    if (!arguments.source.empty()) {
      throw UsageError("load either a folder of articles or CSV files, not both at once");
    }
    if (arguments.dry_run) {
      throw UsageError("--dry-run is for articles; CSV files are loaded whole or not at all");
    }
    return run_bulk_load(arguments.database, arguments.bulk, arguments.options);
  }
  if (arguments.source.empty()) {
    throw UsageError("nothing to load: give a folder of articles, or --nodes and --relationships");
  }
  loaders::LoadOptions options;
  options.rules = arguments.rules;
  options.cancellation = interrupted();
  ProgressLine progress(std::cerr, ::isatty(STDERR_FILENO) == 1);
  // Facts on a terminal are progress enough.
  if (!arguments.dry_run || ::isatty(STDOUT_FILENO) != 1) {
    options.progress = [&](const loaders::LoadProgress& now) {
      progress.show({arguments.dry_run ? "reading" : "loading", now.bytes, now.bytes_total,
                     now.articles, "articles", true});
    };
  }
  const InterruptGuard guard;
  const auto loader = loaders::make_loader(
      arguments.format.empty() ? loaders::loader_formats().front() : arguments.format);
  loaders::LoadReport report;
  try {
    report = arguments.dry_run ? show_facts(*loader, arguments, options)
                               : load_articles(*loader, arguments, options);
  } catch (...) {
    progress.end_line();
    throw;
  }
  progress.end_line();
  // What was found is on standard output already when nothing is loaded.
  (arguments.dry_run ? std::cerr : std::cout) << to_text(report);
  if (report.stopped) {
    std::cout.flush();
    throw ExitError(kInterrupted, arguments.dry_run
                                      ? "stopped"
                                      : "stopped; what was loaded is kept, and the same load "
                                        "goes on from there");
  }
  return report.failed > 0 ? kNoInput : kOk;
}

}  // namespace

void add_load_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("load", "Load articles or CSV files into a database");
  command->footer(
      "\nEach file .txt, .md or .html (UTF-8) of the folder is an article; its name without the\n"
      "ending is its id. A file .jsonl holds an article a line, as {\"id\", \"title\", \"text\",\n"
      "\"published\", \"url\", \"language\"}. Loading the same articles again changes nothing; "
      "one\n"
      "that changed replaces what it said before. The database is made when it does not exist.\n"
      "Ctrl-C keeps what was loaded; the same command goes on from there.\n"
      "\nExamples:\n"
      "  liaison load news.db articles/\n"
      "  liaison load news.db articles/2025-12-03.txt\n"
      "  liaison load news.db feed.jsonl\n"
      "  liaison load news.db articles/ --dry-run           # only shows what it would add\n"
      "  liaison load news.db articles/ --rules my-rules/   # own names and phrases besides\n"
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
  command->add_option("FOLDER", arguments->source, "Folder with articles, or one file of them");
  command->add_option("--rules", arguments->rules,
                      "Folder whose rule files add to the built-in ones of the same name");
  command->add_flag("--dry-run", arguments->dry_run,
                    "Print the facts that the articles give, with their sentences; the database "
                    "is neither read nor made");
  add_free_space_option(*command, arguments->options);
  command->add_option("--format", arguments->format, "Format of the input (articles)");
  add_bulk_options(*command, arguments->bulk);
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
