#include "catalog/token_table.h"

#include "base/bytes.h"
#include "catalog/catalog_keys.h"
#include "liaison/engine/assert.h"
#include "liaison/engine/error.h"

namespace liaison::engine {

namespace {

const char* kind_text(TokenKind kind) {
  switch (kind) {
    case TokenKind::Label:
      return "label";
    case TokenKind::RelationshipType:
      return "relationship type";
    case TokenKind::PropertyKey:
      return "property key";
  }
  return "token";
}

}  // namespace

std::uint32_t TokenTable::find_or_create(TokenKind kind, std::string_view name) {
  if (auto token = find(kind, name)) return *token;
  if (name.empty()) throw UsageError(std::string("a ") + kind_text(kind) + " needs a name");
  if (name.size() > kTokenNameBytesMax) {
    throw UsageError(std::string(kind_text(kind)) + " name of " + std::to_string(name.size()) +
                     " bytes; at most " + std::to_string(kTokenNameBytesMax) + " are allowed");
  }
  const std::lock_guard lock(adding_);
  NameNumbers& names = names_[static_cast<std::size_t>(kind)];
  if (const auto token = names.find(name)) return *token;
  if (names.count() >= kTokenCountMax) {
    throw UsageError(std::string("the database has ") + std::to_string(kTokenCountMax) +
                     " different names of this kind already (" + kind_text(kind) + ")");
  }
  return names.add(name);
}

std::optional<std::uint32_t> TokenTable::find(TokenKind kind, std::string_view name) const {
  return names(kind).find(name);
}

const std::string& TokenTable::name(TokenKind kind, std::uint32_t token) const {
  return names(kind).name(token);
}

TokenBounds TokenTable::bounds() const {
  TokenBounds bounds;
  for (std::size_t i = 0; i < kTokenKindCount; ++i) bounds.counts[i] = names_[i].count();
  return bounds;
}

void TokenTable::write_rows(const TokenBounds& from, const TokenBounds& to,
                            WriteBatch& batch) const {
  for (std::size_t i = 0; i < kTokenKindCount; ++i) {
    for (std::uint32_t token = from.counts[i] + 1; token <= to.counts[i]; ++token) {
      batch.put(ColumnFamily::Catalog, token_row_key(static_cast<std::uint8_t>(i), token),
                names_[i].name(token));
    }
  }
}

void TokenTable::load(KeyValueStore& store) {
  const std::lock_guard lock(adding_);
  for_each_catalog_row(store, CatalogRow::Token, [&](std::string_view key, std::string_view value) {
    ByteReader reader(key, "token row key");
    const std::uint8_t kind = reader.read_u8();
    const std::uint32_t token = reader.read_u32();
    reader.expect_end();
    if (kind >= kTokenKindCount) reader.fail("unknown kind of token");
    NameNumbers& names = names_[kind];
    if (token != names.count() + 1) {
      reader.fail("token " + std::to_string(token) + " follows " + std::to_string(names.count()));
    }
    if (names.find(value)) reader.fail("one name has two tokens");
    names.add(value);
  });
}

}  // namespace liaison::engine
