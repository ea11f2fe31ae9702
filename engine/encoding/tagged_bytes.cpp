#include "encoding/tagged_bytes.h"

namespace liaison::engine {
namespace {

void skip_scalar(ByteReader& reader, ValueTag tag) {
  switch (tag) {
    case ValueTag::False:
    case ValueTag::True:
      return;
    case ValueTag::Integer:
    case ValueTag::Date:
    case ValueTag::LocalTime:
      read_varint(reader);
      return;
    case ValueTag::Float:
      reader.skip(8);
      return;
    case ValueTag::String:
    case ValueTag::Bytes:
      read_sized(reader);
      return;
    case ValueTag::Time:
    case ValueTag::LocalDateTime:
      read_varint(reader);
      read_varint(reader);
      return;
    case ValueTag::DateTime:
      for (int i = 0; i < 3; ++i) read_varint(reader);
      read_sized(reader);
      return;
    case ValueTag::Duration:
      for (int i = 0; i < 4; ++i) read_varint(reader);
      return;
    case ValueTag::Point: {
      const int dimensions = point_dimensions(read_varint(reader));
      if (dimensions == 0) reader.fail("unknown coordinate system");
      reader.skip(static_cast<std::size_t>(dimensions) * 8);
      return;
    }
    case ValueTag::List:
      break;
  }
  reader.fail("value tag " + std::to_string(static_cast<int>(tag)) + " is unknown here");
}

}  // namespace

int point_dimensions(std::uint64_t srid) {
  if (srid == 7203 || srid == 4326) return 2;
  if (srid == 9157 || srid == 4979) return 3;
  return 0;
}

void skip_tagged(ByteReader& reader) {
  const auto tag = static_cast<ValueTag>(reader.read_u8());
  if (tag != ValueTag::List) return skip_scalar(reader, tag);
  // Each element takes at least its tag, so a hostile count runs out of bytes, not of time.
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    skip_scalar(reader, static_cast<ValueTag>(reader.read_u8()));
  }
}

std::string_view read_tagged_bytes(ByteReader& reader) {
  const std::string_view rest = reader.rest();
  const std::size_t start = reader.offset();
  skip_tagged(reader);
  return rest.substr(0, reader.offset() - start);
}

}  // namespace liaison::engine
