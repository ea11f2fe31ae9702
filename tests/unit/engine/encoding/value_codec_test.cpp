#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "encoding/format_version.h"
#include "encoding/ordered_value.h"
#include "encoding/record_codec.h"
#include "encoding/tagged_bytes.h"
#include "liaison/engine/compare.h"
#include "liaison/engine/error.h"
#include "unit/engine/encoding/encoding_support.h"

namespace liaison::engine {
namespace {

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_list()) {
    return std::equal(a.as_list().begin(), a.as_list().end(), b.as_list().begin(),
                      b.as_list().end(), identical);
  }
  if (a.is_float()) {
    return std::signbit(a.as_float()) == std::signbit(b.as_float()) && order(a, b) == 0;
  }
  return order(a, b) == 0;
}

TEST_CASE("ordered values look as their header draws them") {
  CHECK(to_hex(ordered_value(1)) == "68BFF00000000000000000");
  CHECK(to_hex(ordered_value(1.0)) == "68BFF00000000000000000");
  CHECK(to_hex(ordered_value((std::int64_t{1} << 53) + 1)) == "68C3400000000000000001");
  CHECK(to_hex(ordered_value("a")) == "58610000");
  CHECK(to_hex(ordered_value(ValueList{true})) == "106100");
}

TEST_CASE("ordered values compare as bytes the way the values compare") {
  ValueSource source(11);
  std::vector<Value> values;
  std::vector<std::string> bytes;
  for (int i = 0; i < 2500; ++i) {
    values.push_back(source.any());
    bytes.push_back(ordered_value(values.back()));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i; j < values.size(); j += 3) {
      const auto by_value = order(values[i], values[j]);
      const auto by_bytes = bytes[i].compare(bytes[j]) <=> 0;
      if (by_value != by_bytes) {
        CAPTURE(kind_name(values[i].kind()));
        CAPTURE(kind_name(values[j].kind()));
        CAPTURE(to_hex(bytes[i]));
        CAPTURE(to_hex(bytes[j]));
        REQUIRE(by_value == by_bytes);
      }
    }
  }
}

TEST_CASE("numbers compare exactly where doubles cannot tell integers apart") {
  ValueSource source(12);
  for (int i = 0; i < 200000; ++i) {
    const Value a = source.integer();
    const Value b = source.below(2) == 0 ? source.floating() : source.integer();
    REQUIRE((ordered_value(a).compare(ordered_value(b)) <=> 0) == order(a, b));
  }
}

TEST_CASE("ordered values follow each other and read back equal in order") {
  ValueSource source(13);
  for (int i = 0; i < 3000; ++i) {
    const Value first = source.any();
    const Value second = source.any();
    std::string bytes = ordered_value(first);
    put_ordered_value(bytes, second);
    ByteReader reader(bytes);
    REQUIRE(order(read_ordered_value(reader), first) == 0);
    REQUIRE(order(read_ordered_value(reader), second) == 0);
    reader.expect_end();
  }
}

TEST_CASE("a family holds what can be compared, a prefix the strings that start with it") {
  ValueSource source(14);
  for (int i = 0; i < 20000; ++i) {
    const Value probe = source.any();
    const Value other = source.any();
    const auto [lower, upper] = ordered_family(probe);
    const std::string bytes = ordered_value(other);
    const auto is_nan = [](const Value& v) { return v.is_float() && std::isnan(v.as_float()); };
    const bool same = (probe.is_number() && other.is_number() && !is_nan(other)) ||
                      (!probe.is_number() && probe.kind() == other.kind());
    REQUIRE((lower <= bytes && bytes < upper) == same);
    if (!probe.is_string() || !other.is_string()) continue;
    const std::string start = ordered_string_prefix(probe.as_string());
    REQUIRE((bytes.substr(0, start.size()) == start) ==
            (other.as_string().substr(0, probe.as_string().size()) == probe.as_string()));
  }
}

