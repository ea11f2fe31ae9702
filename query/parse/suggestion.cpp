#include "parse/suggestion.h"

#include <algorithm>
#include <string>
#include <vector>

namespace liaison::query {
namespace {

// Longer words are no slips of a keyword; also bounds the work.
constexpr std::size_t kWordMax = 20;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

std::optional<Keyword> suggest_keyword(std::string_view word, std::span<const Keyword> candidates) {
  if (word.size() < 2 || word.size() > kWordMax) return std::nullopt;
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  std::optional<Keyword> best;
  std::size_t best_distance = word.size() <= 4 ? 2 : 3;  // must be below this
  for (const Keyword candidate : candidates) {
    const std::size_t distance = edit_distance(upper, keyword_text(candidate));
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace liaison::query
