// The subcommands. Each add_ function declares its options on `app`; what to do is done when the
// command line has been parsed, and errors leave as exceptions (exit_status.h).
// Thread-safety: for main() alone.
#pragma once

#include <functional>

#include "exit_status.h"

namespace CLI {
class App;
}

namespace liaison::cli {

// Set by the chosen command; main() calls it.
using Action = std::function<ExitStatus()>;

void add_load_command(CLI::App& app, Action& action);
void add_facts_command(CLI::App& app, Action& action);
void add_query_command(CLI::App& app, Action& action);
void add_dump_command(CLI::App& app, Action& action);
void add_serve_command(CLI::App& app, Action& action);
void add_check_command(CLI::App& app, Action& action);
void add_docs_command(CLI::App& app, Action& action);

}  // namespace liaison::cli
