// The texts of documents that a writing transaction quotes from, ready to be quoted: those that it
// was handed (GraphWriter::quote_from) and those that it had to work out.
// Invariant: a text here is what the document's `text` property holds in the view. So who stores or
// removes a node forgets it, and a rollback forgets all.
// Memory: kTextBytesMax and one text; then all go, and come again when they are asked for.
// Thread-safety: needs external locking.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>

#include "liaison/engine/document_text.h"
#include "liaison/engine/ids.h"

namespace liaison::engine {

class KnownTexts {
 public:
  static constexpr std::size_t kTextBytesMax = std::size_t{16} << 20;

  // Null: not known. Good until the next call of another one.
  const DocumentText* find(NodeId document) const {
    const auto known = texts_.find(document);
    return known == texts_.end() ? nullptr : known->second.get();
  }
  const DocumentText& put(NodeId document, std::shared_ptr<const DocumentText> text) {
    if (size_bytes_ > kTextBytesMax) clear();
    forget(document);
    size_bytes_ += text->text().size();
    return *(texts_[document] = std::move(text));
  }
  void forget(NodeId document) {
    const auto known = texts_.find(document);
    if (known == texts_.end()) return;
    size_bytes_ -= known->second->text().size();
    texts_.erase(known);
  }
  void clear() {
    texts_.clear();
    size_bytes_ = 0;
  }

 private:
  // Shared with who handed them in, and may hand them in again.
  std::unordered_map<NodeId, std::shared_ptr<const DocumentText>> texts_;
  std::size_t size_bytes_ = 0;
};

}  // namespace liaison::engine
