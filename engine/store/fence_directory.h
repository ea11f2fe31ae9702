// Where the pages of each table begin and which generation they are at, in memory. A lookup is a
// hint for readers (an older snapshot may not have that page, then Table seeks in the pages family
// at its snapshot) and the truth for the writer, who holds the writer lock.
//
// Fences lie in the pages family as rows of their own next to each other (key_codec.h), so that
// opening a store reads a few bytes per page and not the pages. A fence that was ever folded has an
// end row in the loose family: iterators stop there instead of stepping over the deleted rows of
// the fence that follows.
//
// Invariants: a table has no page at all (everything is loose under the first fence, generation 0)
// or its first fence has one, and then every fence has one. Generations of a fence only grow, also
// when the fence is merged away and comes back.
//
// Thread-safety: lookup is safe at any time; apply and load need the writer lock. A snapshot that
// readers use must be taken under the writer lock, not between a write and its apply().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/helper_thread.h"
#include "encoding/checked_pages.h"
#include "encoding/table_id.h"
#include "kv/key_value_store.h"
#include "store/fence_list.h"

namespace liaison::engine {

struct FenceInfo {
  std::string fence;
  std::string upper;  // the next fence; empty: no bound
  FenceState state;
};

// What a batch does to the fences, applied once the batch is written.
struct FenceChanges {
  struct Change {
    TableId table;
    std::string fence;
    std::optional<FenceState> state;  // nullopt: the fence was merged away
  };
  std::vector<Change> changes;
};

class FenceDirectory {
 public:
  // Rows or bytes from which a fence is worth folding.
  static constexpr std::uint64_t kFoldRows = 512;
  static constexpr std::uint64_t kFoldBytes = 64 * 1024;
  static bool is_due(const FenceState& state) {
    return state.loose_rows.value_or(0) >= kFoldRows || state.loose_bytes >= kFoldBytes;
  }

  // Up to so many loose rows are counted at once when a store is opened, some milliseconds' worth;
  // beyond that each fence is counted when it is first written to.
  static constexpr std::size_t kCountedAtOpenMax = 20'000;

  // Reads the fence rows of a store, half of the work in the helping thread.
  void load(KeyValueStore& store, HelperThread& helper);

  // The page that covers `key` in the newest state.
  FenceInfo lookup(TableId table, std::string_view key) const;
  std::size_t fence_count(TableId table) const;
  // All fences of a table in order.
  std::vector<FenceInfo> fences(TableId table) const;

  void apply(const FenceChanges& changes);

  // Takes up to `count_max` fences that have gathered enough loose rows. Each is due once until it
  // gathers again.
  std::vector<std::pair<TableId, std::string>> take_due(std::size_t count_max);
  std::size_t due_count() const;

  // Pages of the store that were found whole.
  CheckedPages& checked_pages() const { return checked_pages_; }

 private:
  using Fences = std::array<FenceList, kTableIdEnd>;

  class Loading;

  // The loose rows of a store, by the fence and generation they lie under.
  struct LooseRows {
    struct Tally {
      TableId table;
      std::string fence;
      std::uint64_t generation = 0;
      std::uint64_t rows = 0;
      std::uint64_t bytes = 0;
    };
    std::vector<Tally> tallies;  // ascending
    bool is_complete = true;     // no more than kCountedAtOpenMax
  };
  static LooseRows count_loose_rows(KeyValueStore& store);
  static void note_loose_rows(const LooseRows& found, Fences& tables);

  mutable std::shared_mutex mutex_;
  Fences tables_;
  std::set<std::pair<TableId, std::string>> due_;
  mutable CheckedPages checked_pages_;
};

}  // namespace liaison::engine
