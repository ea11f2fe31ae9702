// The liaison program: picks the command, turns every error into one clear line and an exit status.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "commands.h"
#include "exit_status.h"
#include "liaison/engine/error.h"
#include "liaison/version.h"

namespace {

constexpr const char* kDescription =
    "Liaison: a knowledge graph of who met whom, where, and which sentence says so.\n"
    "\n"
    "A database is a folder. Load articles into it, ask it questions, serve it over HTTP:\n"
    "\n"
    "  liaison load news.db articles/\n"
    "  liaison query news.db 'MATCH (a:Agency)-[:ATTENDED]->(c:Conference)\n"
    "                         RETURN a.name, count(c) AS meetings ORDER BY meetings DESC LIMIT 5'\n"
    "  liaison serve news.db\n";

constexpr const char* kFooter =
    "\n`liaison COMMAND --help` explains a command with examples.\n"
    "\n"
    "Exit status:\n"
    "  0 done          1 query failed       2 wrong usage        65 damaged data\n"
    "  66 no input     73 cannot create     74 input or output   75 database is locked\n"
    "  70 our mistake  78 cannot serve there  130 interrupted\n";

bool is_command(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == name) return true;
  }
  return false;
}

void print_error(const std::string& message) {
  std::cerr << "liaison: " << message << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace liaison::cli;
  CLI::App app{kDescription, "liaison"};
  app.footer(kFooter);
  app.set_version_flag("--version", "liaison " + std::string(liaison::kVersion));
  app.require_subcommand(1);
  app.get_formatter()->column_width(28);

  Action action;
  add_load_command(app, action);
  add_facts_command(app, action);
  add_query_command(app, action);
  add_dump_command(app, action);
  add_serve_command(app, action);
  add_check_command(app, action);
  add_docs_command(app, action);
  if (argc <= 1) {
    std::cerr << app.help();
    return kUsage;
  }

  const std::string first = argv[1];
  if (!first.starts_with("-") && !is_command(app, first)) {
    print_error("there is no command '" + first + "'\nTry `liaison --help`.");
    return kUsage;
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    std::cout << version.what() << "\n";
    return kOk;
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    std::string command = "liaison";
    for (const CLI::App* chosen : app.get_subcommands()) command += " " + chosen->get_name();
    print_error(std::string(error.what()) + "\nTry `" + command + " --help`.");
    return kUsage;
  }

  try {
    std::ios::sync_with_stdio(false);
    const ExitStatus status = action();
    std::cout.flush();
    if (!std::cout) {
      throw ExitError(kInputOutputError, "cannot write to standard output");
    }
    return status;
  } catch (const liaison::OutcomeUnknownError& error) {
    // The store failed and was not closed: nothing of it may be touched on the way out.
    std::cout.flush();
    print_error(error.what());
    std::cerr.flush();
    ::_exit(kInputOutputError);
  } catch (...) {
    std::cout.flush();
    std::string message;
    const ExitStatus status = describe_current_exception(message);
    print_error(message);
    return status;
  }
}
