// Names of conferences in parts: what the files about them share, and the English recogniser.
// Thread-safety: free functions over a document.
#pragma once

#include <optional>
#include <string_view>

#include "articles/document.h"

namespace liaison::loaders {

// Row of the series with this acronym, or -1.
int series_by_key(const Document& document, std::string_view acronym);
// Row of the series that a name in [begin, end) is of, or -1.
int series_inside(const Document& document, std::size_t begin, std::size_t end);
// "88th INTERPOL General Assembly", "the 18th AMMTC", "Regional Workshop on ..." at `i`.
std::optional<Mention> english_conference(const Document& document, std::size_t i);

}  // namespace liaison::loaders
