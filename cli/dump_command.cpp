// liaison dump: a database as a stream of records.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
#include "liaison/loaders/dump.h"
#include "open_database.h"

namespace liaison::cli {
namespace {

ExitStatus run(const std::string& path) {
  const auto database = open_database(path, IfMissing::Fail);
  const Transaction reading = database->begin(TransactionMode::Read);
  loaders::dump_jsonl(reading.reader(), std::cout);
  return kOk;
}

}  // namespace

void add_dump_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("dump", "Write a database as JSON Lines");
  command->footer(
      "\nOne JSON object a line: the nodes, then the relationships. A relationship with evidence "
      "has\n"
      "the lists source (article ids), evidence (sentences), start, end, confidence and rule, one\n"
      "entry per record.\n"
      "\nExamples:\n"
      "  liaison dump news.db > news.jsonl\n"
      "  liaison dump news.db | grep '\"ATTENDED\"' | head -3");
  struct Arguments {
    std::string database;
    std::string format = "jsonl";
  };
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_option("--format", arguments->format, "Format of the output")
      ->check(CLI::IsMember({"jsonl"}))
      ->capture_default_str();
  command->callback(
      [arguments, &action] { action = [arguments] { return run(arguments->database); }; });
}

}  // namespace liaison::cli
