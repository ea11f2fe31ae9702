// Which documents of an entity are witnesses of their own. Documents are taken together that are
// the same, have the same fingerprint, or are near copies, directly or through others: the result
// does not depend on the order of records.
// Cost: a record is taken in in constant time, and compared with at most kComparedDocumentsMax
// others. About 50 bytes a document; or, once they are counted only, nothing.
// Thread-safety: needs external locking while records are taken in; otherwise immutable.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/place_table.h"
#include "liaison/engine/evidence.h"

namespace liaison::engine {

class Witnesses {
 public:
  // The document of a record, and its text as it was then.
  struct Source {
    NodeId document;
    TextFingerprint text;
  };

  // Takes a record's source in; returns the place of its document, in the order in which documents
  // first came.
  std::uint32_t add(const Source& source);

  // Independent ones.
  std::uint32_t count() const { return count_; }
  std::uint32_t document_count() const { return static_cast<std::uint32_t>(documents_.size()); }
  // The document at whose place is the witness that the document at `place` belongs to: the same
  // for all that are one witness.
  std::uint32_t of(std::uint32_t place) const;
  // Grows whenever documents that were taken in before have come together or apart: what was worked
  // out for witnesses then holds no longer.
  std::uint64_t regroupings() const { return regroupings_; }
  std::size_t size_bytes() const;

  // Whether there are so many texts that a new one is compared with none of them.
  bool compares_no_more() const { return texts_.size() > kComparedDocumentsMax; }
  // Calls visit(text, document) for each text.
  template <class Visit>
  void visit_texts(Visit visit) const {
    for (std::size_t i = 0; i < texts_.size(); ++i) visit(texts_[i], documents_[owners_[i]]);
  }
  // From here on documents are counted and not remembered, but for the newest: places are 0. Each
  // source must be that document, or a new one with a text that no other document has.
  // Requires compares_no_more().
  void count_only();
  bool counts_only() const { return counts_only_; }
  // Requires documents.
  NodeId newest() const { return documents_.back(); }
  NodeId greatest() const { return greatest_; }

 private:
  std::uint32_t place_of(NodeId document);
  // The place of the text, and whether it is new.
  std::pair<std::uint32_t, bool> take_text(const TextFingerprint& text, std::uint32_t document);
  void join(std::uint32_t a, std::uint32_t b);
  // What is a copy is now known by equal fingerprints alone.
  void take_near_copies_apart();

  std::vector<NodeId> documents_;
  std::vector<std::uint32_t> parents_;  // of sets of documents; the root is the least place
  PlaceTable document_places_;
  // Distinct fingerprints, and one document for each. A document whose text was changed between two
  // records has several.
  std::vector<TextFingerprint> texts_;
  std::vector<std::uint32_t> owners_;
  PlaceTable text_places_;
  // Who has which text, while near copies count and may have to be taken apart.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> had_by_;
  std::uint32_t count_ = 0;
  NodeId greatest_{0};
  bool counts_only_ = false;
  std::uint32_t fresh_ = UINT32_MAX;  // the document that is being taken in, when it is new
  std::uint64_t regroupings_ = 0;
};

}  // namespace liaison::engine
