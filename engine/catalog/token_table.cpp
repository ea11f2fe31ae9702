#include "catalog/token_table.h"

#include <mutex>

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

std::uint32_t TokenTable::add_locked(Names& names, std::string_view name) {
  names.by_token.emplace_back(name);
  const auto token = static_cast<std::uint32_t>(names.by_token.size());
  names.by_name.emplace(names.by_token.back(), token);
  return token;
}

std::uint32_t TokenTable::find_or_create(TokenKind kind, std::string_view name) {
  if (auto token = find(kind, name)) return *token;
  if (name.empty()) throw UsageError(std::string("a ") + kind_text(kind) + " needs a name");
  if (name.size() > kTokenNameBytesMax) {
    throw UsageError(std::string(kind_text(kind)) + " name of " + std::to_string(name.size()) +
                     " bytes; at most " + std::to_string(kTokenNameBytesMax) + " are allowed");
  }
  std::unique_lock lock(mutex_);
  Names& names = names_[static_cast<std::size_t>(kind)];
  const auto found = names.by_name.find(name);
  if (found != names.by_name.end()) return found->second;
  if (names.by_token.size() >= kTokenCountMax) {
    throw UsageError(std::string("the database has ") + std::to_string(kTokenCountMax) +
                     " different names of this kind already (" + kind_text(kind) + ")");
  }
  return add_locked(names, name);
}

std::optional<std::uint32_t> TokenTable::find(TokenKind kind, std::string_view name) const {
  std::shared_lock lock(mutex_);
  const Names& names = names_[static_cast<std::size_t>(kind)];
  const auto found = names.by_name.find(name);
  if (found == names.by_name.end()) return std::nullopt;
  return found->second;
}

const std::string& TokenTable::name(TokenKind kind, std::uint32_t token) const {
  std::shared_lock lock(mutex_);
  const Names& names = names_[static_cast<std::size_t>(kind)];
  LIAISON_CHECK(token >= 1 && token <= names.by_token.size());
  return names.by_token[token - 1];
}

TokenBounds TokenTable::bounds() const {
  std::shared_lock lock(mutex_);
  TokenBounds bounds;
  for (std::size_t i = 0; i < kTokenKindCount; ++i) {
    bounds.counts[i] = static_cast<std::uint32_t>(names_[i].by_token.size());
  }
  return bounds;
}

void TokenTable::write_rows(const TokenBounds& from, const TokenBounds& to,
                            WriteBatch& batch) const {
  std::shared_lock lock(mutex_);
  for (std::size_t i = 0; i < kTokenKindCount; ++i) {
    for (std::uint32_t token = from.counts[i] + 1; token <= to.counts[i]; ++token) {
      batch.put(ColumnFamily::Catalog, token_row_key(static_cast<std::uint8_t>(i), token),
                names_[i].by_token[token - 1]);
    }
  }
}

void TokenTable::load(KeyValueStore& store) {
  std::unique_lock lock(mutex_);
  for_each_catalog_row(store, CatalogRow::Token, [&](std::string_view key, std::string_view value) {
    ByteReader reader(key, "token row key");
    const std::uint8_t kind = reader.read_u8();
    const std::uint32_t token = reader.read_u32();
    reader.expect_end();
    if (kind >= kTokenKindCount) reader.fail("unknown kind of token");
    Names& names = names_[kind];
    if (token != names.by_token.size() + 1) {
      reader.fail("token " + std::to_string(token) + " follows " +
                  std::to_string(names.by_token.size()));
    }
    if (names.by_name.contains(value)) reader.fail("one name has two tokens");
    add_locked(names, value);
  });
}

}  // namespace liaison::engine
