// Stored bytes are hostile: records, values, index keys and pages decode or are CorruptionError.
// Records have one spelling, so what decodes encodes back to the same bytes. The first byte of the
// input says which decoder takes the rest.
#include <string>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "encoding/key_codec.h"
#include "encoding/ordered_value.h"
#include "encoding/page_codec.h"
#include "encoding/record_codec.h"
#include "fuzz_target.h"

using namespace liaison;
using namespace liaison::engine;
using liaison::test::fuzz_check;

namespace {

void decode_page(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto table = static_cast<TableId>(bytes[0]);
  const PageAddress address{table, ""};
  std::string page_bytes(bytes.substr(1));
  // With a checksum that fits, or the fuzzer would see nothing but "wrong checksum".
  if (page_bytes.size() >= kPageHeaderSize) {
    std::uint32_t sum = crc32c(page_key(table, ""));
    sum = crc32c(std::string_view(page_bytes).substr(0, 4), sum);
    sum = crc32c(std::string_view(page_bytes).substr(8), sum);
    store_big_endian(page_bytes.data() + 4, sum);
  }
  const Page page(address, std::move(page_bytes));
  page.verify(address);
}

void decode(std::uint8_t which, std::string_view bytes) {
  switch (which % 6) {
    case 0: {
      const NodeRecord record = decode_node_record(bytes);
      fuzz_check(encode_node_record(record.labels, record.properties) == bytes, "one spelling");
      fuzz_check(decode_node_labels(bytes).size() == record.labels.size(), "the same labels");
      break;
    }
    case 1: {
      const RelationshipRecord record = decode_relationship_record(bytes);
      fuzz_check(encode_relationship_record(record.ends, record.properties) == bytes,
                 "one spelling");
      break;
    }
    case 2:
      decode_evidence_record(bytes);
      break;
    case 3: {
      ByteReader reader(bytes, "value");
      read_tagged_value(reader);
      break;
    }
    case 4: {
      ByteReader reader(bytes, "index key");
      read_ordered_value(reader);
      break;
    }
    case 5:
      decode_page(bytes);
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    decode(data[0], test::text_of_input(data + 1, size - 1));
  } catch (const CorruptionError&) {
  }
  return 0;
}
