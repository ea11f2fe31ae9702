#include "encoding/record_codec.h"

#include <algorithm>
#include <bit>

#include "base/varint.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

// Tokens as differences; strictly ascending.
class TokenWriter {
 public:
  void put(std::string& out, std::uint32_t token) {
    LIAISON_ASSERT(is_first_ || token > before_);
    put_varint(out, token - before_);
    before_ = token;
    is_first_ = false;
  }

 private:
  std::uint32_t before_ = 0;
  bool is_first_ = true;
};

class TokenReader {
 public:
  std::uint32_t read(ByteReader& reader) {
    const std::uint64_t step = read_varint(reader);
    if (!is_first_ && step == 0) reader.fail("tokens do not ascend");
    if (step > UINT32_MAX - before_) reader.fail("token is out of range");
    before_ += static_cast<std::uint32_t>(step);
    is_first_ = false;
    return before_;
  }

 private:
  std::uint32_t before_ = 0;
  bool is_first_ = true;
};

void put_properties(std::string& out, std::span<const PropertyEntry> properties) {
  put_varint(out, properties.size());
  TokenWriter tokens;
  for (const PropertyEntry& property : properties) {
    tokens.put(out, property.key.value);
    put_tagged_value(out, property.value);
  }
}

std::vector<PropertyEntry> read_properties(ByteReader& reader) {
  std::vector<PropertyEntry> properties;
  TokenReader tokens;
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    const PropertyKeyId key{tokens.read(reader)};
    properties.push_back({key, read_tagged_value(reader)});
  }
  return properties;
}

std::optional<Value> find_property(ByteReader& reader, PropertyKeyId wanted) {
  TokenReader tokens;
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    const std::uint32_t key = tokens.read(reader);
    if (key == wanted.value) return read_tagged_value(reader);
    if (key > wanted.value) break;
    skip_tagged(reader);
  }
  return std::nullopt;
}

std::vector<LabelId> read_labels(ByteReader& reader) {
  std::vector<LabelId> labels;
  TokenReader tokens;
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    labels.emplace_back(tokens.read(reader));
  }
  return labels;
}

RelationshipEnds read_ends(ByteReader& reader) {
  const std::uint64_t type = read_varint(reader);
  if (type > UINT32_MAX) reader.fail("relationship type is out of range");
  RelationshipEnds ends;
  ends.type = RelationshipTypeId{static_cast<std::uint32_t>(type)};
  ends.source = NodeId{read_varint(reader)};
  ends.target = NodeId{read_varint(reader)};
  return ends;
}

std::int64_t read_position(ByteReader& reader) {
  const std::uint64_t position = read_varint(reader);
  if (position > INT64_MAX) reader.fail("position is out of range");
  return static_cast<std::int64_t>(position);
}

}  // namespace

std::string encode_node_record(std::span<const LabelId> labels,
                               std::span<const PropertyEntry> properties) {
  std::string record;
  put_varint(record, labels.size());
  TokenWriter tokens;
  for (const LabelId label : labels) tokens.put(record, label.value);
  put_properties(record, properties);
  return record;
}

NodeRecord decode_node_record(std::string_view bytes) {
  ByteReader reader(bytes, "node record");
  NodeRecord record;
  record.labels = read_labels(reader);
  record.properties = read_properties(reader);
  reader.expect_end();
  return record;
}

std::vector<LabelId> decode_node_labels(std::string_view bytes) {
  ByteReader reader(bytes, "node record");
  return read_labels(reader);
}

std::optional<Value> decode_node_property(std::string_view bytes, PropertyKeyId key) {
  ByteReader reader(bytes, "node record");
  for (std::uint64_t left = read_varint(reader); left > 0; --left) read_varint(reader);
  return find_property(reader, key);
}

std::string encode_relationship_record(const RelationshipEnds& ends,
                                       std::span<const PropertyEntry> properties) {
  std::string record;
  put_varint(record, ends.type.value);
  put_varint(record, ends.source.value);
  put_varint(record, ends.target.value);
  put_properties(record, properties);
  return record;
}

RelationshipRecord decode_relationship_record(std::string_view bytes) {
  ByteReader reader(bytes, "relationship record");
  RelationshipRecord record;
  record.ends = read_ends(reader);
  record.properties = read_properties(reader);
  reader.expect_end();
  return record;
}

RelationshipEnds decode_relationship_ends(std::string_view bytes) {
  ByteReader reader(bytes, "relationship record");
  return read_ends(reader);
}

std::optional<Value> decode_relationship_property(std::string_view bytes, PropertyKeyId key) {
  ByteReader reader(bytes, "relationship record");
  read_ends(reader);
  return find_property(reader, key);
}

std::string encode_evidence_record(const EvidenceRecord& record) {
  return encode_evidence_record(record, record.text);
}

std::string encode_evidence_record(const EvidenceRecord& record, const TextFingerprint& text) {
  LIAISON_ASSERT(record.start >= 0 && record.end >= record.start);
  std::string bytes;
  // Quote, rule, and what is around them; properties are short.
  bytes.reserve(record.quote.size() + record.rule.size() + 64 + 48 * record.properties.size());
  put_varint(bytes, record.document.value);
  put_sized(bytes, record.quote);
  put_varint(bytes, static_cast<std::uint64_t>(record.start));
  put_varint(bytes, static_cast<std::uint64_t>(record.end));
  put_sized(bytes, record.rule);
  put_u64(bytes, std::bit_cast<std::uint64_t>(record.confidence));
  put_signed_varint(bytes, record.asserted_at_ms);
  const auto is_given = [](const auto& entry) { return !entry.second.is_null(); };
  put_varint(bytes, static_cast<std::uint64_t>(std::count_if(record.properties.begin(),
                                                             record.properties.end(), is_given)));
  for (const auto& [name, value] : record.properties) {
    if (value.is_null()) continue;
    put_sized(bytes, name);
    put_tagged_value(bytes, value);
  }
  if (text.is_known()) {
    for (const std::uint64_t word : text.bits) put_u64(bytes, word);
  }
  return bytes;
}

EvidenceRecord decode_evidence_record(std::string_view bytes) {
  ByteReader reader(bytes, "evidence record");
  EvidenceRecord record;
  record.document = NodeId{read_varint(reader)};
  record.quote = read_sized(reader);
  record.start = read_position(reader);
  record.end = read_position(reader);
  if (record.end < record.start) reader.fail("quote ends before it starts");
  record.rule = read_sized(reader);
  record.confidence = std::bit_cast<double>(reader.read_u64());
  record.asserted_at_ms = read_signed_varint(reader);
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    std::string name(read_sized(reader));
    record.properties.emplace_back(std::move(name), read_tagged_value(reader));
  }
  if (reader.remaining() > 0) {
    for (std::uint64_t& word : record.text.bits) word = reader.read_u64();
    if (!record.text.is_known()) reader.fail("a fingerprint that is not known is left out");
  }
  reader.expect_end();
  return record;
}

}  // namespace liaison::engine