TEST_CASE("records look as their header draws them") {
  std::string tagged;
  put_tagged_value(tagged, ValueList{"ab", -2});
  CHECK(to_hex(tagged) == "0702050261620303");
  const std::vector<LabelId> labels{LabelId{1}, LabelId{3}};
  const std::vector<PropertyEntry> name{{PropertyKeyId{2}, "ab"}};
  CHECK(to_hex(encode_node_record(labels, name)) == "020102010205026162");
  const std::vector<PropertyEntry> number{{PropertyKeyId{2}, -2}};
  CHECK(to_hex(encode_relationship_record({RelationshipTypeId{7}, NodeId{1}, NodeId{300}},
                                          number)) == "0701AC0201020303");
}

TEST_CASE("tagged values come back identical, and skipping one ends where reading it does") {
  ValueSource source(15);
  for (int i = 0; i < 20000; ++i) {
    const Value value = source.any();
    std::string bytes;
    put_tagged_value(bytes, value);
    ByteReader reader(bytes);
    REQUIRE(identical(read_tagged_value(reader), value));
    reader.expect_end();
    ByteReader skipper(bytes);
    REQUIRE(read_tagged_bytes(skipper) == bytes);
  }
}

TEST_CASE("records come back whole, and a single property without the rest") {
  ValueSource source(16);
  for (int i = 0; i < 2000; ++i) {
    std::vector<LabelId> labels;
    std::vector<PropertyEntry> properties;
    std::uint32_t token = 0;
    for (std::uint64_t left = source.below(4); left > 0; --left) {
      labels.emplace_back(token += static_cast<std::uint32_t>(1 + source.below(300)));
    }
    token = 0;
    for (std::uint64_t left = source.below(5); left > 0; --left) {
      token += static_cast<std::uint32_t>(1 + source.below(300));
      properties.push_back({PropertyKeyId{token}, source.any()});
    }
    const std::string node = encode_node_record(labels, properties);
    const NodeRecord node_back = decode_node_record(node);
    REQUIRE(node_back.labels == labels);
    REQUIRE(decode_node_labels(node) == labels);
    const RelationshipEnds ends{RelationshipTypeId{token}, NodeId{source.below(~0ull)},
                                NodeId{source.below(1000)}};
    const std::string relationship = encode_relationship_record(ends, properties);
    const RelationshipRecord back = decode_relationship_record(relationship);
    REQUIRE(back.ends.source == ends.source);
    REQUIRE(decode_relationship_ends(relationship).target == ends.target);
    REQUIRE(decode_relationship_ends(relationship).type == ends.type);
    REQUIRE(back.properties.size() == properties.size());
    REQUIRE(node_back.properties.size() == properties.size());
    for (std::size_t p = 0; p < properties.size(); ++p) {
      REQUIRE(node_back.properties[p].key == properties[p].key);
      REQUIRE(identical(back.properties[p].value, properties[p].value));
      REQUIRE(identical(*decode_node_property(node, properties[p].key), properties[p].value));
      REQUIRE(identical(*decode_relationship_property(relationship, properties[p].key),
                        properties[p].value));
    }
    REQUIRE(!decode_node_property(node, PropertyKeyId{token + 1}));
  }
}

TEST_CASE("evidence records come back whole") {
  EvidenceRecord record;
  record.document = NodeId{5};
  record.quote = "ông A gặp bà B";
  record.start = 100;
  record.end = 114;
  record.rule = "met";
  record.confidence = 0.85;
  record.asserted_at_ms = -3;
  record.properties = {{"date", Date{19000}}, {"place", "Hà Nội"}};
  const EvidenceRecord back = decode_evidence_record(encode_evidence_record(record));
  CHECK(back.document == record.document);
  CHECK(back.quote == record.quote);
  CHECK(back.start == 100);
  CHECK(back.end == 114);
  CHECK(back.rule == "met");
  CHECK(back.confidence == 0.85);
  CHECK(back.asserted_at_ms == -3);
  REQUIRE(back.properties.size() == 2);
  CHECK(back.properties[1].first == "place");
  CHECK(identical(back.properties[0].second, Date{19000}));
}

