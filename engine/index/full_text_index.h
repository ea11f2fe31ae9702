// Words of texts: an entity that carries one of the index's labels (or types) is a document of all
// words in its indexed properties. Entries: one posting per word, and the document's length
// (posting_codec.h). Who searches is in graph/full_text_search.h.
// Thread-safety: immutable.
#pragma once

#include "index/index.h"

namespace liaison::engine {

class FullTextIndex final : public Index {
 public:
  void check_definition(const IndexDefinition& definition) const override;
  TableId table() const override { return TableId::Text; }
  std::string prefix(IndexId index) const override;
  IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties) const override;
  bool notes_probes() const override { return false; }
};

}  // namespace liaison::engine
