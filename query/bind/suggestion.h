// "Did you mean": the name among candidates that a mistyped name most likely stands for.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liaison::query {

// The candidate with the fewest single-letter edits (neighbouring letters swapped count as one),
// without regard to ASCII case, if they are few for its length; ties go to the first. Equal names
// in other case are the best suggestion.
std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& candidates);

// "; did you mean `x`?" or an empty text.
std::string suggestion_text(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace liaison::query
