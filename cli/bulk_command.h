// The part of `liaison load` that takes CSV files of nodes and relationships.
// Thread-safety: for main() alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exit_status.h"
#include "open_database.h"

namespace CLI {
class App;
}

namespace liaison::cli {

struct BulkArguments {
  std::vector<std::string> nodes;          // [Label[:Label]...=]file[,file]...
  std::vector<std::string> relationships;  // [TYPE=]file[,file]...
  // Name(key[,key]...) each: indexes and constraints to be declared first.
  std::vector<std::string> indexes;
  std::vector<std::string> relationship_indexes;
  std::vector<std::string> unique;
  std::string delimiter = ",";
  std::string array_delimiter = ";";
  std::string id_type = "auto";
  std::uint64_t memory_bytes = 0;  // 0: as the engine thinks best
  unsigned threads = 0;
  std::uint64_t skip_bad = 0;

  bool is_given() const { return !nodes.empty() || !relationships.empty(); }
};

void add_bulk_options(CLI::App& command, BulkArguments& arguments);
ExitStatus run_bulk_load(const std::string& database, const BulkArguments& arguments,
                         const OpenOptions& open_options);

}  // namespace liaison::cli
