#include "index/name_index.h"

#include "encoding/key_codec.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

struct Level {
  NameMatch match;
  text::NameLevel text_level;
  std::uint8_t stored;
};
constexpr Level kLevels[] = {
    {NameMatch::Exact, text::NameLevel::Exact, 1},
    {NameMatch::ToneNormalised, text::NameLevel::Tone, 2},
    {NameMatch::Folded, text::NameLevel::Folded, NameIndex::kFoldedLevel},
};

void name_entries(const IndexDefinition& definition, std::uint64_t entity, std::string_view name,
                  IndexContent& out) {
  const IndexId index = definition.id;
  if (name.size() > kIndexedBytesMax) {
    throw UsageError("a name of " + std::to_string(name.size()) + " bytes; at most " +
                     std::to_string(kIndexedBytesMax) + " can be indexed");
  }
  for (const Level& level : kLevels) {
    const std::string key = text::name_key(name, level.text_level);
    if (!key.empty()) out.entries.push_back({text_key(index, level.stored, key, entity), {}});
  }
  if (definition.analyzer != NameIndex::kInitialsAnalyzer) return;
  for (const std::string& key : text::initials(name)) {
    out.entries.push_back({text_key(index, NameIndex::kInitialsLevel, key, entity), {}});
  }
}

}  // namespace

void NameIndex::check_definition(const IndexDefinition& definition) const {
  if (definition.entity != EntityKind::Node) throw UsageError("a name index is on nodes");
  if (definition.keys.empty()) throw UsageError("a name index needs at least one property key");
}

std::string NameIndex::prefix(IndexId index) const {
  return text_prefix(index);
}

IndexContent NameIndex::content(const IndexDefinition& definition, std::uint64_t entity,
                                std::span<const PropertyEntry> properties) const {
  IndexContent out;
  for (const PropertyKeyId key : definition.keys) {
    const Value* value = find_property(properties, key);
    if (value == nullptr) continue;
    if (value->is_string()) {
      name_entries(definition, entity, value->as_string(), out);
    } else if (value->is_list()) {
      for (const Value& name : value->as_list()) {
        if (name.is_string()) name_entries(definition, entity, name.as_string(), out);
      }
    }
  }
  return out;
}

std::string NameIndex::probe(IndexId index, NameMatch match, std::string_view name) {
  const Level& level = kLevels[static_cast<std::size_t>(match)];
  return text_term_prefix(index, level.stored, text::name_key(name, level.text_level));
}

std::string NameIndex::initials_probe(IndexId index, std::string_view text) {
  const std::string key = text::initials_key(text);
  return key.empty() ? key : text_term_prefix(index, kInitialsLevel, key);
}

std::string NameIndex::prefix_probe(IndexId index, std::string_view start) {
  const Level& level = kLevels[static_cast<std::size_t>(NameMatch::Folded)];
  return text_terms_starting_with(index, level.stored, text::name_key(start, level.text_level));
}

}  // namespace liaison::engine
