#include "session/databases.h"

#include <stdlib.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace liaison::server {
namespace {

// A graph larger than this is dropped with its folder instead of node by node.
constexpr std::size_t kDeletedNodesMax = 10'000;

// Deletes the whole content in one transaction. False: too much for that, nothing was changed.
bool delete_content(Database& database) {
  Transaction transaction = database.begin(TransactionMode::Write);
  const GraphReader& reader = transaction.reader();
  std::vector<NodeId> nodes;
  const auto nodes_scan = reader.scan_nodes();
  while (nodes_scan->next(kChunkCapacity, nodes) > 0) {
    if (nodes.size() > kDeletedNodesMax) return false;
  }
  std::vector<RelationshipId> relationships;
  std::vector<RelationshipEnds> ends;
  const auto relationships_scan = reader.scan_relationships();
  while (relationships_scan->next(kChunkCapacity, relationships, ends) > 0) {
    if (relationships.size() > kDeletedNodesMax) return false;
  }
  std::vector<IndexId> indexes;
  std::vector<std::string> constraints;
  for (const auto& constraint : reader.catalog().constraints()) {
    constraints.push_back(constraint.name);
  }
  GraphWriter& writer = transaction.writer();
  for (const std::string& constraint : constraints) writer.drop_constraint(constraint);
  // After the constraints: their own indexes have gone with them.
  for (const auto& index : reader.catalog().indexes()) indexes.push_back(index.id);
  for (const IndexId index : indexes) writer.drop_index(index);
  for (const RelationshipId relationship : relationships) writer.delete_relationship(relationship);
  for (const NodeId node : nodes) writer.delete_node(node);
  transaction.commit();
  return true;
}

}  // namespace

Databases::Databases(const ServerOptions& options) : options_(options) {
  if (options_.test_hooks == TestHooks::OnDisk) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "liaison-hooks-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw StorageError("cannot make a temporary folder: " + std::string(std::strerror(errno)));
    }
    folder_ = pattern;
  }
  if (options_.database != nullptr) {
    // Borrowed: the owner of the server owns it.
    const std::shared_ptr<Database> borrowed(options_.database, [](Database*) {});
    served_[options_.database_name] =
        make_served(options_.database_name, borrowed, options_.procedures);
  }
}

Databases::~Databases() {
  served_.clear();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::shared_ptr<Database> Databases::make_database() {
  if (options_.test_hooks == TestHooks::InMemory) return Database::open_in_memory();
  const std::filesystem::path path = folder_ / std::to_string(folders_made_++);
  DatabaseOptions options;
  options.durability = Durability::Buffered;
  // The folder goes with its last user.
  return {Database::open(path.string(), options).release(), [path](Database* database) {
            delete database;
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
          }};
}

std::shared_ptr<ServedDatabase> Databases::make_served(
    const std::string& name, std::shared_ptr<Database> database,
    std::shared_ptr<const query::ProcedureRegistry> procedures) {
  auto served = std::make_shared<ServedDatabase>();
  served->name = name;
  query::SessionOptions options;
  options.procedures = procedures;
  options.database_name = name;
  options.import_directory = options_.import_directory;
  served->session = std::make_shared<query::Session>(*database, options);
  served->database = std::move(database);
  served->procedures = std::move(procedures);
  return served;
}

std::shared_ptr<ServedDatabase> Databases::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = served_.find(name);
  if (found != served_.end()) return found->second;
  if (!has_test_hooks()) return nullptr;
  return served_[name] = make_served(name, make_database(), options_.procedures);
}

void Databases::drop(const std::string& name) {
  const std::shared_ptr<ServedDatabase> served = find(name);
  const bool is_borrowed = served->database.get() == options_.database;
  if ((is_borrowed || options_.test_hooks == TestHooks::OnDisk) &&
      delete_content(*served->database)) {
    return;
  }
  if (is_borrowed) throw UsageError("The database is too large to be emptied by a test hook.");
  const std::lock_guard lock(mutex_);
  served_[name] = make_served(name, make_database(), served->procedures);
}

void Databases::add_procedure(const std::string& name, query::ProcedureSpec procedure) {
  const std::shared_ptr<ServedDatabase> served = find(name);
  auto registry = served->procedures != nullptr
                      ? std::make_shared<query::ProcedureRegistry>(*served->procedures)
                      : std::make_shared<query::ProcedureRegistry>();
  registry->add(std::move(procedure));
  const std::lock_guard lock(mutex_);
  served_[name] = make_served(name, served->database, std::move(registry));
}

void Databases::remove_procedures(const std::string& name) {
  const std::shared_ptr<ServedDatabase> served = find(name);
  const std::lock_guard lock(mutex_);
  served_[name] = make_served(name, served->database, options_.procedures);
}

}  // namespace liaison::server
