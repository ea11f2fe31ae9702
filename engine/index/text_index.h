// Strings by their parts: each run of three code points of an indexed string is an entry, so that
// strings that contain, start with or end with a text are found without reading the others. The
// string is taken with a mark in front and two behind it; a text of one or two code points is the
// start of some trigram then. An entry of the text table is (index, level 1, trigram, entity).
//
// What a search gives is who has the trigrams: a superset of what is looked for.
// Thread-safety: immutable.
#pragma once

#include "index/index.h"

namespace liaison::engine {

class TextIndex final : public Index {
 public:
  void check_definition(const IndexDefinition& definition) const override;
  TableId table() const override { return TableId::Text; }
  std::string prefix(IndexId index) const override;
  IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties) const override;
  bool notes_probes() const override { return false; }

  // Starts of entries: who matches has an entry under every one of them.
  static std::vector<std::string> probes(IndexId index, StringMatch match, std::string_view text);
};

}  // namespace liaison::engine
