#include "base/bytes.h"

#include "liaison/engine/error.h"

namespace liaison::engine::detail {

void throw_truncated(const char* what, std::size_t offset, std::size_t wanted, std::size_t left) {
  throw CorruptionError(std::string(what) + ": ends early: " + std::to_string(wanted) +
                        " bytes expected at offset " + std::to_string(offset) + ", " +
                        std::to_string(left) + " left");
}

void throw_malformed(const char* what, std::size_t offset, const std::string& problem) {
  throw CorruptionError(std::string(what) + ": " + problem + " at offset " +
                        std::to_string(offset));
}

}  // namespace liaison::engine::detail
