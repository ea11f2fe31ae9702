// Keeps the work done on a statement's text: its bound form, and the plan made for one version of
// the catalog. Least recently used texts go first.
// Thread-safety: safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "exec/pipeline.h"

namespace liaison::query {

// What is known of a text. Immutable; a newer plan makes a new entry.
struct PreparedStatement {
  std::shared_ptr<const BoundStatement> statement;
  std::shared_ptr<const ExecutablePlan> plan;  // null: not planned yet, or no query
  std::uint64_t catalog_version = 0;           // the plan's
  std::uint64_t graph_size = 0;                // nodes and relationships when it was planned
  // What is to be told of the statement at that version; set with the plan.
  std::shared_ptr<const std::vector<Notification>> notifications;
};

class PlanCache {
 public:
  explicit PlanCache(std::size_t entries_max) : entries_max_(entries_max) {}

  // Without statement: not known.
  PreparedStatement find(std::string_view text);
  void put(std::string_view text, PreparedStatement prepared);

 private:
  using Entry = std::pair<std::string, PreparedStatement>;
  std::size_t entries_max_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_text_;  // keys in entries_
};

}  // namespace liaison::query