TEST_CASE("what a property cannot hold is the caller's error, not bytes") {
  std::string out;
  CHECK_THROWS_AS(put_tagged_value(out, nullptr), UsageError);
  CHECK_THROWS_AS(put_tagged_value(out, ValueMap{}), UsageError);
  CHECK_THROWS_AS(put_tagged_value(out, ValueList{Value(ValueList{})}), UsageError);
  CHECK_THROWS_AS(put_tagged_value(out, ValueList{Value()}), UsageError);
  CHECK_THROWS_AS(put_ordered_value(out, ValueList{Value()}), UsageError);
  CHECK_THROWS_AS(put_ordered_value(out, Value::node(NodeId{1})), UsageError);
  CHECK(out.empty());
}

// Decoders are handed mutations of good bytes and plain noise: they answer or throw
// CorruptionError, and nothing else happens.
template <class Decode>
std::size_t torture(const std::string& good, ValueSource& source, Decode decode) {
  std::size_t refused = 0;
  for (int i = 0; i < 60; ++i) {
    std::string bytes = good;
    for (std::uint64_t left = 1 + source.below(3); left > 0 && !bytes.empty(); --left) {
      const std::uint64_t at = source.below(bytes.size());
      switch (source.below(3)) {
        case 0:
          bytes[at] = static_cast<char>(source.below(256));
          break;
        case 1:
          bytes.resize(at);
          break;
        default:
          bytes.insert(at, 1, static_cast<char>(source.below(256)));
      }
    }
    try {
      decode(bytes);
    } catch (const CorruptionError&) {
      ++refused;
    }
  }
  return refused;
}

TEST_CASE("damaged records and ordered values are refused or read, never more") {
  ValueSource source(17);
  std::size_t refused = 0;
  for (int i = 0; i < 400; ++i) {
    const std::vector<PropertyEntry> properties{{PropertyKeyId{1}, source.any()},
                                                {PropertyKeyId{9}, source.any()}};
    const std::vector<LabelId> labels{LabelId{2}};
    refused += torture(encode_node_record(labels, properties), source,
                       [](const std::string& bytes) { decode_node_record(bytes); });
    refused += torture(encode_relationship_record({}, properties), source,
                       [](const std::string& bytes) { decode_relationship_record(bytes); });
    EvidenceRecord evidence;
    evidence.quote = "quote";
    evidence.properties = {{"x", source.any()}};
    refused += torture(encode_evidence_record(evidence), source,
                       [](const std::string& bytes) { decode_evidence_record(bytes); });
    refused += torture(ordered_value(source.any()), source, [](const std::string& bytes) {
      ByteReader reader(bytes);
      const Value value = read_ordered_value(reader);
      // What reads is what would be written: one value, one spelling.
      CHECK(ordered_value(value) == bytes.substr(0, reader.offset()));
    });
  }
  CHECK(refused > 10000);
}

TEST_CASE("a store of an unknown major version is refused with what to do") {
  CHECK(to_hex(encode_format_version({1, 0})) == "00010000");
  CHECK(decode_format_version(encode_format_version({3, 4})) == FormatVersion{3, 4});
  CHECK_THROWS_AS(decode_format_version("abc"), CorruptionError);
  CHECK_NOTHROW(require_readable(kFormatVersion));
  CHECK_NOTHROW(require_readable({kFormatVersion.major, 999}));
  CHECK_THROWS_AS(require_readable({0, 9}), StorageError);
  CHECK_THROWS_WITH_AS(require_readable({2, 1}),
                       "the store has format 2.1, this program reads format 1.x: open it with the "
                       "newer version that wrote it; it was not changed",
                       StorageError);
}

}  // namespace
}  // namespace liaison::engine
