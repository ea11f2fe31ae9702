#include "liaison/engine/property_type.h"

#include <algorithm>
#include <array>
#include <set>

namespace liaison {

namespace {

struct KindRow {
  ValueKind kind;
  PropertyType::Bit bit;
};

// In the order in which types are written.
constexpr std::array kKinds = {
    KindRow{ValueKind::Boolean, PropertyType::kBoolean},
    KindRow{ValueKind::String, PropertyType::kString},
    KindRow{ValueKind::Integer, PropertyType::kInteger},
    KindRow{ValueKind::Float, PropertyType::kFloat},
    KindRow{ValueKind::Date, PropertyType::kDate},
    KindRow{ValueKind::LocalTime, PropertyType::kLocalTime},
    KindRow{ValueKind::Time, PropertyType::kZonedTime},
    KindRow{ValueKind::LocalDateTime, PropertyType::kLocalDateTime},
    KindRow{ValueKind::DateTime, PropertyType::kZonedDateTime},
    KindRow{ValueKind::Duration, PropertyType::kDuration},
    KindRow{ValueKind::Point, PropertyType::kPoint},
};

}  // namespace

std::optional<PropertyType::Bit> PropertyType::bit_of(ValueKind kind) {
  for (const KindRow& row : kKinds) {
    if (row.kind == kind) return row.bit;
  }
  return std::nullopt;
}

bool PropertyType::allows(const Value& value) const {
  if (!value.is_list()) {
    const auto bit = bit_of(value.kind());
    return bit && (scalars & *bit) != 0;
  }
  std::uint16_t left = lists;
  for (const Value& element : value.as_list()) {
    const auto bit = bit_of(element.kind());
    left &= bit ? *bit : 0;
  }
  return left != 0;
}

std::string PropertyType::text() const {
  std::string text;
  const auto add = [&](const std::string& name) { text += (text.empty() ? "" : " | ") + name; };
  for (const KindRow& row : kKinds) {
    if ((scalars & row.bit) != 0) add(kind_name(row.kind));
  }
  for (const KindRow& row : kKinds) {
    if ((lists & row.bit) != 0) add("LIST<" + std::string(kind_name(row.kind)) + " NOT NULL>");
  }
  return text;
}

std::string stored_type_text(const Value& value) {
  if (!value.is_list()) return kind_name(value.kind());
  std::set<std::string> kinds;
  for (const Value& element : value.as_list()) kinds.insert(kind_name(element.kind()));
  std::string text;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : " | ") + kind + " NOT NULL";
  return "LIST<" + (text.empty() ? "NOTHING" : text) + ">";
}

}  // namespace liaison
