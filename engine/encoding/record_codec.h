// Node, relationship and evidence records in their loose form, and property values as tagged bytes
// (tagged_bytes.h). Records carry no version of their own: they inherit the store's, a record in a
// page the page's. One record has one spelling, which is what lets pages keep columns instead.
//
//   properties    count varint; per property: key token as varint difference to the one before
//                 (the first whole, strictly ascending), tagged value
//   node          label count varint, labels as varint differences likewise, properties
//   relationship  type varint, source varint, target varint, properties
//   evidence      document varint; quote: size varint, UTF-8; start, end: varints; rule: size
//                 varint, UTF-8; confidence: 8 bytes, IEEE bits; asserted at: signed varint;
//                 count varint; per property: name as size varint and UTF-8, tagged value;
//                 fingerprint of the document's text: 16 bytes, or nothing when it is not known
// Worked examples: a node with labels 1 and 3 and property 2 = 'ab' is 02 01 02 01 02 05 02 61 62.
// Relationship of type 7 from 1 to 300 with property 2 = -2: 07 01 AC02 01 02 03 03.
//
// Thread-safety: pure functions. Decoders treat bytes as hostile and throw CorruptionError;
// encoders throw UsageError for values that cannot be stored.
#pragma once

#include <bit>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/varint.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/evidence.h"
#include "liaison/engine/graph.h"
#include "liaison/engine/ids.h"
#include "liaison/engine/value.h"

namespace liaison::engine {

// True for what a property can hold: scalars, temporal values, points, bytes and lists of those
// without nulls.
bool is_storable(const Value& value);

void put_tagged_value(std::string& out, const Value& value);
Value read_tagged_value(ByteReader& reader);

struct NodeRecord {
  std::vector<LabelId> labels;            // strictly ascending
  std::vector<PropertyEntry> properties;  // strictly ascending by key, no nulls
};
std::string encode_node_record(std::span<const LabelId> labels,
                               std::span<const PropertyEntry> properties);
NodeRecord decode_node_record(std::string_view bytes);
// Parts of a record, without building the rest.
std::vector<LabelId> decode_node_labels(std::string_view bytes);
std::optional<Value> decode_node_property(std::string_view bytes, PropertyKeyId key);

struct RelationshipRecord {
  RelationshipEnds ends;
  std::vector<PropertyEntry> properties;
};
std::string encode_relationship_record(const RelationshipEnds& ends,
                                       std::span<const PropertyEntry> properties);
RelationshipRecord decode_relationship_record(std::string_view bytes);
RelationshipEnds decode_relationship_ends(std::string_view bytes);
std::optional<Value> decode_relationship_property(std::string_view bytes, PropertyKeyId key);

std::string encode_evidence_record(const EvidenceRecord& record);
// The same with `text` in place of the record's, and without properties that are null.
std::string encode_evidence_record(const EvidenceRecord& record, const TextFingerprint& text);
EvidenceRecord decode_evidence_record(std::string_view bytes);
// A record without its words.
struct EvidenceGist {
  NodeId document;
  double confidence = 1;
  TextFingerprint text;
};
// `give` is called with each property: its name and its value as tagged bytes, both borrowed.
template <class Give>
EvidenceGist read_evidence_gist(std::string_view bytes, Give give);

template <class Give>
EvidenceGist read_evidence_gist(std::string_view bytes, Give give) {
  ByteReader reader(bytes, "evidence record");
  EvidenceGist gist;
  gist.document = NodeId{read_varint(reader)};
  read_sized(reader);   // the quote
  read_varint(reader);  // its place
  read_varint(reader);
  read_sized(reader);  // the rule
  gist.confidence = std::bit_cast<double>(reader.read_u64());
  read_signed_varint(reader);  // when it was asserted
  for (std::uint64_t left = read_varint(reader); left > 0; --left) {
    const std::string_view name = read_sized(reader);
    give(name, read_tagged_bytes(reader));
  }
  if (reader.remaining() > 0) {
    for (std::uint64_t& word : gist.text.bits) word = reader.read_u64();
  }
  reader.expect_end();
  return gist;
}

}  // namespace liaison::engine
