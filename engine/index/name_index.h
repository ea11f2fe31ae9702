// Names as people write them: nodes are found under each of their names at three levels. The keys
// of the definition hold a name (a string) or several (a list of strings; other values are passed
// over). An entry of the text table is (index, level, key of the name at that level, node), with
// levels 1 exact, 2 tone-normalised, 3 folded, 4 initials; the numbers are on disk. Indexes made
// before format 1.2 have no initials: those that do have the analyzer kInitialsAnalyzer.
// Thread-safety: immutable.
#pragma once

#include "index/index.h"
#include "liaison/engine/text.h"

namespace liaison::engine {

class NameIndex final : public Index {
 public:
  void check_definition(const IndexDefinition& definition) const override;
  TableId table() const override { return TableId::Text; }
  std::string prefix(IndexId index) const override;
  IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties) const override;

  static constexpr std::uint8_t kFoldedLevel = 3;
  static constexpr std::uint8_t kInitialsLevel = 4;
  static constexpr std::string_view kInitialsAnalyzer = "initials";
  // Start of the entries of nodes with this name at a level.
  static std::string probe(IndexId index, NameMatch match, std::string_view name);
  // The same for nodes whose initials the text is; empty when it cannot be any.
  static std::string initials_probe(IndexId index, std::string_view text);
  // Start of the entries of nodes of which a name starts so, when folded.
  static std::string prefix_probe(IndexId index, std::string_view start);
};

}  // namespace liaison::engine
