// What a client sends and what it wants back, from Content-Type and Accept.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/result_writer.h"

namespace liaison::server {

// The form of a request's parameters; nullopt: not a JSON media type (415).
std::optional<ValueFormat> request_format(std::string_view content_type);

struct ReplyFormat {
  std::string media_type = "application/json";
  ValueFormat values = ValueFormat::Plain;
  bool is_lines = false;  // one event a line
};

// The best of what is accepted; an empty or absent header accepts all. nullopt: nothing (406).
std::optional<ReplyFormat> reply_format(std::string_view accept);

}  // namespace liaison::server
