// The databases that requests can name, each with the session that runs its statements. Usually
// one; with test hooks every name exists from its first use. Thread-safety: safe. Lifetime: a
// ServedDatabase is shared with the replies that still read it, so dropping one waits for nobody.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "liaison/query/session.h"
#include "liaison/server/server.h"

namespace liaison::server {

// Members are destroyed bottom up: the session before its database, that before its folder.
struct ServedDatabase {
  std::string name;
  std::shared_ptr<Database> database;
  std::shared_ptr<const query::ProcedureRegistry> procedures;  // null: only the built-in ones
  std::shared_ptr<query::Session> session;
};

class Databases {
 public:
  explicit Databases(const ServerOptions& options);
  ~Databases();

  // Null when there is none of that name.
  std::shared_ptr<ServedDatabase> find(const std::string& name);
  const std::string& default_name() const { return options_.database_name; }

  // --- test hooks
  bool has_test_hooks() const { return options_.test_hooks != TestHooks::Off; }
  // Empties a database.
  void drop(const std::string& name);
  void add_procedure(const std::string& name, query::ProcedureSpec procedure);
  void remove_procedures(const std::string& name);

 private:
  std::shared_ptr<Database> make_database();
  std::shared_ptr<ServedDatabase> make_served(
      const std::string& name, std::shared_ptr<Database> database,
      std::shared_ptr<const query::ProcedureRegistry> procedures);

  ServerOptions options_;
  std::filesystem::path folder_;  // of the databases on disk; empty without them
  std::mutex mutex_;
  std::size_t folders_made_ = 0;
  std::map<std::string, std::shared_ptr<ServedDatabase>> served_;
};

}  // namespace liaison::server
