// Evidence: which document says a node or relationship, in which words. A record quotes the
// document's `text` property by code point offsets; the quote is verified when it is written.
// Thread-safety: plain data and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "liaison/engine/ids.h"
#include "liaison/engine/value.h"

namespace liaison {

// What a text looks like from afar: 128 bits of one-bit minwise hashing over its runs of three
// words, case, diacritics and punctuation aside (P. Li, A. C. König: b-Bit Minwise Hashing, 2010).
// Two texts that share the part J of all their runs differ in about 64 (1 - J) bits, give or take
// ten. All bits zero: not known, or a text without a word.
struct TextFingerprint {
  std::array<std::uint64_t, 2> bits{};
  bool is_known() const { return bits[0] != 0 || bits[1] != 0; }
  friend bool operator==(const TextFingerprint&, const TextFingerprint&) = default;
};
// The same for the same words on every machine; stored. About 0.1 us a word.
TextFingerprint fingerprint(std::string_view text);
// Whether two texts are copies of each other: at most 26 bits differ, so that about three in five
// of the runs are in both. False when one is not known.
bool is_near_copy(const TextFingerprint& a, const TextFingerprint& b);

struct EvidenceRecord {
  NodeId document;
  std::string quote;       // exactly text[start, end)
  std::int64_t start = 0;  // code points in the document's `text`, end exclusive
  std::int64_t end = 0;
  std::string rule;                 // which rule or person produced the record
  double confidence = 1.0;          // 0 < confidence <= 1
  std::int64_t asserted_at_ms = 0;  // UTC milliseconds since 1970
  ValueMap properties;              // the property values that this document gave
  // Of the document's text as it was when the record was written, which sets it.
  TextFingerprint text;
};

// A record with its place: the n-th of this node or relationship. `n` is stable until withdrawn.
struct EvidenceEntry {
  EntityKind kind = EntityKind::Relationship;
  std::uint64_t entity = 0;  // NodeId or RelationshipId value
  std::uint32_t n = 0;
  EvidenceRecord record;
};

// A record to be added.
struct NewEvidence {
  EntityKind kind = EntityKind::Relationship;
  std::uint64_t entity = 0;
  EvidenceRecord record;
};

// What records say together. Documents whose texts are copies of each other, or of copies, are one
// witness: the surest of them. Whether witnesses agree by chance is taken as independent.
struct Support {
  std::uint32_t documents = 0;  // independent ones
  double confidence = 0;        // 1 - product of (1 - confidence) over them
};
// Above this many documents with different fingerprints only equal ones are taken as copies, as
// each would have to be compared with each.
inline constexpr std::size_t kComparedDocumentsMax = 64;
Support support_of(std::span<const EvidenceEntry> records);

// Asks for entities that few or unsure documents say.
struct EvidenceReview {
  std::uint32_t support_max = 1;
  double confidence_max = 1;
};

// What withdrawing a document took away.
struct WithdrawalReport {
  std::uint64_t records = 0;
  std::uint64_t relationships = 0;
  std::uint64_t nodes = 0;
  std::uint64_t properties = 0;
};

}  // namespace liaison
