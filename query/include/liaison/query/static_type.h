// What is known of a value before the query runs: the set of kinds it may have and, for lists,
// what its elements may be. Everything may also be null; `Null` alone in the set means certainly
// null. Used for compile-time type errors and to choose typed column vectors.
// Thread-safety: immutable values.
#pragma once

#include <cstdint>
#include <memory>

#include "liaison/engine/value.h"

namespace liaison::query {

class StaticType {
 public:
  // Nothing is known.
  static StaticType any() { return StaticType(~0u); }
  static StaticType of(ValueKind kind) { return StaticType(bit(kind)); }
  static StaticType number() { return StaticType(bit(ValueKind::Integer) | bit(ValueKind::Float)); }
  static StaticType list_of(StaticType element) {
    StaticType type(bit(ValueKind::List));
    type.element_ = std::make_shared<const StaticType>(std::move(element));
    return type;
  }

  bool may_be(ValueKind kind) const { return (kinds_ & bit(kind)) != 0; }
  // The only kind it can have, besides null.
  bool is_exactly(ValueKind kind) const { return kinds_ == bit(kind); }
  bool is_any() const { return kinds_ == ~0u; }
  bool is_certainly_null() const { return kinds_ == bit(ValueKind::Null); }
  // True when no kind is possible in both, so that a use of one as the other must be an error.
  // Null fits everywhere.
  bool is_disjoint(const StaticType& other) const {
    return (kinds_ & other.kinds_) == 0 && !is_certainly_null() && !other.is_certainly_null();
  }
  StaticType element() const { return element_ ? *element_ : any(); }
  StaticType union_with(const StaticType& other) const {
    StaticType result(kinds_ | other.kinds_);
    if (element_ && other.element_) {
      result.element_ = std::make_shared<const StaticType>(element_->union_with(*other.element_));
    } else if (!other.may_be(ValueKind::List)) {
      result.element_ = element_;
    } else if (!may_be(ValueKind::List)) {
      result.element_ = other.element_;
    }
    return result;
  }
  std::uint32_t kinds() const { return kinds_; }

 private:
  explicit StaticType(std::uint32_t kinds) : kinds_(kinds) {}
  static constexpr std::uint32_t bit(ValueKind kind) {
    return 1u << static_cast<std::uint32_t>(kind);
  }
  std::uint32_t kinds_;
  std::shared_ptr<const StaticType> element_;  // null: unknown
};

}  // namespace liaison::query
