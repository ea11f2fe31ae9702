// What people write out of habit from other query and programming languages, and what to write
// instead. Only asked where the text is wrong already: none of these words is reserved.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>

namespace liaison::query {

// A sentence for a word such as GROUP or LIKE, in any case; empty for all others.
std::optional<std::string_view> habit_hint(std::string_view word);

// How to write what other languages have a function of this name for.
std::optional<std::string_view> habit_function(std::string_view name);

// The statement for what a procedure of this dotted name does elsewhere.
std::optional<std::string_view> habit_procedure(std::string_view name);

}  // namespace liaison::query
