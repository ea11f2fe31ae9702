// Step 0: what an input says of one article. Whatever the kind of input, `text` is what is stored
// and what all offsets count; a kind of input is one file beside this one.
// Thread-safety: plain data and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace liaison::loaders {

struct SourceArticle {
  std::string text;       // UTF-8
  std::string title;      // empty: not given apart from the text
  std::string published;  // ISO 8601 date, may be partial; empty: not given
  std::string url;
  std::string language;  // "vi", "en"; empty: not given, or another one
};

// The date of an ISO 8601 date or date-time as it is written there ("2025-11-24T08:00+07:00" →
// "2025-11-24"); partial dates stay partial. Nothing for anything else.
std::optional<std::string> iso_date(std::string_view text);

// "vi" for "vi", "vi-VN", "VI_vn"; "" for a language that is not read.
std::string language_of_tag(std::string_view tag);

// NFC of every part, and the title at the head of the text unless it stands there already.
// *Throws* InputError when no text is left.
void finish(SourceArticle& article);

}  // namespace liaison::loaders
