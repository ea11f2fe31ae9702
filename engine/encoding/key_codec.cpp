#include "encoding/key_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {
namespace {

// The coded fence; see the block in the header.
constexpr std::size_t kZeroRunMax = 0x7E;
constexpr std::uint8_t kZeroRunGoesOn = 0x7F;
constexpr std::uint8_t kLooseEnd = 0xFF;
constexpr std::uint8_t kGenerationInline = 0xF7;  // numbers up to here are one byte
constexpr int kGenerationBytesMax = 7;

void put_fence(std::string& out, std::string_view fence) {
  std::size_t at = 0;
  while (true) {
    const std::size_t nonzero = std::min(fence.find_first_not_of('\0', at), fence.size());
    std::size_t zeros = nonzero - at;
    for (; zeros > kZeroRunMax; zeros -= kZeroRunMax + 1) {
      out.push_back('\0');
      put_u8(out, kZeroRunGoesOn);
    }
    if (nonzero == fence.size()) {
      out.push_back('\0');
      put_u8(out, static_cast<std::uint8_t>(zeros));
      return;
    }
    if (zeros > 0) {
      out.push_back('\0');
      put_u8(out, static_cast<std::uint8_t>(0xFF - zeros));
    }
    const std::size_t zero = std::min(fence.find('\0', nonzero), fence.size());
    out.append(fence.substr(nonzero, zero - nonzero));
    at = zero;
  }
}

std::string read_fence(ByteReader& reader) {
  std::string fence;
  // Two zero codes in a row would be a second spelling of one run, except after 00 7F.
  bool after_run = false;
  while (true) {
    const std::uint8_t byte = reader.read_u8();
    if (byte != 0) {
      fence.push_back(static_cast<char>(byte));
      after_run = false;
      continue;
    }
    const std::uint8_t code = reader.read_u8();
    if (code <= kZeroRunMax) {
      if (after_run) reader.fail("fence with a split run of zeros");
      fence.append(code, '\0');
      return fence;
    }
    if (code == kZeroRunGoesOn) {
      if (after_run) reader.fail("fence with a split run of zeros");
      fence.append(kZeroRunMax + 1, '\0');
      continue;
    }
    if (code < 0xFF - kZeroRunMax || code == 0xFF || after_run) {
      reader.fail("fence with an unknown run of zeros");
    }
    fence.append(0xFFu - code, '\0');
    after_run = true;
    if (reader.empty() || reader.rest().front() == '\0') reader.fail("fence run meets a zero");
  }
}

int generation_bytes(std::uint64_t generation) {
  return (static_cast<int>(std::bit_width(generation)) + 7) / 8;
}

void put_generation(std::string& out, std::uint64_t generation) {
  if (generation <= kGenerationInline) {
    put_u8(out, static_cast<std::uint8_t>(generation));
    return;
  }
  const int bytes = generation_bytes(generation);
  LIAISON_CHECK(bytes <= kGenerationBytesMax);
  put_u8(out, static_cast<std::uint8_t>(kGenerationInline + bytes));
  for (int i = bytes - 1; i >= 0; --i) put_u8(out, static_cast<std::uint8_t>(generation >> 8 * i));
}

std::uint64_t read_generation(ByteReader& reader, std::uint8_t first) {
  if (first <= kGenerationInline) return first;
  std::uint64_t generation = 0;
  const int bytes = first - kGenerationInline;
  for (int i = 0; i < bytes; ++i) generation = generation << 8 | reader.read_u8();
  if (generation <= kGenerationInline || generation_bytes(generation) != bytes) {
    reader.fail("generation is not in its shortest form");
  }
  return generation;
}

EntityKind read_entity_kind(ByteReader& reader) {
  const std::uint8_t kind = reader.read_u8();
  if (kind > 1) reader.fail("entity kind " + std::to_string(kind) + " is unknown");
  return static_cast<EntityKind>(kind);
}

void put_evidence(std::string& out, const EvidenceKey& key) {
  put_u8(out, static_cast<std::uint8_t>(key.kind));
  put_u64(out, key.entity);
  put_u32(out, key.n);
}

EvidenceKey read_evidence(ByteReader& reader) {
  EvidenceKey key;
  key.kind = read_entity_kind(reader);
  key.entity = reader.read_u64();
  key.n = reader.read_u32();
  return key;
}

}  // namespace

const char* table_name(TableId table) {
  switch (table) {
    case TableId::Node:
      return "node";
    case TableId::Relationship:
      return "relationship";
    case TableId::Outgoing:
      return "out";
    case TableId::Incoming:
      return "in";
    case TableId::Label:
      return "label";
    case TableId::Index:
      return "index";
    case TableId::Text:
      return "text";
    case TableId::Evidence:
      return "evidence";
    case TableId::Cited:
      return "cited";
    case TableId::EvidenceIndex:
      return "evidence index";
  }
  return "unknown";
}

std::string node_key(NodeId node) {
  std::string key;
  put_u64(key, node.value);
  return key;
}

