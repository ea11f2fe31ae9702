// The article of an HTML page: the page is parsed as browsers do (HTML5), the part that holds the
// article is chosen, and its blocks become lines of text. Menus, teasers, share buttons, comments
// and the like are left out: by their element, by what their class or id calls them, and by how
// much of them is links. Captions stay.
// Thread-safety: pure function.
#pragma once

#include <string_view>

#include "articles/input/source_article.h"

namespace liaison::loaders {

// The article is not finished yet (finish()). *Throws* InputError when tags are nested so deeply
// that no page would do it.
SourceArticle read_html(std::string_view bytes);

}  // namespace liaison::loaders
