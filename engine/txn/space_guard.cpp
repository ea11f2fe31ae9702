#include "txn/space_guard.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "liaison/engine/error.h"

namespace liaison::engine {

FreeSpace free_space_at(const std::string& path) {
  struct statvfs found {};
  if (::statvfs(path.c_str(), &found) != 0) {
    throw StorageError("cannot ask for the free space of " + path + ": " +
                       std::generic_category().message(errno));
  }
  return {std::uint64_t{found.f_bavail} * found.f_frsize,
          std::uint64_t{found.f_blocks} * found.f_frsize};
}

SpaceGuard::SpaceGuard(std::string path, const FreeSpaceLimits& limits, const Clock& clock,
                       Probe probe)
    : path_(std::move(path)), clock_(clock), probe_(std::move(probe)), limits_(limits) {}

void SpaceGuard::set_limits(const FreeSpaceLimits& limits) {
  const std::lock_guard lock(mutex_);
  limits_ = limits;
  is_asked_ = false;
}

void SpaceGuard::require() {
  if (path_.empty()) return;
  const std::chrono::nanoseconds now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  if (limits_.min_bytes == 0 && limits_.min_percent <= 0) return;
  if (!is_asked_ || now - asked_at_ >= kInterval) {
    problem_ = problem(probe_(path_));
    asked_at_ = now;
    is_asked_ = true;
  }
  if (!problem_.empty()) throw StorageFullError(problem_);
}

std::string SpaceGuard::problem(const FreeSpace& space) const {
  const double percent = space.total_bytes == 0 ? 0
                                                : 100.0 * static_cast<double>(space.free_bytes) /
                                                      static_cast<double>(space.total_bytes);
  if (space.free_bytes >= limits_.min_bytes && percent >= limits_.min_percent) return {};
  return "database " + path_ + " takes no writes: " + std::to_string(space.free_bytes >> 20) +
         " MiB of " + std::to_string(space.total_bytes >> 20) + " MiB are free, and at least " +
         std::to_string(limits_.min_bytes >> 20) + " MiB and " +
         std::to_string(static_cast<int>(limits_.min_percent)) +
         " % must be. Reading goes on; writing does once there is space";
}

}  // namespace liaison::engine
