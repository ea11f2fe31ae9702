#include "bulk_command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "interrupt.h"
#include "liaison/engine/bulk_load.h"
#include "liaison/engine/catalog.h"
#include "liaison/engine/error.h"
#include "open_database.h"
#include "output/progress_line.h"

namespace liaison::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// ---- arguments

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (true) {
    const std::size_t end = text.find(separator, from);
    parts.push_back(text.substr(from, end - from));
    if (end == std::string::npos) return parts;
    from = end + 1;
  }
}

BulkFiles parse_files(const std::string& option, const std::string& argument) {
  BulkFiles files;
  const std::size_t equals = argument.find('=');
  if (equals != std::string::npos) {
    for (const std::string& name : split(argument.substr(0, equals), ':')) {
      if (!name.empty()) files.names.push_back(name);
    }
  }
  const std::string list = equals == std::string::npos ? argument : argument.substr(equals + 1);
  for (const std::string& path : split(list, ',')) {
    if (path.empty()) {
      throw UsageError(option + " " + argument + ": a file's name is missing; write Name=file.csv");
    }
    files.paths.push_back(path);
  }
  return files;
}

char parse_separator(const std::string& option, const std::string& text) {
  if (text == "TAB" || text == "tab" || text == "\\t") return '\t';
  if (text.size() == 1) return text[0];
  throw UsageError(option + " is one character, or TAB");
}

// "Person(name, born)": what an index is on.
struct Declaration {
  std::string name;
  std::vector<std::string> keys;
};

Declaration parse_declaration(const std::string& option, const std::string& argument) {
  const auto trimmed = [](const std::string& text) {
    const std::size_t from = text.find_first_not_of(' ');
    if (from == std::string::npos) return std::string();
    return text.substr(from, text.find_last_not_of(' ') + 1 - from);
  };
  Declaration declaration;
  const std::size_t open = argument.find('(');
  if (open != std::string::npos && argument.ends_with(')')) {
    declaration.name = trimmed(argument.substr(0, open));
    for (const std::string& key :
         split(argument.substr(open + 1, argument.size() - open - 2), ',')) {
      declaration.keys.push_back(trimmed(key));
    }
  }
  const bool lacks_key = std::any_of(declaration.keys.begin(), declaration.keys.end(),
                                     [](const std::string& key) { return key.empty(); });
  if (declaration.name.empty() || declaration.keys.empty() || lacks_key) {
    throw UsageError(option + " " + argument + ": write Name(key) or Name(key,key)");
  }
  return declaration;
}

// ---- declared indexes

std::string schema_name(const char* kind, const Declaration& declaration) {
  std::string name = std::string(kind) + "_" + declaration.name;
  for (const std::string& key : declaration.keys) name += "_" + key;
  return name;
}

std::vector<PropertyKeyId> keys_of(const Declaration& declaration, GraphWriter& writer) {
  std::vector<PropertyKeyId> keys;
  for (const std::string& key : declaration.keys) keys.push_back(writer.property_key(key));
  return keys;
}

void declare_index(Transaction& transaction, EntityKind entity, const Declaration& declaration) {
  GraphWriter& writer = transaction.writer();
  IndexDefinition index;
  index.name = schema_name("index", declaration);
  index.entity = entity;
  index.token = entity == EntityKind::Node ? writer.label(declaration.name).value
                                           : writer.relationship_type(declaration.name).value;
  index.keys = keys_of(declaration, writer);
  for (const IndexDefinition& other : transaction.reader().catalog().indexes()) {
    if (other.says_the_same(index)) return;
  }
  writer.create_index(std::move(index));
}

void declare_unique(Transaction& transaction, const Declaration& declaration) {
  GraphWriter& writer = transaction.writer();
  ConstraintDefinition constraint;
  constraint.name = schema_name("constraint", declaration);
  constraint.kind = ConstraintKind::Unique;
  constraint.token = writer.label(declaration.name).value;
  constraint.keys = keys_of(declaration, writer);
  for (const ConstraintDefinition& other : transaction.reader().catalog().constraints()) {
    if (other.kind == constraint.kind && other.entity == constraint.entity &&
        other.token == constraint.token && other.keys == constraint.keys) {
      return;
    }
  }
  writer.create_constraint(std::move(constraint));
}

// Declares what the arguments ask for and the database has not yet, so that the load fills it.
void declare(Database& database, const BulkArguments& arguments) {
  if (arguments.indexes.empty() && arguments.relationship_indexes.empty() &&
      arguments.unique.empty()) {
    return;
  }
  Transaction transaction = database.begin(TransactionMode::Write);
  for (const std::string& text : arguments.unique) {
    declare_unique(transaction, parse_declaration("--unique", text));
  }
  for (const std::string& text : arguments.indexes) {
    declare_index(transaction, EntityKind::Node, parse_declaration("--index", text));
  }
  for (const std::string& text : arguments.relationship_indexes) {
    declare_index(transaction, EntityKind::Relationship,
                  parse_declaration("--relationship-index", text));
  }
  transaction.commit();
}

// ---- the load

