// Which documents of an entity are witnesses of their own. Documents are taken together that are
// the same, have the same fingerprint, or are near copies, directly or through others: the result
// does not depend on the order of records.
// Cost: n log n for n records, and at most kComparedDocumentsMax^2 / 2 comparisons.
// Thread-safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "liaison/engine/evidence.h"

namespace liaison::engine {

class Witnesses {
 public:
  // The document of a record, and its text as it was then.
  struct Source {
    NodeId document;
    TextFingerprint text;
  };
  explicit Witnesses(std::span<const Source> sources);
  std::uint32_t count() const { return count_; }
  // The witness of a document, below count(). Requires a document of the sources.
  std::uint32_t of(NodeId document) const;

 private:
  std::vector<NodeId> documents_;       // ascending
  std::vector<std::uint32_t> witness_;  // of each
  std::uint32_t count_ = 0;
};

// One for each record.
std::vector<Witnesses::Source> sources_of(std::span<const EvidenceEntry> records);

}  // namespace liaison::engine
