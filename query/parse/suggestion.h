// "Did you mean": the closest of some known words to a mistyped one.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "parse/keyword.h"

namespace liaison::query {

// The candidate within a distance of two edits (a swap of neighbours is one), less for short words.
std::optional<Keyword> suggest_keyword(std::string_view word, std::span<const Keyword> candidates);

}  // namespace liaison::query
