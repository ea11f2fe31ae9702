// The keys of everything stored in tables. All numbers are big-endian, so keys order as the tuples
// they spell. Three layers: entry keys (what a table maps), fences (lower bounds of pages, cut from
// entry keys) and stored keys (what RocksDB sees).
//
// Entry keys, offset/size/field:
//   Node, Relationship   0/8 id
//   Outgoing, Incoming   0/8 node, 8/4 type, 12/8 neighbour, 20/8 relationship
//   Label                0/4 label, 4/8 node
//   Index                0/4 index, 4/n ordered values (ordered_value.h), 4+n/8 entity
//   Text                 0/4 index, 4/1 level, 5/n escaped term, 5+n/8 entity
//   Evidence             0/1 entity kind, 1/8 entity, 9/4 n
//   Cited                0/8 document, 8/1 entity kind, 9/8 entity, 17/4 n
//   EvidenceIndex        0/4 support, 4/8 lowest confidence as ordered double, 12/1 kind, 13/8
//   entity
// An escaped term writes 00 as 00 FF and ends with 00 00, so that a prefix sorts first.
//
// Stored keys:
//   page (family pages)       table byte, fence
//   fence row (family pages)  00, table byte, fence          -> generation as varint
//   loose row (family loose)  table byte, coded fence, coded generation, entry key
//   loose end (family loose)  table byte, coded fence, FF     -> empty; see fence_directory.h
// A table's first fence is the empty string: minus infinity.
// Coded fence: zeros are counted, as fences are mostly zero bytes of ids, and order is kept:
//   00 k   (k <= 7E)        the fence ends with k more zero bytes; 00 00 is a plain end
//   00 7F                   127 zero bytes, and the fence goes on in any way
//   00 FF-k (1 <= k <= 7E)  k zero bytes, then a byte that is not zero
//   other bytes stand for themselves
// Coded generation: 00..F7 is the number itself; F7+n (n = 1..7) is followed by n bytes.
//
// Worked examples: outgoing(node 1, type 2, neighbour 3, relationship 4) =
//   0000000000000001 00000002 0000000000000003 0000000000000004
// Loose row of the node table, first fence, generation 5, node 7: 01 0000 05 0000000000000007.
// The same under fence 0000000000000100: 01 00F9 01 0001 05 0000000000000007, where 00F9 counts
// six zeros before the 01 and 0001 is the end with one zero more.
//
// Thread-safety: pure functions. Decoders treat bytes as hostile and throw CorruptionError.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "encoding/table_id.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

// --- entry keys
std::string node_key(NodeId node);
NodeId decode_node_key(std::string_view key);

std::string relationship_key(RelationshipId relationship);
RelationshipId decode_relationship_key(std::string_view key);

// Key of the Outgoing table (node is the source) or the Incoming table (node is the target).
struct AdjacencyKey {
  NodeId node;
  RelationshipTypeId type;
  NodeId neighbour;
  RelationshipId relationship;
  friend bool operator==(const AdjacencyKey&, const AdjacencyKey&) = default;
};
inline constexpr std::size_t kAdjacencyKeySize = 28;
std::string adjacency_key(const AdjacencyKey& key);
// The same into kAdjacencyKeySize bytes at `to`.
void write_adjacency_key(const AdjacencyKey& key, char* to);
// All entries of a node; of a node and type; of a node, type and neighbour.
std::string adjacency_prefix(NodeId node);
std::string adjacency_prefix(NodeId node, RelationshipTypeId type);
std::string adjacency_prefix(NodeId node, RelationshipTypeId type, NodeId neighbour);
AdjacencyKey decode_adjacency_key(std::string_view key);

struct LabelKey {
  LabelId label;
  NodeId node;
};
std::string label_key(const LabelKey& key);
std::string label_prefix(LabelId label);
LabelKey decode_label_key(std::string_view key);

// `values` are ordered values one after the other, as put_ordered_value writes them.
struct IndexKey {
  IndexId index;
  std::string_view values;
  std::uint64_t entity = 0;
};
std::string index_key(const IndexKey& key);
// Start of all entries of an index whose values start with these bytes.
std::string index_prefix(IndexId index, std::string_view values = {});
IndexKey decode_index_key(std::string_view key);

// `level` tells apart what an index keeps (name levels, terms, document lengths, totals).
struct TextKey {
  IndexId index;
  std::uint8_t level = 0;
  std::string term;
  std::uint64_t entity = 0;
};
std::string text_key(IndexId index, std::uint8_t level, std::string_view term,
                     std::uint64_t entity);
std::string text_prefix(IndexId index);
std::string text_prefix(IndexId index, std::uint8_t level);
// All entries of exactly this term.
std::string text_term_prefix(IndexId index, std::uint8_t level, std::string_view term);
// All entries of terms that start with these bytes.
std::string text_terms_starting_with(IndexId index, std::uint8_t level, std::string_view start);
TextKey decode_text_key(std::string_view key);

struct EvidenceKey {
  EntityKind kind = EntityKind::Node;
  std::uint64_t entity = 0;
  std::uint32_t n = 0;
};
std::string evidence_key(const EvidenceKey& key);
std::string evidence_prefix(EntityKind kind, std::uint64_t entity);
EvidenceKey decode_evidence_key(std::string_view key);

struct CitedKey {
  NodeId document;
  EvidenceKey evidence;
};
std::string cited_key(const CitedKey& key);
std::string cited_prefix(NodeId document);
CitedKey decode_cited_key(std::string_view key);

struct EvidenceIndexKey {
  std::uint32_t support = 0;
  double confidence = 0;
  EntityKind kind = EntityKind::Node;
  std::uint64_t entity = 0;
};
std::string evidence_index_key(const EvidenceIndexKey& key);
std::string evidence_index_prefix(std::uint32_t support);
EvidenceIndexKey decode_evidence_index_key(std::string_view key);

// Smallest key greater than every key that starts with `prefix`; empty when there is none (a
// prefix of FF bytes only), which as an upper bound means: no bound.
std::string prefix_successor(std::string_view prefix);

// --- pieces that other codecs share
// Bytes that compare as doubles do: -inf .. -0.0 = 0.0 .. inf. NaN becomes the largest.
std::uint64_t ordered_double(double value);
double decode_ordered_double(std::uint64_t bits);
// Escaped, terminated bytes: order of the bytes, a prefix first.
void put_escaped(std::string& out, std::string_view bytes);
std::string read_escaped(ByteReader& reader);

// --- stored keys
std::string page_key(TableId table, std::string_view fence);
std::string fence_row_key(TableId table, std::string_view fence);
// Start of the loose rows of one fence and generation; the entry key follows.
std::string loose_prefix(TableId table, std::string_view fence, std::uint64_t generation);
std::string loose_end_key(TableId table, std::string_view fence);

struct LooseKey {
  TableId table = TableId::Node;
  std::string fence;
  bool is_end = false;
  std::uint64_t generation = 0;  // of rows, not of ends
  std::string_view entry;        // of rows; points into the decoded key
};
LooseKey decode_loose_key(std::string_view key);
// Throws CorruptionError unless the byte names a table.
TableId decode_table_id(std::uint8_t byte);

// A fence between two neighbouring keys: the shortest string > `before` and <= `first`.
// Requires before < first.
std::string shortest_fence(std::string_view before, std::string_view first);

}  // namespace liaison::engine
