// The type that a constraint demands of a property: a set of kinds that can be stored, and of lists
// all of whose elements are of one kind.
// Thread-safety: plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "liaison/engine/value.h"

namespace liaison {

struct PropertyType {
  // Kinds as bits; the numbers are stored and never change their meaning.
  enum Bit : std::uint16_t {
    kBoolean = 1 << 0,
    kString = 1 << 1,
    kInteger = 1 << 2,
    kFloat = 1 << 3,
    kDate = 1 << 4,
    kLocalTime = 1 << 5,
    kZonedTime = 1 << 6,
    kLocalDateTime = 1 << 7,
    kZonedDateTime = 1 << 8,
    kDuration = 1 << 9,
    kPoint = 1 << 10,
  };
  static constexpr std::uint16_t kAllBits = (1 << 11) - 1;

  std::uint16_t scalars = 0;  // values of these kinds
  std::uint16_t lists = 0;    // lists whose elements are all of one of these kinds

  bool empty() const { return scalars == 0 && lists == 0; }
  // Whether a stored value is of the type; a list without elements is of each list type.
  bool allows(const Value& value) const;
  // As a statement writes it: "INTEGER | FLOAT", "LIST<STRING NOT NULL>".
  std::string text() const;

  // The bit of a kind, or nullopt for kinds that no constraint can name.
  static std::optional<Bit> bit_of(ValueKind kind);

  friend bool operator==(const PropertyType&, const PropertyType&) = default;
};

// The type of a stored value, for messages: "STRING", "LIST<INTEGER NOT NULL | STRING NOT NULL>".
std::string stored_type_text(const Value& value);

}  // namespace liaison
