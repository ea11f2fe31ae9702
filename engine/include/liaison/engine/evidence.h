// Evidence: which document says a node or relationship, in which words. A record quotes the
// document's `text` property by code point offsets; the quote is verified when it is written.
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "liaison/engine/ids.h"
#include "liaison/engine/value.h"

namespace liaison {

struct EvidenceRecord {
  NodeId document;
  std::string quote;       // exactly text[start, end)
  std::int64_t start = 0;  // code points in the document's `text`, end exclusive
  std::int64_t end = 0;
  std::string rule;                 // which rule or person produced the record
  double confidence = 1.0;          // 0 < confidence <= 1
  std::int64_t asserted_at_ms = 0;  // UTC milliseconds since 1970
  ValueMap properties;              // the property values that this document gave
};

// A record with its place: the n-th of this node or relationship. `n` is stable until withdrawn.
struct EvidenceEntry {
  EntityKind kind = EntityKind::Relationship;
  std::uint64_t entity = 0;  // NodeId or RelationshipId value
  std::uint32_t n = 0;
  EvidenceRecord record;
};

// What withdrawing a document took away.
struct WithdrawalReport {
  std::uint64_t records = 0;
  std::uint64_t relationships = 0;
  std::uint64_t nodes = 0;
  std::uint64_t properties = 0;
};

}  // namespace liaison
