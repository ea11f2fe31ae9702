#include "encoding/posting_codec.h"

#include "base/bytes.h"
#include "base/varint.h"

namespace liaison::engine {

namespace {

std::uint32_t read_number(ByteReader& reader, std::uint64_t above) {
  const std::uint64_t number = read_varint(reader) + above;
  if (number > UINT32_MAX) reader.fail("number out of range");
  return static_cast<std::uint32_t>(number);
}

}  // namespace

std::string encode_posting(const std::vector<FieldPositions>& fields) {
  std::string out;
  for (const FieldPositions& field : fields) {
    put_varint(out, field.field);
    put_varint(out, field.positions.size());
    std::uint32_t before = 0;
    for (const std::uint32_t position : field.positions) {
      put_varint(out, position - before);
      before = position;
    }
  }
  return out;
}

std::vector<FieldPositions> decode_posting(std::string_view bytes) {
  ByteReader reader(bytes, "full-text posting");
  std::vector<FieldPositions> fields;
  if (reader.empty()) reader.fail("no field");
  while (!reader.empty()) {
    FieldPositions field;
    field.field = read_number(reader, 0);
    if (!fields.empty() && field.field <= fields.back().field) reader.fail("fields do not ascend");
    const std::uint64_t count = read_varint(reader);
    if (count == 0) reader.fail("a field without a position");
    if (count > reader.remaining()) reader.fail("more positions than bytes");
    field.positions.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint32_t before = i == 0 ? 0 : field.positions.back();
      const std::uint32_t position = read_number(reader, before);
      if (i > 0 && position == before) reader.fail("positions do not ascend");
      field.positions.push_back(position);
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::string encode_document_length(std::uint64_t word_count) {
  std::string out;
  put_varint(out, word_count);
  return out;
}

std::uint64_t decode_document_length(std::string_view bytes) {
  ByteReader reader(bytes, "full-text document length");
  const std::uint64_t count = read_varint(reader);
  if (count == 0 || count > INT64_MAX) reader.fail("length out of range");
  reader.expect_end();
  return count;
}

}  // namespace liaison::engine
