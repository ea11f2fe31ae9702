// The text of a CSV field as a stored value (tagged_bytes.h), by the type of its column.
// Thread-safety: one thread for each FieldEncoder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bulk/header.h"

namespace liaison::engine {

// The number that `text` spells in the one canonical way ("0", "17", "-3"; not "+3", "007", "-0",
// " 1"), or nullopt.
std::optional<std::int64_t> canonical_integer(std::string_view text);

// Appends the tagged value of `text`. False when the field holds no value: an empty text is absent
// unless it was quoted and the column holds text. Throws FieldError.
class FieldError {
 public:
  explicit FieldError(std::string what) : what_(std::move(what)) {}
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

bool put_field_value(std::string& out, const HeaderColumn& column, std::string_view text,
                     bool is_quoted, char list_separator);

}  // namespace liaison::engine
