// liaison check: verifies a database.
#include "liaison/engine/check.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
#include "open_database.h"

namespace liaison::cli {
namespace {

ExitStatus run(const std::string& path) {
  const auto database = open_database(path, IfMissing::Fail);
  const CheckReport report = check(*database);
  std::cout << "commit " << report.commit << ": " << report.nodes << " nodes, "
            << report.relationships << " relationships, " << report.index_entries
            << " index entries, " << report.evidence_records << " evidence records\n";
  if (report.clean()) {
    std::cout << "no problems found\n";
    return kOk;
  }
  for (const std::string& problem : report.problems) std::cout << problem << "\n";
  throw ExitError(kDamagedData, "database '" + path + "' has " +
                                    std::to_string(report.problem_count) +
                                    (report.problem_count == 1 ? " problem" : " problems") +
                                    "; restore a backup, or dump it and load the dump anew");
}

}  // namespace

void add_check_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("check", "Verify that a database is whole");
  command->footer(
      "\nReads everything and changes nothing: both directions of each relationship, indexes "
      "against\n"
      "records, counts, evidence against citations.\n"
      "\nExample:\n  liaison check news.db\n"
      "\nExit status 65: problems were found; each is printed.");
  auto database = std::make_shared<std::string>();
  command->add_option("DB", *database, "Database folder")->required();
  command->callback([database, &action] { action = [database] { return run(*database); }; });
}

}  // namespace liaison::cli
