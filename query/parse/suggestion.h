// "Did you mean": the closest of some known words to a mistyped one.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "parse/keyword.h"

namespace liaison::query {

// Optimal string alignment distance: how many letters to insert, delete, replace or swap with their
// neighbour make `a` into `b`. Cost: the product of the lengths.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate within a distance of two edits (a swap of neighbours is one), less for short words.
std::optional<Keyword> suggest_keyword(std::string_view word, std::span<const Keyword> candidates);

}  // namespace liaison::query
