// What a database does when its disk fills up: while less than a limit is free it refuses writes,
// before the store runs out of space in the middle of something. Reading goes on, and writing does
// again within a tenth of a second once there is space.
// Thread-safety: set_free_space_limits is safe.
#pragma once

#include <cstdint>

#include "liaison/engine/error.h"

namespace liaison {

class Database;

// There is too little free space to write. Nothing was written.
class StorageFullError : public StorageError {
  using StorageError::StorageError;
};

struct FreeSpaceLimits {
  // Both have to be free on the file system of the database; 0: no such limit.
  std::uint64_t min_bytes = std::uint64_t{1} << 30;
  double min_percent = 2;
};

// For this database while it is open. Without it the limits above hold.
void set_free_space_limits(Database& database, const FreeSpaceLimits& limits);

}  // namespace liaison
