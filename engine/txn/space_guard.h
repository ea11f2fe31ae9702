// Refuses writes while there is little free space, before the store runs out of it in the middle of
// something. The file system is asked at most every kInterval.
// Thread-safety: safe. Lifetime: the clock outlives it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "liaison/engine/free_space.h"

namespace liaison::engine {

struct FreeSpace {
  std::uint64_t free_bytes = 0;  // for us, without what is reserved for the administrator
  std::uint64_t total_bytes = 0;
};

// Space on the file system of `path`. Throws StorageError.
FreeSpace free_space_at(const std::string& path);

class SpaceGuard {
 public:
  static constexpr std::chrono::milliseconds kInterval{100};
  using Probe = std::function<FreeSpace(const std::string& path)>;

  // An empty path (a store in memory) is never full.
  SpaceGuard(std::string path, const FreeSpaceLimits& limits, const Clock& clock,
             Probe probe = free_space_at);

  void set_limits(const FreeSpaceLimits& limits);
  // Throws StorageFullError while less than either limit is free.
  void require();

 private:
  std::string problem(const FreeSpace& space) const;  // empty: enough

  const std::string path_;
  const Clock& clock_;
  const Probe probe_;
  std::mutex mutex_;
  FreeSpaceLimits limits_;  // all below guarded by mutex_
  bool is_asked_ = false;
  std::chrono::nanoseconds asked_at_{0};
  std::string problem_;
};

}  // namespace liaison::engine
