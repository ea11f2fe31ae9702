// One article of a JSON Lines file:
//   {"id":"a-17","title":"...","text":"...","published":"2025-11-24","url":"...","language":"vi"}
// `text` must be there, and `id` or else `url`, which is the id then; a number is taken as an id.
// Other fields are passed over.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "articles/input/source_article.h"

namespace liaison::loaders {

// Reads one line; `id` receives the article's id. The article is not finished yet (finish()).
// *Throws* InputError that says what is wrong with the line.
SourceArticle read_json_line(std::string_view line, std::string& id);

}  // namespace liaison::loaders
