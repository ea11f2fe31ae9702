// Brings many new entries of a table into an ingest, in the order of their keys. Entries that meet
// a page with few of them go in as loose rows; where many meet a page, or the table has none, the
// page is written anew with its loose rows and the new entries in it. Pages are encoded by a thread
// of their own, so that who makes the entries need not wait for it.
//
// Requires the writer lock from construction until the fence changes are applied, after the ingest
// was committed: entries are placed by the fences as they are now.
// Thread-safety: one thread. Lifetime: table, store, directory and ingest outlive it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "store/table.h"

namespace liaison::engine {

class TableIngest {
 public:
  TableIngest(const Table& table, KeyValueStore& store, const FenceDirectory& directory,
              Ingest& ingest, TableLimits limits = {});
  ~TableIngest();
  TableIngest(const TableIngest&) = delete;
  TableIngest& operator=(const TableIngest&) = delete;

  // Requires ascending keys that are not in the table.
  void add(std::string_view key, std::string_view value);
  // Writes what is left. Adds to `changes` what becomes of the fences.
  void finish(FenceChanges& changes);

 private:
  struct NewEntry {
    std::string key;
    std::string value;
  };

  void open_fence(std::string_view key);
  void close_fence();
  void begin_rewrite();
  void add_rewritten(std::string_view key, std::string_view value);
  void end_rewrite();
  void put_loose_rows();
  SortedRun& loose();

  void encode_pages();
  void hand_over(PageCut&& cut);
  void stop();

  const Table& table_;
  KeyValueStore& store_;
  const FenceDirectory& directory_;
  Ingest& ingest_;
  const TableLimits limits_;
  FenceChanges changes_;

  // The fence that new entries go to, and those that wait for a decision.
  bool has_fence_ = false;
  FenceInfo fence_;
  std::vector<NewEntry> waiting_;
  std::size_t waiting_count_ = 0;
  // While its page is written anew.
  std::unique_ptr<TableCursor> old_entries_;
  std::unique_ptr<PageCutter> cutter_;
  std::vector<std::string> cut_fences_;
  std::unique_ptr<SortedRun> loose_;

  // Between the two threads.
  static constexpr std::size_t kQueuedMax = 32;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<PageCut> queue_;
  bool is_done_ = false;
  bool is_stopped_ = false;
  std::exception_ptr failure_;
  std::thread encoder_;
};

}  // namespace liaison::engine