NodeId decode_node_key(std::string_view key) {
  ByteReader reader(key, "node key");
  const NodeId node{reader.read_u64()};
  reader.expect_end();
  return node;
}

std::string relationship_key(RelationshipId relationship) {
  std::string key;
  put_u64(key, relationship.value);
  return key;
}

RelationshipId decode_relationship_key(std::string_view key) {
  ByteReader reader(key, "relationship key");
  const RelationshipId relationship{reader.read_u64()};
  reader.expect_end();
  return relationship;
}

void write_adjacency_key(const AdjacencyKey& key, char* to) {
  store_big_endian(to, key.node.value);
  store_big_endian(to + 8, key.type.value);
  store_big_endian(to + 12, key.neighbour.value);
  store_big_endian(to + 20, key.relationship.value);
}

std::string adjacency_key(const AdjacencyKey& key) {
  std::string bytes(kAdjacencyKeySize, '\0');
  write_adjacency_key(key, bytes.data());
  return bytes;
}

std::string adjacency_prefix(NodeId node) {
  return node_key(node);
}

std::string adjacency_prefix(NodeId node, RelationshipTypeId type) {
  std::string key = node_key(node);
  put_u32(key, type.value);
  return key;
}

std::string adjacency_prefix(NodeId node, RelationshipTypeId type, NodeId neighbour) {
  std::string key = adjacency_prefix(node, type);
  put_u64(key, neighbour.value);
  return key;
}

AdjacencyKey decode_adjacency_key(std::string_view key) {
  ByteReader reader(key, "adjacency key");
  AdjacencyKey decoded;
  decoded.node = NodeId{reader.read_u64()};
  decoded.type = RelationshipTypeId{reader.read_u32()};
  decoded.neighbour = NodeId{reader.read_u64()};
  decoded.relationship = RelationshipId{reader.read_u64()};
  reader.expect_end();
  return decoded;
}

std::string label_key(const LabelKey& key) {
  std::string bytes = label_prefix(key.label);
  put_u64(bytes, key.node.value);
  return bytes;
}

std::string label_prefix(LabelId label) {
  std::string bytes;
  put_u32(bytes, label.value);
  return bytes;
}

LabelKey decode_label_key(std::string_view key) {
  ByteReader reader(key, "label key");
  LabelKey decoded;
  decoded.label = LabelId{reader.read_u32()};
  decoded.node = NodeId{reader.read_u64()};
  reader.expect_end();
  return decoded;
}

std::string index_key(const IndexKey& key) {
  std::string bytes = index_prefix(key.index, key.values);
  put_u64(bytes, key.entity);
  return bytes;
}

std::string index_prefix(IndexId index, std::string_view values) {
  std::string bytes;
  put_u32(bytes, index.value);
  bytes.append(values);
  return bytes;
}

IndexKey decode_index_key(std::string_view key) {
  ByteReader reader(key, "index key");
  IndexKey decoded;
  decoded.index = IndexId{reader.read_u32()};
  reader.require(8);
  decoded.values = reader.read_bytes(reader.remaining() - 8);
  decoded.entity = reader.read_u64();
  return decoded;
}

std::string text_key(IndexId index, std::uint8_t level, std::string_view term,
                     std::uint64_t entity) {
  std::string bytes = text_term_prefix(index, level, term);
  put_u64(bytes, entity);
  return bytes;
}

std::string text_prefix(IndexId index) {
  return index_prefix(index);
}

std::string text_prefix(IndexId index, std::uint8_t level) {
  std::string bytes = index_prefix(index);
  put_u8(bytes, level);
  return bytes;
}

std::string text_term_prefix(IndexId index, std::uint8_t level, std::string_view term) {
  std::string bytes = text_prefix(index, level);
  put_escaped(bytes, term);
  return bytes;
}

std::string text_terms_starting_with(IndexId index, std::uint8_t level, std::string_view start) {
  std::string bytes = text_term_prefix(index, level, start);
  bytes.resize(bytes.size() - 2);  // without the terminator
  return bytes;
}

TextKey decode_text_key(std::string_view key) {
  ByteReader reader(key, "text key");
  TextKey decoded;
  decoded.index = IndexId{reader.read_u32()};
  decoded.level = reader.read_u8();
  decoded.term = read_escaped(reader);
  decoded.entity = reader.read_u64();
  reader.expect_end();
  return decoded;
}

std::string evidence_key(const EvidenceKey& key) {
  std::string bytes;
  put_evidence(bytes, key);
  return bytes;
}

std::string evidence_prefix(EntityKind kind, std::uint64_t entity) {
  std::string bytes;
  put_u8(bytes, static_cast<std::uint8_t>(kind));
  put_u64(bytes, entity);
  return bytes;
}

EvidenceKey decode_evidence_key(std::string_view key) {
  ByteReader reader(key, "evidence key");
  const EvidenceKey decoded = read_evidence(reader);
  reader.expect_end();
  return decoded;
}

std::string cited_key(const CitedKey& key) {
  std::string bytes = cited_prefix(key.document);
  put_evidence(bytes, key.evidence);
  return bytes;
}

