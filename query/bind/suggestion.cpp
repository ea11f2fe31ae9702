#include "bind/suggestion.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "parse/suggestion.h"

namespace liaison::query {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Longer names are no typing mistakes; the distance is quadratic in the length.
constexpr std::size_t kNameLengthMax = 64;

}  // namespace

std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > kNameLengthMax) return std::nullopt;
  const std::string wanted = lower(name);
  const std::size_t allowed = wanted.size() <= 3 ? 1 : wanted.size() <= 6 ? 2 : 3;
  std::optional<std::string> best;
  std::size_t best_distance = allowed + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.empty() || candidate.size() > kNameLengthMax) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    // A name of which nothing is left is no suggestion: `x` for `y`.
    if (distance >= std::max(wanted.size(), candidate.size())) continue;
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion_text(std::string_view name, const std::vector<std::string>& candidates) {
  const std::optional<std::string> nearest = nearest_name(name, candidates);
  return nearest ? "; did you mean `" + *nearest + "`?" : std::string();
}

}  // namespace liaison::query
