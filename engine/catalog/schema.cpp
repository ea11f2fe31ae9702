#include "catalog/schema.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/varint.h"

namespace liaison::engine {

namespace {

constexpr std::uint8_t kDefinitionFormat = 1;
// What an older program does not know follows: further tokens and an analyzer, a property type.
constexpr std::uint8_t kExtendedFormat = 2;

template <class Definition>
void put_target(std::string& out, const Definition& definition,
                std::uint8_t format = kDefinitionFormat) {
  put_u8(out, format);
  put_sized(out, definition.name);
  put_u8(out, static_cast<std::uint8_t>(definition.kind));
  put_u8(out, static_cast<std::uint8_t>(definition.entity));
  put_varint(out, definition.token);
  put_varint(out, definition.keys.size());
  for (const PropertyKeyId key : definition.keys) put_varint(out, key.value);
}

std::uint32_t read_token(ByteReader& reader) {
  const std::uint64_t token = read_varint(reader);
  if (token > UINT32_MAX) reader.fail("token out of range");
  return static_cast<std::uint32_t>(token);
}

// Returns the format byte, which is at most `format_max`.
template <class Definition>
std::uint8_t read_target(ByteReader& reader, Definition& definition, std::uint8_t kind_max,
                         std::uint8_t format_max) {
  const std::uint8_t format = reader.read_u8();
  if (format == 0 || format > format_max) reader.fail("unknown format of a definition");
  definition.name = read_sized(reader);
  const std::uint8_t kind = reader.read_u8();
  if (kind == 0 || kind > kind_max) reader.fail("unknown kind " + std::to_string(kind));
  definition.kind = static_cast<decltype(definition.kind)>(kind);
  const std::uint8_t entity = reader.read_u8();
  if (entity > 1) reader.fail("unknown kind of entity");
  definition.entity = static_cast<EntityKind>(entity);
  definition.token = read_token(reader);
  const std::uint64_t count = read_varint(reader);
  if (count > reader.remaining()) reader.fail("more keys than bytes");
  for (std::uint64_t i = 0; i < count; ++i) {
    definition.keys.push_back(PropertyKeyId(read_token(reader)));
  }
  return format;
}

}  // namespace

const IndexDefinition* Schema::find_index(IndexId id) const {
  const auto found = std::find_if(indexes.begin(), indexes.end(),
                                  [&](const IndexDefinition& index) { return index.id == id; });
  return found == indexes.end() ? nullptr : &*found;
}

const IndexDefinition* Schema::find_index(std::string_view name) const {
  const auto found = std::find_if(indexes.begin(), indexes.end(),
                                  [&](const IndexDefinition& index) { return index.name == name; });
  return found == indexes.end() ? nullptr : &*found;
}

const ConstraintDefinition* Schema::find_constraint(std::string_view name) const {
  const auto found =
      std::find_if(constraints.begin(), constraints.end(),
                   [&](const ConstraintDefinition& other) { return other.name == name; });
  return found == constraints.end() ? nullptr : &*found;
}

std::string encode_index(const IndexDefinition& index) {
  const bool extended = !index.further_tokens.empty() || !index.analyzer.empty();
  std::string out;
  put_target(out, index, extended ? kExtendedFormat : kDefinitionFormat);
  put_u8(out, index.owned_by_constraint ? 1 : 0);
  if (!extended) return out;
  put_varint(out, index.further_tokens.size());
  for (const std::uint32_t token : index.further_tokens) put_varint(out, token);
  put_sized(out, index.analyzer);
  return out;
}

IndexDefinition decode_index(IndexId id, std::string_view bytes) {
  ByteReader reader(bytes, "index definition");
  IndexDefinition index;
  index.id = id;
  const std::uint8_t format =
      read_target(reader, index, static_cast<std::uint8_t>(IndexKind::Point), kExtendedFormat);
  index.owned_by_constraint = reader.read_u8() != 0;
  if (format == kExtendedFormat) {
    const std::uint64_t count = read_varint(reader);
    if (count > reader.remaining()) reader.fail("more tokens than bytes");
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint32_t token = read_token(reader);
      if (i > 0 && token <= index.further_tokens.back()) reader.fail("tokens do not ascend");
      index.further_tokens.push_back(token);
    }
    index.analyzer = read_sized(reader);
  }
  reader.expect_end();
  return index;
}

std::string encode_constraint(const ConstraintDefinition& constraint) {
  const bool extended = constraint.kind == ConstraintKind::PropertyType;
  std::string out;
  put_target(out, constraint, extended ? kExtendedFormat : kDefinitionFormat);
  put_varint(out, constraint.index.value);
  if (!extended) return out;
  put_u16(out, constraint.type.scalars);
  put_u16(out, constraint.type.lists);
  return out;
}

ConstraintDefinition decode_constraint(std::string_view bytes) {
  ByteReader reader(bytes, "constraint definition");
  ConstraintDefinition constraint;
  const std::uint8_t format = read_target(
      reader, constraint, static_cast<std::uint8_t>(ConstraintKind::PropertyType), kExtendedFormat);
  constraint.index = IndexId(read_token(reader));
  if ((format == kExtendedFormat) != (constraint.kind == ConstraintKind::PropertyType)) {
    reader.fail("format and kind of a constraint do not belong together");
  }
  if (format == kExtendedFormat) {
    constraint.type.scalars = reader.read_u16();
    constraint.type.lists = reader.read_u16();
    const std::uint16_t bits = constraint.type.scalars | constraint.type.lists;
    if (bits == 0 || (bits & ~PropertyType::kAllBits) != 0) reader.fail("unknown property type");
  }
  reader.expect_end();
  return constraint;
}

const char* index_kind_name(IndexKind kind) {
  switch (kind) {
    case IndexKind::Range:
      return "range";
    case IndexKind::Text:
      return "text";
    case IndexKind::Name:
      return "name";
    case IndexKind::FullText:
      return "full-text";
    case IndexKind::Point:
      return "point";
  }
  return "unknown";
}

const char* constraint_kind_name(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::Unique:
      return "unique";
    case ConstraintKind::Exists:
      return "exists";
    case ConstraintKind::Key:
      return "key";
    case ConstraintKind::PropertyType:
      return "property type";
  }
  return "unknown";
}

}  // namespace liaison::engine
