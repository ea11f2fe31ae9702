// The version of a store's format, major.minor, kept in its catalog. A larger major than this
// program's means bytes it cannot read: it refuses to open. A larger minor means additions that a
// program of the same major reads past. Stores of every released major stay readable or are
// upgraded; each has a fixture under tests/compat.
//
//   0/2  major, big-endian
//   2/2  minor, big-endian
// 1.1 adds text, point and full-text indexes and the counts of the latter.
// 1.2 adds constraints on the types of properties and fingerprints and kept
// marks in evidence, and initials in name indexes.
// Worked example: 1.0 is 0001 0000.
// Thread-safety: pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace liaison::engine {

struct FormatVersion {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  friend auto operator<=>(const FormatVersion&, const FormatVersion&) = default;
};

// What this program writes.
inline constexpr FormatVersion kFormatVersion{1, 2};
// Catalog row that holds it.
inline constexpr std::string_view kFormatVersionKey = "format";

std::string encode_format_version(FormatVersion version);
FormatVersion decode_format_version(std::string_view bytes);
std::string to_string(FormatVersion version);
// Throws StorageError with what to do unless this program can read a store of `found`.
void require_readable(FormatVersion found);

}  // namespace liaison::engine
