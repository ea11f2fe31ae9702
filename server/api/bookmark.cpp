#include "api/bookmark.h"

#include <charconv>

namespace liaison::server {
namespace {
constexpr std::string_view kPrefix = "FB:";
}

std::string make_bookmark(std::string_view database, CommitNumber commit) {
  return std::string(kPrefix) + std::string(database) + ":" + std::to_string(commit);
}

std::optional<CommitNumber> read_bookmark(std::string_view bookmark, std::string_view database) {
  // The last colon: a name may contain some.
  const std::size_t colon = bookmark.rfind(':');
  if (!bookmark.starts_with(kPrefix) || colon < kPrefix.size()) return std::nullopt;
  if (bookmark.substr(kPrefix.size(), colon - kPrefix.size()) != database) return std::nullopt;
  const std::string_view digits = bookmark.substr(colon + 1);
  CommitNumber commit = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), commit);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return commit;
}

}  // namespace liaison::server
