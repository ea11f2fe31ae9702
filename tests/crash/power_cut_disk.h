// A disk that can lose power, under one folder: it keeps apart what was written and what was made
// durable, byte by byte and name by name, and says what a machine could find after a power cut.
// Bytes written since the last sync of their file may be there or not, block by block in any order,
// and space that a file was given may be zeros or garbage; of bytes that are overwritten each
// sector is the old or the new one, and one at most that is new as a whole is torn; names made,
// linked, removed or renamed since the last sync of their folder may not be. The files themselves
// go to the real folder, so that the running store reads them.
//
// It stands under RocksDB as a FileSystem and under the watermark as a FileAccess.
// Thread-safety: safe. Lifetime: outlives the stores opened over it.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_access.h"

namespace liaison::test {

// What is left on a disk.
struct DiskImage {
  std::map<std::string, std::string> files;  // name -> bytes
  std::uint64_t dropped_bytes = 0;           // written and not there as written
  void write_to(const std::string& folder) const;
};

class PowerCutDisk {
 public:
  // What is in the folder already is durable.
  PowerCutDisk(std::string folder, std::uint64_t seed);
  ~PowerCutDisk();

  rocksdb::Env* env() const { return env_.get(); }
  engine::FileAccess& files() const { return *files_; }

  // What a power cut at this moment would leave.
  DiskImage cut();
  // Calls `hook` just before the operation `operations` from now, with the disk standing still:
  // it may call cut() and nothing else of the disk.
  void at_operation(std::uint64_t operations, std::function<void()> hook);

  // --- for the files that stand on it; each is one operation of the disk

  struct Inode;
  std::shared_ptr<Inode> create(const std::string& path);
  std::shared_ptr<Inode> find(const std::string& path);
  void write(Inode& inode, std::uint64_t offset, std::string_view bytes);
  void truncate(Inode& inode, std::uint64_t size);
  void sync(Inode& inode);
  void rename(const std::string& from, const std::string& to);
  void link(const std::string& from, const std::string& to);
  void remove(const std::string& path);
  // Makes the names in a folder durable, not those in folders inside it.
  void sync_names(const std::string& folder);

 private:
  // A change of names that the folder has not been synced after.
  struct NameChange {
    std::uint64_t number;
    std::string removed;  // empty: none
    std::string added;    // empty: none
    std::shared_ptr<Inode> inode;
  };
  using Names = std::map<std::string, std::shared_ptr<Inode>>;
  // (offset of a sector, or of a block in new space; which of the two) -> the number of the first
  // change that is not there.
  using Reached = std::map<std::pair<std::uint64_t, bool>, std::uint64_t>;

  std::string name_of(const std::string& path) const;
  void operation(std::unique_lock<std::recursive_mutex>& lock);
  void apply(const NameChange& change, Names& names) const;
  std::string survivor_of(const Inode& inode, std::uint64_t& dropped_bytes);
  std::string survivor_by_block(const Inode& inode);
  void garble(const Inode& inode, std::string& file, const Reached& reached);

  const std::string folder_;
  std::recursive_mutex mutex_;
  std::mt19937_64 random_;
  std::uint64_t next_number_ = 1;
  Names now_;
  Names durable_;
  std::vector<NameChange> unsynced_;
  std::uint64_t operations_left_ = 0;
  std::function<void()> hook_;
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<engine::FileAccess> files_;
};

}  // namespace liaison::test
