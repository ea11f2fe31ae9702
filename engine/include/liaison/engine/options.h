// How a database is opened. Plain data with defaults that are safe: durable commits, a bounded
// cache, refusal to open a store that lost acknowledged commits.
// Thread-safety: plain data.
#pragma once

#include <cstddef>
#include <cstdint>

namespace liaison {

// What an answered commit has survived.
enum class Durability : std::uint8_t {
  Synced,    // on disk: power loss keeps it
  Buffered,  // handed to the operating system: the end of the process keeps it, power loss may not
};

struct DatabaseOptions {
  Durability durability = Durability::Synced;
  // Memory for stored blocks read from disk. Write buffers are charged to it too, so this is the
  // bound on what the storage layer holds.
  std::size_t block_cache_bytes = std::size_t{256} << 20;
  // Writes gathered in memory before they go to a sorted file. Part of block_cache_bytes.
  std::size_t write_buffer_bytes = std::size_t{64} << 20;
  // Memory for the read cache: decoded columns of adjacency, properties and labels, beside the
  // block cache. 0 switches it off; answers are the same in every case.
  static constexpr std::size_t kQuarterOfMemory = SIZE_MAX;
  std::size_t cache_capacity_bytes = kQuarterOfMemory;
  // Reads of a part of the graph (4,096 ids) that earn it a place in the read cache. Scans and
  // searches do not wait for that many; 1 takes in whatever is read.
  std::uint32_t cache_touches = 32;
  // Keep everything in memory and nothing on disk; the path is not used.
  bool in_memory = false;
  // Make the folder when it does not exist; otherwise its absence is a StorageError.
  bool create_if_missing = true;
  // Open a store whose log came back shorter than what was acknowledged, and take what is left as
  // the truth from now on. Only after its owner decided so.
  bool accept_loss = false;
};

}  // namespace liaison
