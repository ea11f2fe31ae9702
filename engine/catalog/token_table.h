// Names and the small numbers that stand for them: labels, relationship types, property keys. One
// table serves a whole database; it only grows, so a number means one name for ever and a view of
// the past is three bounds. Creating a token is not part of a transaction: one that is rolled back
// leaves at most unused names, which is why a view hides what lies beyond its bounds.
// Invariants: tokens of a kind are 1, 2, 3, ...; names of a kind are distinct.
// Thread-safety: safe; finding a name or a token takes no lock. Lifetime: names are borrowed until
// the table goes.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/name_numbers.h"
#include "kv/key_value_store.h"

namespace liaison::engine {

enum class TokenKind : std::uint8_t { Label = 0, RelationshipType = 1, PropertyKey = 2 };
inline constexpr std::size_t kTokenKindCount = 3;

// How many tokens of each kind a view of the table includes.
struct TokenBounds {
  std::array<std::uint32_t, kTokenKindCount> counts{};
  std::uint32_t of(TokenKind kind) const { return counts[static_cast<std::size_t>(kind)]; }
  // Grows with every token, so it tells two views of one table apart.
  std::uint64_t total() const { return std::uint64_t{counts[0]} + counts[1] + counts[2]; }
  friend bool operator==(const TokenBounds&, const TokenBounds&) = default;
};

// Longest name in bytes, and most names of a kind: a limit against input that makes up names
// without end; far above what graphs use.
inline constexpr std::size_t kTokenNameBytesMax = 255;
inline constexpr std::uint32_t kTokenCountMax = 1u << 20;

class TokenTable {
 public:
  TokenTable() = default;
  TokenTable(const TokenTable&) = delete;
  TokenTable& operator=(const TokenTable&) = delete;

  // Throws UsageError for an empty or over-long name and at the cap.
  std::uint32_t find_or_create(TokenKind kind, std::string_view name);
  std::optional<std::uint32_t> find(TokenKind kind, std::string_view name) const;
  // Requires a token of the table.
  const std::string& name(TokenKind kind, std::uint32_t token) const;
  TokenBounds bounds() const;

  // Appends the rows of tokens in (from, to] to a batch. A commit calls it with what is stored
  // already and what its catalog shows.
  void write_rows(const TokenBounds& from, const TokenBounds& to, WriteBatch& batch) const;
  // Fills an empty table from the store. Throws CorruptionError when numbers have gaps.
  void load(KeyValueStore& store);

 private:
  const NameNumbers& names(TokenKind kind) const { return names_[static_cast<std::size_t>(kind)]; }

  std::mutex adding_;
  std::array<NameNumbers, kTokenKindCount> names_;
};

}  // namespace liaison::engine
