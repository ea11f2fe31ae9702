#include "open_database.h"

#include <filesystem>

#include "exit_status.h"

namespace liaison::cli {

std::unique_ptr<Database> open_database(const std::string& path, IfMissing if_missing) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(fs::status(path, error))) {
    if (if_missing == IfMissing::Fail) {
      throw ExitError(
          kNoInput, "there is no database '" + path + "'; `liaison load " + path +
                        " FOLDER` makes one from articles, `liaison query --create` an empty one");
    }
    error.clear();
    fs::create_directory(path, error);
    if (error) {
      throw ExitError(kCannotCreate,
                      "cannot make database folder '" + path + "': " + error.message());
    }
  }
  return Database::open(path);
}

}  // namespace liaison::cli