std::string cited_prefix(NodeId document) {
  return node_key(document);
}

CitedKey decode_cited_key(std::string_view key) {
  ByteReader reader(key, "cited key");
  CitedKey decoded;
  decoded.document = NodeId{reader.read_u64()};
  decoded.evidence = read_evidence(reader);
  reader.expect_end();
  return decoded;
}

std::string evidence_index_key(const EvidenceIndexKey& key) {
  std::string bytes = evidence_index_prefix(key.support);
  put_u64(bytes, ordered_double(key.confidence));
  put_u8(bytes, static_cast<std::uint8_t>(key.kind));
  put_u64(bytes, key.entity);
  return bytes;
}

std::string evidence_index_prefix(std::uint32_t support) {
  std::string bytes;
  put_u32(bytes, support);
  return bytes;
}

EvidenceIndexKey decode_evidence_index_key(std::string_view key) {
  ByteReader reader(key, "evidence index key");
  EvidenceIndexKey decoded;
  decoded.support = reader.read_u32();
  decoded.confidence = decode_ordered_double(reader.read_u64());
  decoded.kind = read_entity_kind(reader);
  decoded.entity = reader.read_u64();
  reader.expect_end();
  return decoded;
}

std::string prefix_successor(std::string_view prefix) {
  std::string next(prefix);
  while (!next.empty() && static_cast<std::uint8_t>(next.back()) == 0xFF) next.pop_back();
  if (!next.empty()) next.back() = static_cast<char>(static_cast<std::uint8_t>(next.back()) + 1);
  return next;
}

std::uint64_t ordered_double(double value) {
  constexpr std::uint64_t kSign = 1ull << 63;
  if (value != value) return ~0ull;
  if (value == 0) value = 0;  // -0.0 and 0.0 are one value
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double decode_ordered_double(std::uint64_t bits) {
  constexpr std::uint64_t kSign = 1ull << 63;
  return std::bit_cast<double>((bits & kSign) != 0 ? bits & ~kSign : ~bits);
}

void put_escaped(std::string& out, std::string_view bytes) {
  std::size_t at = 0;
  while (true) {
    const std::size_t zero = bytes.find('\0', at);
    out.append(bytes.substr(at, zero == bytes.npos ? bytes.npos : zero - at));
    out.push_back('\0');
    if (zero == bytes.npos) break;
    put_u8(out, 0xFF);
    at = zero + 1;
  }
  out.push_back('\0');
}

std::string read_escaped(ByteReader& reader) {
  std::string bytes;
  while (true) {
    const std::string_view rest = reader.rest();
    const std::size_t zero = rest.find('\0');
    if (zero == rest.npos) reader.fail("string without an end");
    bytes.append(reader.read_bytes(zero));
    reader.skip(1);
    const std::uint8_t code = reader.read_u8();
    if (code == 0) return bytes;
    if (code != 0xFF) reader.fail("unknown escape in a string");
    bytes.push_back('\0');
  }
}

std::string page_key(TableId table, std::string_view fence) {
  std::string key;
  key.reserve(1 + fence.size());
  put_u8(key, static_cast<std::uint8_t>(table));
  key.append(fence);
  return key;
}

std::string fence_row_key(TableId table, std::string_view fence) {
  std::string key(1, '\0');
  put_u8(key, static_cast<std::uint8_t>(table));
  key.append(fence);
  return key;
}

std::string loose_prefix(TableId table, std::string_view fence, std::uint64_t generation) {
  std::string key;
  put_u8(key, static_cast<std::uint8_t>(table));
  put_fence(key, fence);
  put_generation(key, generation);
  return key;
}

std::string loose_end_key(TableId table, std::string_view fence) {
  std::string key;
  put_u8(key, static_cast<std::uint8_t>(table));
  put_fence(key, fence);
  put_u8(key, kLooseEnd);
  return key;
}

LooseKey decode_loose_key(std::string_view key) {
  ByteReader reader(key, "loose key");
  LooseKey decoded;
  decoded.table = decode_table_id(reader.read_u8());
  decoded.fence = read_fence(reader);
  const std::uint8_t first = reader.read_u8();
  if (first == kLooseEnd) {
    reader.expect_end();
    decoded.is_end = true;
    return decoded;
  }
  decoded.generation = read_generation(reader, first);
  decoded.entry = reader.rest();
  return decoded;
}

TableId decode_table_id(std::uint8_t byte) {
  if (byte == 0 || byte >= kTableIdEnd) {
    throw CorruptionError("stored key: table byte " + std::to_string(byte) +
                          " is unknown, expected 1 to " + std::to_string(kTableIdEnd - 1));
  }
  return static_cast<TableId>(byte);
}

std::string shortest_fence(std::string_view before, std::string_view first) {
  LIAISON_ASSERT(before < first);
  std::size_t common = 0;
  while (common < before.size() && before[common] == first[common]) ++common;
  // `first` differs from `before` at `common`, or goes on where `before` ends.
  return std::string(first.substr(0, common + 1));
}

}  // namespace liaison::engine
