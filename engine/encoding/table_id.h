// The tables of a store by the byte that starts their keys. Numbers are on disk: spelled out, never
// reused, never renumbered. 0 is taken by the fence rows (see key_codec.h), 255 stays free as the
// end of the last table.
// Thread-safety: immutable values.
#pragma once

#include <array>
#include <cstdint>

namespace liaison::engine {

enum class TableId : std::uint8_t {
  Node = 1,           // node -> labels, properties
  Relationship = 2,   // relationship -> type, source, target, properties
  Outgoing = 3,       // source, type, target, relationship -> nothing
  Incoming = 4,       // target, type, source, relationship -> nothing
  Label = 5,          // label, node -> nothing
  Index = 6,          // index, ordered value, entity -> nothing
  Text = 7,           // index, level, term, entity -> what the index keeps there
  Evidence = 8,       // kind, entity, n -> evidence record
  Cited = 9,          // document, kind, entity, n -> nothing
  EvidenceIndex = 10  // support, lowest confidence, kind, entity -> nothing
};

inline constexpr std::array kTables = {
    TableId::Node,  TableId::Relationship, TableId::Outgoing, TableId::Incoming,
    TableId::Label, TableId::Index,        TableId::Text,     TableId::Evidence,
    TableId::Cited, TableId::EvidenceIndex};
// One more than the largest number: the size of an array indexed by table.
inline constexpr int kTableIdEnd = 11;

constexpr int table_index(TableId table) {
  return static_cast<int>(table);
}
const char* table_name(TableId table);

}  // namespace liaison::engine
