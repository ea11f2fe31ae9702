// Opening a database for a command, with messages that say what to do.
// Thread-safety: pure function.
#pragma once

#include <memory>
#include <string>

#include "liaison/engine/database.h"

namespace liaison::cli {

enum class IfMissing { Fail, Create };

// *Throws* ExitError: kNoInput when there is no such folder, kCannotCreate when it cannot be made;
// and what Database::open throws.
std::unique_ptr<Database> open_database(const std::string& path, IfMissing if_missing);

}  // namespace liaison::cli
