// A Markdown file as running text: a paragraph is a line, however it was wrapped; marks of
// headings, emphasis, links, quotes and tables go, images and comments go whole. A block of
// `key: value` lines between `---` at the head gives title, date (published), url and language.
// Thread-safety: pure function.
#pragma once

#include <string_view>

#include "articles/input/source_article.h"

namespace liaison::loaders {

// The article is not finished yet (finish()).
SourceArticle read_markdown(std::string_view bytes);

}  // namespace liaison::loaders