// Removes a database that was made for a load which then failed.
class NewDatabase {
 public:
  explicit NewDatabase(const std::string& path) {
    std::error_code error;
    const bool is_there = fs::exists(path, error);
    // An empty folder was there before and stays; what is made in it goes.
    is_empty_folder_ = is_there && fs::is_empty(path, error);
    if (!is_there || is_empty_folder_) path_ = path;
  }
  void remove() const {
    if (path_.empty()) return;
    std::error_code ignored;
    if (!is_empty_folder_) {
      fs::remove_all(path_, ignored);
      return;
    }
    for (const auto& entry : fs::directory_iterator(path_, ignored)) {
      fs::remove_all(entry.path(), ignored);
    }
  }

 private:
  std::string path_;
  bool is_empty_folder_ = false;
};

void print_report(const BulkReport& report, double seconds, std::uint64_t size_on_disk) {
  for (const std::string& problem : report.problems) std::cerr << "skipped: " << problem << "\n";
  if (report.problems.size() < report.bad_rows) {
    std::cerr << "skipped: " << with_separators(report.bad_rows - report.problems.size())
              << " more rows that are not listed\n";
  }
  char time[32];
  std::snprintf(time, sizeof time, "%.1f s", seconds);
  std::cout << with_separators(report.nodes) << " nodes, " << with_separators(report.relationships)
            << " relationships, " << with_separators(report.properties) << " properties and "
            << with_separators(report.index_entries) << " index entries from "
            << size_text(report.bytes_read) << " in " << time << "; " << size_text(size_on_disk)
            << " on disk\n";
  if (report.bad_rows > 0) {
    std::cout << with_separators(report.bad_rows) << " bad rows were skipped\n";
  }
}

}  // namespace

void add_bulk_options(CLI::App& command, BulkArguments& arguments) {
  const char* const group = "CSV files";
  command
      .add_option("--nodes", arguments.nodes,
                  "[Label[:Label]=]file[,file]: nodes; repeatable. The first file's first line is "
                  "the header")
      ->group(group);
  command
      .add_option("--relationships", arguments.relationships,
                  "[TYPE=]file[,file]: relationships between them; repeatable")
      ->group(group);
  command
      .add_option("--index", arguments.indexes,
                  "Label(key[,key]): an index, filled in the same pass; repeatable")
      ->group(group);
  command
      .add_option("--unique", arguments.unique,
                  "Label(key[,key]): a unique constraint, checked in the same pass; repeatable")
      ->group(group);
  command
      .add_option("--relationship-index", arguments.relationship_indexes,
                  "TYPE(key[,key]): an index of relationships; repeatable")
      ->group(group);
  command.add_option("--delimiter", arguments.delimiter, "Between fields; a character or TAB")
      ->group(group)
      ->capture_default_str();
  command.add_option("--array-delimiter", arguments.array_delimiter, "Between elements and labels")
      ->group(group)
      ->capture_default_str();
  command
      .add_option("--id-type", arguments.id_type,
                  "How stored ids are stored: auto (integers when all are), integer, string")
      ->check(CLI::IsMember({"auto", "integer", "string"}))
      ->group(group)
      ->capture_default_str();
  command
      .add_option("--memory", arguments.memory_bytes,
                  "Memory for sorting, like 400MB; what does not fit goes through temporary files")
      ->transform(CLI::AsSizeValue(false))
      ->group(group);
  command.add_option("--threads", arguments.threads, "Threads that read; 0: one a processor")
      ->group(group);
  command
      .add_option("--skip-bad", arguments.skip_bad,
                  "Skip up to so many bad rows and list them, instead of ending at the first")
      ->group(group);
}

ExitStatus run_bulk_load(const std::string& database_path, const BulkArguments& arguments,
                         const OpenOptions& open_options) {
  BulkInput input;
  for (const std::string& files : arguments.nodes) {
    input.nodes.push_back(parse_files("--nodes", files));
  }
  for (const std::string& files : arguments.relationships) {
    input.relationships.push_back(parse_files("--relationships", files));
  }
  BulkLoadOptions options;
  options.separator = parse_separator("--delimiter", arguments.delimiter);
  options.list_separator = parse_separator("--array-delimiter", arguments.array_delimiter);
  options.id_type = arguments.id_type == "integer"  ? BulkIdType::Integer
                    : arguments.id_type == "string" ? BulkIdType::String
                                                    : BulkIdType::Automatic;
  if (arguments.memory_bytes > 0) options.memory_bytes = arguments.memory_bytes;
  options.threads = arguments.threads;
  options.skip_bad = arguments.skip_bad;
  options.cancellation = interrupted().get();
  ProgressLine progress(std::cerr, ::isatty(STDERR_FILENO) == 1);
  options.progress = [&](const BulkProgress& now) {
    progress.show({now.phase, now.done, now.total, now.rows, "rows"});
  };

  const Clock::time_point began = Clock::now();
  const NewDatabase created(database_path);
  const InterruptGuard guard;
  try {
    const auto database = open_database(database_path, IfMissing::Create, open_options);
    declare(*database, arguments);
    const BulkReport report = bulk_load(*database, input, options);
    progress.end_line();
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    print_report(report, seconds, database->size_on_disk_bytes());
  } catch (const OutcomeUnknownError&) {
    progress.end_line();
    throw;
  } catch (const CancelledError&) {
    progress.end_line();
    created.remove();
    throw ExitError(kInterrupted, "stopped; nothing was loaded");
  } catch (...) {
    progress.end_line();
    created.remove();
    throw;
  }
  return kOk;
}

}  // namespace liaison::cli
