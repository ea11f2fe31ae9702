// Which documents of an entity are witnesses of their own. Documents are taken together that are
// the same, have the same fingerprint, or are near copies, directly or through others: the result
// does not depend on the order of records.
// Cost: linear for records in the order of their documents, and at most kComparedDocumentsMax^2 / 2
// comparisons.
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
  // The witness behind a source, below count(). Ascends with new documents where the sources do.
  std::uint32_t of(std::size_t source) const { return witness_[source]; }

 private:
  std::vector<std::uint32_t> witness_;
  std::uint32_t count_ = 0;
};

// One for each record.
std::vector<Witnesses::Source> sources_of(std::span<const EvidenceEntry> records);

}  // namespace liaison::engine
