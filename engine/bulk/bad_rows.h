// Counts and lists the rows that are passed over, and ends the load when there are more than
// allowed.
// Thread-safety: one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "liaison/engine/bulk_load.h"

namespace liaison::engine {

class BadRows {
 public:
  BadRows(std::uint64_t allowed, BulkReport& report) : allowed_(allowed), report_(report) {}
  // Throws InputError once there are more than allowed.
  void add(const std::string& path, std::uint64_t line, const std::string& problem);

 private:
  const std::uint64_t allowed_;
  BulkReport& report_;
};

}  // namespace liaison::engine
