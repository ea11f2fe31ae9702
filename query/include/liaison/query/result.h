// The result of a statement: columns, rows in chunks, and what it changed. A statement that writes
// has run to its end and committed before the first row is handed out; a reading one produces rows
// as they are asked for, on the caller's thread.
// Thread-safety: needs external locking. Lifetime: the Session and its Database outlive it; it
// keeps its snapshot until it is destroyed or exhausted.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "liaison/engine/data_chunk.h"
#include "liaison/query/plan_view.h"

namespace liaison::query {

struct Counters {
  std::uint64_t nodes_created = 0;
  std::uint64_t nodes_deleted = 0;
  std::uint64_t relationships_created = 0;
  std::uint64_t relationships_deleted = 0;
  std::uint64_t properties_set = 0;
  std::uint64_t labels_added = 0;
  std::uint64_t labels_removed = 0;
  std::uint64_t indexes_added = 0;
  std::uint64_t indexes_removed = 0;
  std::uint64_t constraints_added = 0;
  std::uint64_t constraints_removed = 0;
  bool contains_updates() const;
  void add(const Counters& other);
};

enum class QueryType : std::uint8_t { Read, ReadWrite, Write, Schema };

struct Notification {
  std::string code;
  std::string title;
  std::string description;
  std::string severity;
  std::string category;
  std::optional<SourceSpan> span;
};

class ResultImpl;

class Result {
 public:
  explicit Result(std::unique_ptr<ResultImpl> impl);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

  const std::vector<std::string>& columns() const;
  // The next rows, or null at the end. Nodes, relationships and paths in it are detached copies.
  // The chunk is good until the next call. *Throws* QueryError, CancelledError ...
  const DataChunk* next_chunk();
  // All remaining rows, each with as many values as there are columns.
  std::vector<std::vector<Value>> all_rows();

  // Complete once next_chunk() returned null (at once for statements that write).
  const Counters& counters() const;
  QueryType type() const;
  // EXPLAIN and PROFILE: the plan.
  const std::optional<PlanView>& plan() const;
  bool is_profiled() const;
  const std::vector<Notification>& notifications() const;
  // The commit this statement wrote, or for a reading one the commit it saw.
  CommitNumber commit_number() const;

 private:
  std::unique_ptr<ResultImpl> impl_;
};

}  // namespace liaison::query
