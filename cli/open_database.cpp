#include "open_database.h"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "exit_status.h"

namespace liaison::cli {

namespace {

constexpr std::size_t kLoadBlockBytes = std::size_t{96} << 20;

}  // namespace

std::unique_ptr<Database> open_database(const std::string& path, IfMissing if_missing,
                                        const OpenOptions& options) {
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
  DatabaseOptions database_options;
  database_options.accept_loss = options.accept_loss;
  if (options.is_load) {
    database_options.block_cache_bytes = kLoadBlockBytes;
    database_options.write_buffer_bytes = kLoadBlockBytes / 3;
  }
  auto database = Database::open(path, database_options);
  set_free_space_limits(*database, options.free_space);
  return database;
}

void add_free_space_option(CLI::App& command, OpenOptions& options) {
  command
      .add_option_function<std::uint64_t>(
          "--min-free-mib",
          [&options](const std::uint64_t& mebibytes) {
            options.free_space = {mebibytes << 20, 0};
          },
          "Write nothing while less space is free (default: 1024, and 2 % of the file system)")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 40));
}

}  // namespace liaison::cli
