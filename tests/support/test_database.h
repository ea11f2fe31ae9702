// A database for one test: in memory, or in a temporary folder that goes with it. reopen() closes
// and opens a folder again; in memory it does nothing, as there is nothing to come back to.
// Thread-safety: as Database, but reopen() needs that no transaction is open.
#pragma once

#include <memory>
#include <utility>

#include "liaison/engine/database.h"
#include "support/temporary_directory.h"

namespace liaison::test {

class TestDatabase {
 public:
  enum class Where { Memory, Folder };
  explicit TestDatabase(Where where, DatabaseOptions options = {})
      : where_(where), options_(std::move(options)) {
    options_.in_memory = where == Where::Memory;
    if (where == Where::Folder) folder_ = std::make_unique<TemporaryDirectory>();
    open();
  }
  Database* operator->() { return database_.get(); }
  Database& operator*() { return *database_; }
  bool is_durable() const { return where_ == Where::Folder; }
  void reopen() {
    if (where_ == Where::Memory) return;
    database_.reset();
    open();
  }

 private:
  void open() {
    database_ = Database::open(folder_ ? folder_->path() + "/db" : std::string(), options_);
  }
  Where where_;
  DatabaseOptions options_;
  std::unique_ptr<TemporaryDirectory> folder_;
  std::unique_ptr<Database> database_;
};

// Runs a test on a database in memory and on one in a folder.
template <class Test>
void for_each_store(Test test) {
  for (const auto where : {TestDatabase::Where::Memory, TestDatabase::Where::Folder}) {
    TestDatabase database(where);
    test(database);
  }
}

}  // namespace liaison::test
