#include "encoding/format_version.h"

#include "base/bytes.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

std::string encode_format_version(FormatVersion version) {
  std::string bytes;
  put_u16(bytes, version.major);
  put_u16(bytes, version.minor);
  return bytes;
}

FormatVersion decode_format_version(std::string_view bytes) {
  ByteReader reader(bytes, "format version");
  FormatVersion version;
  version.major = reader.read_u16();
  version.minor = reader.read_u16();
  reader.expect_end();
  return version;
}

std::string to_string(FormatVersion version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor);
}

void require_readable(FormatVersion found) {
  if (found.major == kFormatVersion.major) return;
  const std::string facts = "the store has format " + to_string(found) +
                            ", this program reads format " + std::to_string(kFormatVersion.major) +
                            ".x";
  if (found.major > kFormatVersion.major) {
    throw StorageError(facts +
                       ": open it with the newer version that wrote it; it was not changed");
  }
  throw StorageError(facts + ": the format is older than any release; it was not changed");
}

}  // namespace liaison::engine
