// CRC-32C (Castagnoli, reflected, as in iSCSI): the checksum of pages and of the watermark file.
// Uses the processor's instruction where there is one, else tables; both give the same number.
// Worked example: crc32c("123456789") = 0xE3069283.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace liaison::engine {

// Checksum of `bytes`; `before` is the checksum of what precedes them, so that pieces can be
// chained: crc32c(b, crc32c(a)) == crc32c(a + b).
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

namespace detail {
// The portable path, reachable for tests on machines that have the instruction.
std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t before);
}  // namespace detail

}  // namespace liaison::engine
