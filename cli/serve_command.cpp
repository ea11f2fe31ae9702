// liaison serve: a database over HTTP, until a signal says to stop.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "allocator.h"
#include "commands.h"
#include "liaison/server/server.h"
#include "open_database.h"

namespace liaison::cli {
namespace {

// How long the end may take once a commit's outcome is unknown: the client has its answer, and the
// store must not be used any more.
constexpr std::chrono::seconds kLastWordsMax{2};

struct ServeArguments {
  std::string database;
  OpenOptions options;
  std::string host = "127.0.0.1";
  int port = 7474;
  std::string name = "neo4j";
  std::string import_directory;
  std::string test_hooks;  // empty: none
};

server::TestHooks test_hooks(const ServeArguments& arguments) {
  if (arguments.test_hooks.empty()) return server::TestHooks::Off;
  return arguments.test_hooks == "memory" ? server::TestHooks::InMemory : server::TestHooks::OnDisk;
}

// After a failed log write: takes no more requests, says why, and ends the process without closing
// the database, which could wait for ever. What was answered is on disk; the next start recovers
// it.
[[noreturn]] void end_without_closing(server::Server& server) {
  std::thread([] {
    std::this_thread::sleep_for(kLastWordsMax);
    ::_exit(kInputOutputError);
  }).detach();
  std::cerr << "liaison: stopped, as a commit could not be made durable; look at disk and log"
            << std::endl;
  server.stop();
  std::cout.flush();
  ::_exit(kInputOutputError);
}

ExitStatus run(const ServeArguments& arguments) {
  // Threads started from here on inherit the mask, so that only the wait below takes a signal.
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, SIGINT);
  sigaddset(&stopping, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &stopping, nullptr);
  // A client that closes its connection is no reason to end.
  ::signal(SIGPIPE, SIG_IGN);
  use_large_pages();

  server::ServerOptions options;
  // Before the database is opened, so that clients which are there already wait for it, and a port
  // that is taken is found at once.
  try {
    options.socket = std::make_shared<server::ListeningSocket>(arguments.host, arguments.port);
  } catch (const UsageError& error) {
    throw ExitError(kBadConfiguration, error.what());
  }
  const auto database = open_database(arguments.database, IfMissing::Create, arguments.options);
  const pthread_t waiting = ::pthread_self();
  std::atomic<bool> outcome_unknown{false};
  options.host = arguments.host;
  options.port = arguments.port;
  options.database = database.get();
  options.database_name = arguments.name;
  options.import_directory = arguments.import_directory;
  options.test_hooks = test_hooks(arguments);
  options.log = [](std::string_view line) { std::cerr << "liaison: " + std::string(line) + "\n"; };
  options.on_outcome_unknown = [&] {
    outcome_unknown = true;
    ::pthread_kill(waiting, SIGTERM);
  };

  server::Server server(std::move(options));
  server.start();
  const bool is_ipv6 = arguments.host.find(':') != std::string::npos;
  std::cout << "Serving database '" << arguments.name << "' at http://"
            << (is_ipv6 ? "[" + arguments.host + "]" : arguments.host) << ":" << server.port()
            << "/  (Ctrl-C stops)" << std::endl;

  int received = 0;
  ::sigwait(&stopping, &received);
  if (outcome_unknown) end_without_closing(server);
  server.stop();
  return kOk;
}

}  // namespace

void add_serve_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("serve", "Answer queries over HTTP");
  command->footer(
      "\nServes the Query API on this machine only, prints the address, and stops cleanly at "
      "SIGINT\n"
      "or SIGTERM. The database is made when it does not exist.\n"
      "\nExamples:\n"
      "  liaison serve news.db\n"
      "  liaison serve news.db --port 0      # any free port; the address is printed\n"
      "  curl -s http://127.0.0.1:7474/db/neo4j/query/v2 -H 'Content-Type: application/json' \\\n"
      "      -d '{\"statement\": \"MATCH (n) RETURN count(n)\"}'\n"
      "\nExit status 78: the address cannot be used.");
  auto arguments = std::make_shared<ServeArguments>();
  command->add_option("DB", arguments->database, "Database folder")->required();
  add_free_space_option(*command, arguments->options);
  command->add_option("--port", arguments->port, "Port; 0: any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--host", arguments->host, "Loopback address to listen on")
      ->capture_default_str();
  command->add_option("--name", arguments->name, "Name of the database in addresses")
      ->capture_default_str();
  command
      ->add_option("--import-dir", arguments->import_directory,
                   "Folder that LOAD CSV may read; without it LOAD CSV is refused")
      ->check(CLI::ExistingDirectory);
  // A flag with a value, so that it never takes the word after it.
  command
      ->add_flag("--test-hooks{disk}", arguments->test_hooks,
                 "For conformance tests: databases by any name, emptied by DELETE; "
                 "=memory keeps them in memory")
      ->check(CLI::IsMember({"memory", "disk"}));
  command->callback([arguments, &action] { action = [arguments] { return run(*arguments); }; });
}

}  // namespace liaison::cli
