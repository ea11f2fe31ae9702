// Opening a database for a command, with messages that say what to do.
// Thread-safety: pure function.
#pragma once

#include <memory>
#include <string>

#include "liaison/engine/database.h"
#include "liaison/engine/free_space.h"

namespace CLI {
class App;
}

namespace liaison::cli {

enum class IfMissing { Fail, Create };

struct OpenOptions {
  bool accept_loss = false;
  FreeSpaceLimits free_space;
  // For who writes much and looks at each thing once: little memory for blocks, which would fill
  // with what is written.
  bool is_load = false;
};

// *Throws* ExitError: kNoInput when there is no such folder, kCannotCreate when it cannot be made;
// and what Database::open throws.
std::unique_ptr<Database> open_database(const std::string& path, IfMissing if_missing,
                                        const OpenOptions& options = {});

// Adds --min-free-mib, which says below how much free space nothing is written. The options are
// filled in while the command line is parsed.
void add_free_space_option(CLI::App& command, OpenOptions& options);

}  // namespace liaison::cli
