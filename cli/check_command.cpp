// liaison check: verifies a database.
#include "liaison/engine/check.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
#include "open_database.h"

namespace liaison::cli {
namespace {

struct CheckArguments {
  std::string database;
  bool repair = false;
  OpenOptions options;
};

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void repair_database(const CheckArguments& arguments) {
  const auto database = open_database(arguments.database, IfMissing::Fail, arguments.options);
  const RepairReport report = repair(*database);
  if (!report.changed()) {
    std::cout << "nothing that can be derived had to be repaired\n";
    return;
  }
  std::cout << "repaired in commit " << report.commit << ": "
            << counted(report.entries_added, "entry", "entries") << " added, "
            << counted(report.entries_removed, "entry", "entries") << " removed, "
            << counted(report.counts_corrected, "count", "counts") << " corrected";
  for (const std::string& table : report.tables_rebuilt) {
    std::cout << ", table " << table << " made anew";
  }
  std::cout << "\n";
}

ExitStatus run(const CheckArguments& arguments) {
  if (arguments.repair) repair_database(arguments);
  const std::string& path = arguments.database;
  const auto database = open_database(path, IfMissing::Fail, arguments.options);
  const CheckReport report = check(*database);
  std::cout << "commit " << report.commit << ": " << report.nodes << " nodes, "
            << report.relationships << " relationships, " << report.index_entries
            << " index entries, " << report.evidence_records << " evidence records\n";
  if (report.clean()) {
    std::cout << "no problems found\n";
    return kOk;
  }
  for (const std::string& problem : report.problems) std::cout << problem << "\n";
  throw ExitError(
      kDamagedData,
      "database '" + path + "' has " + counted(report.problem_count, "problem", "problems") +
          (arguments.repair
               ? " left, which are in records; restore a backup, or dump it and load the dump anew"
               : "; --repair makes anew what can be derived from records"));
}

}  // namespace

void add_check_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("check", "Verify that a database is whole");
  command->footer(
      "\nReads everything and changes nothing: pages, both directions of each relationship, "
      "indexes\n"
      "against records, counts, evidence against citations.\n"
      "\nExamples:\n"
      "  liaison check news.db\n"
      "  liaison check news.db --repair        # makes anew what follows from the records\n"
      "  liaison check news.db --accept-loss   # goes on with what a damaged log has left\n"
      "\nCopy the folder before a repair. Exit status 65: problems were found; each is printed.");
  auto arguments = std::make_shared<CheckArguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  command->add_flag("--repair", arguments->repair,
                    "Rebuild indexes, labels, adjacency, citations and counts from the records");
  command->add_flag("--accept-loss", arguments->options.accept_loss,
                    "Open a database that lost acknowledged commits, for good");
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
