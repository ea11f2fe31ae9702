#include "api/media_type.h"

#include <array>
#include <cstdlib>

namespace liaison::server {
namespace {

struct KnownType {
  std::string_view name;
  ValueFormat values;
  bool is_lines;
};

// In the order of our preference, for clients that take anything.
constexpr std::array<KnownType, 6> kKnownTypes = {{
    {"application/json", ValueFormat::Plain, false},
    {"application/vnd.neo4j.query", ValueFormat::Typed, false},
    {"application/vnd.neo4j.query.v1.0", ValueFormat::Typed, false},
    {"application/vnd.neo4j.query.v1.1", ValueFormat::Typed, false},
    {"application/jsonl", ValueFormat::Plain, true},
    {"application/vnd.neo4j.query.v1.1+jsonl", ValueFormat::Typed, true},
}};

std::string clean(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' || c == '\t') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

// Takes the text up to `separator` off the front.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

double quality(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take(parameters, ';');
    if (parameter.starts_with("q=")) {
      return std::strtod(std::string(parameter.substr(2)).c_str(), nullptr);
    }
  }
  return 1;
}

const KnownType* find_type(std::string_view range) {
  for (const KnownType& known : kKnownTypes) {
    if (range == known.name || range == "*/*" || range == "application/*") return &known;
  }
  return nullptr;
}

}  // namespace

std::optional<ValueFormat> request_format(std::string_view content_type) {
  const std::string cleaned = clean(content_type);
  for (std::string_view rest = cleaned; !rest.empty();) {
    std::string_view entry = take(rest, ',');
    const std::string_view name = take(entry, ';');
    for (const KnownType& known : kKnownTypes) {
      if (name == known.name && !known.is_lines) return known.values;
    }
  }
  return std::nullopt;
}

std::optional<ReplyFormat> reply_format(std::string_view accept) {
  const std::string cleaned = clean(accept);
  if (cleaned.empty()) return ReplyFormat{};
  const KnownType* best = nullptr;
  double best_quality = 0;
  for (std::string_view rest = cleaned; !rest.empty();) {
    std::string_view entry = take(rest, ',');
    const KnownType* known = find_type(take(entry, ';'));
    const double weight = quality(entry);
    if (known == nullptr || weight <= best_quality) continue;
    best = known;
    best_quality = weight;
  }
  if (best == nullptr) return std::nullopt;
  return ReplyFormat{std::string(best->name), best->values, best->is_lines};
}

}  // namespace liaison::server
